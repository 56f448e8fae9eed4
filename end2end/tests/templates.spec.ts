import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Page, expect, signIn, test } from "../newsroom";

const SAMPLES = join(import.meta.dirname, "../../samples");

async function begin(page: Page, name: string, starter: string): Promise<void> {
  await page.goto("/templates/new");
  await page.locator("form.new-template").getByLabel("Name").fill(name);
  await page.getByRole("radio", { name: starter }).check();
  await page.getByRole("button", { name: "Create template" }).click();
  await page.waitForURL(/\/templates\/\d+$/);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("No problems")).toBeVisible();
}

const source = (page: Page) => page.getByRole("textbox", { name: "Source" });

test("a template is begun, mended, saved, compared, restored and taken along", async ({ page, house }) => {
  await signIn(page, house);
  await begin(page, "Spring letter", "Welcome");
  await expect(page.frameLocator("iframe").first().getByText("Take a look around")).toBeVisible();

  const before = await source(page).inputValue();
  const broken = before.replace("Take a look around", "{{Oops").replace("How to begin", "Where to begin");
  await source(page).fill(broken);
  const line = broken.slice(0, broken.indexOf("{{Oops")).split("\n").length;
  const problem = page.getByRole("region", { name: "Problems" }).getByRole("button");
  await expect(problem).toContainText(`Line ${line}`);
  await problem.click();
  const selected = await source(page).evaluate((area: HTMLTextAreaElement) =>
    area.value.slice(area.selectionStart, area.selectionEnd),
  );
  expect(selected).toMatch(/^\{\{Oops/);

  // nothing typed is lost, whatever state it is in
  await expect(page.getByText("kept at")).toBeVisible();
  await page.reload();
  await expect(source(page)).toHaveValue(broken);
  await expect(page.getByText("You see changes you have not saved")).toBeVisible();

  const mended = broken.replace("{{Oops", "Come in");
  await source(page).fill(mended);
  await expect(page.getByText("No problems")).toBeVisible();
  await expect(page.frameLocator("iframe").first().getByText("Come in")).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect(page.getByRole("link", { name: "Version 2" })).toBeVisible();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Version 2" }).click();
  await expect(page.locator('[data-change="added"]')).toHaveCount(2);
  await expect(page.locator('[data-change="removed"]').first()).toContainText("Take a look around");
  await page.getByRole("button", { name: "Restore version 1" }).click();
  await page.waitForURL(/\/templates\/\d+$/);
  await expect(page.getByRole("link", { name: "Version 3" })).toBeVisible();
  await expect(source(page)).toHaveValue(before);

  await page.locator(".page-actions summary").click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download source" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("Spring letter.mjml");
  expect(await readFile(await file.path(), "utf8")).toBe(before);
});

test("keys indent, insertions can be undone, and the keyboard leads out of the source", async ({ page, house }) => {
  await signIn(page, house);
  await begin(page, "Keys", "Blank HTML");
  await source(page).fill("<p>\n  a\n</p>");
  await source(page).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(0, area.value.length));
  await page.keyboard.press("Tab");
  await expect(source(page)).toHaveValue("  <p>\n    a\n  </p>");
  await page.keyboard.press("Shift+Tab");
  await expect(source(page)).toHaveValue("<p>\n  a\n</p>");
  await page.keyboard.press("Control+z");
  await expect(source(page)).toHaveValue("  <p>\n    a\n  </p>");
  await page.keyboard.press("Control+z");
  await expect(source(page)).toHaveValue("<p>\n  a\n</p>");

  await source(page).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(7, 7));
  await page.keyboard.press("Enter");
  await page.keyboard.type("b ");
  await expect(source(page)).toHaveValue("<p>\n  a\n  b \n</p>");
  await page.getByRole("toolbar").getByText("Variable").click();
  await page.getByRole("button", { name: "Name", exact: true }).click();
  await expect(source(page)).toHaveValue("<p>\n  a\n  b {{Name}}\n</p>");
  await page.keyboard.press("Control+z");
  await expect(source(page)).toHaveValue("<p>\n  a\n  b \n</p>");

  await source(page).focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(source(page)).not.toBeFocused();
});

