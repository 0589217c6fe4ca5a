import { describe, expect, it } from "vitest";
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import { POWER_ACTOR, SYSTEM_ACTOR } from "../singletons.ts";
import { atto, FIL, OTHER, TestWorld } from "../test-world.ts";
import { encodeSealSectors, encodeSectorNumbers, FAULT_SECTORS, SEAL_SECTORS } from "./sector-rehearsal.ts";

/** A miner with five sectors of 1 FIL pledge each that expire in ten days. */
function sealed(): TestWorld {
  const world = new TestWorld();
  const expiration = 10 * EPOCHS_PER_DAY;
  world.ok(SYSTEM_ACTOR, world.miner, SEAL_SECTORS, encodeSealSectors([{ count: 5, expiration, pledge: FIL, deadline: null }]));
  return world;
}

const power = (world: TestWorld): unknown => world.ok(OTHER, POWER_ACTOR, "MinerPower", Number(world.miner));
const status = (world: TestWorld, sector: number): unknown => {
  const [code] = world.ok(OTHER, world.miner, "GenerateSectorLocation", [sector]) as [number, Uint8Array];
  return code;
};

/** Runs cron at each epoch it has been ordered for, up to `until`. */
function runCron(world: TestWorld, until: number): void {
  for (;;) {
    const queue = world.cronEpochs(until);
    if (queue[0] === undefined) break;
    world.epoch = queue[0];
    world.tick();
  }
  world.epoch = until;
}

describe("the end of a proving deadline", () => {
  it("pay a fee for each day of fault, from vesting and free funds", () => {
    const world = sealed();
    world.ok(SYSTEM_ACTOR, world.miner, FAULT_SECTORS, encodeSectorNumbers([0]));
    const before = world.balance(world.miner);
    runCron(world, 3 * EPOCHS_PER_DAY);
    expect(world.balance(world.miner)).toBeLessThan(before);
    expect(world.minerState().feeDebt).toBe(0n);
  });

  it("free their pledge when they expire", () => {
    const world = sealed();
    const network = world.powerState().totalPledgeCollateral;
    runCron(world, 12 * EPOCHS_PER_DAY);
    expect(world.minerState().initialPledge).toBe(0n);
    expect(power(world)).toEqual([atto(0n), atto(0n)]);
    expect(network - world.powerState().totalPledgeCollateral).toBeGreaterThanOrEqual(5n * FIL);
    expect(status(world, 0)).toBe(0);
  });
});
