import type { Browser, Page } from "@playwright/test";
import { ADMIN } from "../newsroom";
import { expect, type House, test } from "../house";

// a house of its own: the first admin is made here
test.use({ serveArguments: ["--roles", "web"] });
test.describe.configure({ mode: "serial" });

const MIA = { email: "mia@example.com", name: "Mia Park", password: "a long sentence to remember" };

async function join(page: Page, link: string, who: typeof MIA): Promise<void> {
  await page.goto(link);
  await page.getByLabel("E-mail address").fill(who.email);
  await page.getByLabel("Your name").fill(who.name);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/welcome"));
}

async function signIn(page: Page, who: typeof MIA): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(who.email);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** Somebody else at their own machine. */
async function another(browser: Browser, house: House): Promise<Page> {
  const context = await browser.newContext({ baseURL: house.url, locale: "en-US" });
  return context.newPage();
}

test("an admin invites by a link shown once, changes rights and removes; each holds at once and is noted", async ({
  page,
  house,
  browser,
  problems,
}) => {
  problems.expect(/422/);
  await join(page, house.adminLink(), ADMIN);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Members" }).click();
  await page.getByRole("link", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByLabel("E-mail address").fill(ADMIN.email);
  await dialog.getByRole("button", { name: "Make a link" }).click();
  await expect(dialog.getByText("is already a member")).toBeVisible();
  await dialog.getByLabel("E-mail address").fill(MIA.email);
  await dialog.getByRole("button", { name: "Make a link" }).click();
  const link = await dialog.getByRole("textbox", { name: "One-time link" }).inputValue();
  await dialog.getByRole("link", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("table", { name: "Open invitations" })).toContainText(MIA.email);

  const mia = await another(browser, house);
  await join(mia, link, MIA);
  await expect(mia.getByRole("link", { name: "Templates" })).toBeVisible();
  await expect(mia.getByRole("link", { name: "Settings" })).toHaveCount(0);
  await mia.goto("/settings/members");
  await expect(mia.getByText("Your role does not allow this. Ask an admin.")).toBeVisible();

  await page.reload();
  await page.getByText("Actions for Mia Park").or(page.getByLabel("Actions for Mia Park")).first().click();
  await page.getByRole("link", { name: "Change role…" }).click();
  const rights = page.getByRole("dialog", { name: "Role of Mia Park" });
  await rights.getByRole("switch", { name: "May launch campaigns" }).uncheck();
  await rights.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /Mia Park/ })).toContainText("May not launch");
  await expect(page.getByText("Rights changed.")).toBeVisible();

  await page.getByLabel("Actions for Mia Park").click();
  await page.getByRole("link", { name: "Remove…" }).click();
  await page.getByRole("button", { name: "Remove the member" }).click();
  await expect(page.getByRole("row", { name: /Mia Park/ })).toHaveCount(0);
  await mia.goto("/campaigns");
  await mia.waitForURL(/\/sign-in/);
  await mia.context().close();

  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Audit log" }).click();
  const log = page.getByRole("table", { name: "Audit log" });
  await expect(log.getByRole("row").nth(1)).toContainText("removed");
  await expect(log.getByRole("row").nth(2)).toContainText(/May launch\s*yes\s*→\s*no/);
  await page.getByRole("combobox", { name: "What" }).selectOption("invitation");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(log.locator("tbody tr")).toHaveCount(1);
  await expect(log).toContainText(MIA.email);
});

test("the last admin stays", async ({ page, problems }) => {
  problems.expect(/409/);
  await signIn(page, ADMIN);
  await page.goto("/settings/members");
  await page.getByLabel(`Actions for ${ADMIN.name}`).click();
  await page.getByRole("link", { name: "Remove…" }).click();
  await page.getByRole("button", { name: "Remove the member" }).click();
  await expect(page.getByRole("alert")).toContainText("This is the last admin");
});

test("a sender is added, what is wrong lands by its field, and one is put away", async ({
  page,
  problems,
}) => {
  problems.expect(/422/);
  await signIn(page, ADMIN);
  await page.goto("/settings/senders");
  await expect(page.getByText("No senders yet")).toBeVisible();
  await page.getByRole("link", { name: "Add a sender" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a sender" });
  await dialog.getByLabel("Name").fill("Shop");
  await dialog.getByLabel("E-mail address").fill("news@shop.example");
  await dialog.getByLabel("Telephone").fill("call us");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Telephone")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Telephone").fill("02-123-4567");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /news@shop.example/ })).toContainText("Incomplete");

  await page.getByLabel("Actions for news@shop.example").click();
  await page.getByRole("link", { name: "Archive…" }).click();
  await page.getByRole("button", { name: "Archive the sender" }).click();
  await expect(page.getByRole("row", { name: /news@shop.example/ })).toContainText("Archived");
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("rights are changed", async ({ page, problems }) => {
    problems.expect(/\/pkg\/\S+\.js csp$/);
    await signIn(page, ADMIN);
    await page.goto("/settings/members?ask=change-1");
    await page.getByRole("switch", { name: "May launch campaigns" }).uncheck();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("row", { name: /Ann Kim/ })).toContainText("May not launch");
  });
});

test("a dialog that comes to life under somebody's hands leaves the keyboard to them", async ({ page }) => {
  await signIn(page, ADMIN);
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  await page.route("**/*.wasm", async (route) => {
    await asleep;
    await route.continue();
  });
  await page.goto("/settings/senders?ask=new", { waitUntil: "commit" });
  const address = page.getByRole("dialog").getByLabel("E-mail address");
  await address.pressSequentially("care@");
  await address.evaluate((field) => field.addEventListener("blur", () => field.setAttribute("data-left", "")));
  wake();
  await expect(page.locator("dialog:modal")).toBeVisible();
  await expect(address).toBeFocused();
  await page.keyboard.type("shop.example");
  await expect(address).toHaveValue("care@shop.example");
  await expect(address).not.toHaveAttribute("data-left");
});

test("a page that is not there says so and leads to its list", async ({ page, problems }) => {
  problems.expect(/404/);
  await signIn(page, ADMIN);
  const missing = [
    ["/campaigns/999", "campaigns"],
    ["/campaigns/none", "campaigns"],
    ["/campaigns/999/report", "campaigns"],
    ["/people/999", "people"],
    ["/templates/999", "templates"],
  ];
  for (const [path, list] of missing) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByText("There is nothing here")).toBeVisible();
    await page.getByRole("link", { name: `Go to ${list}` }).click();
    await page.waitForURL(`**/${list}`);
  }
});
