import base from "../playwright.config";

// every screen as four people see it
const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

export default {
  ...base,
  testDir: ".",
  outputDir: "../test-results",
  timeout: 600_000,
  projects: [
    { name: "desktop-en", use: { ...desktop, locale: "en-US", colorScheme: "light" as const } },
    { name: "desktop-ko", use: { ...desktop, locale: "ko-KR", colorScheme: "dark" as const } },
    { name: "phone-en", use: { ...phone, locale: "en-US", colorScheme: "dark" as const } },
    { name: "phone-ko", use: { ...phone, locale: "ko-KR", colorScheme: "light" as const } },
  ],
};
