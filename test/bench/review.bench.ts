import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startDevnet } from "../../devnet/node.ts";
import { DevnetWorker } from "../../extension/background/desk/devnet-worker.ts";
import type { Body } from "../../extension/shared/messages.ts";
import type { Review } from "../lies/flow.ts";
import { median, record } from "./record.ts";

/**
 * The wallet's own worker reviews what people sign, from the click to the sentence, by two nodes of which every answer takes a while, over a state of a million actors.
 * Its memory is empty each time: the browser has ended it and starts it again.
 */

const ACTORS = 1_000_000;
const CALL_MS = 100;
const TIMES = 5;
const FIL = 10n ** 18n;
/** Epochs that the final tipset lies below the one of the proofs, so that the two have blocks of their own. */
const FINAL_BELOW = 10;

let worker: DevnetWorker;
let offer: Awaited<ReturnType<DevnetWorker["openOffer"]>>;
let token: string;
let calls: { from: number; to: number }[] = [];
let latencyMs = 0;

beforeAll(async () => {
  worker = await DevnetWorker.beside(await startDevnet({ epochMs: 3_600_000, crowd: ACTORS }));
  const network = await worker.app.networks.get("devnet");
  await worker.app.networks.save({ ...network, secondUrl: worker.devnet.rpc.replace("127.0.0.1", "localhost") });
  holdAnswers();
  // Below five epochs the two nodes name a state in which nothing is founded yet.
  await worker.peggy("Peggy.Mine", [15]);
  offer = await worker.openOffer();
  const { actor, holder, operator } = offer;
  await worker.signed(await worker.ask("send.review", { from: operator, to: holder, amount: (100n * FIL).toString(), speed: "usual" }));
  await worker.signed(await worker.ask("offer.deposit", { actor, from: holder, amount: (50n * FIL).toString() }));
  token = (await worker.ask("positions.list", { account: holder })).positions[0]?.token as string;
}, 600_000);
afterAll(() => worker.devnet.close());

function holdAnswers(): void {
  const { fetch } = worker.s;
  worker.s.fetch = async (input, init) => {
    const body = JSON.parse(String(init?.body)) as { method: string };
    const from = performance.now();
    const [response] = await Promise.all([fetch(input, init), pause(latencyMs)]);
    calls.push({ from, to: performance.now() });
    if (!body.method.endsWith("ChainGetFinalizedTipSet")) return response;
    const { result } = (await response.json()) as { result: { Height: number; Cids: unknown } };
    const earlier = { ...body, method: "Filecoin.ChainGetTipSetByHeight", params: [Math.max(1, result.Height - FINAL_BELOW), result.Cids] };
    return fetch(input, { ...init, body: JSON.stringify(earlier) });
  };
}

/** How many calls came one after the other at most: a call that begins before the one before it has ended belongs to its round. */
function roundsIn(all: typeof calls): number {
  let [rounds, end] = [0, 0];
  for (const { from, to } of [...all].sort((a, b) => a.from - b.from)) {
    if (from < end) continue;
    rounds++;
    end = to;
  }
  return rounds;
}

const ask = async <N extends Review>(name: N, body: Body<N>): Promise<{ approvalId: string }> =>
  (await worker.ask(name, body)) as unknown as { approvalId: string };
const amount = (10n * FIL).toString();

it.each<[string, string, () => Promise<{ approvalId: string }>]>([
  ["ChangeOwnerAddress", "sentence.minerProposeOwn", () => ask("miner.proposeOwner", { miner: offer.miner, from: offer.operator, owner: offer.holder })],
  ["Deposit", "sentence.owner.Deposit", () => ask("offer.deposit", { actor: offer.actor, from: offer.holder, amount })],
  ["Redeem", "sentence.owner.Redeem", () => ask("position.redeem", { actor: offer.actor, from: offer.holder, token, amount })],
])("a worker that has just started reviews %s in time", async (name, sentence, review) => {
  const [times, rounds, counts]: [number[], number[], number[]] = [[], [], []];
  latencyMs = CALL_MS;
  for (let i = 0; i < TIMES; i++) {
    worker.restart();
    calls = [];
    const started = performance.now();
    const approval = await worker.approval((await review()).approvalId);
    times.push(performance.now() - started);
    expect([approval.sentence.code, approval.mark]).toEqual([sentence, null]);
    rounds.push(roundsIn(calls));
    counts.push(calls.length);
  }
  latencyMs = 0;
  const what = `${name} reviewed, a million actors, 100 ms a call`;
  record(what, { value: median(times) / 1_000, unit: "s", bar: 3, sense: "most" });
  record(`${what}: one after the other`, { value: median(rounds), unit: "calls", bar: 20, sense: "most" });
  record(`${what}: in all, of both nodes`, { value: median(counts), unit: "calls", bar: 60, sense: "most" });
});
