import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../house";
import { ADMIN } from "../newsroom";

test.use({ serveArguments: ["--demo"] });
test.setTimeout(120_000);

const STEPS_MAX = 120;

/** By Tab alone: what cannot be reached so fails here. A group of radio buttons is one stop. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let n = 0; n < STEPS_MAX; n++) {
    if (await wanted.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${wanted} is not reached by ${STEPS_MAX} times Tab`);
}

async function press(page: Page, wanted: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
}

async function write(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}

test("a campaign goes from the first sign-in to its end without a mouse", async ({ page, house }) => {
  await page.goto(house.adminLink());
  const main = page.getByRole("main");
  await write(page, main.locator("[name=name]"), ADMIN.name);
  await write(page, main.locator("[name=email]"), ADMIN.email);
  await write(page, main.locator("[name=password]"), ADMIN.password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/overview");

  await press(page, page.getByRole("navigation").getByRole("link", { name: "Campaigns" }));
  await page.waitForURL("**/campaigns");
  await press(page, page.getByRole("link", { name: "New campaign" }).first());
  const dialog = page.getByRole("dialog");
  await write(page, dialog.locator("[name=name]"), "By keyboard");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/campaigns\/\d+\/edit/);

  const content = page.locator("#card-content");
  await press(page, content.locator("[name=template]").first(), "Space");
  await expect(content.locator("[name=template]").first()).toBeChecked();
  await write(page, content.getByRole("textbox", { name: "Subject" }), "(광고) ");
  await press(page, content.getByLabel("Insert a variable: Subject"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(content.getByRole("textbox", { name: "Subject" })).toHaveValue("(광고) {{Name}}");
  await page.keyboard.type(", spring is here");
  const own = content.getByRole("textbox", { name: "Text for {{Body}}" });
  await write(page, own, "Half of everything, this weekend.");
  await press(page, page.locator("#card-audience [name=of]").first(), "Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("#card-audience [name=of][value=import]")).toBeChecked();
  await expect(page.locator("#reach")).toHaveText(/\d+ people get it/);
  await press(page, page.locator("#card-sender [name=sender]").first(), "Space");
  await expect(page.locator("#card-sender .save-state")).toHaveText("Saved");

  await press(page, page.getByRole("button", { name: "Check everything" }));
  await press(page, page.getByRole("link", { name: "Launch…" }));
  await tabTo(page, dialog.getByLabel("Hold"));
  await page.keyboard.press("Home");
  await expect(dialog.getByLabel("Hold")).toHaveValue("0");
  await press(page, dialog.getByRole("button", { name: "Launch" }));
  await page.waitForURL(/\/campaigns\/\d+$/);
  await expect(page.locator("#audience")).toHaveText("200");
});
