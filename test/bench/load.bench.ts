import { afterAll, beforeAll, expect, it } from "vitest";
import type { Body, MessageName } from "../../extension/shared/messages.ts";
import { FULL_LOAD, LoadedWorker } from "../load/loaded-worker.ts";
import { median, record } from "./record.ts";

/** How long a wallet with a thousand accounts, two hundred miners and ten thousand messages takes to answer, by a node of which every answer takes 100 ms. */

const CALL_MS = 100;
const TIMES = 10;

let loaded: LoadedWorker;
beforeAll(async () => {
  loaded = await LoadedWorker.start(FULL_LOAD);
  loaded.manners = { latencyMs: CALL_MS, limitsEvery: 0 };
}, 300_000);
afterAll(() => loaded.close());

/** Median milliseconds; a cold worker starts anew before each, as after a pause. */
async function timed<N extends MessageName>(name: N, body: Body<N>, worker: "cold" | "warm" = "cold"): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    if (worker === "cold") loaded.worker.restart();
    times.push((await loaded.measure(name, body)).ms);
  }
  return median(times);
}

it("answers in time with 1,000 accounts, 200 miners and 10,000 messages", async () => {
  const [, , , , , from, to] = loaded.accounts as [string, string, string, string, string, string, string];
  const figures = {
    home: { value: (await timed("home.get", {})) / 1_000, unit: "s", bar: 1.5 },
    "the wallet's state": { value: await timed("wallet.state", {}, "warm"), unit: "ms", bar: 50 },
    "the wallet's state, of a cold worker": { value: await timed("wallet.state", {}), unit: "ms", bar: 150 },
    "the newest page of activity": { value: (await timed("activity.list", { account: null, after: null })) / 1_000, unit: "s", bar: 1.5 },
    "a review of a payment": { value: (await timed("send.review", { from, to, amount: "1000", speed: "usual" })) / 1_000, unit: "s", bar: 3 },
  };
  for (const [name, figure] of Object.entries(figures)) {
    expect(figure.value).toBeGreaterThan(0);
    record(`with 1,000 accounts, 200 miners, 10,000 messages: ${name}`, { ...figure, sense: "most" });
  }
}, 300_000);
