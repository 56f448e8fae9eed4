import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { ADMIN } from "../newsroom";
import { expect, type House, test } from "../house";

// what moves is looked at where it comes to rest
test.use({ serveArguments: ["--demo"], contextOptions: { reducedMotion: "reduce" } });
test.describe.configure({ timeout: 300_000 });

/** Every screen that a signed-in person sees; those that ask or unfold something too. */
const SCREENS = [
  "/overview",
  "/campaigns",
  "/campaigns/1",
  "/campaigns/1?state=delivered",
  "/failed-sends",
  "/templates",
  "/images",
  "/people",
  "/segments",
  "/segments/new",
  "/topics",
  "/topics?ask=new",
  "/suppressions",
  "/suppressions?ask=add",
  "/settings/senders",
  "/settings/senders?ask=new",
  "/settings/members",
  "/settings/members?ask=invite",
  "/settings/members?ask=change-1",
  "/settings/log",
  "/no-such-page",
];

const WAYS = [
  { name: "desktop, English, light", viewport: { width: 1440, height: 900 }, locale: "en-US", colorScheme: "light" },
  { name: "desktop, Korean, dark", viewport: { width: 1440, height: 900 }, locale: "ko-KR", colorScheme: "dark" },
  { name: "phone, Korean, light", viewport: { width: 390, height: 844 }, locale: "ko-KR", colorScheme: "light" },
  { name: "phone, English, dark", viewport: { width: 390, height: 844 }, locale: "en-US", colorScheme: "dark" },
] as const;

/** As the first admin, whoever of the tests in this house comes first. */
async function enter(page: Page, house: House): Promise<void> {
  await page.goto(house.adminLink());
  if (await page.locator("[name=name]").isVisible()) await page.locator("[name=name]").fill(ADMIN.name);
  else await page.goto("/sign-in");
  await page.locator("[name=email]").fill(ADMIN.email);
  await page.locator("[name=password]").fill(ADMIN.password);
  await page.getByRole("main").getByRole("button").click();
  await page.waitForURL((url) => !/welcome|sign-in/.test(url.pathname));
}

/** What axe finds against WCAG 2.2 A and AA, in a line each. */
async function violations(page: Page): Promise<string[]> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.any[0]?.message ?? node.all[0]?.message ?? ""}`),
  );
}

for (const { name, ...way } of WAYS) {
  test.describe(name, () => {
    test.use(way);

    test(`every screen keeps WCAG 2.2 AA: ${name}`, async ({ page, house, problems }) => {
      problems.expect(/404/);
      const found: string[] = [];
      const look = async (path: string) => {
        for (const violation of await violations(page)) found.push(`${path} ${violation}`);
      };
      await page.goto("/sign-in");
      await look("/sign-in");
      await enter(page, house);
      for (const path of SCREENS) {
        await page.goto(path);
        await expect(page.locator("h1, .empty-title").first()).toBeVisible();
        await look(path);
      }
      expect(found).toEqual([]);
    });
  });
}

test("the side opens and closes by keyboard on a phone, and the menu is gone through by arrow keys", async ({
  page,
  house,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, house);
  await page.goto("/campaigns");
  const places = page.getByRole("navigation", { name: "Main menu" });
  await expect(places).toBeHidden();
  await page.getByRole("button", { name: "Menu" }).focus();
  await page.keyboard.press("Enter");
  await expect(places).toBeVisible();
  await expect(places.getByRole("link", { name: "Campaigns" })).toHaveAttribute("aria-current", "page");
  await page.keyboard.press("Escape");
  await expect(places).toBeHidden();

  await page.keyboard.press("Enter");
  await places.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await expect(places).toBeHidden();

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.locator(".member-button").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("button", { name: "English" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "English" })).toBeHidden();
});
