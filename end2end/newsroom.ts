// The product with a relay in the test's hand, an admin who can sign in, and campaigns sent from the command line.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, type House, test as base } from "./house";
import { Relay } from "./relay";

export const ADMIN = { email: "ann@example.com", name: "Ann Kim", password: "correct horse battery" };
const GREETING = "<html><body><p>Hello {{Name}}</p></body></html>";

/** As the admin: whoever of the tests comes first in a house makes the account, through the one-time link. */
export async function signIn(page: Page, house: House): Promise<void> {
  await page.goto(house.adminLink());
  const name = page.locator("[name=name]");
  if (await name.isVisible()) await name.fill(ADMIN.name);
  else await page.goto("/sign-in");
  await page.locator("[name=email]").fill(ADMIN.email);
  await page.locator("[name=password]").fill(ADMIN.password);
  await page.getByRole("main").getByRole("button").click();
  await page.waitForURL("**/overview");
}

/** A campaign that `pabal send` carries while the test looks on. */
export class Sending {
  private said = "";

  private constructor(private readonly program: ChildProcess) {
    program.stdout?.on("data", (text) => (this.said += text));
    program.stderr?.on("data", (text) => (this.said += text));
  }

  static async start(house: House, relay: Relay, name: string, people: number): Promise<Sending> {
    const rows = Array.from({ length: people }, (_, n) => `person${n + 1}@example.com,Person ${n + 1}`);
    const audience = join(house.data, "audience.csv");
    const template = join(house.data, "letter.html");
    await writeFile(audience, ["Email,Name", ...rows].join("\n"));
    await writeFile(template, GREETING);
    const bin = process.env.PABAL_BIN ?? "";
    const options = ["--kind", "informational", "--name", name, "--subject", "Hello", "--from", "Shop <shop@example.com>"];
    const files = ["--audience", audience, "--template", template];
    const place = ["--data", house.data, "--carrier", relay.url];
    return new Sending(spawn(bin, ["send", ...files, ...options, ...place], { stdio: ["ignore", "pipe", "pipe"] }));
  }

  async end(): Promise<void> {
    if (this.program.exitCode === null && this.program.signalCode === null) {
      this.program.kill("SIGTERM");
      await once(this.program, "exit");
    }
  }

  toString(): string {
    return this.said;
  }
}

/** A campaign that `pabal send` carries into the outbox, to its end: of rows of an address, a name and maybe a language. */
export async function sendAll(
  house: House,
  name: string,
  rows: string[],
  html = GREETING,
): Promise<void> {
  const audience = join(house.data, "people.csv");
  const template = join(house.data, "greeting.html");
  const columns = ["Email", "Name", "Language"].slice(0, rows[0]?.split(",").length);
  await writeFile(audience, [columns.join(","), ...rows].join("\n"));
  await writeFile(template, html);
  const options = ["--kind", "informational", "--name", name, "--subject", "Hello", "--from", "Shop <shop@example.com>"];
  const files = ["--audience", audience, "--template", template];
  const place = ["--data", house.data, "--carrier", "outbox"];
  const program = spawn(process.env.PABAL_BIN ?? "", ["send", ...files, ...options, ...place], { stdio: "ignore" });
  await once(program, "exit");
}

/** The campaign's page, once it is in the list. */
export async function openCampaign(page: Page, name: string): Promise<void> {
  // a tab may be called as the campaign is
  const link = page.getByRole("row").getByRole("link", { name });
  await expect(async () => {
    await page.goto("/campaigns");
    await expect(link).toBeVisible({ timeout: 500 });
  }).toPass();
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** What the page says: the audience, and the people in each state. Read at one moment. */
export async function counts(page: Page): Promise<{ audience: number; states: Record<string, number> }> {
  return page.evaluate(() => {
    const number = (text: string | null | undefined) => Number((text ?? "").replaceAll(",", ""));
    const entries = [...document.querySelectorAll<HTMLElement>(".legend a")];
    const states = entries.map((entry) => [
      entry.dataset.state ?? "",
      number(entry.querySelector(".legend-count")?.textContent),
    ]);
    return { audience: number(document.querySelector("#audience")?.textContent), states: Object.fromEntries(states) };
  });
}

export function total(states: Record<string, number>): number {
  return Object.values(states).reduce((sum, n) => sum + n, 0);
}

type PerWorker = { relay: Relay };

export const test = base.extend<object, PerWorker>({
  relay: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const relay = await Relay.open();
      await use(relay);
      await relay.close();
    },
    { scope: "worker" },
  ],

  serveArguments: [async ({ relay }, use) => use(["--carrier", relay.url]), { scope: "worker" }],
});

export { expect };
