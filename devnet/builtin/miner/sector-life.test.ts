import { describe, expect, it } from "vitest";
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import { FAULT_MAX_AGE } from "../policy.ts";
import { POWER_ACTOR, SYSTEM_ACTOR } from "../singletons.ts";
import { atto, FIL, OTHER, TestWorld } from "../test-world.ts";
import {
  DECLARE_RECOVERIES,
  encodeSealSectors,
  encodeSectorNumbers,
  encodeTerminateSectors,
  FAULT_SECTORS,
  PROVE_DEADLINE,
  RECOVER_SECTORS,
  SEAL_SECTORS,
  SETTLE_TERMINATIONS,
  TERMINATE_SECTORS,
} from "./sector-rehearsal.ts";

const SIZE = 2048n;
const PLEDGE = FIL;

/** Two dozen sectors in four deadlines, of which a few end each day from day 3 on; enough money about for a daily fee. */
function busyMiner(): TestWorld {
  const world = new TestWorld({ balance: 1_000n * FIL });
  world.circulatingSupply = 600_000_000n * FIL;
  const groups = [3, 4, 40, 41].flatMap((deadline) =>
    [0, 1, 2, 3, 4, 5].map((i) => ({ count: 1, expiration: (3 + i) * EPOCHS_PER_DAY + 17 * deadline, pledge: PLEDGE, deadline })),
  );
  world.ok(SYSTEM_ACTOR, world.miner, SEAL_SECTORS, encodeSealSectors(groups));
  world.handOver();
  return world;
}

/** Lets deadlines end, proven each, up to an epoch; released actors do the same to the same states. */
function pass(world: TestWorld, until: number): void {
  for (let [next] = world.cronEpochs(until); next !== undefined; [next] = world.cronEpochs(until)) {
    world.epoch = next;
    world.ok(SYSTEM_ACTOR, world.miner, PROVE_DEADLINE);
    world.handOver();
    world.tick();
    world.epoch++;
  }
  world.epoch = until;
}

const rehearse = (world: TestWorld, method: number, numbers: readonly number[]): void => {
  world.ok(SYSTEM_ACTOR, world.miner, method, encodeSectorNumbers(numbers));
  world.handOver();
};
const power = (world: TestWorld): unknown => world.ok(OTHER, POWER_ACTOR, "MinerPower", Number(world.miner));
const sectors = (n: bigint): unknown => [atto(n * SIZE), atto(n * SIZE)];
const statusOf = (world: TestWorld, sector: number): unknown => (world.ok(OTHER, world.miner, "GenerateSectorLocation", [sector]) as [number, unknown])[0];

describe("the life of sectors, deadline by deadline, as the released actor lives it", () => {
  it("fees are paid each day, and each sector goes on the day it has to, with its pledge", () => {
    const world = busyMiner();
    const held = world.balance(world.miner);
    pass(world, 2 * EPOCHS_PER_DAY);
    expect(power(world)).toEqual(sectors(24n));
    expect(world.minerState().feeDebt).toBe(0n);
    const paid = held - world.balance(world.miner);
    // 161,817 · 10⁻³⁰ of 600 million FIL a byte, for 24 sectors and two days, rounded down for each sector.
    expect(paid).toBe(2n * 24n * ((161_817n * 600_000_000n * FIL * SIZE) / 10n ** 30n));
    pass(world, 5 * EPOCHS_PER_DAY);
    expect(world.minerState().initialPledge).toBeLessThan(20n * PLEDGE);
    pass(world, 12 * EPOCHS_PER_DAY);
    expect(power(world)).toEqual(sectors(0n));
    expect(world.minerState().initialPledge).toBe(0n);
  });

  it("a fault costs power and fees until it is recovered; a recovery counts from the end of its deadline on", () => {
    const world = busyMiner();
    rehearse(world, FAULT_SECTORS, [3, 10, 17]);
    expect(power(world)).toEqual(sectors(21n));
    pass(world, EPOCHS_PER_DAY);
    rehearse(world, DECLARE_RECOVERIES, [3, 10]);
    expect(power(world)).toEqual(sectors(21n));
    expect([statusOf(world, 3), statusOf(world, 17)]).toEqual([2, 2]);
    pass(world, 2 * EPOCHS_PER_DAY);
    expect(power(world)).toEqual(sectors(23n));
    expect([statusOf(world, 3), statusOf(world, 17)]).toEqual([1, 2]);
    rehearse(world, RECOVER_SECTORS, [17]);
    expect(power(world)).toEqual(sectors(24n));
    pass(world, 13 * EPOCHS_PER_DAY);
    expect(world.minerState().initialPledge).toBe(0n);
  });

  it("a declared recovery that fails again is faulty as before", () => {
    const world = busyMiner();
    rehearse(world, FAULT_SECTORS, [3]);
    rehearse(world, DECLARE_RECOVERIES, [3]);
    rehearse(world, FAULT_SECTORS, [3]);
    pass(world, EPOCHS_PER_DAY);
    expect(power(world)).toEqual(sectors(23n));
  });

  it("a sector that stays faulty for 42 days ends early and pays for it", () => {
    const world = new TestWorld({ balance: 1_000n * FIL });
    const groups = [0, 1].map((i) => ({ count: 2, expiration: 400 * EPOCHS_PER_DAY + i, pledge: PLEDGE, deadline: 7 }));
    world.ok(SYSTEM_ACTOR, world.miner, SEAL_SECTORS, encodeSealSectors(groups));
    rehearse(world, FAULT_SECTORS, [1, 2]);
    pass(world, FAULT_MAX_AGE - EPOCHS_PER_DAY);
    expect(world.minerState().initialPledge).toBe(4n * PLEDGE);
    pass(world, FAULT_MAX_AGE + 2 * EPOCHS_PER_DAY);
    expect(world.minerState().initialPledge).toBe(2n * PLEDGE);
    expect([0, 1, 2, 3].map((n) => statusOf(world, n))).toEqual([1, 0, 0, 1]);
    expect(world.minerState().earlyTerminations).toHaveLength(0);
  });

  it("whoever ends sectors by hand leaves nothing of them in the queues, faulty ones and recovering ones too", () => {
    const world = busyMiner();
    rehearse(world, FAULT_SECTORS, [1, 2]);
    rehearse(world, DECLARE_RECOVERIES, [2]);
    world.ok(SYSTEM_ACTOR, world.miner, TERMINATE_SECTORS, encodeTerminateSectors([0, 1, 2, 9], false));
    world.ok(SYSTEM_ACTOR, world.miner, SETTLE_TERMINATIONS);
    world.handOver();
    expect(power(world)).toEqual(sectors(20n));
    expect(world.minerState().initialPledge).toBe(20n * PLEDGE);
    pass(world, 12 * EPOCHS_PER_DAY);
    expect([power(world), world.minerState().initialPledge]).toEqual([sectors(0n), 0n]);
  });

  it("more sectors than a partition holds go into the next one", () => {
    const world = new TestWorld();
    world.ok(SYSTEM_ACTOR, world.miner, SEAL_SECTORS, encodeSealSectors([{ count: 5, expiration: 400_000, pledge: 0n, deadline: 9 }]));
    world.ok(SYSTEM_ACTOR, world.miner, SEAL_SECTORS, encodeSealSectors([{ count: 2, expiration: 400_000, pledge: 0n, deadline: 9 }]));
    world.handOver();
    const places = [0, 1, 4, 5, 6].map((n) => (world.ok(OTHER, world.miner, "GenerateSectorLocation", [n]) as [number, Uint8Array])[1].at(-1));
    expect(places).toEqual([0, 0, 2, 2, 3]);
  });
});
