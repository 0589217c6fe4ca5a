import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { OTHER, OWNER, TestWorld, WORKER, secpAddress } from "../../devnet/builtin/test-world.ts";
import { Address } from "../../filecoin/address.ts";
import { decodeAmount, encodeAmount } from "../../filecoin/amount.ts";
import { type CborValue, decodeCbor } from "../../filecoin/cbor.ts";
import { EMPTY_ARRAY_CID, RAW, cidOf } from "../../filecoin/cid.ts";
import { methodNumber } from "../../filecoin/frc42.ts";
import { actorId } from "../../filecoin/units.ts";
import { compiledWasm } from "./compiled-actor.ts";

const PROBE = actorId(9000);
const TYPE = { account: 4, miner: 6, none: 0 };
let wasm: Uint8Array;
let world: TestWorld;
beforeAll(async () => {
  wasm = await compiledWasm("test/actors/probe.ts");
}, 120_000);
beforeEach(() => {
  world = new TestWorld();
  const code = cidOf(RAW, wasm);
  world.blocks.put(code, wasm);
  world.tree.setActor(PROBE, { code, head: EMPTY_ARRAY_CID, nonce: 0, balance: 50n, delegated: null });
  world.epoch = 4321;
});

const run = (method: number, params: CborValue): CborValue => world.ok(OWNER, PROBE, method, params);
function failure(method: number, params: CborValue): { exitCode: number; error: string } {
  const { exitCode, error } = world.call(OWNER, PROBE, method, params);
  return { exitCode, error };
}

describe("the sdk on the devnet's machine", () => {
  it("reads its message, the network and balances", () => {
    const outcome = world.call(OWNER, PROBE, 10, undefined, 7n);
    const [origin, caller, self, value, readOnly, epoch, chainId, balance, burnt] = decodeCbor(outcome.ret!.bytes) as CborValue[];
    expect([origin, caller, self]).toEqual([Number(OWNER), Number(OWNER), Number(PROBE)]);
    expect([decodeAmount(value as Uint8Array), decodeAmount(balance as Uint8Array)]).toEqual([7n, 57n]);
    expect([readOnly, epoch, chainId]).toEqual([false, 4321, 31415926]);
    expect(decodeAmount(burnt as Uint8Array)).toBe(world.balance(actorId(99)));
  });

  it("keeps state and maps across messages; an abort leaves them as they were", () => {
    run(9, [1, ["two"]]);
    expect(run(9, null)).toEqual([1, ["two"]]);
    run(9, []);
    for (let i = 0; i < 20; i++) expect(run(13, [new Uint8Array([i]), i])).toBeNull();
    for (let i = 0; i < 20; i++) expect(run(13, [new Uint8Array([i]), i + 1])).toBe(i);
    const root = run(9, null);
    const aborted = failure(13, [new Uint8Array([1])]);
    expect(aborted).toMatchObject({ exitCode: 21, error: expect.stringContaining("of 2 items") as string });
    expect(run(9, null)).toEqual(root);
  });

  it("a link from a wallet's params is not reachable and cannot get into the state", () => {
    expect(failure(9, [EMPTY_ARRAY_CID])).toMatchObject({
      exitCode: 16,
      error: expect.stringContaining("block refused with error number 6") as string,
    });
  });

  it("emits events that the machine accepts", () => {
    const { events } = world.call(OWNER, PROBE, 8, []);
    expect(events).toHaveLength(1);
    expect(events[0]!.emitter).toBe(PROBE);
  });

  it("resolves addresses, tells types and brings unknown key accounts into being", () => {
    expect(run(11, [false, Address.id(world.miner).bytes])).toMatchObject({
      0: Number(world.miner),
      1: TYPE.miner,
    });
    expect(run(11, [false, secpAddress(1).bytes])).toMatchObject({ 0: Number(OWNER), 1: TYPE.account });
    expect(run(11, [false, Address.id(PROBE).bytes])).toMatchObject({
      1: TYPE.none,
      2: cidOf(RAW, wasm).bytes,
    });
    const stranger = secpAddress(77).bytes;
    expect(run(11, [false, stranger])).toEqual([-1, -1, null, null]);
    const [created, type] = run(11, [true, stranger]) as [number, number];
    expect(type).toBe(TYPE.account);
    expect(run(11, [false, stranger])).toMatchObject({ 0: created });
    const nowhere = Address.actor(new Uint8Array([1]));
    expect(failure(11, [true, nowhere.bytes])).toMatchObject({
      exitCode: 17,
      error: expect.stringContaining("no actor has address bytes 02") as string,
    });
  });

  it("pays by a bare transfer, and ends with 19 when the money is not there", () => {
    const before = world.balance(OTHER);
    run(12, Number(OTHER));
    expect(world.balance(OTHER)).toBe(before + 5n);
    world.setBalance(PROBE, 4n);
    expect(failure(12, Number(OTHER)).exitCode).toBe(19);
  });

  it("reads a real miner", () => {
    const miner = Number(world.richMiner);
    expect(run(7, [0, miner])).toEqual([Number(OTHER), -1]);
    expect(run(7, [1, miner])).toEqual([Number(OTHER), encodeAmount(0n), encodeAmount(0n), 0]);
    expect(decodeAmount(run(7, [2, miner]) as Uint8Array)).toBe(world.amount(OWNER, world.richMiner, "GetAvailableBalance"));
    const table = world.vesting(world.richMiner);
    const sum = (part: typeof table): Uint8Array => encodeAmount(part.reduce((total, { amount }) => total + amount, 0n));
    world.epoch = table[3]!.epoch;
    expect(run(7, [3, miner])).toEqual([sum(table), sum(table.slice(0, 3))]);
  });

  it("names actor, method and exit code of a call a miner refuses", () => {
    const method = methodNumber("WithdrawBalance");
    expect(failure(7, [4, Number(world.miner)])).toMatchObject({
      exitCode: 20,
      error: expect.stringContaining(`f0${world.miner} method ${method} exit 18`) as string,
    });
    expect(failure(7, [0, Number(WORKER)])).toMatchObject({
      exitCode: 20,
      error: expect.stringContaining("returned nothing") as string,
    });
    expect(failure(7, [0, 4])).toMatchObject({
      exitCode: 20,
      error: expect.stringContaining("exit 22") as string,
    });
  });
});
