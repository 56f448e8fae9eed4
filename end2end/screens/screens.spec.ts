// Not a test: pictures of every screen, of a house with some content in it.

import type { Page } from "@playwright/test";
import { ADMIN } from "../newsroom";
import { test } from "../house";
import { Camera, type Screen } from "./camera";
import { furnish, type Stage } from "./stage";
import { wearWorkingStyle } from "./style";

test.use({ serveArguments: ["--demo", "--carrier", "outbox", "--rate", "20"], contextOptions: { reducedMotion: "reduce" } });

const screens = (stage: Stage): Screen[] => [
  ["overview", "/overview"],
  ["campaigns", "/campaigns"],
  ["campaign-new", "/campaigns?ask=new"],
  ["campaign-sending", stage.running],
  ["campaign-cancel", `${stage.running}?ask=cancel`],
  ["campaign-finished", "/campaigns/1"],
  ["campaign-skipped", "/campaigns/1?state=skipped"],
  ["campaign-troubled", stage.report],
  ["campaign-person", "/campaigns/1/people/1"],
  ["campaign-person-failed", `${stage.report}/people/3`],
  ["campaign-mail", "/campaigns/1/mail/1"],
  ["campaign-report", `${stage.report}/report`],
  ["campaign-editor", "/campaigns/2/edit"],
  ["campaign-check", `${stage.checked}#card-check`],
  ["campaign-scheduled", stage.scheduled],
  ["campaign-delete", `${stage.checked}?ask=delete`],
  ["failed-sends", "/failed-sends"],
  ["templates", "/templates"],
  ["template-new", "/templates/new"],
  ["template-editor", "/templates/2"],
  ["template-problems", stage.template],
  ["template-rename", "/templates/2?ask=rename"],
  ["template-versions", "/templates/2/versions"],
  ["images", "/images"],
  ["image", "/images?image=1"],
  ["image-delete", "/images?image=1&ask=delete"],
  ["people", "/people"],
  ["people-none", "/people?search=zzz"],
  ["person", "/people/1"],
  ["person-stop", "/people/1?ask=stop"],
  ["person-erase", "/people/1?ask=erase"],
  ["person-edit", "/people/1/edit"],
  ["person-new", "/people/new"],
  ["imports", "/people/imports"],
  ["import-mapping", stage.mapping],
  ["import-report", "/people/imports/1"],
  ["segments", "/segments"],
  ["segment-builder", "/segments/new"],
  ["segment-nested", stage.segment],
  ["topics", "/topics"],
  ["topic-new", "/topics?ask=new"],
  ["suppressions", "/suppressions"],
  ["suppressions-add", "/suppressions?ask=add"],
  ["settings-senders", "/settings/senders"],
  ["settings-sender-new", "/settings/senders?ask=new"],
  ["settings-sending", "/settings/sending"],
  ["settings-guard-rails", "/settings/guard-rails"],
  ["settings-law", "/settings/law"],
  ["people-sources", "/people/sources"],
  ["people-consents", "/people/consents"],
  ["settings-members", "/settings/members"],
  ["settings-invite", "/settings/members?ask=invite"],
  ["settings-log", "/settings/log"],
  ["no-such-campaign", "/campaigns/999"],
];

test("pictures of every screen", async ({ page, house, browser, problems }, { project }) => {
  // of a wrong password, and of pages that are not there
  problems.expect(/status of 4\d\d/);
  await wearWorkingStyle(page.context());
  const camera = new Camera(page, project);
  await camera.takeAll([["sign-in", "/sign-in"], ["welcome", house.adminLink()]]);
  const stage = await furnish(browser, house);

  await page.goto("/sign-in");
  await signIn(page, "not that one");
  await page.getByRole("alert").first().waitFor();
  await camera.take("sign-in-refused");
  await signIn(page, ADMIN.password);
  await page.waitForURL("**/overview");

  await camera.takeAll(screens(stage));
  await launchDialog(page, camera);
  await imagePicker(page, camera, stage);
  await menus(page, camera);
  await camera.takeAll([["nothing-here", "/nothing/here"]]);
});

async function signIn(page: Page, password: string): Promise<void> {
  await page.locator("[name=email]").fill(ADMIN.email);
  await page.locator("[name=password]").fill(password);
  await page.getByRole("main").getByRole("button").click();
}

async function launchDialog(page: Page, camera: Camera): Promise<void> {
  await page.goto("/campaigns/2/edit");
  await page.locator(".check-card button[type=submit]").last().click();
  await page.locator('a[href*="ask=launch"]').click();
  await page.locator("dialog:modal").waitFor();
  await camera.take("campaign-launch");
}

async function imagePicker(page: Page, camera: Camera, stage: Stage): Promise<void> {
  await page.goto(stage.template);
  await page.locator(".insert-bar > button").click();
  await page.locator(".image-picker").waitFor();
  await camera.take("template-picker");
}

async function menus(page: Page, camera: Camera): Promise<void> {
  await page.goto("/campaigns");
  await page.locator("td .menu > summary").first().click();
  await camera.take("campaigns-menu");
  const side = page.locator(".frame-top button").first();
  if (await side.isVisible()) {
    await side.click();
    await camera.take("side");
  }
}
