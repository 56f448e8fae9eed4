import { counts, expect, openCampaign, sendAll, signIn, test as base, total } from "../newsroom";
import { Queue } from "../queue";

const test = base.extend<object, { queue: Queue }>({
  queue: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const queue = await Queue.open();
      Object.assign(process.env, {
        AWS_REGION: "ap-northeast-2",
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "secret",
        AWS_ENDPOINT_URL_SQS: queue.endpoint,
      });
      await use(queue);
      await queue.close();
    },
    { scope: "worker" },
  ],

  serveArguments: [
    async ({ queue }, use) => use(["--carrier", "outbox", "--ses-queue", queue.url]),
    { scope: "worker" },
  ],
});

test("a report ends a doubt while one looks on, and the timeline says so", async ({ page, house, queue }) => {
  await signIn(page, house);
  // the outbox gives no answer about this address
  await sendAll(house, "Doubted", ["timeout@example.com,Tim", "ada@example.com,Ada"]);
  await openCampaign(page, "Doubted");
  await page.evaluate(() => Object.assign(window, { isTheSamePage: true }));
  const inDoubt = page.locator('.legend a[data-state="in_doubt"] .legend-count');
  await expect(inDoubt).toHaveText("1");
  const row = page.locator("tr[data-seq]", { hasText: "timeout@example.com" });
  await expect(row.locator(".badge")).toHaveText("in doubt");

  const campaign = new URL(page.url()).pathname.split("/").pop();
  const at = new Date().toISOString();
  const mail = {
    timestamp: at,
    messageId: "0100019a-report-000000",
    destination: ["timeout@example.com"],
    tags: { r: [`${campaign}_${await row.getAttribute("data-seq")}_1`] },
  };
  queue.put({ eventType: "Send", mail, send: {} });
  await expect(page.locator('.legend a[data-state="sent"] .legend-count')).toHaveText("1");
  await expect(row.locator(".badge")).toHaveText("sent");
  const { audience, states } = await counts(page);
  expect([total(states), states.in_doubt]).toEqual([audience, 0]);
  expect(await page.evaluate(() => "isTheSamePage" in window)).toBe(true);

  await page.getByRole("link", { name: "timeout@example.com" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "timeout@example.com" })).toBeVisible();
  await expect(page.locator(".page-facts .badge")).toHaveText("sent");
  await expect(page.locator(".moments")).toContainText("A report of the carrier settled the doubt.");

  // what becomes of it afterwards is told by the same way
  const delivery = { timestamp: at, recipients: ["timeout@example.com"], smtpResponse: "250 2.0.0 welcome" };
  queue.put({ eventType: "Delivery", mail, delivery });
  await expect(async () => {
    await page.reload();
    await expect(page.locator(".moments")).toContainText("250 2.0.0 welcome", { timeout: 500 });
  }).toPass();
  await expect.poll(() => queue.left).toBe(0);
});

test("addresses are kept from one topic only", async ({ page, house }) => {
  await signIn(page, house);
  await page.goto("/topics?ask=new");
  const topic = page.getByRole("dialog");
  await topic.locator("[name=name_en]").fill("Offers");
  await topic.locator("[name=name_ko]").fill("혜택");
  await topic.getByRole("button").last().click();
  await expect(page.getByText("Offers").first()).toBeVisible();

  await page.goto("/suppressions?ask=add");
  const dialog = page.getByRole("dialog", { name: "Never mail these addresses" });
  await dialog.locator("[name=addresses]").fill("one@example.com, two@example.com");
  await dialog.locator("[name=topic]").selectOption({ label: "Offers" });
  await dialog.locator("[name=note]").fill("a partner's list");
  await dialog.getByRole("button", { name: "Never mail them" }).click();
  const off = page.getByRole("table", { name: "Not about single topics" });
  await expect(off.getByRole("row", { name: /one@example\.com/ })).toContainText("Offers");
  await off.getByRole("link", { name: "Mail one@example.com about Offers again" }).click();
  const lift = page.getByRole("dialog", { name: "Mail one@example.com about Offers again" });
  await lift.locator("[name=note]").fill("they asked for it");
  await lift.getByRole("button", { name: "Mail again" }).click();
  await expect(off.getByRole("row", { name: /one@example\.com/ })).toHaveCount(0);
  await expect(off.getByRole("row", { name: /two@example\.com/ })).toHaveCount(1);
});
