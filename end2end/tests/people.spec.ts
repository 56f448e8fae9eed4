import { join } from "node:path";
import { expect, test } from "../house";
import { signIn } from "../newsroom";

const SAMPLES = join(import.meta.dirname, "../../samples");
const FIXTURES = join(import.meta.dirname, "../fixtures");

test.describe.configure({ mode: "serial" });
test.use({ locale: "ko-KR" });

test.beforeEach(({ page, house }) => signIn(page, house));

test("a file in CP949 is looked at, mapped and brought in", async ({ page, problems }) => {
  // of the consents whose source is asked for
  problems.expect(/422/);
  await page.goto("/people/imports");
  await page.locator("input[type=file]").setInputFiles(join(SAMPLES, "customers-200-cp949.csv"));
  await page.getByRole("button", { name: "파일 살펴보기" }).click();
  await expect(page.getByLabel("형식")).toHaveValue("CP949");
  await expect(page.getByText("안수빈", { exact: false })).toBeVisible();
  await page.getByLabel("형식").selectOption("UTF-8");
  await page.getByRole("button", { name: "다시 읽기" }).click();
  await expect(page.getByText("�").first()).toBeVisible();
  await page.getByLabel("형식").selectOption("CP949");
  await page.getByRole("button", { name: "다시 읽기" }).click();
  await expect(page.getByText("안수빈", { exact: false })).toBeVisible();
  await page.getByLabel("용도: Gender").selectOption("left_out");
  await page.getByRole("button", { name: "가져오기 시작" }).click();
  await expect(page.getByText("수신 동의가 적힌 파일입니다", { exact: false }).first()).toBeVisible();
  await expect(page.getByLabel("용도: Gender"), "nothing typed is lost").toHaveValue("left_out");
  await page.getByLabel("이 사람들은 어디서 수신에 동의했습니까?").fill("2025년 5월 매장 신청서");
  await page.getByRole("button", { name: "가져오기 시작" }).click();
  await expect(page.getByText("완료")).toBeVisible();
  await page.getByRole("link", { name: "이 사람들 보기" }).click();
  await expect(page.getByRole("row")).toHaveCount(51);
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await page.getByText("증빙").click();
  await expect(page.getByText("2025년 5월 매장 신청서")).toBeVisible();
  await page.getByRole("link", { name: /^가져오기 \d+$/ }).click();
  await page.waitForURL(/\/people\/imports\/\d+$/);
});

test("a sheet of a workbook is chosen and brought in", async ({ page }) => {
  await page.goto("/people/imports");
  await page.locator("input[type=file]").setInputFiles(join(FIXTURES, "people.xlsx"));
  await page.getByRole("button", { name: "파일 살펴보기" }).click();
  await page.getByRole("link", { name: "고객" }).click();
  await expect(page.getByText("01012345678", { exact: false })).toBeVisible();
  await page.getByLabel("이 사람들은 어디서 수신에 동의했습니까?").fill("2025년 5월 매장 신청서");
  await page.getByRole("button", { name: "가져오기 시작" }).click();
  await expect(page.getByText("주소에 @가 없습니다")).toBeVisible();
});

test("what a person wants to hear about is written down", async ({ page }) => {
  await page.goto("/topics?ask=new");
  await page.locator("[name=name_en]").fill("News");
  await page.locator("[name=name_ko]").fill("소식");
  await page.getByRole("dialog").locator("button[type=submit]").click();
  await expect(page.getByRole("cell", { name: "0" })).toBeVisible();
  await page.goto("/people?search=xlsx1");
  await page.getByRole("link", { name: "xlsx1@example.com" }).click();
  await page.getByRole("button", { name: "소식 구독 추가" }).click();
  await expect(page.getByRole("button", { name: "소식 구독 해지" })).toBeVisible();
  await page.getByRole("button", { name: "소식 구독 해지" }).click();
  await expect(page.getByRole("button", { name: "소식 구독 추가" })).toBeVisible();
  await expect(page.locator(".person-topics")).toContainText("구독 해지");
});

test("a person is changed, and erased for good", async ({ page }) => {
  await page.goto("/people?search=xlsx1");
  await page.getByRole("link", { name: "xlsx1@example.com" }).click();
  await page.getByRole("link", { name: "수정" }).click();
  await page.locator("#name").fill("김두나");
  await page.getByRole("button", { name: "저장" }).click();
  await expect(page.getByRole("heading", { name: "김두나" })).toBeVisible();
  await page.getByRole("link", { name: "삭제" }).click();
  await page.getByRole("button", { name: "영구 삭제" }).click();
  await page.waitForURL((url) => url.pathname === "/people");
  await page.goto("/people?search=xlsx1");
  await expect(page.getByText("조건에 맞는 사람이 없습니다")).toBeVisible();
});
