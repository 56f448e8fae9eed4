import { counts, expect, openCampaign, Sending, signIn, test, total } from "../newsroom";

test.beforeEach(({ relay }) => {
  relay.hold();
  relay.refused.clear();
});

test("the page follows a campaign by itself, and everybody is accounted for at every moment", async ({
  page,
  house,
  relay,
}) => {
  await signIn(page, house);
  const sending = await Sending.start(house, relay, "Followed", 40);
  await openCampaign(page, "Followed");
  await page.evaluate(() => Object.assign(window, { isTheSamePage: true }));

  const seen = new Set<number>();
  for (const letters of [5, 10, 15, Infinity]) {
    relay.letGo(letters);
    const before = (await counts(page)).states.sent ?? 0;
    await expect(async () => {
      const { audience, states } = await counts(page);
      expect(audience).toBe(40);
      expect(total(states)).toBe(audience);
      seen.add(states.sent ?? 0);
      expect(states.sent).toBeGreaterThan(before);
    }).toPass();
  }
  await expect(page.locator('.legend a[data-state="sent"] .legend-count')).toHaveText("40");
  await expect(page.locator("tr[data-seq='1'] .badge")).toHaveText("sent");
  await expect(page.getByText("Finished", { exact: true }).first()).toBeVisible();
  expect(seen.size).toBeGreaterThan(2);
  expect(await page.evaluate(() => "isTheSamePage" in window)).toBe(true);
  await sending.end();
});

test("the page hears of a campaign again after something else answered in our place", async ({
  page,
  house,
  relay,
  problems,
}) => {
  problems.expect(/status of 502/);
  await signIn(page, house);
  const sending = await Sending.start(house, relay, "Back on the line", 6);
  await page.route("**/live/campaigns/*", (route) => route.fulfill({ status: 502, body: "Bad Gateway" }), { times: 1 });
  await openCampaign(page, "Back on the line");
  await expect(page.locator(".connection-lost")).toBeVisible();
  relay.letGo(Infinity);
  await expect(page.locator('.legend a[data-state="sent"] .legend-count')).toHaveText("6");
  await expect(page.locator(".connection-lost")).toHaveCount(0);
  await sending.end();
});

test("pause holds what has not left, resume lets it go", async ({ page, house, relay }) => {
  await signIn(page, house);
  const sending = await Sending.start(house, relay, "Paused", 200);
  await openCampaign(page, "Paused");
  relay.letGo(17);
  await expect.poll(async () => (await counts(page)).states.sent).toBeGreaterThanOrEqual(17);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  relay.letGo(Infinity);

  await expect.poll(async () => (await counts(page)).states.sending).toBe(0);
  const { states } = await counts(page);
  expect(states.waiting).toBeGreaterThan(0);
  await expect(page.locator("#paused")).toHaveText(`Paused: ${states.sent} left, ${states.waiting} held.`);
  expect((states.sent ?? 0) + (states.waiting ?? 0)).toBe(200);

  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.locator('.legend a[data-state="sent"] .legend-count')).toHaveText("200");
  await sending.end();
});

test("cancel asks once, says what will happen, and ends it", async ({ page, house, relay }) => {
  await signIn(page, house);
  const sending = await Sending.start(house, relay, "Called off", 150);
  await openCampaign(page, "Called off");
  relay.letGo(10);
  await expect.poll(async () => (await counts(page)).states.sent).toBeGreaterThanOrEqual(10);

  await page.getByRole("link", { name: "Cancel…" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel this campaign?" });
  await expect(dialog).toContainText("cannot be called back");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  await page.getByRole("link", { name: "Cancel…" }).click();
  await dialog.getByRole("button", { name: "Cancel the campaign" }).click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
  relay.letGo(Infinity);
  await expect.poll(async () => (await counts(page)).states.sending).toBe(0);
  const { audience, states } = await counts(page);
  expect(total(states)).toBe(audience);
  expect(states.cancelled).toBeGreaterThan(0);
  await expect(page.getByRole("button", { name: "Resume" })).toBeHidden();
  await sending.end();
});

test("a failed person is sent again", async ({ page, house, relay }) => {
  relay.refused.add("person2@example.com");
  relay.refused.add("person5@example.com");
  relay.letGo(Infinity);
  await signIn(page, house);
  const sending = await Sending.start(house, relay, "Again", 6);
  await openCampaign(page, "Again");
  const failed = page.locator('.legend a[data-state="failed"]');
  await expect(failed.locator(".legend-count")).toHaveText("2");

  await failed.click();
  await expect(page.locator("tbody tr")).toHaveCount(2);
  await expect(page.locator("tbody tr").first()).toContainText("nobody of that name");

  relay.refused.clear();
  await page.getByRole("button", { name: "Send again to person2@example.com" }).click();
  await expect(page.getByText("One mail will be sent again.")).toBeVisible();
  await expect(failed.locator(".legend-count")).toHaveText("1");
  await expect(page.locator("tbody tr")).toHaveCount(1);

  await page.getByRole("checkbox", { name: "Select person5@example.com" }).check();
  await page.getByRole("button", { name: "Send selected again" }).click();
  await expect(failed.locator(".legend-count")).toHaveText("0");
  await expect(page.locator('.legend a[data-state="sent"] .legend-count')).toHaveText("6");
  await sending.end();
});

test("the table is searched by the beginning of an address", async ({ page, house, relay }) => {
  relay.letGo(Infinity);
  await signIn(page, house);
  const sending = await Sending.start(house, relay, "Searched", 60);
  await openCampaign(page, "Searched");
  await expect(page.locator("tbody tr")).toHaveCount(50);
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(10);
  await page.getByRole("searchbox").fill("person1");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(11);
  await page.getByRole("searchbox").fill("nobody");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("Nobody matches.")).toBeVisible();
  await sending.end();
});
