// Not a test: pictures of a house nobody has used yet. Each list says what to do next.

import { test } from "../house";
import { signIn } from "../newsroom";
import { Camera, type Screen } from "./camera";
import { wearWorkingStyle } from "./style";

test.use({ contextOptions: { reducedMotion: "reduce" } });

const SCREENS: Screen[] = [
  ["empty-overview", "/overview"],
  ["empty-campaigns", "/campaigns"],
  ["empty-failed-sends", "/failed-sends"],
  ["empty-templates", "/templates"],
  ["empty-images", "/images"],
  ["empty-people", "/people"],
  ["empty-imports", "/people/imports"],
  ["empty-segments", "/segments"],
  ["empty-topics", "/topics"],
  ["empty-suppressions", "/suppressions"],
  ["empty-senders", "/settings/senders"],
];

test("pictures of every list while it is empty", async ({ page, house }, { project }) => {
  await wearWorkingStyle(page.context());
  await signIn(page, house);
  await new Camera(page, project).takeAll(SCREENS);
});
