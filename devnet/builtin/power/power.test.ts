import { describe, expect, it } from "vitest";
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import type { CborValue } from "../../../filecoin/cbor.ts";
import { CRON_ACTOR, POWER_ACTOR, SYSTEM_ACTOR } from "../singletons.ts";
import { atto, blsAddress, FIL, idParam, OTHER, OWNER, secpAddress, TestWorld, THIRD, WORKER } from "../test-world.ts";
import { appendCronEvent, dueEpochs, epochKey, takeCronEvents } from "./cron-queue.ts";
import { initialPowerState } from "./state.ts";
import { MemoryBlockstore } from "../../state/blockstore.ts";
import { cronWork } from "../cron-work.ts";

const EMPTY = new Uint8Array(0);
const createParams = (owner: Uint8Array, worker: Uint8Array, proof = 10): CborValue => [owner, worker, proof, EMPTY, []];

describe("CreateMiner", () => {
  it("creates a miner for any caller, with everything it was sent", () => {
    const world = new TestWorld();
    const user = world.userActor();
    world.setBalance(user, 5n * FIL);
    world.ok(user, POWER_ACTOR, "CreateMiner", createParams(secpAddress(3).bytes, blsAddress(2).bytes), FIL);
    const id = world.tree.resolve(secpAddress(3));
    expect(world.powerState().minerCount).toBe(3);
    expect(id).toBe(THIRD);
  });

  it("passes on why the miner could not be made, and undoes everything", () => {
    const world = new TestWorld();
    const create = (params: CborValue, value = FIL): number => world.exit(OWNER, POWER_ACTOR, 2, params, value);
    expect(create(createParams(secpAddress(99).bytes, idParam(WORKER)))).toBe(16);
    expect(create(createParams(idParam(OWNER), blsAddress(99).bytes))).toBe(16);
    expect(create(createParams(idParam(OWNER), idParam(OTHER)))).toBe(16);
    expect(create(createParams(idParam(OWNER), idParam(world.miner)))).toBe(16);
    expect(create(createParams(idParam(OWNER), idParam(WORKER), 13))).toBe(16);
    expect(create(createParams(idParam(OWNER), idParam(WORKER), -1))).toBe(16);
    expect(create([idParam(OWNER), idParam(WORKER), 10, EMPTY, [EMPTY]])).toBe(16);
    expect(create(createParams(idParam(OWNER), idParam(WORKER)), 1n)).toBe(19);
    expect(world.powerState().minerCount).toBe(2);
  });

  it("does not ask whether an owner given by id exists", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, POWER_ACTOR, 2, createParams(idParam(777_777), idParam(WORKER)), FIL)).toBe(0);
  });

  it("asks the deposit that follows from supply and reward", () => {
    const world = new TestWorld();
    world.circulatingSupply = 600_000_000n * FIL;
    for (let epoch = 1; epoch < 4; epoch++) {
      world.epoch = epoch;
      world.tick();
      world.ok(OWNER, POWER_ACTOR, 2, createParams(idParam(OWNER), idParam(WORKER)), FIL);
    }
    expect(world.powerState().minerCount).toBe(5);
  });
});

describe("power queries", () => {
  it("answers 16 for the raw power of nobody, 17 for its power", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, POWER_ACTOR, "MinerRawPower", 5)).toBe(16);
    expect(world.exit(OWNER, POWER_ACTOR, "MinerPower", 5)).toBe(17);
    expect(world.exit(OWNER, POWER_ACTOR, "MinerPower", -5)).toBe(21);
  });

  it("answers the figures of miners and network to anybody", () => {
    const world = new TestWorld();
    const user = world.userActor();
    expect(world.ok(user, POWER_ACTOR, "MinerRawPower", Number(world.miner))).toEqual([EMPTY, false]);
    expect(world.ok(user, POWER_ACTOR, "MinerPower", Number(world.miner))).toEqual([EMPTY, EMPTY]);
    expect(world.ok(user, POWER_ACTOR, "MinerCount")).toBe(2);
    expect(world.ok(user, POWER_ACTOR, "MinerConsensusCount")).toBe(0);
    expect(world.ok(user, POWER_ACTOR, "NetworkRawPower")).toEqual(EMPTY);
    expect(world.exit(user, POWER_ACTOR, 9)).toBe(18);
    expect(world.exit(OWNER, POWER_ACTOR, 9)).toBe(0);
  });
});

