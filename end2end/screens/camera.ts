// What a person sees of a page, once it has come to rest.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page, type TestInfo } from "@playwright/test";

const FOLDER = process.env.PABAL_SCREENS ?? join(import.meta.dirname, "../../docs/screens");

export type Screen = [name: string, path: string];

export class Camera {
  constructor(
    private readonly page: Page,
    private readonly project: TestInfo["project"],
  ) {}

  async takeAll(screens: Screen[]): Promise<void> {
    for (const [name, path] of screens) {
      await this.page.goto(path);
      await this.take(name);
    }
  }

  async take(name: string): Promise<void> {
    await mkdir(FOLDER, { recursive: true });
    await this.settled();
    await this.page.screenshot({ path: join(FOLDER, `${name}-${this.project.name}.png`) });
    const wider = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect.soft(wider, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  }

  /** Pictures and frames are there, the page has come to life, and no letter is being composed. */
  private async settled(): Promise<void> {
    await this.page.waitForLoadState("load");
    await this.page.evaluate(() => document.fonts.ready);
    await this.page.waitForTimeout(700);
    await expect(this.page.locator(".preview-waits")).toHaveCount(0);
    // a sandboxed frame does not tell when it is drawn
    await this.page.waitForTimeout(500);
  }
}
