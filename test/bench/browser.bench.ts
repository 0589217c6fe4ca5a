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

it("paints the popup of a locked vault", async () => {
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const page = await session.popup();
    await page.getByRole("button", { name: "Unlock" }).waitFor();
    times.push(await page.evaluate(`performance.getEntriesByName("first-contentful-paint")[0].startTime`));
    await page.close();
  }
  record("popup first paint", { value: median(times), unit: "ms", bar: 250, sense: "most" });
});
