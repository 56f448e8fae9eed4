import type { Page, Route } from "@playwright/test";
import { expect, signIn, test } from "../newsroom";

/** The parts of the program that the browser fetched so far, beside the first. */
function lazyParts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map((resource) => resource.name)
      .filter((name) => name.endsWith(".wasm") && !name.endsWith("/pabal.wasm") && !name.endsWith("/press.wasm")),
  );
}

test("a page's own code is fetched when it is opened, and not before", async ({ page, house }) => {
  await signIn(page, house);
  const before = await lazyParts(page);
  await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  const settings = (await lazyParts(page)).filter((part) => !before.includes(part));
  expect(settings.join()).toContain("settings");
});

test("a page whose code comes later wakes like any other", async ({ page, house }) => {
  await signIn(page, house);
  const [answer] = await Promise.all([page.waitForResponse(/settings.*\.wasm$/), page.goto("/settings")]);
  expect(answer.status()).toBe(200);
  await page.getByRole("navigation").getByRole("link", { name: "Campaigns" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Campaigns" })).toBeVisible();
});

test("whoever leaves while a page's code is on its way is not held", async ({ page, house, problems }) => {
  // of the part that is cut off
  problems.expect(/wasm|fetch|ERR_FAILED/i);
  // not a new page any more, which would never be loaded anew
  await page.addInitScript(() => (performance.now = () => 60_000));
  await signIn(page, house);
  const asked = new Promise<Route>((resolve) => page.route(/settings[^/]*\.wasm$/, resolve));
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/topics", async (route) => {
    await answered;
    await route.continue();
  });
  await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
  const part = await asked;
  await page.evaluate(() => void (location.href = "/topics"));
  const cutOff = page.waitForEvent("requestfailed");
  await part.abort();
  await cutOff;
  answer();
  await expect(page.getByRole("heading", { level: 1, name: "Topics" })).toBeVisible();
  await expect(page).toHaveURL(/\/topics$/);
});
