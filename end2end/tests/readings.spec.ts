import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../house";
import { signIn } from "../newsroom";

test.use({ serveArguments: ["--demo"] });

/** The HTML of a letter of the first campaign, and its recipient's number. */
async function sentLetter(data: string): Promise<{ seq: number; html: string }> {
  const outbox = join(data, "outbox");
  let name: string | undefined;
  await expect(async () => {
    name = (await readdir(outbox)).find((file) => /^1_\d+_1-.*\.eml$/.test(file));
    expect(name).toBeDefined();
  }).toPass();
  const mime = (await readFile(join(outbox, name ?? ""))).toString("latin1");
  const part = mime.slice(mime.indexOf("text/html"));
  const [head = "", ...body] = part.split("\r\n\r\n");
  const words = body.join("\r\n\r\n");
  const html = head.includes("base64")
    ? Buffer.from(words.split("\r\n--")[0] ?? "", "base64").toString("utf8")
    : words.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return { seq: Number(name?.split("_")[1]), html };
}

function path(html: string, room: string): string {
  const found = html.match(new RegExp(`https?://[^/"]+(/${room}/[^"]+)"`));
  return found?.[1] ?? "";
}

test("a switch of the editor is kept, and the report tells readers from machines", async ({ page, house, request }) => {
  await signIn(page, house);
  await page.goto("/campaigns/2/edit");
  const clicks = page.getByRole("switch", { name: "Count clicks" });
  await expect(clicks).toBeChecked();
  await clicks.uncheck();
  await expect(page.locator("[data-state=Saved]").first()).toContainText("Saved");
  await page.reload();
  await expect(clicks).not.toBeChecked();

  const { seq, html } = await sentLetter(house.data);
  const phone = { "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15" };
  await request.get(path(html, "o"), { headers: phone });
  const click = await request.get(path(html, "c"), { headers: { "user-agent": "curl/8" }, maxRedirects: 0 });
  expect(click.status()).toBe(302);
  const table = page.getByRole("table", { name: "Opens and clicks" });
  await expect(async () => {
    await page.goto("/campaigns/1/report");
    await expect(table.getByRole("row", { name: /^Opened/ })).toContainText("1", { timeout: 1_000 });
    await expect(table.getByRole("row", { name: /^Clicked 0/ })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.frameLocator("iframe").getByText(/^#1 · 0$/)).toBeVisible();
  await page.goto(`/campaigns/1/people/${seq}`);
  await expect(page.getByText("Likely the person")).toBeVisible();
  await expect(page.getByText("the program does not call itself one that people read mail with")).toBeVisible();
});

test("who did not open is written to again by two clicks", async ({ page, house }) => {
  await signIn(page, house);
  await page.goto("/campaigns/1/report");
  await page.getByRole("button", { name: "Send again to those who did not open" }).click();
  await page.waitForURL(/\/campaigns\/\d+\/edit/);
  await expect(page.getByText("Did not open:", { exact: false }).first()).toBeVisible();
  await expect(page.locator("input[name=name]").first()).toHaveValue(/\(again\)$/);
});
