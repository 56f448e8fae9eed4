import { Amazon, NameServer } from "../amazon";
import { expect, signIn, test as base } from "../newsroom";

const TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:ses-reports";

const test = base.extend<object, { amazon: Amazon; dns: NameServer }>({
  amazon: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const amazon = await Amazon.open();
      Object.assign(process.env, {
        AWS_REGION: "ap-northeast-2",
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "secret",
        AWS_ENDPOINT_URL_SESV2: amazon.endpoint,
      });
      await use(amazon);
      amazon.close();
    },
    { scope: "worker" },
  ],

  dns: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const dns = await NameServer.open();
      dns.publish("TXT", "amazonses.com", "v=spf1 ip4:199.255.192.0/22 ip4:54.240.0.0/18 -all");
      await use(dns);
      dns.close();
    },
    { scope: "worker" },
  ],

  serveArguments: [
    async ({ amazon: _, dns }, use) =>
      use(["--carrier", "ses", "--ses-configuration-set", "pabal", "--ses-topics", TOPIC, "--dns", dns.address]),
    { scope: "worker" },
  ],
});

test("a domain is verified, its records are entered as they are shown, and all of them are found", async ({
  page,
  house,
  amazon,
  dns,
}) => {
  await signIn(page, house);
  await page.goto("/settings/senders?ask=new");
  await page.locator("[name='entry[name]']").fill("Dawn Shop");
  await page.locator("[name='entry[address]']").fill("news@shop.example");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.waitForURL("**/settings/senders");
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Sending account" }).click();
  await expect(page.getByText("37 of 200 letters")).toBeVisible();
  await expect(page.getByText("There is no configuration set ‘pabal’ yet")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Text for Amazon" })).toHaveValue(/Dawn Shop/);
  await shot(page, "1-sandbox");

  await page.getByRole("button", { name: "Verify shop.example" }).click();
  await expect(page.getByRole("heading", { name: "DNS records of shop.example" })).toBeVisible();
  await page.getByRole("button", { name: "Use this name" }).click();
  const records = page.getByRole("table", { name: "DNS records of shop.example" });
  await expect(records.locator("tr[data-record=missing]")).toHaveCount(6);
  await shot(page, "2-missing");

  for (const row of await records.locator("tbody tr").all()) {
    const [type, name, value] = await Promise.all(
      ["Type", "Name", "Value"].map((of) => row.locator(`[data-label=${of}] > code`).first().textContent()),
    );
    dns.publish(type ?? "", name ?? "", value ?? "");
    if (type === "CNAME") dns.publish("TXT", value ?? "", "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB");
  }
  amazon.verify("shop.example");
  await page.getByRole("link", { name: "Check again" }).click();
  await expect(page.getByText("All records are as they should be.")).toBeVisible();

  await page.getByRole("button", { name: "Set up reports" }).click();
  await expect(page.getByText("Every kind of report that Pabal needs goes to a topic.")).toBeVisible();
  expect(amazon.sets.get("pabal")).toHaveLength(1);
  await shot(page, "3-good");
});

test("an address that waits for its proof gets another mail, and a name that is none is refused by its field", async ({
  page,
  house,
  problems,
}) => {
  problems.expect(/422/);
  await signIn(page, house);
  await page.goto("/settings/sending");
  const field = page.getByLabel("Domain or address to verify");
  await field.fill("not a domain");
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page.getByText("does not look like a domain")).toBeVisible();
  await field.fill("kim@gmail.example");
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page.getByText("Amazon sent a mail to this address.")).toBeVisible();
  await page.getByRole("button", { name: "Send the mail again" }).click();
  await expect(page.getByText("Amazon has sent the mail once more.")).toBeVisible();
});

/** Looked at by whoever asks for them: `SENDING_SHOTS=/tmp/shots`. */
async function shot(page: import("@playwright/test").Page, name: string): Promise<void> {
  const folder = process.env.SENDING_SHOTS;
  if (!folder) return;
  for (const language of ["en", "ko"]) {
    await page.context().addCookies([{ name: "locale", value: language, url: page.url() }]);
    for (const [size, width, height] of [["desktop", 1440, 900], ["phone", 320, 780]] as const) {
      await page.setViewportSize({ width, height });
      await page.goto(page.url());
      await page.screenshot({ path: `${folder}/${name}-${language}-${size}.png`, fullPage: true });
    }
  }
  await page.context().addCookies([{ name: "locale", value: "en", url: page.url() }]);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(page.url());
}
