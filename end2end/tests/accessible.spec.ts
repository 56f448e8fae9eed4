import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../house";
import { preferencesOf } from "../letters";
import { sendAll, signIn } from "../newsroom";

// what moves is looked at where it comes to rest
test.use({ serveArguments: ["--demo"], contextOptions: { reducedMotion: "reduce" } });
test.describe.configure({ timeout: 600_000 });

/** Where nothing leads to, and yet somebody may stand. */
const ASIDE = ["/no-such-page", "/u/none-of-ours", "/confirm/none-of-ours"];
const WAYS = [
  { name: "desktop, English, light", viewport: { width: 1440, height: 900 }, locale: "en-US", colorScheme: "light" },
  { name: "desktop, Korean, dark", viewport: { width: 1440, height: 900 }, locale: "ko-KR", colorScheme: "dark" },
  { name: "phone, Korean, light", viewport: { width: 390, height: 844 }, locale: "ko-KR", colorScheme: "light" },
  { name: "phone, English, dark", viewport: { width: 390, height: 844 }, locale: "en-US", colorScheme: "dark" },
] as const;

/** What axe finds against WCAG 2.2 A and AA, in a line each. */
async function violations(page: Page): Promise<string[]> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  // a letter in its frame lets no script in, axe's neither: without this it would be waited for for ever
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(tags).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.any[0]?.message ?? node.all[0]?.message ?? ""}`),
  );
}

/** Who enlarges a page four times sees it so: WCAG 1.4.10, which axe does not measure. */
async function widthWhereNarrow(page: Page): Promise<number> {
  const usual = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (usual) await page.setViewportSize(usual);
  return width;
}

/** What a link leads to: the same for everybody of a list, and for every order and filter of it. */
function screenOf(link: URL): string {
  const question = link.searchParams.get("ask");
  return (link.pathname + (question ? `?ask=${question}` : "")).replace(/\d+/g, "1");
}

/** Links of this page to screens of ours; a letter opens in a tab of its own. */
async function links(page: Page): Promise<URL[]> {
  const hrefs = await page.locator("a[href]:not([download], [target=_blank])").evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
  const ours = hrefs.map((href) => new URL(href)).filter((link) => link.origin === new URL(page.url()).origin);
  return ours.filter((link) => !/^\/(i|u|p|live)\/|\.\w+$|export|download/.test(link.pathname));
}

for (const { name, ...way } of WAYS) {
  test.describe(name, () => {
    test.use(way);

    test(`every screen that a link leads to keeps WCAG 2.2 AA: ${name}`, async ({ page, house, problems }) => {
      problems.expect(/404/);
      const found: string[] = [];
      const look = async (screen: string) => {
        for (const violation of await violations(page)) found.push(`${screen} ${violation}`);
        const width = await widthWhereNarrow(page);
        if (width > 320) found.push(`${screen} is ${width} px wide on a screen of 320 px`);
      };
      await page.goto("/sign-in");
      await look("/sign-in");
      await signIn(page, house);
      const seen = new Set<string>();
      await sendAll(house, "To somebody", ["door@example.com,Door"]);
      await page.goto("/topics");
      const open = page.getByRole("button", { name: /Open the form|신청 페이지 열기/ });
      if (await open.isVisible()) await open.click();
      const queue = ["/", "/subscribe", await preferencesOf(house, "door@example.com"), ...ASIDE];
      for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
        const answer = await page.goto(path);
        await expect(page.locator("h1, .empty-title").first()).toBeVisible();
        const isAside = ASIDE.includes(path.replace(/\?.*/, ""));
        if (isAside !== (answer?.status() === 404)) found.push(`${path} answers ${answer?.status()}`);
        await look(path);
        for (const link of await links(page)) {
          const screen = screenOf(link);
          if (!seen.has(screen)) queue.push(link.pathname + link.search);
          seen.add(screen);
        }
      }
      expect(found).toEqual([]);
      expect(seen.size, [...seen].join(" ")).toBeGreaterThan(15);
    });
  });
}

test("the side opens and closes by keyboard on a phone, and the menu is gone through by arrow keys", async ({
  page,
  house,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, house);
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
