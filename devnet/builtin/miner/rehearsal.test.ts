import { describe, expect, it } from "vitest";
import { SYSTEM_ACTOR } from "../singletons.ts";
import { atto, FIL, OWNER, TestWorld } from "../test-world.ts";
import { PENALIZE, PLEDGE, RELEASE_PLEDGE } from "./rehearsal.ts";

describe("rehearsal methods", () => {
  it("are the system actor's alone", () => {
    const world = new TestWorld();
    for (const method of [PENALIZE, PLEDGE, RELEASE_PLEDGE]) {
      expect(world.exit(OWNER, world.miner, method, atto(1n))).toBe(18);
      expect(world.exit(world.userActor(), world.miner, method, atto(1n))).toBe(18);
    }
  });

  it("penalise as a fee does: vesting funds first, then free ones, then debt", () => {
    const world = new TestWorld();
    world.setVesting([{ epoch: 5, amount: 10n }]);
    const balance = world.balance(world.miner);
    world.ok(SYSTEM_ACTOR, world.miner, PENALIZE, atto(4n));
    expect(world.minerState()).toMatchObject({ lockedFunds: 6n, feeDebt: 0n });
    world.ok(SYSTEM_ACTOR, world.miner, PENALIZE, atto(balance));
    expect(world.minerState()).toMatchObject({ lockedFunds: 0n, feeDebt: 4n });
  });

  it("pledge and release what is free", () => {
    const world = new TestWorld();
    const available = world.amount(OWNER, world.miner, "GetAvailableBalance");
    const network = world.powerState().totalPledgeCollateral;
    world.ok(SYSTEM_ACTOR, world.miner, PLEDGE, atto(FIL));
    expect(world.amount(OWNER, world.miner, "InitialPledge")).toBe(FIL);
    expect(world.amount(OWNER, world.miner, "GetAvailableBalance")).toBe(available - FIL);
    expect(world.powerState().totalPledgeCollateral - network).toBe(FIL);
    expect(world.exit(SYSTEM_ACTOR, world.miner, PLEDGE, atto(available))).toBe(19);
    expect(world.exit(SYSTEM_ACTOR, world.miner, RELEASE_PLEDGE, atto(2n * FIL))).toBe(16);
    world.ok(SYSTEM_ACTOR, world.miner, RELEASE_PLEDGE, atto(FIL));
    expect(world.powerState().totalPledgeCollateral).toBe(network);
  });
});
