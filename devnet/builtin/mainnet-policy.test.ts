import { describe, expect, it } from "vitest";
import { EPOCHS_PER_DAY } from "../../filecoin/epochs.ts";
import type { CborValue } from "../../filecoin/cbor.ts";
import { MAINNET_POLICY } from "./policy.ts";
import { POWER_ACTOR } from "./singletons.ts";
import { atto, FIL, idParam, OWNER, TestWorld, WORKER } from "./test-world.ts";

const mainnet = (): TestWorld => new TestWorld({ policy: MAINNET_POLICY, proof: 13 });
const create = (proof: number): CborValue => [idParam(OWNER), idParam(WORKER), proof, new Uint8Array(0), []];

describe("actors with mainnet's parameters", () => {
  it("take sectors of 32 and 64 GiB only", () => {
    const world = mainnet();
    const exits = [13, 14, 10, 12].map((proof) => world.exit(OWNER, POWER_ACTOR, "CreateMiner", create(proof), 100n * FIL));
    expect(exits).toEqual([0, 0, 16, 16]);
    expect(world.ok(OWNER, world.miner, "GetSectorSize")).toBe(32 * 2 ** 30);
  });

  it("ask whole FIL as a miner's deposit, which then vests", () => {
    const world = mainnet();
    world.circulatingSupply = 600_000_000n * FIL;
    expect(world.exit(OWNER, POWER_ACTOR, "CreateMiner", create(13), FIL / 1000n)).toBe(19);
    const deposit = world.minerState().lockedFunds;
    expect(deposit).toBeGreaterThan(FIL / 1000n);
    world.epoch = 200 * EPOCHS_PER_DAY;
    expect(world.amount(OWNER, world.miner, "WithdrawBalance", [atto(1000n * FIL)])).toBe(100n * FIL);
    expect(world.minerState().lockedFunds).toBe(0n);
  });
});