test("100 KB are typed into, and each key is told what it cost", async ({ page, house }) => {
  await signIn(page, house);
  await page.goto("/templates/new");
  await page.locator('input[type="file"]').setInputFiles(join(SAMPLES, "catalogue-100kb.html"));
  await page.getByRole("button", { name: "Import" }).click();
  await page.waitForURL(/\/templates\/\d+$/);
  await expect(page.getByText("No problems")).toBeVisible();
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
    const [keys, ours]: [number[], number[]] = [[], []];
    let [pressed, written] = [0, 0];
    window.addEventListener("keydown", () => (pressed = performance.now()), true);
    // the browser has laid out its text; then every listener of the page
    window.addEventListener("input", () => (written = performance.now()), true);
    window.addEventListener("input", () => {
      keys.push(performance.now() - pressed);
      ours.push(performance.now() - written);
    });
    Object.assign(window, { measured: { tasks, keys, ours } });
  });
  await source(page).evaluate((area: HTMLTextAreaElement) => {
    area.focus();
    const middle = area.value.indexOf("<td", area.value.length / 2);
    area.setSelectionRange(middle, middle);
  });
  await page.keyboard.type("a sentence of sixty keys is typed into the middle of the mail", { delay: 80 });
  type Measured = { tasks: number[]; keys: number[]; ours: number[] };
  const { tasks, keys, ours } = await page.evaluate(() => (window as unknown as { measured: Measured }).measured);
  const told = (costs: number[]) => {
    const sorted = costs.toSorted((a, b) => a - b);
    const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)]?.toFixed(1);
    return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms`;
  };
  console.log(`${keys.length} keys: ${told(keys)}; of it the page's own: ${told(ours)}; long tasks: ${tasks.map(Math.round)}`);
  expect(keys.length).toBeGreaterThan(50);
  await expect(source(page)).toHaveValue(/a sentence of sixty keys/);
});

test("a file that is no template is refused with its reason", async ({ page, house }) => {
  await signIn(page, house);
  const refused = async (name: string, buffer: Buffer, reason: RegExp) => {
    await page.goto("/templates/new");
    await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "text/html", buffer });
    await page.getByRole("button", { name: "Import" }).click();
    await expect(page.getByRole("alert")).toHaveText(reason);
  };
  await refused("large.html", Buffer.alloc(1024 * 1024 + 1, "a"), /larger than 1 MB/);
  await refused("latin.html", Buffer.from("<p>\n<p>caf\xe9 na\xefve</p>", "latin1"), /Line 2 is neither UTF-8 nor CP949/);
  await refused("letter.docx", Buffer.from("PK"), /neither in \.html nor in \.mjml/);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("source and preview take turns, by keyboard too", async ({ page, house }) => {
    await signIn(page, house);
    await begin(page, "Narrow letter", "Welcome");
    const side = (name: string) => page.getByRole("group", { name: "View" }).getByRole("button", { name, exact: true });
    const preview = page.getByRole("region", { name: "Preview" });
    await expect(side("Source")).toHaveAttribute("aria-pressed", "true");
    await expect(preview).toBeHidden();
    await side("Source").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(side("Preview")).toHaveAttribute("aria-pressed", "true");
    await expect(source(page)).toBeHidden();
    await expect(page.frameLocator("iframe").first().getByText("Take a look around")).toBeVisible();
    await side("Source").click();
    await expect(source(page)).toBeVisible();
  });
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("a template is made and saved by plain forms", async ({ page, house, problems }) => {
    // the browser counts the script it was told not to run as a failed request
    problems.expect(/\/pkg\/\S+\.js csp$/);
    await signIn(page, house);
    await page.goto("/templates/new");
    await page.locator("form.new-template").getByLabel("Name").fill("Plain");
    await page.getByRole("radio", { name: "Blank HTML" }).check();
    await page.getByRole("button", { name: "Create template" }).click();
    await page.waitForURL(/\/templates\/\d+$/);
    await source(page).fill("<p>Hello {{Name}}</p>");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("link", { name: "Version 2" })).toBeVisible();
    await expect(source(page)).toHaveValue("<p>Hello {{Name}}</p>");
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(source(page)).toBeVisible();
    await expect(page.locator(".editor-preview")).toBeVisible();
  });
});
