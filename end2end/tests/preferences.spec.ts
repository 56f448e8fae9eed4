import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../house";
import { confirmationOf, preferencesOf } from "../letters";
import { sendAll, signIn } from "../newsroom";

const person = (locale: string) => `hong-${locale.toLowerCase()}@example.com`;

test.describe.configure({ mode: "serial" });
test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

/** What axe finds, and whether the page is wider than a phone. */
async function check(page: Page, isScripted: boolean): Promise<void> {
  if (!isScripted) return;
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 360, height: 740 });
}

test.describe("an admin", () => {
  test.use({ viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false });

  test("makes a topic, opens the form and gets lines for another site", async ({ page, house }) => {
    await signIn(page, house);
    await page.goto("/topics?ask=new");
    await page.locator("[name=name_en]").fill("Letter of the month");
    await page.locator("[name=name_ko]").fill("이달의 편지");
    await page.locator("[name=description_en]").fill("Once a month.");
    await page.locator("[name=description_ko]").fill("한 달에 한 번 보내 드립니다.");
    await page.getByRole("dialog").locator("button[type=submit]").click();
    await expect(page.getByRole("rowheader", { name: "Letter of the month" })).toBeVisible();
    await page.getByRole("button", { name: "Open the form" }).click();
    const lines = page.getByRole("textbox", { name: "Lines for your own site" });
    await expect(lines).toHaveValue(/<form action="[^"]+\/subscribe" method="post"/);
    await expect(lines).toHaveValue(/name="topic" value="\d+"> Letter of the month/);
    const body = { "entry[name]": "Shop", "entry[address]": "news@shop.example", "entry[company]": "Example Shop" };
    await page.goto("/settings/senders?ask=new");
    for (const [name, value] of Object.entries(body)) await page.locator(`[name="${name}"]`).fill(value);
    await page.getByRole("dialog").locator("button[type=submit]").click();
    await expect(page.getByText("news@shop.example").first()).toBeVisible();
    await sendAll(house, "Spring", ["ko-KR", "en-US"].map((locale) => `${person(locale)},Hong,${locale}`));
  });
});

for (const javaScriptEnabled of [true, false]) {
  for (const locale of ["ko-KR", "en-US"]) {
    test.describe(`on a phone, ${locale}, ${javaScriptEnabled ? "with" : "without"} a script`, () => {
      test.use({ javaScriptEnabled, locale });
      const of = (ko: string, en: string) => (locale === "ko-KR" ? ko : en);

      test("one chooses topics, undoes it, leaves altogether and comes back", async ({ page, house }) => {
        await page.goto(await preferencesOf(house, person(locale)));
        await expect(page.getByText("h•••@example.com")).toBeVisible();
        await expect(page.getByText(of("한 달에 한 번 보내 드립니다.", "Once a month."))).toBeVisible();
        await check(page, javaScriptEnabled);

        await page.getByRole("button", { name: of("이달의 편지 받기", "Turn on: Letter of the month") }).click();
        await expect(page.getByRole("status")).toContainText(of("이제 ‘이달의 편지’ 메일을 받습니다.", "Letter of the month is on: you will get it."));
        await check(page, javaScriptEnabled);
        await page.getByRole("button", { name: of("되돌리기", "Undo") }).click();
        await expect(page.getByRole("status")).toContainText(of("이제 ‘이달의 편지’ 메일을 받지 않습니다.", "you will not get it any more"));

        await page.getByRole("button", { name: of("모든 메일 수신 거부", "Unsubscribe from everything") }).click();
        await expect(page.getByRole("status")).toContainText(of("수신 거부가 완료되었습니다", "You are unsubscribed"));
        await check(page, javaScriptEnabled);
        await page.getByRole("button", { name: of("되돌리기: 메일을 계속 받겠습니다", "Undo: keep sending me mail") }).click();
        await expect(page.getByRole("status")).toContainText(of("다시 구독하셨습니다", "You are subscribed again"));

        await page.getByRole("button", { name: of("모든 메일 수신 거부", "Unsubscribe from everything") }).click();
        await expect(page.getByRole("status")).toContainText(of("수신 거부가 완료되었습니다", "You are unsubscribed"));
        await page.goto(await preferencesOf(house, person(locale)));
        await expect(page.getByRole("heading", { name: of("메일을 받지 않고 있습니다", "You get no mail") })).toBeVisible();
        await check(page, javaScriptEnabled);
        await page.getByRole("button", { name: of("다시 구독하기", "Subscribe again") }).click();
        await expect(page.getByRole("status")).toContainText(of("다시 구독하셨습니다", "You are subscribed again"));
      });

      test("the page is read in the other language by a link", async ({ page, house, problems }) => {
        // of the link that is none of ours
        problems.expect(/status of 404/);
        await page.goto(await preferencesOf(house, person(locale)));
        await page.getByRole("link", { name: of("English", "한국어") }).click();
        await expect(page.getByRole("button", { name: of("Unsubscribe from everything", "모든 메일 수신 거부") })).toBeVisible();
        await page.goto("/u/nonsense");
        await expect(page.getByText(of("아무것도 바뀌지 않았습니다", "nothing was changed"))).toBeVisible();
        await check(page, javaScriptEnabled);
      });

      test("one subscribes by the form, and only the letter's button makes it true", async ({ page, house }) => {
        const address = `new-${of("ko", "en")}-${javaScriptEnabled ? "a" : "b"}@example.com`;
        await page.goto("/subscribe");
        await check(page, javaScriptEnabled);
        await page.getByLabel(of("이메일 주소", "E-mail address")).fill(address);
        await page.getByLabel(of("이달의 편지", "Letter of the month")).check();
        await page.getByLabel(of("동의합니다", "I agree")).check();
        const send = page.getByRole("button", { name: of("구독하기", "Subscribe"), exact: true });
        await expect(async () => {
          // who fills in a form as fast as a program is asked to press once more
          if (await send.isVisible()) await send.click();
          await expect(page.getByRole("heading", { name: of("메일함을 확인하세요", "Look into your mailbox") })).toBeVisible({ timeout: 1_500 });
        }).toPass();
        await check(page, javaScriptEnabled);

        await page.goto(await confirmationOf(house, address));
        await expect(page.getByText(address)).toBeVisible();
        await check(page, javaScriptEnabled);
        await page.getByRole("button", { name: of("네, 구독하겠습니다", "Yes, subscribe me") }).click();
        await expect(page.getByRole("heading", { name: of("구독이 완료되었습니다", "You are subscribed") })).toBeVisible();
        await check(page, javaScriptEnabled);
      });
    });
  }
}

test.describe("an admin again", () => {
  test.use({ viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false });

  test("sees what somebody agreed to, and what shows it", async ({ page, house }) => {
    await signIn(page, house);
    await page.goto("/people?search=new-ko-a");
    await page.getByRole("link", { name: "new-ko-a@example.com" }).click();
    await expect(page.getByText("Subscribe form, confirmed by mail")).toBeVisible();
    await page.getByText("What shows it").click();
    await expect(page.getByText("광고성 정보")).toBeVisible();
    await expect(page.getByText("127.0.0.0/24")).toBeVisible();
  });
});
