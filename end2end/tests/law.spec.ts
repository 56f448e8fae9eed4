import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../house";
import { keepOf } from "../letters";
import { sendAll, signIn } from "../newsroom";

const VARIANTS = ["ko-KR", "en-US"].flatMap((locale) => [true, false].map((isScripted) => ({ locale, isScripted })));
const person = (locale: string, isScripted: boolean) => `hong-${locale.toLowerCase()}-${isScripted ? "a" : "b"}@example.com`;
const LETTER = '<html><body><p>Hello {{Name}}</p><p><a href="{{KeepUrl}}">Keep</a></p></body></html>';

test.describe.configure({ mode: "serial" });
test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

async function check(page: Page): Promise<void> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target}`)).toEqual([]);
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
}

test("the page of the law says what is kept by which article, and that it is no advice", async ({ page, house }) => {
  await signIn(page, house);
  await page.goto("/settings/law");
  await expect(page.getByText("It is no legal advice", { exact: false })).toBeVisible();
  for (const article of ["article 50 (1)", "article 50 (4)", "article 50 (7)", "article 50 (8)", "62-3"]) {
    await expect(page.getByText(article, { exact: false }).first()).toBeVisible();
  }
  await check(page);
  await page.getByLabel("No advertising at night").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved, in effect at once.").first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("No advertising at night")).toBeChecked();
  await page.getByLabel("No advertising at night").uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved, in effect at once.").first()).toBeVisible();
});

test("whoever agreed two years ago is listed and gets a reminder that is written already", async ({ page, house, problems }) => {
  // of the consents whose source is asked for
  problems.expect(/422/);
  await signIn(page, house);
  await page.goto("/people/imports");
  const rows = ["email,name,수신동의,동의일", "old@example.com,Old,Y,2023-05-31", "new@example.com,New,Y,2026-11-01"];
  const file = { name: "agreed.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
  await page.locator("main input[type=file]").setInputFiles(file);
  await page.locator("main form:has(input[type=file]) button[type=submit]").click();
  await page.locator("main form:has(.import-mapping) button[type=submit]").click();
  await expect(page.getByText("this file says who agreed", { exact: false }).first()).toBeVisible();
  await page.getByLabel("Where did these people agree to be mailed?").fill("Form on shop.example, 2023");
  await page.locator("main form:has(.import-mapping) button[type=submit]").click();
  await expect(page.getByRole("link", { name: "Show these people" })).toBeVisible();

  await page.goto("/people");
  await check(page);
  await page.getByLabel("More to do with people").click();
  await page.getByRole("link", { name: "Consents to confirm" }).click();
  await expect(page.getByRole("link", { name: "old@example.com" })).toBeVisible();
  await expect(page.getByRole("link", { name: "new@example.com" })).toHaveCount(0);
  await check(page);
  await page.getByRole("link", { name: "Remind them…" }).click();
  await page.getByRole("button", { name: "Make the draft" }).click();
  await page.waitForURL(/\/campaigns\/\d+\/edit/);
  await expect(page.getByText("Reminder of consents").first()).toBeVisible();
  await page.goto("/people/imports");
  await expect(page.getByText("agreed.csv").first()).toBeVisible();
  await expect(page.getByText("Consents to confirm")).toHaveCount(0);
});

test("a reminder goes out", async ({ house }) => {
  const rows = VARIANTS.map(({ locale, isScripted }) => `${person(locale, isScripted)},Hong,${locale}`);
  await sendAll(house, "Reminder", rows, LETTER);
});

for (const { locale, isScripted } of VARIANTS) {
  test.describe(`on a phone, ${locale}, ${isScripted ? "with" : "without"} a script`, () => {
    test.use({ javaScriptEnabled: isScripted, locale });
    const of = (ko: string, en: string) => (locale === "ko-KR" ? ko : en);

    test("its reader keeps the mail by one button", async ({ page, house }) => {
      const link = await keepOf(house, person(locale, isScripted));
      for (let look = 0; look < 2; look++) {
        await page.goto(link);
        await expect(page.getByText("h•••@example.com")).toBeVisible();
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(of("메일을 계속 받으시겠습니까?", "Do you still want our mail?"));
      }
      if (isScripted) await check(page);
      await page.getByRole("button", { name: of("네, 계속 받겠습니다", "Yes, keep sending it") }).click();
      await expect(page.getByRole("status")).toContainText(of("수신 동의를 유지하셨고", "was renewed on"));
      if (isScripted) await check(page);
      await page.goto(link);
      await expect(page.getByRole("status")).toBeVisible();
      await page.getByRole("link", { name: of("수신 거부 또는 수신 설정", "Stop the mail, or choose what you get") }).click();
      await page.getByRole("button", { name: of("모든 메일 수신 거부", "Unsubscribe from everything") }).click();
      await page.goto(link);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(of("메일을 받지 않고 있습니다", "You get no mail from us"));
      await expect(page.getByRole("button")).toHaveCount(0);
    });
  });
}
