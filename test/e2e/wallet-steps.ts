import type { Page } from "playwright-core";
import { until, type Session } from "./session.ts";

export const PASSWORD = "a long enough password";

/** First start on the devnet: the rehearsal wallet in one click, then a password. Ends on the tab's home page. */
export async function createRehearsalWallet(session: Session, port: string, password = PASSWORD): Promise<Page> {
  const page = await session.tab("", `?devnet=${port}`);
  const [secret] = await Promise.all([session.context.waitForEvent("page"), page.getByRole("button", { name: "Rehearse on the devnet" }).click()]);
  await secret.getByLabel("Password", { exact: true }).fill(password);
  await secret.getByLabel("The same again", { exact: true }).fill(password);
  await secret.getByRole("button", { name: "Create rehearsal wallet" }).click();
  await secret.getByRole("heading", { name: "Rehearsal wallet ready" }).waitFor();
  await secret.close();
  await page.getByRole("heading", { name: "Home" }).waitFor();
  return page;
}

/**
 * On an open approval: types what has to be typed, the word instead of the hold, the password where it is asked, and confirms.
 * Resolves when the page has gone on.
 */
export async function approve(page: Page, password = PASSWORD): Promise<void> {
  const consent = page.locator(".consent");
  await consent.waitFor();
  for (const field of await consent.locator(":scope > .field").all()) {
    const asked = field.locator("label b.mono");
    if ((await asked.count()) > 0) await field.locator("input").fill((await asked.first().textContent()) ?? "");
  }
  const instead = consent.getByRole("button", { name: "Type a word instead of holding" });
  if ((await instead.count()) > 0) {
    await instead.click();
    await consent.locator(".hold-field input").fill((await consent.locator(".hold-field b.mono").textContent()) ?? "");
  }
  const secret = consent.locator("input[type=password]");
  if ((await secret.count()) > 0) await secret.fill(password);
  const address = page.url();
  await consent.locator(".actions > button.btn--large").last().click();
  await until("the approval to be consumed", () => page.url() !== address, 30_000).catch(async (error: unknown) => {
    throw new Error(`the approval stayed: ${await page.locator("main").innerText()}`, { cause: error });
  });
}
