import { expect, openCampaign, sendAll, signIn, test } from "../newsroom";

// bounce@ is SES's own address for a mailbox that does not exist
const PEOPLE = ["ada@example.com,Ada", "bounce@example.com,Bob", "cleo@example.com,Cleo"];

test.use({ serveArguments: [["--carrier", "outbox"], { scope: "worker" }] });

/** The day there, as a date field takes it. */
const inSeoul = (daysOn: number) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(Date.now() + daysOn * 24 * 3600 * 1000);

test("a failed person's timeline says why and what to do, and the address is corrected to delivered", async ({ page, house, problems }) => {
  // the form is told what is wrong with the address
  problems.expect(/status of 422/);
  await signIn(page, house);
  await sendAll(house, "Corrected", PEOPLE);
  await openCampaign(page, "Corrected");
  await page.locator('.legend a[data-state="bounced"]').click();
  await page.getByRole("link", { name: "bounce@example.com" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "bounce@example.com" })).toBeVisible();
  await expect(page.getByText("No such mailbox").first()).toBeVisible();
  await expect(page.getByText("nobody has this address there")).toBeVisible();
  await expect(page.locator(".moments")).toContainText("Put on the list at launch");
  await expect(page.locator(".moments")).toContainText("550 5.1.1 user unknown");
  await expect(page.frameLocator("iframe.mail-frame").getByText("Hello Bob")).toBeVisible();

  await page.getByRole("link", { name: "Fix the address" }).click();
  const dialog = page.getByRole("dialog", { name: "Fix the address and send again" });
  await dialog.getByLabel("Right address").fill("ada@example.com");
  await dialog.getByRole("button", { name: "Correct and send" }).click();
  await expect(dialog).toContainText("is already in this campaign, as number 1");
  await dialog.getByLabel("Right address").fill("bob@example.com");
  await dialog.getByRole("button", { name: "Correct and send" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("link", { name: "The address was corrected; the mail went on to number 4." }).click();

  await expect(page.getByRole("heading", { level: 1, name: "bob@example.com" })).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.locator(".page-facts .badge")).toHaveText("delivered", { timeout: 500 });
  }).toPass();
  await page.goto("/failed-sends");
  await expect(page.getByText("Nothing has failed")).toBeVisible();
});

test("the very mail is shown in a frame that can do nothing, and is there to take along", async ({ page, house }) => {
  await signIn(page, house);
  await sendAll(house, "Shown", ["dora@example.com,Dora"]);
  await openCampaign(page, "Shown");
  await page.getByRole("link", { name: "dora@example.com" }).click();
  await expect(page.locator("iframe.mail-frame")).toHaveAttribute("sandbox", "");
  await page.getByRole("link", { name: "Headers" }).click();
  await expect(page.locator(".mail-text")).toContainText("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  await page.getByRole("link", { name: "Plain text" }).click();
  await expect(page.locator(".mail-text")).toContainText("Hello Dora");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download .eml" }).click();
  expect((await download).suggestedFilename()).toMatch(/^campaign-\d+-person-1\.eml$/);
});

test("failed sends are filtered by their reason and exported", async ({ page, house }) => {
  await signIn(page, house);
  await sendAll(house, "Filtered", ["ed@example.com,Ed", "suppressionlist@example.com,Sue", "bounce+1@example.com,Bo"]);
  await page.goto("/failed-sends");
  const rows = page.locator(".failed-table tbody tr");
  await expect(async () => {
    await page.reload();
    await expect(rows).toHaveCount(2, { timeout: 500 });
  }).toPass();
  await page.getByRole("navigation", { name: "Reasons" }).getByRole("link", { name: "On the carrier's suppression list" }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("suppressionlist@example.com");
  await expect(page).toHaveURL(/cause=carrier(_|%5F)suppression/);
  const days = page.getByRole("group", { name: "Days (Asia/Seoul)" });
  await days.getByLabel("From").fill(inSeoul(0));
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/zone=Asia(\/|%2F)Seoul/);
  await expect(rows).toHaveCount(1);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  expect((await download).suggestedFilename()).toBe("failed-sends.csv");
  await days.getByLabel("From").fill(inSeoul(1));
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("Nothing matches")).toBeVisible();
});

test("the report adds up, and the overview knows what happened", async ({ page, house }) => {
  await signIn(page, house);
  await sendAll(house, "Reported", ["fay@example.com,Fay", "gus@example.com,Gus", "bounce+2@example.com,Bess"]);
  await openCampaign(page, "Reported");
  await expect(page.locator('.legend a[data-state="bounced"] .legend-count')).toHaveText("1");
  await page.getByRole("link", { name: "Report" }).click();
  const number = async (label: string) =>
    Number(await page.locator(".stat", { hasText: label }).first().locator(".stat-value").textContent());
  await expect(page.getByRole("heading", { level: 1, name: "Report" })).toBeVisible();
  expect(await number("Audience")).toBe(3);
  expect((await number("delivered")) + (await number("bounced"))).toBe(3);
  await expect(page.locator(".bars")).toContainText("No such mailbox");
  await expect(page.getByRole("row", { name: /example\.com/ })).toContainText("3");

  await page.getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(page.getByText("Last 30 days").first()).toBeVisible();
  await expect(page.getByText("Nothing is being sent")).toBeVisible();
});
