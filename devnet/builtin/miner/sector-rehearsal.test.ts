import { describe, expect, it } from "vitest";
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import { decodeCbor } from "../../../filecoin/cbor.ts";
import { POWER_ACTOR, SYSTEM_ACTOR } from "../singletons.ts";
import { atto, FIL, OTHER, OWNER, TestWorld } from "../test-world.ts";
import {
  encodeSealSectors,
  encodeSectorNumbers,
  encodeTerminateSectors,
  FAULT_SECTORS,
  RECOVER_SECTORS,
  SEAL_SECTORS,
  SETTLE_TERMINATIONS,
  TERMINATE_SECTORS,
} from "./sector-rehearsal.ts";

const SIZE = 2048n;

/** A miner with five sectors of 1 FIL pledge each that expire in ten days. */
function sealed(): TestWorld {
  const world = new TestWorld();
  const expiration = 10 * EPOCHS_PER_DAY;
  world.ok(SYSTEM_ACTOR, world.miner, SEAL_SECTORS, encodeSealSectors([{ count: 5, expiration, pledge: FIL, deadline: null }]));
  world.handOver();
  return world;
}

const power = (world: TestWorld): unknown => world.ok(OTHER, POWER_ACTOR, "MinerPower", Number(world.miner));
const status = (world: TestWorld, sector: number): unknown => {
  const [code] = world.ok(OTHER, world.miner, "GenerateSectorLocation", [sector]) as [number, Uint8Array];
  return code;
};

describe("rehearsed sectors", () => {
  it("bring power and pledge, and can be looked up", () => {
    const world = sealed();
    expect(power(world)).toEqual([atto(5n * SIZE), atto(5n * SIZE)]);
    expect(world.minerState()).toMatchObject({ initialPledge: 5n * FIL, deadlineCronActive: true });
    expect(world.ok(OTHER, world.miner, "GetNominalSectorExpiration", 4)).toBe(10 * EPOCHS_PER_DAY);
    expect([0, 1, 2, 3, 4].map((sector) => status(world, sector))).toEqual([1, 1, 1, 1, 1]);
    const [, place] = world.ok(OTHER, world.miner, "GenerateSectorLocation", [4]) as [number, Uint8Array];
    expect((decodeCbor(place) as number[])[1]).toBe(2);
    expect(world.ok(OTHER, world.miner, "ValidateSectorStatus", [4, 1, place])).toBe(true);
  });

  it("lose and regain power", () => {
    const world = sealed();
    world.ok(SYSTEM_ACTOR, world.miner, FAULT_SECTORS, encodeSectorNumbers([1, 3]));
    world.handOver();
    expect(power(world)).toEqual([atto(3n * SIZE), atto(3n * SIZE)]);
    expect(status(world, 3)).toBe(2);
    world.ok(SYSTEM_ACTOR, world.miner, RECOVER_SECTORS, encodeSectorNumbers([3]));
    world.handOver();
    expect(power(world)).toEqual([atto(4n * SIZE), atto(4n * SIZE)]);
    expect(world.exit(SYSTEM_ACTOR, world.miner, FAULT_SECTORS, encodeSectorNumbers([99]))).toBe(17);
  });

  it("cost 2 % of their pledge at least when they are terminated", () => {
    const world = sealed();
    const before = world.balance(world.miner);
    world.ok(SYSTEM_ACTOR, world.miner, TERMINATE_SECTORS, encodeTerminateSectors([0, 4], true));
    world.handOver();
    expect(world.minerState().initialPledge).toBe(3n * FIL);
    expect(before - world.balance(world.miner)).toBeGreaterThanOrEqual((2n * FIL) / 50n);
    expect(world.exit(OWNER, world.miner, "WithdrawBalance", [atto(1n)])).toBe(0);
  });

  it("block withdrawals while their fees are due", () => {
    const world = sealed();
    world.ok(SYSTEM_ACTOR, world.miner, TERMINATE_SECTORS, encodeTerminateSectors([2], false));
    world.handOver();
    expect(status(world, 2)).toBe(0);
    expect(world.exit(OWNER, world.miner, "WithdrawBalance", [atto(1n)])).toBe(18);
    world.ok(SYSTEM_ACTOR, world.miner, SETTLE_TERMINATIONS);
    world.handOver();
    expect(world.exit(OWNER, world.miner, "WithdrawBalance", [atto(1n)])).toBe(0);
  });

  it("are the system actor's alone, and need free funds", () => {
    const world = new TestWorld();
    const params = encodeSealSectors([{ count: 1, expiration: 100, pledge: 10n ** 30n, deadline: null }]);
    expect(world.exit(OWNER, world.miner, SEAL_SECTORS, params)).toBe(18);
    expect(world.exit(world.userActor(), world.miner, SEAL_SECTORS, params)).toBe(18);
    expect(world.exit(SYSTEM_ACTOR, world.miner, SEAL_SECTORS, params)).toBe(19);
  });
});
