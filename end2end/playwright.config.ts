import { defineConfig } from "@playwright/test";

// Chromium refuses its sandbox to root; the rest keeps it from calling out by itself
const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Playwright loses count of frames that are put into a process of their own while they are replaced
  "--disable-features=IsolateSandboxedIframes",
];
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "./tests",
  outputDir: "./test-results",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: [["list"]],
  use: {
    locale: "en-US",
    timezoneId: "Asia/Seoul",
    actionTimeout: 20_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: isRoot ? ["--no-sandbox", ...quiet] : quiet,
    },
  },
  projects: [{ name: "chromium" }],
});
