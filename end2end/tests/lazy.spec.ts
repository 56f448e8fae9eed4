import type { Page } from "@playwright/test";
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