describe("what miners report", () => {
  it("takes power, pledge and calls from miners only", () => {
    const world = new TestWorld();
    const pledge = world.powerState().totalPledgeCollateral;
    world.ok(world.miner, POWER_ACTOR, 3, [atto(4096n), atto(4096n)]);
    world.ok(world.miner, POWER_ACTOR, 6, atto(FIL));
    expect(world.powerState()).toMatchObject({
      totalBytesCommitted: 4096n,
      totalRawBytePower: 4096n,
      minerAboveMinPowerCount: 1,
      totalPledgeCollateral: pledge + FIL,
    });
    expect(world.ok(OWNER, POWER_ACTOR, "MinerRawPower", Number(world.miner))).toEqual([atto(4096n), true]);
    expect(world.exit(world.miner, POWER_ACTOR, 6, atto(-(10n ** 30n)))).toBe(20);
    expect(world.exit(world.miner, POWER_ACTOR, 4, [-1, EMPTY])).toBe(16);
    for (const caller of [OWNER, SYSTEM_ACTOR]) {
      expect(world.exit(caller, POWER_ACTOR, 3, [atto(1n), atto(1n)])).toBe(18);
      expect(world.exit(caller, POWER_ACTOR, 4, [1, EMPTY])).toBe(18);
      expect(world.exit(caller, POWER_ACTOR, 6, atto(1n))).toBe(18);
    }
  });

  it("counts power below the minimum apart", () => {
    const world = new TestWorld();
    world.ok(world.miner, POWER_ACTOR, 3, [atto(1024n), atto(1024n)]);
    expect(world.powerState()).toMatchObject({ totalBytesCommitted: 1024n, totalRawBytePower: 0n });
    world.ok(world.miner, POWER_ACTOR, 3, [atto(2048n), atto(2048n)]);
    expect(world.powerState()).toMatchObject({ totalRawBytePower: 3072n, minerAboveMinPowerCount: 1 });
    world.ok(world.miner, POWER_ACTOR, 3, [atto(-2048n), atto(-2048n)]);
    expect(world.powerState()).toMatchObject({ totalRawBytePower: 0n, minerAboveMinPowerCount: 0 });
    expect(world.exit(world.miner, POWER_ACTOR, 3, [atto(-2048n), atto(0n)])).toBe(20);
  });

  it("freezes a miner whose ordered call fails", () => {
    const world = new TestWorld();
    world.ok(world.miner, POWER_ACTOR, 3, [atto(4096n), atto(4096n)]);
    world.ok(world.miner, POWER_ACTOR, 4, [2, EMPTY]);
    world.epoch = 3;
    world.tick();
    expect(world.powerState()).toMatchObject({ minerCount: 1, totalBytesCommitted: 0n, firstCronEpoch: 4 });
    expect(world.exit(OWNER, POWER_ACTOR, "MinerPower", Number(world.miner))).toBe(17);
  });
});

describe("cron", () => {
  it("moves the smoothed figures each epoch, null rounds or not", () => {
    const world = new TestWorld();
    for (const epoch of [1, 2, 3, 10]) {
      world.epoch = epoch;
      world.tick();
    }
    expect(world.exit(OWNER, CRON_ACTOR, 2)).toBe(18);
    expect(world.exit(SYSTEM_ACTOR, POWER_ACTOR, 5)).toBe(18);
  });

  it("keys epochs as released (epoch_key_test)", () => {
    expect([101, 102, 103, -1].map((epoch) => [...epochKey(epoch)])).toEqual([[0xca, 0x01], [0xcc, 0x01], [0xce, 0x01], [0x01]]);
  });

  it("hands out calls in the order of their epochs, after a long jump too", () => {
    const blocks = new MemoryBlockstore();
    const state = initialPowerState(blocks);
    const miner = new TestWorld().miner;
    for (const epoch of [7, 40_000, 9, 50_000]) {
      appendCronEvent(blocks, state, epoch, { miner, payload: encodeAmount(BigInt(epoch)) });
    }
    expect(dueEpochs(blocks, state, 0, 8)).toEqual([7]);
    expect(dueEpochs(blocks, state, 8, 60_000)).toEqual([9, 40_000, 50_000]);
    const taken = takeCronEvents(blocks, state, 45_000).map(({ payload }) => payload);
    expect(taken).toEqual([7n, 9n, 40_000n].map(encodeAmount));
    expect(state.firstCronEpoch).toBe(45_001);
  });

  it("names the epochs a chain may not jump over", () => {
    const world = new TestWorld();
    world.ok(world.miner, POWER_ACTOR, 4, [500, EMPTY]);
    world.tree.flush();
    expect(cronWork(world.tree, 0, EPOCHS_PER_DAY)).toEqual([500]);
    expect(cronWork(world.tree, 500, EPOCHS_PER_DAY)).toEqual([]);
  });
});
