import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, signIn, test } from "../newsroom";

const CATALOGUE = join(import.meta.dirname, "../../samples/catalogue-100kb.html");

test("the press compiles a template of 100 KB without holding up the page", async ({ page, house }) => {
  await signIn(page, house);
  const source = await readFile(CATALOGUE, "utf8");
  const measured = await page.evaluate(async (source) => {
    const long: number[] = [];
    const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map((task) => task.duration)));
    observer.observe({ type: "longtask" });
    const worker = new Worker("/pkg/press-worker.js", { type: "module" });
    const answers: { number: number; html?: string; problems?: string }[] = [];
    const answered = new Promise<void>((resolve) => {
      worker.onmessage = ({ data }) => {
        answers.push(data);
        if (answers.length === 5) resolve();
      };
    });
    const began = performance.now();
    const posts: number[] = [];
    for (let number = 1; number <= 5; number++) {
      const at = performance.now();
      worker.postMessage({ number, asks: "compile", markup: "html", source: `${source}<!-- ${number} -->` });
      posts.push(performance.now() - at);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await answered;
    worker.terminate();
    observer.disconnect();
    return { long, posts, total: performance.now() - began, answers: answers.map((a) => [a.number, a.html?.length, a.problems]) };
  }, source);
  console.log(JSON.stringify(measured));
  expect(measured.answers.map(([number]) => number)).toEqual([1, 2, 3, 4, 5]);
  expect(measured.answers.every(([, length]) => Number(length) > 50_000)).toBe(true);
});
