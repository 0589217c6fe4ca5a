import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startDevnet } from "../../devnet/node.ts";
import { DevnetWorker } from "../../extension/background/desk/devnet-worker.ts";
import type { Body } from "../../extension/shared/messages.ts";
import type { Review } from "../lies/flow.ts";
import { median, record } from "./record.ts";

/**
 * The wallet's own worker reviews what people sign, from the click to the sentence, by two nodes of which every answer takes a while, over a state of a million actors. Its
 * memory is empty each time, as after a pause: the browser has ended it and starts it again.
 */

const ACTORS = Number(process.env["CROWD"] ?? 1_000_000);
const CALL_MS = 100;
const TIMES = 5;
const FIL = 10n ** 18n;

interface Call {
  readonly method: string;
  readonly from: number;
  readonly to: number;
}

let worker: DevnetWorker;
let offer: Awaited<ReturnType<DevnetWorker["openOffer"]>>;
let calls: Call[] = [];
let latencyMs = 0;

beforeAll(async () => {
  worker = await DevnetWorker.beside(await startDevnet({ epochMs: 3_600_000, crowd: ACTORS, ...(process.env["DATA"] ? { dataDir: process.env["DATA"] } : {}) }));
  const network = await worker.app.networks.get("devnet");
  await worker.app.networks.save({ ...network, secondUrl: worker.devnet.rpc.replace("127.0.0.1", "localhost") });
  const { fetch } = worker.s;
  worker.s.fetch = async (input, init) => {
    const { method } = JSON.parse(String(init?.body)) as { method: string };
    const from = performance.now();
    const [response] = await Promise.all([fetch(input, init), pause(latencyMs)]);
    calls.push({ method: `${method.replace("Filecoin.", "")} ${new URL(String(input)).hostname === "localhost" ? 2 : 1}`, from, to: performance.now() });
    return response;
  };
  // Below five epochs the two nodes name a state in which nothing is founded yet.
  await worker.peggy("Peggy.Mine", [15]);
  offer = await worker.openOffer();
  const { actor, holder } = offer;
  await worker.signed(await worker.ask("send.review", { from: offer.operator, to: holder, amount: (100n * FIL).toString(), speed: "usual" }));
  await worker.signed(await worker.ask("offer.deposit", { actor, from: holder, amount: (50n * FIL).toString() }));
}, 600_000);
afterAll(() => worker.devnet.close());

/** How many calls came one after the other at most: a call that begins before the one before it has ended belongs to its round. */
function roundsIn(all: readonly Call[]): number {
  let [rounds, end] = [0, 0];
  for (const { from, to } of [...all].sort((a, b) => a.from - b.from)) {
    if (from < end) continue;
    rounds++;
    end = to;
  }
  return rounds;
}

const reviews: [string, () => Promise<{ approvalId: string }>][] = [
  ["ChangeOwnerAddress", () => ask("miner.proposeOwner", { miner: offer.miner, from: offer.operator, owner: offer.holder })],
  ["Deposit", () => ask("offer.deposit", { actor: offer.actor, from: offer.holder, amount: (10n * FIL).toString() })],
];
const ask = <N extends Review>(name: N, body: Body<N>): Promise<{ approvalId: string }> => worker.ask(name, body) as Promise<{ approvalId: string }>;

it.each(reviews)("%s is reviewed", async (name, review) => {
  const [times, rounds, counts]: [number[], number[], number[]] = [[], [], []];
  latencyMs = CALL_MS;
  for (let i = 0; i < TIMES; i++) {
    worker.restart();
    calls = [];
    const started = performance.now();
    const approval = await worker.approval((await review()).approvalId);
    times.push(performance.now() - started);
    expect(approval.sentence.code).toMatch(/^sentence\./);
    rounds.push(roundsIn(calls));
    counts.push(calls.length);
    if (i === 0 && process.env["CALLS"]) {
      for (const c of calls.sort((a, b) => a.from - b.from)) console.log(`${(c.from - started).toFixed(0).padStart(6)} ${(c.to - started).toFixed(0).padStart(6)} ${c.method}`);
    }
  }
  latencyMs = 0;
  console.log(name, times, rounds, counts);
  record(`review of ${name}, a million actors, 100 ms a call`, { value: median(times) / 1_000, unit: "s", bar: 3, sense: "most" });
});
