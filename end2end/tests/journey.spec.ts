import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, House, test as base } from "../house";
import { ADMIN, counts } from "../newsroom";

// the whole way of a shop's first campaign, from an empty house to the last letter, as two people would go it
const SAMPLES = join(import.meta.dirname, "../../samples");
const CP949 = join(SAMPLES, "customers-200-cp949.csv");
const PICTURE = join(SAMPLES, "images/hero.jpg");
// SES's own name for a mailbox that does not exist; the outbox answers as SES would
const GONE = "bounce@example.com";

const EN = {
  done: "Done",
  noProblems: "No problems",
  finished: "Finished",
  delivered: "delivered",
  noSuchMailbox: "No such mailbox",
  nothingFailed: "Nothing has failed",
  inTheWay: /\d stands? in the way/,
  fixTheAddress: "Fix the address",
  clear: /to look at|fine/,
  addGroup: /^Add group to/,
};
const KO: typeof EN = {
  done: "완료",
  noProblems: "문제가 없습니다",
  finished: "완료",
  delivered: "수신 확인",
  noSuchMailbox: "없는 메일함",
  nothingFailed: "발송에 실패한 메일이 없습니다",
  inTheWay: /발송 불가 \d/,
  fixTheAddress: "주소 고치기",
  clear: /확인 필요|문제 없음/,
  addGroup: /그룹 추가/,
};
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const WAYS = [
  { name: "English, light, desktop", words: EN, use: { locale: "en-US", colorScheme: "light", viewport: desktop } },
  { name: "Korean, dark, phone", words: KO, use: { locale: "ko-KR", colorScheme: "dark", viewport: phone } },
] as const;

// each way begins in a house of its own
const test = base.extend<{ shop: House }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  shop: async ({}, use) => {
    const shop = await House.open(["--carrier", "outbox"]);
    await use(shop);
    await shop.close();
  },
  baseURL: async ({ shop }, use) => use(shop.url),
});

for (const { name, words, use } of WAYS) {
  test.describe(name, () => {
    test.use(use);
    test.describe.configure({ timeout: 240_000 });

    test(`a shop's first campaign, from the first admin to the last letter: ${name}`, async ({ page, shop }) => {
      await makeTheFirstAdmin(page, shop);
      await uploadAPicture(page);
      await addASender(page);
      const template = await writeATemplate(page, words);
      await importPeople(page, words);
      await addSomebodyWhoIsGone(page);
      await chooseASegment(page, words);
      const campaign = await writeACampaign(page);
      await findAndMendWhatIsWrong(page, words, campaign, template);
      await launchAndWatch(page, words);
      await correctAndSendAgain(page, words);
    });
  });
}

const submit = (page: Page, form: string) => page.locator(form).locator("button[type=submit]").last();

async function makeTheFirstAdmin(page: Page, house: House): Promise<void> {
  await page.goto(house.adminLink());
  await page.locator("[name=name]").fill(ADMIN.name);
  await page.locator("[name=email]").fill(ADMIN.email);
  await page.locator("[name=password]").fill(ADMIN.password);
  await page.getByRole("main").getByRole("button").click();
  await page.waitForURL("**/overview");
}

async function uploadAPicture(page: Page): Promise<void> {
  await page.goto("/images");
  await page.locator("main input[type=file]").first().setInputFiles(PICTURE);
  await expect(page.locator(".image-grid img, main a img").first()).toBeVisible();
}

async function addASender(page: Page): Promise<void> {
  await page.goto("/settings/senders?ask=new");
  const dialog = page.getByRole("dialog");
  const entry = {
    name: "예시상점",
    address: "news@example.com",
    company: "예시상점",
    representative: "김대표",
    postal_address: "서울시 중구 세종대로 110",
    phone: "02-1234-5678",
  };
  for (const [field, value] of Object.entries(entry)) await dialog.locator(`[name="entry[${field}]"]`).fill(value);
  await dialog.locator("button[type=submit]").click();
  await expect(page.getByRole("row", { name: /news@example\.com/ })).toBeVisible();
}

/** With a picture, and a name that nobody has: the check is to find it. */
async function writeATemplate(page: Page, words: typeof EN): Promise<string> {
  await page.goto("/templates/new");
  const form = page.locator("form.new-template");
  await form.locator("[name=name]").fill("Weekend");
  await form.locator("[name=starter][value=sale]").check();
  await form.locator("button[type=submit]").click();
  await page.waitForURL(/\/templates\/\d+$/);
  await expect(page.getByText(words.noProblems)).toBeVisible();
  const source = page.locator("textarea[name=source]");
  const text = await source.inputValue();
  await source.fill(text.replace("</mj-body>", "<mj-section><mj-column><mj-text>{{Coupon}}</mj-text></mj-column></mj-section></mj-body>"));
  await expect(page.getByText(words.noProblems)).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect(page.locator('a[href$="/versions?version=2"], a[href*="/versions"]').first()).toBeVisible();
  return page.url();
}

async function importPeople(page: Page, words: typeof EN): Promise<void> {
  await page.goto("/people/imports");
  await page.locator("main input[type=file]").setInputFiles(CP949);
  await submit(page, "main form:has(input[type=file])").click();
  await expect(page.locator("select[name=encoding]")).toHaveValue("CP949");
  await expect(page.getByText("안수빈").first()).toBeVisible();
  await page.locator('[name="agreement[from]"]').fill("shop.example, 2025");
  await submit(page, "main form:has(.import-mapping)").click();
  await expect(page.getByText(words.done, { exact: true }).first()).toBeVisible();
}

