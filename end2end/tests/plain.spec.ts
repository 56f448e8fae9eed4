import { ADMIN, expect, openCampaign, Sending, signIn, test } from "../newsroom";

test.use({ javaScriptEnabled: false });

test("without a script one signs in, reads, pauses and resumes", async ({ page, house, relay, problems }) => {
  // the browser counts the script it was told not to run as a failed request
  problems.expect(/\/pkg\/\S+\.js csp$/);
  relay.hold();
  await signIn(page, house);
  const sending = await Sending.start(house, relay, "Without a script", 120);
  await openCampaign(page, "Without a script");
  await expect(page.locator("tbody tr")).toHaveCount(50);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.locator("#paused")).toBeVisible();
  await page.getByRole("link", { name: "Cancel…" }).click();
  await expect(page.getByRole("dialog")).toContainText("cannot be called back");
  await page.getByRole("link", { name: "Keep it" }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  relay.letGo(Infinity);
  await expect(async () => {
    await page.reload();
    await expect(page.locator('.legend a[data-state="sent"] .legend-count')).toHaveText("120", { timeout: 200 });
  }).toPass();
  await sending.end();
});

test("without a script the door leads to where one wanted, also after a wrong password", async ({ page, house, problems }) => {
  problems.expect(/\/pkg\/\S+\.js csp$/);
  problems.expect(/401/);
  await signIn(page, house);
  await page.context().clearCookies({ name: "pabal" });
  await page.goto("/campaigns?state=draft");
  for (const password of ["not the password", ADMIN.password]) {
    await page.waitForURL(/\/sign-in\?next=/);
    await page.locator("[name=email]").fill(ADMIN.email);
    await page.locator("[name=password]").fill(password);
    await page.getByRole("main").getByRole("button").click();
  }
  await page.waitForURL("**/campaigns?state=draft");
});
