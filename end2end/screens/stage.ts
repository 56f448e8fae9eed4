// Sets the demo's house up so that every screen has something to show, what goes wrong included. Done in English,
// whoever looks at it later.

import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, expect, type Page } from "@playwright/test";
import type { House } from "../house";
import { sendAll, signIn } from "../newsroom";

const SAMPLES = join(import.meta.dirname, "../../samples");
const LONG = "Notice to everybody who ordered between the first of March and the end of the spring sale";
// what the outbox's carrier does with each of them is told by its name
const TROUBLED = [
  "bounce@example.com,Bob Lee",
  "bounce+second.line@example.com,Kim Seo-yeon",
  "suppressionlist@example.com,Sue Park",
  "complaint@example.com,Cora Choi",
  "flaky@example.com,Fay",
  "timeout@example.com,Tim",
  "a.person.with.quite.a.long.name.indeed@mail.department.of.a.long.company.example.com,Maximiliane Wolkenstein-Auersperg",
];

/** Where each state of the house is shown. */
export type Stage = {
  template: string;
  report: string;
  mapping: string;
  checked: string;
  scheduled: string;
  segment: string;
  running: string;
};

export async function furnish(browser: Browser, house: House): Promise<Stage> {
  const context = await browser.newContext({ baseURL: house.url, locale: "en-US", timezoneId: "Asia/Seoul" });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await signIn(page, house);
  await untilCustomersAreThere(page);
  await page.goto("/images");
  await page.locator("input[type=file]").first().setInputFiles([join(SAMPLES, "images/hero.jpg"), join(SAMPLES, "images/product.png")]);
  await expect(page.locator("main img")).toHaveCount(2);
  await addSenderAndTopic(page);
  await invite(page);
  await suppress(page);
  await sendAll(house, LONG, TROUBLED);
  const stage = {
    report: await campaignCalled(page, LONG),
    template: await bringABrokenTemplate(page),
    mapping: await beginAnImport(page),
    segment: await nest(page),
    checked: await check(page),
    scheduled: await schedule(page),
    running: await beginALongOne(page, house),
  };
  await context.close();
  return stage;
}

async function untilCustomersAreThere(page: Page): Promise<void> {
  await expect(async () => {
    await page.goto("/campaigns/2/edit");
    await expect(page.locator("#reach")).toContainText(/1\d\d|200/, { timeout: 1000 });
  }).toPass();
}

async function addSenderAndTopic(page: Page): Promise<void> {
  await ask(page, "/settings/senders?ask=new");
  await page.locator('[name="entry[name]"]').fill("Customer care of the Example Shop");
  await page.locator('[name="entry[address]"]').fill("care@shop.example");
  await submitDialog(page);
  for (const [ko, en] of [["새 소식", "News"], ["행사와 할인", "Events and sales"]] as const) {
    await ask(page, "/topics?ask=new");
    await page.locator("[name=name_ko]").fill(ko);
    await page.locator("[name=name_en]").fill(en);
    await page.locator("[name=description_en]").fill("Once a month, what is new on the shelves.");
    await page.locator("[name=description_ko]").fill("매달 한 번, 새로 들어온 상품을 알려 드립니다.");
    await submitDialog(page);
  }
}

async function invite(page: Page): Promise<void> {
  await ask(page, "/settings/members?ask=invite");
  await page.getByRole("dialog").getByLabel("E-mail address").fill("mia.park@shop.example");
  await page.getByRole("dialog").locator("button[type=submit]").click();
  await expect(page.getByRole("textbox", { name: "One-time link" })).toBeVisible();
}

async function suppress(page: Page): Promise<void> {
  await ask(page, "/suppressions?ask=add");
  await page.locator("[name=addresses]").fill("former.customer@example.com, moved.away@example.com\nnobody.at.all@example.net");
  await page.locator("[name=note]").fill("Asked by telephone not to be written to any more");
  await submitDialog(page);
}

/** Awake, it takes the focus. */
async function ask(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator("dialog:modal")).toBeVisible();
}

async function submitDialog(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.locator("button[type=submit]").last().click();
  await expect(dialog).toBeHidden();
}

async function campaignCalled(page: Page, name: string): Promise<string> {
  await page.goto("/campaigns");
  return (await page.getByRole("link", { name }).getAttribute("href")) ?? "";
}

