import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { DevnetWorker } from "./devnet-worker.ts";

/** What the page of an owner actor says a miner has lost is what Measure then books, also of a miner in debt. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const FIL = 10n ** 18n;
let worker: DevnetWorker;
let operator: string;
let actor: string;
let miner: string;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  const offer = await worker.openOffer();
  ({ operator, actor } = offer);
  const blsKey = (await worker.ask("miner.get", { miner: offer.miner })).worker.address;
  const deed = { deed: "CreateMiner", worker: blsKey, proof: 10, amount: (500n * FIL).toString() } as const;
  await worker.signed(await worker.ask("owner.operate", { actor, from: operator, deed }));
  miner = (await shown()).miner.id ?? "";
});
afterAll(() => worker.devnet.close());

async function shown() {
  const { miners } = await worker.ask("owner.get", { actor });
  return miners[0]!;
}

it("counts a debt that the miner could pay out of free funds", async () => {
  const { balance } = await shown();
  await worker.peggy("Peggy.Penalty", [miner, (BigInt(balance) + 30n * FIL).toString()]);
  // Somebody sends money: more than the debt that is left.
  await worker.signed(await worker.ask("send.reviewRaw", { from: operator, to: miner, amount: (100n * FIL).toString(), method: 0, params: "" }));
  const before = await shown();
  expect(BigInt(before.principal) - BigInt(before.lossNow)).toBe(70n * FIL);
  expect(before.feeDebt).toBe((30n * FIL).toString());
  await worker.signed(await worker.ask("owner.measure", { actor, from: operator, miner }));
  const after = await shown();
  expect([after.lossNow, after.feeDebt]).toEqual(["0", "0"]);
  expect(BigInt(before.principal) - BigInt(after.principal)).toBe(BigInt(before.lossNow));
});
