import { afterAll, beforeAll, it } from "vitest";
import { TestDevnet } from "../e2e/devnet.ts";
import { Session } from "../e2e/session.ts";
import { createRehearsalWallet, PASSWORD } from "../e2e/wallet-steps.ts";
import { median, record } from "./record.ts";

const TIMES = 10;
let devnet: TestDevnet;
let session: Session;

beforeAll(async () => {
  devnet = await TestDevnet.start();
  session = await Session.open();
  await (await createRehearsalWallet(session, devnet.port)).close();
});
afterAll(async () => {
  await session?.close();
  await devnet?.close();
});

/** Sends one message from a page and gives the milliseconds until the answer. */
const timed = `async ([name, body]) => {
  const started = performance.now();
  const reply = await chrome.runtime.sendMessage({ v: 1, requestId: crypto.randomUUID(), name, body });
  if (!reply?.ok) throw new Error(JSON.stringify(reply));
  return performance.now() - started;
}`;

it("a stopped worker answers again", async () => {
  const page = await session.popup();
  const ask = (): Promise<number> => page.evaluate(`(${timed})(["wallet.state", {}])`);
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    await session.stopWorker();
    times.push(await ask());
  }
  record("cold worker to first answer", { value: median(times), unit: "ms", bar: 150, sense: "most" });
  await page.close();
});

it("unlocks", async () => {
  const page = await session.popup();
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    await page.evaluate(`(${timed})(["wallet.lock", {}])`);
    times.push(await page.evaluate(`(${timed})(["wallet.unlock", { password: ${JSON.stringify(PASSWORD)} }])`));
  }
  record("unlock", { value: median(times), unit: "ms", bar: 1_500, sense: "most" });
  await page.evaluate(`(${timed})(["wallet.lock", {}])`);
  await page.close();
});

/**
 * In a page before its own scripts: notes when something first stood in a painted frame, in milliseconds since the navigation began.
 * The next frame after the one in which it is found has it on the screen.
 */
const notePainted = `(selector) => {
  window.painted = new Promise((resolve) => {
    const look = () => {
      if (document.querySelector(selector) === null) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    const watch = new MutationObserver(look);
    watch.observe(document, { childList: true, subtree: true });
  });
}`;
const painted = "window.painted";

/** Opens the popup anew, several times; milliseconds until what the selector names was painted. */
async function popupShows(selector: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const page = await session.context.newPage();
    await page.setViewportSize({ width: 400, height: 600 });
    await page.addInitScript(`(${notePainted})(${JSON.stringify(selector)})`);
    await page.goto(`chrome-extension://${session.id}/extension/popup/popup.html`);
    times.push(await page.evaluate(painted));
    await page.close();
  }
  return median(times);
}

it("paints the popup of a locked vault", async () => {
  record("popup, first paint", { value: await popupShows(".popup__bar"), unit: "ms", bar: 250, sense: "most" });
  record("popup, locked: password field painted", { value: await popupShows("input[type=password]"), unit: "ms", bar: 250, sense: "most" });
});

it("paints the balances it knows", async () => {
  const page = await session.popup();
  await page.evaluate(`(${timed})(["wallet.unlock", { password: ${JSON.stringify(PASSWORD)} }])`);
  await page.getByText("100,000").first().waitFor();
  await page.close();
  record("popup, unlocked: balances painted", { value: await popupShows(".amount"), unit: "ms", bar: 400, sense: "most" });
});
