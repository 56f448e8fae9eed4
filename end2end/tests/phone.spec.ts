import { expect, openCampaign, Sending, signIn, test } from "../newsroom";

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

test("on a phone nothing is wider than the screen", async ({ page, house, relay }) => {
  relay.letGo(Infinity);
  const isWithin = () =>
    page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  await page.goto("/sign-in");
  expect(await isWithin()).toBe(true);
  await signIn(page, house);
  const sending = await Sending.start(house, relay, "On a phone", 30);
  await openCampaign(page, "On a phone");
  await expect(page.locator('.legend a[data-state="sent"] .legend-count')).toHaveText("30");
  expect(await isWithin()).toBe(true);
  await page.goto("/campaigns");
  await expect(page.getByRole("link", { name: "On a phone" })).toBeVisible();
  expect(await isWithin()).toBe(true);
  await sending.end();
});