async function addSomebodyWhoIsGone(page: Page): Promise<void> {
  await page.goto("/people/new");
  await page.locator('[name="card[address]"]').fill(GONE);
  await page.locator('[name="card[name]"]').fill("안보람");
  await page.locator('[name="card[consent]"]').selectOption("given");
  await submit(page, "main form").click();
  await page.waitForURL(/\/people\/\d+$/);
}

/** Everybody called 안…, in a group, and whoever is in the group's other half. */
async function chooseASegment(page: Page, words: typeof EN): Promise<void> {
  await page.goto("/segments/new");
  const count = page.locator("#chosen-count");
  await expect(count).toHaveText("201");
  await page.locator("#name").fill("An");
  await page.locator("#rule-0-op").selectOption("begins");
  await page.locator('[name="fields[0.value]"], #rule-0-value').first().fill("안");
  await expect(count).not.toHaveText("201");
  await page.getByRole("button", { name: words.addGroup }).click();
  await page.locator("#rule-1-0-field").selectOption("address");
  await page.locator("#rule-1-0-op").selectOption("contains");
  await page.locator("#rule-1-0-value").fill("example");
  await expect(page.locator(".chosen-sample li").first()).toBeVisible();
  await submit(page, "form.rule-form").click();
  await page.waitForURL("**/segments");
}

async function writeACampaign(page: Page): Promise<string> {
  await page.goto("/campaigns?ask=new");
  await page.getByRole("dialog").locator("[name=name]").fill("Weekend sale");
  await page.getByRole("dialog").locator("button[type=submit]").click();
  await page.waitForURL(/\/campaigns\/\d+\/edit/);
  const saved = (card: string) => expect(page.locator(`#card-${card} .save-state`)).toHaveAttribute("data-state", "Saved");
  const content = page.locator("#card-content");
  await content.getByRole("radio", { name: "Weekend", exact: true }).check();
  await content.locator("[name=subject]").fill("{{Name}}, 30%");
  const own = content.locator('[name="fields[Body]"]');
  if (await own.isVisible()) await own.fill("30%");
  await saved("content");
  await page.locator('#card-audience [name=of][value=segments]').check();
  await page.locator('#card-audience [name="include[]"]').first().check();
  await expect(page.locator("#reach")).toHaveText(/\d/);
  await page.locator("#card-sender [name=sender]").first().check();
  await saved("sender");
  return page.url();
}

async function findAndMendWhatIsWrong(page: Page, words: typeof EN, campaign: string, template: string): Promise<void> {
  const check = page.locator(".check-card");
  const run = () => check.locator("button[type=submit]").last().click();
  await run();
  await expect(check.getByText(words.inTheWay)).toBeVisible();
  await expect(check).toContainText("Coupon");
  await expect(check).toContainText("(광고)");
  await check.getByRole("button", { name: /\(광고\)/ }).click();
  await expect(page.locator("#card-content [name=subject]")).toHaveValue("(광고) {{Name}}, 30%");

  await page.goto(template);
  const source = page.locator("textarea[name=source]");
  const text = await source.inputValue();
  await source.fill(text.replace("{{Coupon}}", '{{default Coupon "SPRING"}}'));
  await expect(page.getByText(words.noProblems)).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect(page.locator("main")).toContainText("3");

  await page.goto(campaign);
  await page.locator("#card-content").getByRole("radio", { name: "Weekend", exact: true }).check();
  await expect(page.locator("#card-content .save-state")).toHaveAttribute("data-state", "Saved");
  await run();
  await expect(check.getByText(words.clear).first()).toBeVisible();
  await expect(check.getByText(words.inTheWay)).toBeHidden();
}

async function launchAndWatch(page: Page, words: typeof EN): Promise<void> {
  await page.locator('a[href*="ask=launch"]').click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("[name=hold]").selectOption("0");
  await dialog.locator("button[type=submit]").click();
  await page.waitForURL(/\/campaigns\/\d+$/);
  await expect(page.getByText(words.finished, { exact: true }).first()).toBeVisible();
  await expect(page.locator('.legend a[data-state="bounced"] .legend-count')).toHaveText("1");
  // some of them have refused; whoever is left got it
  await expect.poll(async () => (await counts(page)).states.sent).toBe(0);
  const { audience, states } = await counts(page);
  expect(states.skipped).toBeGreaterThan(0);
  expect((states.delivered ?? 0) + (states.skipped ?? 0) + 1).toBe(audience);
}

async function correctAndSendAgain(page: Page, words: typeof EN): Promise<void> {
  await page.goto("/failed-sends");
  await page.getByRole("link", { name: GONE }).first().click();
  await expect(page.getByText(words.noSuchMailbox).first()).toBeVisible();
  await page.getByRole("link", { name: words.fixTheAddress }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("[name=address]").fill("boram@example.com");
  await dialog.locator("button[type=submit]").click();
  await expect(dialog).toBeHidden();
  await page.goto("/failed-sends");
  await expect(page.getByText(words.nothingFailed)).toBeVisible();
}
