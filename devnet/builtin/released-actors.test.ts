/**
 * The behaviour tests of the stand-ins once more, each call also made on the released Wasm actors: exit codes, returns,
 * events, balances and state roots must be equal. Needs a bundle: ACTORS_BUNDLE=…/builtin-actors-devnet.car, or that of
 * mainnet for its parameters.
 */
import { readFileSync } from "node:fs";
import { CarReader } from "@ipld/car";
import { describe, expect, it } from "vitest";
import { decodeCbor, TupleReader } from "../../filecoin/cbor.ts";
import { type Cid, cidFromBytes, cidKey } from "../../filecoin/cid.ts";
import { BUILTIN_NAMES, type BuiltinName } from "../../filecoin/methods/actor-type.ts";
import { bundleBuiltins } from "./registry.ts";
import { listenToComparisons, type Reference, runOnReferenceToo } from "./test-twin.ts";

/** Method and receiver. */
const EPOCH_TICK = "2 of 3";
const BUNDLE = process.env["ACTORS_BUNDLE"];

async function readBundle(path: string): Promise<Reference> {
  const car = await CarReader.fromBytes(readFileSync(path));
  const blocks: { cid: Cid; bytes: Uint8Array }[] = [];
  for await (const { cid, bytes } of car.blocks()) blocks.push({ cid: cidFromBytes(cid.bytes), bytes });
  const byCid = new Map(blocks.map(({ cid, bytes }) => [cidKey(cid), bytes]));
  const load = (cid: Cid): TupleReader => new TupleReader([decodeCbor(byCid.get(cidKey(cid)) ?? new Uint8Array(0))], 1, "bundle");
  const [root] = await car.getRoots();
  if (root === undefined) throw new Error(`${path} has no root`);
  const data = load(cidFromBytes(root.bytes)).tuple(2, (fields) => (fields.int(), fields.cid()));
  const manifest = load(data).list((item) => item.tuple(2, (entry) => ({ name: builtinName(entry.text()), code: entry.cid() })));
  return { builtins: bundleBuiltins(manifest), blocks };
}

function builtinName(text: string): BuiltinName {
  const name = BUILTIN_NAMES.find((known) => known === text);
  if (name === undefined) throw new Error(`unknown built-in actor ${text}`);
  return name;
}

describe.skipIf(BUNDLE === undefined)("as the released actors", async () => {
  if (BUNDLE === undefined) return;
  runOnReferenceToo(await readBundle(BUNDLE));
  const gas: { what: string; ratio: number }[] = [];
  listenToComparisons((what, mine, released) => {
    // Nobody pays for cron.
    if (mine.exitCode === 0 && what !== EPOCH_TICK) gas.push({ what, ratio: Number(mine.gasUsed) / Number(released.gasUsed) });
  });
  if (BUNDLE.includes("mainnet")) {
    await import("./mainnet-policy.test.ts");
    return;
  }
  await import("./miner/owner.test.ts");
  await import("./miner/beneficiary.test.ts");
  await import("./miner/worker.test.ts");
  await import("./miner/withdraw.test.ts");
  await import("./miner/rewards.test.ts");
  await import("./miner/queries.test.ts");
  await import("./miner/sector-rehearsal.test.ts");
  await import("./miner/sector-life.test.ts");
  await import("./multisig/multisig.test.ts");
  await import("./power/power.test.ts");
  await import("./reward/reward.test.ts");
  await import("./account.test.ts");
  await import("./random-calls.test.ts");

  it("charges gas close to theirs for what succeeds", () => {
    const off = gas.filter(({ ratio }) => ratio < 0.75 || ratio > 1.25);
    const near = gas.filter(({ ratio }) => ratio > 0.95 && ratio < 1.05);
    expect(off.map(({ what, ratio }) => `${what}: ${ratio.toFixed(2)}`)).toEqual([]);
    expect(near.length / gas.length).toBeGreaterThan(0.8);
  });
});
