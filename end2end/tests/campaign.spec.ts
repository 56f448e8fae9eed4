import type { Page, Route } from "@playwright/test";
import { expect, test } from "../house";
import { signIn } from "../newsroom";

test.use({ serveArguments: ["--demo"] });

async function write(page: Page, name: string): Promise<void> {
  await page.goto("/campaigns");
  await page.getByRole("link", { name: "New campaign" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Begin to write" }).click();
  await page.waitForURL(/\/campaigns\/\d+\/edit/);

  const content = page.locator("#card-content");
  await content.getByRole("radio", { name: "Weekend sale" }).check();
  await content.getByRole("textbox", { name: "Subject" }).fill(", spring is here");
  await content.getByRole("textbox", { name: "Subject" }).press("Home");
  await content.getByLabel("Insert a variable: Subject").click();
  await content.getByRole("button", { name: "Name", exact: true }).first().click();
  await content.getByRole("button", { name: "Add (광고)" }).click();
  await expect(content.getByRole("textbox", { name: "Subject" })).toHaveValue("(광고) {{Name}}, spring is here");
  await content.getByRole("textbox", { name: "Text for {{Body}}" }).fill("Half of everything, this weekend.");
  await expect(content.locator(".save-state")).toHaveText("Saved");
  await page.locator("#card-audience").getByText("An imported file").click();
  // the demo's own campaign has bounced for some of them meanwhile
  await expect(page.locator("#reach")).toHaveText(/\d+ people get it/);
  await page.locator("#card-sender").getByText("예시상점").click();
  await expect(page.locator("#card-check")).toContainText(/200 people: \d+ will get it/);
}

/** Nothing is launched that was not checked. */
async function check(page: Page): Promise<void> {
  await expect(page.locator("#card-check")).toContainText("Check every letter first.");
  await page.getByRole("button", { name: "Check everything" }).click();
  await expect(page.getByRole("link", { name: "Launch…" })).toBeVisible();
}

test("a campaign is written in five cards, launched with a hold, taken back, launched again", async ({ page, house }) => {
  await signIn(page, house);
  await write(page, "Spring");
  await page.reload();
  await expect(page.locator("#card-content").getByRole("textbox", { name: "Subject" })).toHaveValue("(광고) {{Name}}, spring is here");

  await check(page);
  await page.getByRole("link", { name: "Launch…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Hold").selectOption("30");
  await dialog.getByRole("button", { name: "Launch" }).click();
  await expect(page.locator("#countdown")).toHaveText(/It goes in \d+ s/);
  await expect(page.locator(".page-facts .badge")).toHaveText(/leaves in \d+ s/);
  const list = await page.context().newPage();
  await list.goto("/campaigns");
  await expect(list.getByRole("row", { name: /Spring/ }).locator(".badge")).toHaveText(/leaves in \d+ s/);
  await list.goto("/overview");
  const leaving = list.locator("section.panel").filter({ has: list.getByRole("heading", { name: "Leaving now" }) });
  await expect(leaving.getByRole("link", { name: "Spring" })).toBeVisible();
  await list.close();
  await expect(page.locator("#card-content").getByRole("textbox", { name: "Subject" })).toBeDisabled();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator("#countdown")).toHaveCount(0);
  await expect(page.locator("#card-content").getByRole("textbox", { name: "Subject" })).toBeEnabled();

  await page.getByRole("link", { name: "Launch…" }).click();
  await dialog.getByLabel("Hold").selectOption("0");
  await dialog.getByRole("button", { name: "Launch" }).click();
  await page.waitForURL(/\/campaigns\/\d+$/);
  await expect(page.locator("#audience")).toHaveText("200");
});

test("a test letter says how it ended", async ({ page, house }) => {
  await signIn(page, house);
  await write(page, "Tried");
  const test = page.locator(".step-test");
  await test.getByLabel("To", { exact: true }).fill("me@shop.example");
  await test.getByRole("button", { name: "Send a test" }).click();
  await expect(test.locator(".tests")).toContainText("sent");
  await expect(test.locator(".tests")).toContainText("me@shop.example");
});

test("a test letter is looked at again when an answer about it got lost", async ({ page, house, problems }) => {
  problems.expect(/status of 502/);
  await signIn(page, house);
  await write(page, "Tried through a proxy");
  let lost = 0;
  const loseOne = (route: Route) => {
    lost += 1;
    return route.fulfill({ status: 502, body: "Bad Gateway" });
  };
  await page.route(/\/api\/tests\d+/, loseOne, { times: 1 });
  const test = page.locator(".step-test");
  await test.getByLabel("To", { exact: true }).fill("me@shop.example");
  await test.getByRole("button", { name: "Send a test" }).click();
  await expect(test.locator(".tests")).toContainText("sent");
  expect(lost).toBe(1);
});

test("a second tab does not overwrite the first silently", async ({ page, context, house, problems }) => {
  problems.expect(/409/);
  await signIn(page, house);
  await write(page, "Two tabs");
  const other = await context.newPage();
  await other.goto(page.url());
  await other.locator("#card-content").getByRole("textbox", { name: "Preheader" }).fill("From the other tab");
  await expect(other.locator("#card-content .save-state")).toHaveText("Saved");
  await page.locator("#card-content").getByRole("textbox", { name: "Preheader" }).fill("From the first tab");
  await expect(page.locator("#card-content .save-refused")).toContainText("meanwhile");
});

test("a second tab learns that the campaign was launched in the first", async ({ page, context, house, problems }) => {
  problems.expect(/409/);
  await signIn(page, house);
  await write(page, "Gone meanwhile");
  await check(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator("#card-content").getByRole("textbox", { name: "Subject" })).toBeEnabled();
  await page.getByRole("link", { name: "Launch…" }).click();
  await page.getByRole("dialog").getByLabel("Hold").selectOption("0");
  await page.getByRole("dialog").getByRole("button", { name: "Launch" }).click();
  await page.waitForURL(/\/campaigns\/\d+$/);
  await other.locator("#card-content").getByRole("textbox", { name: "Preheader" }).fill("Too late");
  await other.waitForURL(/\/campaigns\/\d+$/);
  await expect(other.getByText("launched in another window")).toBeVisible();
  await expect(other.locator("#audience")).toHaveText("200");
});

test("a time that has passed is refused at its field", async ({ page, house, problems }) => {
  problems.expect(/422/);
  await signIn(page, house);
  await write(page, "Yesterday");
  const when = page.locator("#card-when");
  await when.getByText("At a time", { exact: true }).click();
  await when.getByLabel("Date and time").fill("2020-01-01T09:00");
  await when.getByLabel("Date and time").blur();
  await expect(when.locator("#local-hint")).toContainText("This time has passed");
  await when.getByLabel("Date and time").fill("2127-01-01T09:00");
  await when.getByLabel("Date and time").blur();
  await expect(when.locator(".save-state")).toHaveText("Saved");
});

test("without a script the cards are plain forms", async ({ browser, page, house }) => {
  await signIn(page, house);
  await write(page, "Plain");
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
  const plain = await context.newPage();
  await plain.goto(page.url());
  await plain.locator("#card-content").getByRole("textbox", { name: "Subject" }).fill("(광고) written plainly");
  await plain.locator("#card-content").getByRole("button", { name: "Save" }).click();
  await expect(plain.locator("#card-content").getByRole("textbox", { name: "Subject" })).toHaveValue("(광고) written plainly");
  await context.close();
});
