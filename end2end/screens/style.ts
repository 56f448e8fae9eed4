// With PABAL_STYLE=1 pages wear `style/` as it stands in the working tree: a change can be looked at without a build.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext } from "@playwright/test";

const FOLDER = join(import.meta.dirname, "../../style");

export async function wearWorkingStyle(context: BrowserContext): Promise<void> {
  if (!process.env.PABAL_STYLE) return;
  await context.route("**/pkg/pabal.css*", async (route) => route.fulfill({ contentType: "text/css", body: await style() }));
}

/** As `xtask` puts it together. */
async function style(): Promise<string> {
  const main = await readFile(join(FOLDER, "main.css"), "utf8");
  const lines = main.split("\n").map((line) => {
    const name = /^@import "(.*)";$/.exec(line.trim())?.[1];
    return name ? readFile(join(FOLDER, name), "utf8") : line;
  });
  return (await Promise.all(lines)).join("\n");
}
