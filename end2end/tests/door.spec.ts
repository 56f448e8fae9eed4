import { expect, test } from "../house";
import { ADMIN } from "../newsroom";

test.describe.configure({ mode: "serial" });

test("the printed link makes the first admin, once", async ({ page, house }) => {
  await page.goto(house.adminLink());
  await page.getByLabel("E-mail address").fill(ADMIN.email);
  await page.getByLabel("Your name").fill(ADMIN.name);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.waitForURL("**/overview");
  await expect(page.getByRole("heading", { name: "First steps" })).toBeVisible();
  await expect(page.getByText(ADMIN.name)).toBeVisible();

  await page.goto(house.adminLink());
  await expect(page.getByText("This link no longer works")).toBeVisible();
});

test("who is not signed in is sent to the door, and from there to where they wanted", async ({ page, problems }) => {
  problems.expect(/401/);
  await page.goto("/suppressions?reason=bounced");
  await page.waitForURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail address").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/suppressions?reason=bounced");
  await expect(page.getByRole("heading", { level: 1, name: "Suppressions" })).toBeVisible();
});

test("nobody is led to another site by a link to the door", async ({ page }) => {
  await page.goto(`/sign-in?next=${encodeURIComponent("//evil.example/")}`);
  await page.getByLabel("E-mail address").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/overview");
});

test("one who was signed out in another tab signs in again and goes on where they were", async ({ page, context, problems }) => {
  problems.expect(/401/);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/overview");
  await page.goto("/people/new");
  await page.locator("[id=address]").fill("kim@gmial.com");
  await page.getByRole("button", { name: "kim@gmail.com" }).click();
  await expect(page.locator("[id=address]")).toHaveValue("kim@gmail.com");
  await context.clearCookies({ name: "pabal" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("Your session has ended.");
  await page.getByRole("link", { name: "Sign in again" }).click();
  await page.waitForURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail address").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/people/new");
});

test("one signs in and out; a wrong password is said to be wrong", async ({ page, problems }) => {
  problems.expect(/401/);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(ADMIN.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toHaveText("The address or the password is not right.");

  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/overview");
  await page.getByText(ADMIN.name).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await page.goto("/campaigns");
  await page.waitForURL(/\/sign-in/);
});

test("the session cookie is out of reach of scripts and of other sites", async ({ page, context }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/overview");
  const cookie = (await context.cookies()).find((cookie) => cookie.name === "pabal");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
});

test("a form of another site changes nothing", async ({ request, house }) => {
  const answer = await request.post(`${house.url}/language`, {
    headers: { origin: "http://evil.example" },
    form: { locale: "ko" },
  });
  expect(answer.status()).toBe(403);
});

test("guessing is stopped after five attempts, and one is told for how long", async ({ page, problems }) => {
  problems.expect(/401|429/);
  await page.goto("/sign-in");
  const alert = page.getByRole("alert");
  for (let guess = 1; guess <= 6; guess += 1) {
    await page.getByLabel("E-mail address").fill("mallory@example.com");
    await page.getByLabel("Password").fill(`guess number ${guess}`);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Sign in" }).click();
    expect((await answered).status()).toBe(guess <= 5 ? 401 : 429);
  }
  await expect(alert).toHaveText(/^Too many attempts\. Try again in \d+ minutes\.$/);
});

test("the pages speak Korean to whoever chooses it", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("button", { name: "한국어" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page.getByRole("heading", { name: "로그인" })).toBeVisible();
});

test("one chooses light or dark, and the page is drawn so from the first moment", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/overview");
  await page.getByText(ADMIN.name).click();
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await ground()).toBe("rgb(19, 21, 20)");
  await page.getByText(ADMIN.name).click();
  await page.getByRole("button", { name: "Auto" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "system");
});

test.describe("with a Korean browser", () => {
  test.use({ locale: "ko-KR" });

  test("the pages speak Korean by themselves", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByRole("heading", { name: "로그인" })).toBeVisible();
  });
});