async function bringABrokenTemplate(page: Page): Promise<string> {
  const source = await readFile(join(SAMPLES, "welcome.html"), "utf8");
  const broken = source.replaceAll("{{Name}}", "{{Naem").replace("{{Email}}", "{{#if}}");
  await page.goto("/templates/new");
  const file = { name: "Welcome letter.html", mimeType: "text/html", buffer: Buffer.from(broken) };
  await page.locator('input[type="file"]').setInputFiles(file);
  await page.getByRole("button", { name: "Import" }).click();
  await page.waitForURL(/\/templates\/\d+$/);
  return new URL(page.url()).pathname;
}

async function beginAnImport(page: Page): Promise<string> {
  await page.goto("/people/imports");
  await page.locator("main input[type=file]").setInputFiles(join(SAMPLES, "customers-200-cp949.csv"));
  await page.locator("main form:has(input[type=file]) button[type=submit]").last().click();
  await expect(page.locator(".import-mapping")).toBeVisible();
  return new URL(page.url()).pathname;
}

async function nest(page: Page): Promise<string> {
  await page.goto("/segments/new");
  const value = (place: string) => page.getByLabel(`Condition ${place}: value`);
  const looked = (place: string) => page.getByLabel(`Condition ${place}: what is looked at`);
  await expect(page.locator("#chosen-count")).toHaveText(/\d/);
  await page.getByLabel("Name", { exact: true }).fill("Women called Kim, and those of Seoul");
  await value("1").fill("김");
  await page.getByRole("button", { name: "Add group to: Rule" }).click();
  await looked("2.1").selectOption("attribute:Gender");
  await value("2.1").fill("Female");
  await page.getByRole("button", { name: "Duplicate: Condition 2.1" }).click();
  await looked("2.2").selectOption("address");
  await value("2.2").fill("example");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL("**/segments");
  return (await page.getByRole("link", { name: "Women called Kim" }).getAttribute("href")) ?? "";
}

async function begin(page: Page, name: string): Promise<string> {
  await ask(page, "/campaigns?ask=copy-2");
  await page.getByRole("dialog").locator("[name=name]").fill(name);
  await page.getByRole("dialog").locator("button[type=submit]").click();
  await page.waitForURL(/\/campaigns\/\d+\/edit/);
  return new URL(page.url()).pathname;
}

async function check(page: Page): Promise<string> {
  const path = await begin(page, "Spring sale, second letter");
  const subject = page.locator("#card-content [name=subject]");
  await subject.fill("{{Naem}}, 봄 신상품이 도착했어요");
  await expect(page.locator("#card-content .save-state")).toHaveText("Saved");
  await page.getByRole("button", { name: "Check everything" }).click();
  await expect(page.locator(".finding").first()).toBeVisible();
  return path;
}

function nextWeek(): string {
  return new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString().slice(0, 10);
}

async function schedule(page: Page): Promise<string> {
  const path = await begin(page, "Summer, next week");
  await page.locator("#card-when [name=at][value=local]").check();
  await page.locator("#card-when [name=local]").fill(`${nextWeek()}T09:30`);
  await page.locator("#card-when [name=local]").blur();
  await expect(page.locator("#card-when time")).toBeVisible();
  await page.getByRole("button", { name: "Check everything" }).click();
  await page.getByRole("link", { name: "Launch…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Schedule" }).click();
  await expect(page.locator("#countdown")).toBeVisible();
  return path;
}

/** Under way for as long as the pictures take. */
async function beginALongOne(page: Page, house: House): Promise<string> {
  const name = "Letter to all members";
  const rows = Array.from({ length: 8000 }, (_, n) => `${n % 40 === 7 ? `bounce+${n}` : `member${n}`}@example.com,Member ${n}`);
  const audience = join(house.data, "members.csv");
  const template = join(house.data, "members.html");
  await writeFile(audience, ["Email,Name", ...rows].join("\n"));
  await writeFile(template, "<html><body><p>Hello {{Name}}</p></body></html>");
  const words = ["--kind", "informational", "--name", name, "--subject", "Hello {{Name}}", "--from", "Shop <shop@example.com>"];
  const place = ["--data", house.data, "--carrier", "outbox", "--rate", "20"];
  const bin = process.env.PABAL_BIN ?? "";
  const program = spawn(bin, ["send", "--audience", audience, "--template", template, ...words, ...place], { stdio: "ignore" });
  const link = page.getByRole("link", { name });
  await expect(async () => {
    await page.goto("/campaigns");
    await expect(link).toBeVisible({ timeout: 500 });
    await expect(page.getByRole("row", { name })).toContainText("delivered", { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  program.kill("SIGTERM");
  return (await link.getAttribute("href")) ?? "";
}
