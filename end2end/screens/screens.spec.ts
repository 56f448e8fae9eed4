// Not a test: pictures of every screen, of a house with some content in it.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { ADMIN } from "../newsroom";
import { expect, type House, test } from "../house";

test.use({ serveArguments: ["--demo"], contextOptions: { reducedMotion: "reduce" } });

const FOLDER = process.env.PABAL_SCREENS ?? "../../docs/screens";
const SAMPLES = join(import.meta.dirname, "../../samples");

const SCREENS: [name: string, path: string][] = [
  ["overview", "/overview"],
  ["campaigns", "/campaigns"],
  ["campaign-live", "/campaigns/1"],
  ["campaign-skipped", "/campaigns/1?state=skipped"],
  ["campaign-person", "/campaigns/1/people/1"],
  ["campaign-mail", "/campaigns/1/mail/1"],
  ["campaign-report", "/campaigns/1/report"],
  ["failed-sends", "/failed-sends"],
  ["templates", "/templates"],
  ["template-new", "/templates/new"],
  ["template-editor", "/templates/2"],
  ["template-versions", "/templates/2/versions"],
  ["images", "/images"],
  ["people", "/people"],
  ["person", "/people/1"],
  ["person-edit", "/people/1/edit"],
  ["person-new", "/people/new"],
  ["imports", "/people/imports"],
  ["import-report", "/people/imports/1"],
  ["segments", "/segments"],
  ["segment-builder", "/segments/new"],
  ["topics", "/topics"],
  ["topic-new", "/topics?ask=new"],
  ["suppressions", "/suppressions"],
  ["settings-senders", "/settings/senders"],
  ["settings-members", "/settings/members"],
  ["settings-log", "/settings/log"],
];

test("pictures of every screen", async ({ page, house }, { project }) => {
  await mkdir(FOLDER, { recursive: true });
  const take = async (name: string) => {
    await settled(page);
    await page.screenshot({ path: join(FOLDER, `${name}-${project.name}.png`) });
  };

  await page.goto("/sign-in");
  await take("sign-in");
  await page.goto(house.adminLink());
  await take("welcome");
  await enter(page);
  await page.goto("/images");
  await page.locator("input[type=file]").first().setInputFiles([join(SAMPLES, "images/hero.jpg"), join(SAMPLES, "images/product.png")]);
  await expect(page.locator("main img")).toHaveCount(2);

  for (const [name, path] of SCREENS) {
    await page.goto(path);
    await take(name);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect.soft(wider, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
  }
});

async function enter(page: Page): Promise<void> {
  await page.locator("[name=name]").fill(ADMIN.name);
  await page.locator("[name=email]").fill(ADMIN.email);
  await page.locator("[name=password]").fill(ADMIN.password);
  await page.getByRole("main").getByRole("button").click();
  await page.waitForURL((url) => !/welcome|sign-in/.test(url.pathname));
}

/** Pictures and frames are there, and the page has come to life. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(700);
}
