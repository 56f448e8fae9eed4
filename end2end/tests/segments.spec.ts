import type { Page } from "@playwright/test";
import { expect, test } from "../house";
import { signIn } from "../newsroom";

test.use({ serveArguments: ["--demo"] });

/** The demo brings its customers while the server already answers. */
async function untilCustomersAreThere(page: Page): Promise<void> {
  await expect(async () => {
    await page.goto("/segments/new");
    await expect(page.locator("#chosen-count")).toHaveText("200", { timeout: 500 });
    await expect(page.locator("#rule-0-field option[value='attribute:Gender']")).toHaveCount(1, { timeout: 500 });
  }).toPass();
}

const count = (page: Page) => page.locator("#chosen-count");

test("a nested segment is counted while it is built, saved, read aloud and used", async ({ page, house, problems }) => {
  problems.expect(/409/);
  await signIn(page, house);
  await untilCustomersAreThere(page);
  await page.getByLabel("Name", { exact: true }).fill("Kims");
  await page.getByLabel("Condition 1: value").fill("김");
  await expect(count(page)).not.toHaveText("200");
  const kims = Number(await count(page).textContent());
  expect(kims).toBeGreaterThan(0);

  await page.getByRole("button", { name: "Add group to: Rule" }).click();
  // the keyboard is where the new condition begins
  await expect(page.getByLabel("Condition 2.1: what is looked at")).toBeFocused();
  await page.getByLabel("Condition 2.1: what is looked at").selectOption("attribute:Gender");
  await page.getByLabel("Condition 2.1: value").fill("Female");
  await expect(count(page)).not.toHaveText(String(kims));
  const women = Number(await count(page).textContent());
  expect(women).toBeLessThan(kims);

  await page.getByRole("button", { name: "Duplicate: Condition 2.1" }).click();
  await page.getByLabel("Condition 2.2: value").fill("Male");
  await expect(count(page)).toHaveText(String(kims));
  await page.getByRole("button", { name: "Remove: Condition 2.2" }).click();
  await expect(count(page)).toHaveText(String(women));
  await expect(page.locator(".chosen-sample li").first()).toBeVisible();

  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL("**/segments");
  const row = page.getByRole("row", { name: /Kims/ });
  await expect(row).toContainText("name contains “김” and Gender is “Female”");
  await expect(row).toContainText(String(women));
  await row.getByLabel("Actions on Kims").click();
  await row.getByRole("button", { name: "Campaign to this segment" }).click();
  await page.waitForURL(/\/campaigns\/\d+\/edit/);
  // it is loaded once more, to show mail
  await expect(page.locator("html[data-shows-mail]")).toBeAttached();

  // a draft uses it now
  await page.goto("/segments");
  await page.getByLabel("Actions on Kims").click();
  await page.getByRole("link", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("not launched yet");
});

test("a mailed list is never mailed again until somebody says why", async ({ page, house }) => {
  await signIn(page, house);
  await page.goto("/suppressions?ask=add");
  await page.getByRole("textbox", { name: "Addresses" }).fill("one@example.com, two@example.com\nnonsense");
  await page.getByLabel("Why").fill("They moved to another shop");
  await page.getByRole("button", { name: "Never mail them" }).click();
  await expect(page.getByText("2 addresses are added.")).toBeVisible();
  await expect(page.getByText("nonsense")).toBeVisible();
  await page.goto("/suppressions?search=one@");
  await page.getByRole("link", { name: "Mail one@example.com again" }).click();
  await page.getByLabel("Why").fill("They came back");
  await page.getByRole("button", { name: "Mail again", exact: true }).click();
  await expect(page.getByText("Nobody fits")).toBeVisible();
  await page.goto("/suppressions?reason=refused");
  await expect(page.getByText("only they can").first()).toBeVisible();
});

test("a topic is made, changed and archived", async ({ page, house }) => {
  await signIn(page, house);
  await page.goto("/topics?ask=new");
  await page.getByLabel("Name in Korean").fill("새 소식");
  await page.getByLabel("Name in English").fill("News");
  await page.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("row", { name: /News/ });
  await expect(row).toBeVisible();
  await row.getByLabel("Actions on News").click();
  await row.getByRole("button", { name: "Archive" }).click();
  await expect(row).toContainText("Archived");
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("a rule is built by a plain form", async ({ page, house, problems }) => {
    // the browser counts the script it was told not to run as a failed request
    problems.expect(/\/pkg\/\S+\.js csp$/);
    await signIn(page, house);
    await untilCustomersAreThere(page);
    await page.getByLabel("Name", { exact: true }).fill("Plain Kims");
    await page.getByLabel("Condition 1: value").fill("김");
    await page.getByRole("button", { name: "Add group to: Rule" }).click();
    await expect(count(page)).not.toHaveText("200");
    await expect(page.getByLabel("Condition 1: value")).toHaveValue("김");
    await page.getByLabel("Condition 2.1: what is looked at").selectOption("mail");
    await page.getByRole("button", { name: "Show and count" }).click();
    await expect(page.getByLabel("Condition 2.1: comparison")).toHaveValue("opened");
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForURL("**/segments");
    await expect(page.getByRole("row", { name: /Plain Kims/ })).toContainText("name contains “김”");
  });
});
