// A whole product for the tests: the program on a data folder and a port of its own, and a page that reports every problem.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, expect, test as base } from "@playwright/test";

const START_MS = 60_000;
const STOP_MS = 30_000;

export class House {
  private said = "";

  private constructor(
    readonly url: string,
    readonly data: string,
    private readonly program: ChildProcess,
  ) {
    program.stdout?.on("data", (text) => (this.said += text));
    program.stderr?.on("data", (text) => (this.said += text));
  }

  static async open(args: string[]): Promise<House> {
    const bin = process.env.PABAL_BIN;
    if (!bin) throw new Error("PABAL_BIN names no program: run `cargo xtask test`, or set it to target/debug/pabal");
    const data = await mkdtemp(join(tmpdir(), "pabal-end2end-"));
    const address = `127.0.0.1:${await freePort()}`;
    const serve = ["serve", "--data", data, "--listen", address, ...args];
    const house = new House(`http://${address}`, data, spawn(bin, serve, { stdio: ["ignore", "pipe", "pipe"] }));
    try {
      await house.answers();
    } catch (error) {
      await house.close();
      throw error;
    }
    return house;
  }

  /** The link, printed at the first start, that makes the first admin. */
  adminLink(): string {
    const links = this.said.match(/https?:\/\/\S+/g) ?? [];
    const link = links.find((link) => new URL(link).pathname !== "/");
    if (!link) throw new Error(`the program printed no link for the first admin:\n${this.said}`);
    return link;
  }

  async close(): Promise<void> {
    if (this.program.exitCode === null && this.program.signalCode === null) {
      const ended = once(this.program, "exit");
      this.program.kill("SIGTERM");
      const overdue = setTimeout(() => this.program.kill("SIGKILL"), STOP_MS);
      await ended;
      clearTimeout(overdue);
    }
    await rm(this.data, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (Date.now() < deadline) {
      if (this.program.exitCode !== null) break;
      const answer = await fetch(this.url).catch(() => undefined);
      if (answer && answer.status < 500) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the program does not answer at ${this.url}. It said:\n${this.said}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

/** Pictures in sample mails lead there, where by RFC 2606 nobody ever answers. */
const NOWHERE = /^https?:\/\/([^/]+\.)?example\.(com|net|org)\//;

/** A letter's frame lets no script in, and Playwright's own look into it is refused like any other. */
const SANDBOXED = /^Blocked script execution in .* because the document's frame is sandboxed/;

/** What went wrong in the browser during a test. */
export class Problems {
  private readonly found: string[] = [];
  private readonly expected: RegExp[] = [];

  constructor(context: BrowserContext) {
    context.on("console", (message) => {
      const isOurs = !NOWHERE.test(message.location().url) && !SANDBOXED.test(message.text());
      if (message.type() === "error" && isOurs) this.found.push(`console: ${message.text()}`);
    });
    context.on("weberror", (error) => this.found.push(`page: ${error.error().stack ?? error.error()}`));
    context.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "";
      // the page itself left, or closed its live channel
      if (reason !== "net::ERR_ABORTED" && !NOWHERE.test(request.url())) this.found.push(`request: ${request.url()} ${reason}`);
    });
  }

  /** A test of a failure says which complaint belongs to it. */
  expect(complaint: RegExp): void {
    this.expected.push(complaint);
  }

  unexpected(): string[] {
    return this.found.filter((problem) => !this.expected.some((complaint) => complaint.test(problem)));
  }
}

type PerTest = { problems: Problems };
type PerWorker = { serveArguments: string[]; house: House };

/**
 * `house` is one product for a file's tests; `test.use({ serveArguments: ["--demo"] })` starts it otherwise.
 * Every test fails on a console error, a page error or a failed request.
 */
export const test = base.extend<PerTest, PerWorker>({
  serveArguments: [[], { scope: "worker", option: true }],

  house: [
    async ({ serveArguments }, use) => {
      const house = await House.open(serveArguments);
      await use(house);
      await house.close();
    },
    { scope: "worker", timeout: START_MS + STOP_MS },
  ],

  baseURL: async ({ house }, use) => use(house.url),

  problems: [
    async ({ context }, use) => {
      const problems = new Problems(context);
      await use(problems);
      expect(problems.unexpected(), "problems in the browser").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
