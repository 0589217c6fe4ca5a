import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { parseFil } from "../../filecoin/amount.ts";
import type { TestDevnet } from "./devnet.ts";
import { expectAccessible } from "./axe.ts";
import { until, type Session } from "./session.ts";
import { approve, PASSWORD } from "./wallet-steps.ts";

/** Enough epochs for the devnet to call a message final. */
const FINAL = 10;
let pictures = 0;

/** A picture of the page, for eyes; only when SHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["SHOTS"];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  pictures += 1;
  const number = String(pictures).padStart(2, "0");
  await page.screenshot({ path: join(folder, `${number}-${name.replace(/[^a-z0-9]+/gi, "-")}.png`), fullPage: true });
}

const looked = new Set<string>();

/** axe over what a flow comes past (approvals, dialogs), each kind once, in both themes. */
export async function lookOver(page: Page, name: string): Promise<void> {
  if (looked.has(name)) return;
  looked.add(name);
  await picture(page, name);
  const theme = await page.evaluate(() => document.documentElement.dataset["theme"]);
  await expectAccessible(page, name);
  await page.evaluate((to) => (to === undefined ? delete document.documentElement.dataset["theme"] : (document.documentElement.dataset["theme"] = to)), theme);
}

/** A message as the chain carried it out. */
export interface Ran {
  /** epoch of its tipset, which is the one its actor saw */
  epoch: number;
  cid: string;
  /** attoFIL that its sender paid for gas */
  gasCost: bigint;
}

/**
 * Presses what leads to an approval, approves it, and finds the message on the chain: carried out without an error, and final. The approval is looked over
 * unless the main job does it.
 */
export async function sign(
  devnet: TestDevnet,
  page: Page,
  what: string,
  press: () => Promise<void>,
  { consent = approve, looks = true }: { consent?: (page: Page) => Promise<void>; looks?: boolean } = {},
): Promise<Ran> {
  const before = await devnet.height();
  await press();
  await page.waitForURL(/#\/approval\//);
  await page.locator(".consent").waitFor();
  if (looks) await lookOver(page, `approve ${what}`);
  await consent(page);
  const ran = await until(`the message of «${what}» on the chain`, () => onlyMessageSince(devnet, before));
  await devnet.call("Peggy.Advance", FINAL);
  return ran;
}

type Link = { "/": string };

async function onlyMessageSince(devnet: TestDevnet, height: number): Promise<Ran | undefined> {
  const head = await devnet.height();
  for (let at = height + 2; at <= head; at++) {
    const tipset = await devnet.call<{ Cids: Link[] }>("Filecoin.ChainGetTipSetByHeight", at, []);
    const messages = await devnet.call<{ Cid: Link }[]>("Filecoin.ChainGetParentMessages", tipset.Cids[0]);
    const found = messages[0];
    if (found === undefined) continue;
    const [receipt] = await devnet.call<{ ExitCode: number }[]>("Filecoin.ChainGetParentReceipts", tipset.Cids[0]);
    const replay = await devnet.call<{ GasCost: { TotalCost: string }; Error: string }>("Filecoin.StateReplay", [], found.Cid);
    if (messages.length !== 1 || receipt?.ExitCode !== 0)
      throw new Error(`expected one message that succeeds at epoch ${at - 1}; got ${messages.length}, exit code ${receipt?.ExitCode} ${replay.Error}`);
    return { epoch: at - 1, cid: found.Cid["/"], gasCost: BigInt(replay.GasCost.TotalCost) };
  }
  return undefined;
}

/** Goes to a place of the app without loading it anew. */
export async function go(session: Session, page: Page, path: string): Promise<void> {
  await page.goto(`chrome-extension://${session.id}/extension/popup/tab.html#${path}`);
}

/** Every digit of an amount on a page, in attoFIL. */
export async function attoOf(amount: Locator): Promise<bigint> {
  const shown = (await amount.getAttribute("title")) ?? (await amount.innerText());
  const text = shown
    .replace(/t?FIL$/, "")
    .replace(/[\s,+]/g, "")
    .replace("\u2212", "-");
  return text.startsWith("-") ? -parseFil(text.slice(1)) : parseFil(text);
}

/** The amount under a term of the page's lists of facts ("Principal", "Liquid principal"). */
export const figure = (scope: Page | Locator, term: string): Locator => scope.locator(`div > dt:text-is("${term}") + dd .amount`).first();

/** Waits until a page shows an amount to the attoFIL; the error says what it shows instead. */
export async function shows(amount: Locator, expected: bigint, what: string): Promise<void> {
  let seen: bigint | undefined;
  await until(what, async () => {
    if ((await amount.count()) === 0) return false;
    seen = await attoOf(amount).catch(() => undefined);
    return seen === expected;
  }).catch((error: unknown) => {
    throw new Error(`${what}: expected ${expected} attoFIL on the page, it shows ${seen}`, { cause: error });
  });
}

/** A fresh profile whose first key is a Lotus key of the devnet. Ends on the tab's home page. */
export async function importFirstKey(session: Session, port: string, hex: string): Promise<Page> {
  const page = await session.tab("", `?devnet=${port}`);
  await page.locator(".network--rehearsal").first().waitFor();
  const [secret] = await Promise.all([session.context.waitForEvent("page"), page.getByRole("button", { name: "Import a wallet" }).click()]);
  await chooseDevnet(secret);
  await giveLotusKey(secret, hex);
  await secret.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await secret.getByLabel("The same again", { exact: true }).fill(PASSWORD);
  await picture(secret, "import password");
  await finishImport(secret);
  await page.getByRole("heading", { name: "Home" }).waitFor();
  return page;
}

/** One more Lotus key for an unlocked wallet. */
export async function importAnotherKey(session: Session, hex: string): Promise<void> {
  const secret = await session.page("extension/popup/secret.html#/import", { width: 480, height: 800 });
  await giveLotusKey(secret, hex);
  await secret.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await finishImport(secret);
}

async function chooseDevnet(secret: Page): Promise<void> {
  const network = secret.getByLabel("Network");
  const devnet = await network.locator("option", { hasText: "127.0.0.1" }).first().getAttribute("value");
  if ((await network.inputValue()) !== devnet) await network.selectOption(devnet);
}

async function giveLotusKey(secret: Page, hex: string): Promise<void> {
  await secret.getByRole("tab", { name: "Lotus key" }).click();
  await secret.getByLabel(/^Key from/).fill(hex);
  await secret.getByText("Signed and verified a test text").waitFor();
  await picture(secret, "import lotus key");
  await secret.getByRole("button", { name: "Import this key" }).click();
}

async function finishImport(secret: Page): Promise<void> {
  await secret.getByRole("button", { name: "Import this key" }).click();
  await secret.getByRole("heading", { name: "Imported" }).waitFor();
  await picture(secret, "imported");
  await secret.close();
}
