import { describe, expect, it } from "vitest";
import { BURNT_FUNDS_ACTOR, REWARD_ACTOR } from "../singletons.ts";
import { atto, FIL, OWNER, TestWorld } from "../test-world.ts";

describe("ApplyRewards", () => {
  it("locks three quarters and leaves one free", () => {
    const world = new TestWorld();
    const before = world.minerState().lockedFunds;
    const available = world.amount(OWNER, world.miner, "GetAvailableBalance");
    expect(world.reward(world.miner, 1_000_000n).exitCode).toBe(0);
    expect(world.minerState().lockedFunds - before).toBe(750_000n);
    expect(world.amount(OWNER, world.miner, "GetAvailableBalance") - available).toBe(250_000n);
  });

  it("raises the network's pledge by what it locks", () => {
    const world = new TestWorld();
    const before = world.powerState().totalPledgeCollateral;
    world.reward(world.miner, 4n * FIL);
    expect(world.powerState().totalPledgeCollateral - before).toBe(3n * FIL);
  });

  it("burns a penalty out of the locked part", () => {
    const world = new TestWorld();
    const before = world.minerState().lockedFunds;
    const burnt = world.balance(BURNT_FUNDS_ACTOR);
    world.reward(world.miner, 600_000n, 300_000n);
    expect(world.minerState().lockedFunds - before).toBe(450_000n - 300_000n);
    expect(world.balance(BURNT_FUNDS_ACTOR) - burnt).toBe(300_000n);
  });

  it("keeps as fee debt what neither reward nor balance covers", () => {
    const world = new TestWorld();
    const amount = world.balance(world.miner);
    world.reward(world.miner, amount, 3n * amount);
    expect(world.minerState()).toMatchObject({ feeDebt: amount, lockedFunds: 0n });
    expect(world.balance(world.miner)).toBe(0n);
  });

  it("pays an older debt first", () => {
    const world = new TestWorld();
    world.setVesting([]);
    const amount = world.balance(world.miner);
    world.editMiner((state) => (state.feeDebt = 2n * amount));
    expect(world.amount(OWNER, world.miner, "GetAvailableBalance")).toBe(-amount);
    world.reward(world.miner, 3n * amount);
    const state = world.minerState();
    expect(state.feeDebt).toBe(0n);
    expect(state.lockedFunds).toBe((9n * amount) / 4n - 2n * amount);
    expect(world.amount(OWNER, world.miner, "GetAvailableBalance")).toBe(2n * amount - state.lockedFunds);
  });

  it("refuses negative amounts, then everybody but the reward actor, then rewards without money", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, world.miner, 14, [atto(-1n), atto(0n)])).toBe(16);
    expect(world.exit(OWNER, world.miner, 14, [atto(1n), atto(-1n)])).toBe(16);
    expect(world.exit(OWNER, world.miner, 14, [atto(1n), atto(0n)], 1n)).toBe(18);
    expect(world.exit(REWARD_ACTOR, world.miner, 14, [atto(10n ** 30n), atto(0n)])).toBe(19);
  });
});
