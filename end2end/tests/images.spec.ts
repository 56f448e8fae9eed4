import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "../newsroom";

const SAMPLES = join(import.meta.dirname, "../../samples/images");

test.describe.configure({ mode: "serial" });

const samples = (...names: string[]) => names.map((name) => join(SAMPLES, name));

/** A file in the browser's hands, for a drop or a paste. */
async function carrying(page: Page, name: string, type: string) {
  const octets = [...(await readFile(join(SAMPLES, name)))];
  return page.evaluateHandle(
    ({ octets, name, type }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(octets)], name, { type }));
      return transfer;
    },
    { octets, name, type },
  );
}

test("pictures come by button, by drop and by paste, and bad ones are told why", async ({ page, house, problems }) => {
  // a refusal is an answer, and the browser counts it among the errors
  problems.expect(/409/);
  await signIn(page, house);
  await page.goto("/images");
  await expect(page.getByText("No pictures yet")).toBeVisible();
  await expect(page.getByRole("button", { name: "Upload" })).toBeHidden();
  const uploads = page.getByRole("region", { name: "Uploads" });
  const cards = page.locator(".image-card");

  await page.locator('input[type="file"]').setInputFiles(samples("hero.jpg", "bad-script.svg", "product.png"));
  await expect(uploads.locator('[data-stage="done"]')).toHaveCount(2);
  await expect(uploads.locator('[data-stage="refused"]')).toContainText("Mail programs do not show SVG");
  await expect(cards).toHaveCount(2);

  const dropped = await carrying(page, "로고 파일.gif", "image/gif");
  await page.locator(".drop-zone").dispatchEvent("drop", { dataTransfer: dropped });
  await expect(cards).toHaveCount(3);
  await expect(cards.first()).toContainText("로고 파일.gif");

  const pasted = await carrying(page, "product.webp", "image/webp");
  await page.evaluate((clipboardData) => window.dispatchEvent(new ClipboardEvent("paste", { clipboardData })), pasted);
  await expect(uploads.locator('[data-stage="done"]')).toHaveCount(4);
  await expect(page.getByText("Not described").first()).toBeVisible();
});

test("a picture is described, its address copied, and it is deleted when nothing shows it", async ({ page, house, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, house);
  await page.goto("/images?search=hero");
  await page.getByRole("link", { name: "hero.jpg" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Description").fill("Spring at the river");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Saved")).toBeVisible();
  await expect(dialog.getByRole("img")).toHaveAttribute("alt", "Spring at the river");

  await dialog.getByRole("button", { name: /Copy/ }).click();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/i\/[0-9a-f]{32}\.jpg$/);
  const answer = await page.request.get(address);
  expect(answer.headers()["content-type"]).toBe("image/jpeg");

  await dialog.getByRole("link", { name: "Delete…" }).click();
  await expect(page.getByRole("dialog")).toContainText("Letters that left already");
  await page.getByRole("button", { name: "Delete the picture" }).click();
  await page.waitForURL("**/images");
  await expect(page.getByRole("link", { name: "hero.jpg" })).toHaveCount(0);
});
