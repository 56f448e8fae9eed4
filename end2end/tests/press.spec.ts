import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../house";
import { signIn } from "../newsroom";

test.use({ serveArguments: ["--demo"] });

const CATALOGUE = join(import.meta.dirname, "../../samples/catalogue-100kb.html");

type Answer = { number: number; html?: string; sha256?: string; octets?: number; problems?: string; broken?: string };

test("the press compiles 100 KB beside the page", async ({ page, house }) => {
  await signIn(page, house);
  await page.goto("/topics");
  // what the page itself does to wake is not the press's
  await page.waitForLoadState("networkidle");
  const source = await readFile(CATALOGUE, "utf8");
  const measured = await page.evaluate(async (source) => {
    const long: number[] = [];
    const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map((task) => task.duration)));
    observer.observe({ type: "longtask" });
    const worker = new Worker("/pkg/press-worker.js", { type: "module" });
    const ask = (number: number) =>
      new Promise<{ answer: Answer; asked: number; waited: number }>((resolve) => {
        const at = performance.now();
        worker.onmessage = ({ data }) => resolve({ answer: data, asked, waited: performance.now() - at });
        worker.postMessage({ number, asks: "compile", markup: "html", source: `${source}<!-- ${number} -->` });
        const asked = performance.now() - at;
      });
    const answers = [];
    for (let number = 1; number <= 5; number++) answers.push(await ask(number));
    worker.terminate();
    observer.disconnect();
    return { answers, long };
  }, source);
  for (const { answer, asked, waited } of measured.answers) {
    expect(answer.broken ?? answer.problems).toBeUndefined();
    expect(answer.html?.length).toBeGreaterThan(50_000);
    console.log(`100 KB: asked in ${asked.toFixed(1)} ms of the page's time, compiled after ${waited.toFixed(0)} ms`);
  }
  console.log(`the longest task of the page meanwhile: ${Math.max(0, ...measured.long)} ms`);
});

/** A letter of the first campaign that is in the outbox: its recipient's number and its octets. */
async function sentLetter(data: string): Promise<{ seq: number; octets: Buffer }> {
  const outbox = join(data, "outbox");
  let name: string | undefined;
  await expect(async () => {
    name = (await readdir(outbox)).find((file) => /^1_\d+_1-.*\.eml$/.test(file));
    expect(name).toBeDefined();
  }).toPass();
  return { seq: Number(name?.split("_")[1]), octets: await readFile(join(outbox, name ?? "")) };
}

function header(octets: Buffer, name: string): string {
  return octets.toString("utf8").match(new RegExp(`^${name}: (.*)\r$`, "m"))?.[1] ?? "";
}

test("the browser composes the very octets that left", async ({ page, house }) => {
  await signIn(page, house);
  const { seq, octets } = await sentLetter(house.data);
  // what the page asks of the press is kept for this test to ask again
  await page.addInitScript(() => {
    const post = Worker.prototype.postMessage as (this: Worker, question: unknown) => void;
    Worker.prototype.postMessage = function (question: unknown) {
      Object.assign(window, { asked: question });
      post.call(this, question);
    };
  });
  await page.goto(`/campaigns/1/mail/${seq}`);
  await expect(page.locator("iframe")).toHaveAttribute("srcdoc", /<html/i);
  const stamp = {
    message_id: header(octets, "Message-ID").slice(1, -1),
    at: new Date(header(octets, "Date")).toISOString(),
  };
  const answer: Answer = await page.evaluate(
    (stamp) =>
      new Promise((resolve) => {
        const { asked } = window as unknown as { asked: { manuscript: string } };
        const manuscript = JSON.stringify({ ...JSON.parse(asked.manuscript), stamp });
        const worker = new Worker("/pkg/press-worker.js", { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage({ ...asked, manuscript });
      }),
    stamp,
  );
  expect(answer.octets).toBe(octets.length);
  expect(answer.sha256).toBe(createHash("sha256").update(octets).digest("hex"));
});

test("a letter is shown on a phone, dark, without images and as plain text", async ({ page, house }) => {
  await signIn(page, house);
  const { seq } = await sentLetter(house.data);
  await page.goto(`/campaigns/1/mail/${seq}`);
  const frame = page.locator("iframe");
  await expect(frame).toHaveAttribute("srcdoc", /주말/);
  await expect(page.getByText(/KB of the 102 KB/)).toBeVisible();
  const look = (name: string) => page.getByRole("region", { name: "Preview" }).getByRole("button", { name, exact: true });
  await look("Phone").click();
  await expect.poll(async () => (await frame.boundingBox())?.width).toBeLessThanOrEqual(390);
  await expect(frame).toHaveAttribute("srcdoc", /주말/);
  await look("Inverted").click();
  await expect(frame).toHaveAttribute("srcdoc", /invert\(1\)/);
  await look("No images").click();
  await expect(frame).not.toHaveAttribute("srcdoc", /<img[^>]* src=/);
  await look("Plain text").click();
  await expect(page.getByRole("region", { name: "Preview" }).locator("pre")).toContainText("주말");
});
