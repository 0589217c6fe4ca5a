import { describe, expect, it } from "vitest";
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import { BURNT_FUNDS_ACTOR, SYSTEM_ACTOR } from "../singletons.ts";
import { atto, FIL, idParam, OTHER, OWNER, TestWorld, THIRD, WORKER } from "../test-world.ts";

const WITHDRAW = "WithdrawBalance";
const ALL = [atto(10n ** 30n)];
const free = (world: TestWorld): bigint => world.amount(SYSTEM_ACTOR, world.miner, "GetAvailableBalance");

describe("WithdrawBalance", () => {
  it("pays the owner what it asks for", () => {
    const world = new TestWorld();
    const before = world.balance(OWNER);
    expect(world.amount(OWNER, world.miner, WITHDRAW, [atto(FIL)])).toBe(FIL);
    expect(world.balance(OWNER) - before).toBe(FIL);
  });

  it("pays no more than is available: the deposit stays locked", () => {
    const world = new TestWorld();
    const available = free(world);
    expect(world.minerState().lockedFunds).toBeGreaterThan(0n);
    expect(world.amount(OWNER, world.miner, WITHDRAW, ALL)).toBe(available);
    expect(world.balance(world.miner)).toBe(world.minerState().lockedFunds);
  });

  it("refuses a negative amount before it looks at the caller, then strangers", () => {
    const world = new TestWorld();
    expect(world.exit(THIRD, world.miner, WITHDRAW, [atto(-1n)])).toBe(16);
    expect(world.exit(THIRD, world.miner, WITHDRAW, [atto(1n)])).toBe(18);
    expect(world.exit(WORKER, world.miner, WITHDRAW, [atto(1n)])).toBe(18);
    expect(world.exit(OWNER, world.miner, WITHDRAW, atto(1n))).toBe(21);
    expect(world.exit(OWNER, world.miner, WITHDRAW)).toBe(16);
  });

  it("waits for the fees of terminated sectors", () => {
    const world = new TestWorld();
    world.editMiner((state) => (state.earlyTerminations = Uint8Array.of(0x0c)));
    expect(world.exit(OWNER, world.miner, WITHDRAW, [atto(0n)])).toBe(18);
  });

  it("fails with 19 while the fee debt exceeds what is free", () => {
    const world = new TestWorld();
    world.editMiner((state) => (state.feeDebt = world.balance(world.miner) + FIL));
    expect(world.exit(OWNER, world.miner, WITHDRAW, [atto(0n)])).toBe(19);
  });

  it("burns the whole debt first and pays what is left", () => {
    const world = new TestWorld();
    const available = free(world);
    world.editMiner((state) => (state.feeDebt = available - FIL));
    const burnt = world.balance(BURNT_FUNDS_ACTOR);
    expect(world.amount(OWNER, world.miner, WITHDRAW, ALL)).toBe(FIL);
    expect(world.balance(BURNT_FUNDS_ACTOR) - burnt).toBe(available - FIL);
    expect(world.minerState().feeDebt).toBe(0n);
  });

  it("repays debt when nothing is asked for", () => {
    const world = new TestWorld();
    world.editMiner((state) => (state.feeDebt = 5n));
    expect(world.amount(OWNER, world.miner, WITHDRAW, [atto(0n)])).toBe(0n);
    expect(world.minerState().feeDebt).toBe(0n);
  });

  it("unlocks what vested, and tells the network of it", () => {
    const world = new TestWorld();
    world.reward(world.miner, 4n * FIL);
    const pledge = world.powerState().totalPledgeCollateral;
    const locked = world.minerState().lockedFunds;
    world.epoch = 30 * EPOCHS_PER_DAY;
    const seen = free(world);
    const paid = world.amount(OWNER, world.miner, WITHDRAW, ALL);
    const vested = locked - world.minerState().lockedFunds;
    expect(vested).toBeGreaterThan(0n);
    expect(paid).toBe(seen + vested);
    expect(pledge - world.powerState().totalPledgeCollateral).toBe(vested);
  });

  it("fails with 20 when the deposit vests in a network without other pledge", () => {
    const world = new TestWorld({ wins: 0 });
    expect(world.amount(OWNER, world.miner, WITHDRAW, [atto(1n)])).toBe(1n);
    world.epoch = 3 * EPOCHS_PER_DAY;
    expect(world.exit(OWNER, world.miner, WITHDRAW, [atto(1n)])).toBe(20);
  });
});

describe("WithdrawBalance with a beneficiary other than the owner", () => {
  function withBeneficiary(quota: bigint, expiration: number): TestWorld {
    const world = new TestWorld();
    for (const caller of [OWNER, OTHER]) {
      world.ok(caller, world.miner, "ChangeBeneficiary", [idParam(OTHER), atto(quota), expiration]);
    }
    return world;
  }

  it("pays the beneficiary, whoever calls, up to the quota", () => {
    const world = withBeneficiary(3n * FIL, 200);
    const before = world.balance(OTHER);
    expect(world.amount(OWNER, world.miner, WITHDRAW, [atto(FIL)])).toBe(FIL);
    expect(world.amount(OTHER, world.miner, WITHDRAW, ALL)).toBe(2n * FIL);
    expect(world.balance(OTHER) - before).toBe(3n * FIL);
    expect(world.minerInfo().beneficiaryTerm.usedQuota).toBe(3n * FIL);
    expect(world.exit(OWNER, world.miner, WITHDRAW, [atto(0n)])).toBe(18);
  });

  it("allows zero while the term runs, nothing once it ended", () => {
    const world = withBeneficiary(1n, 200);
    expect(world.amount(OTHER, world.miner, WITHDRAW, [atto(0n)])).toBe(0n);
    world.epoch = 200;
    expect(world.exit(OTHER, world.miner, WITHDRAW, [atto(1n)])).toBe(18);
  });
});

describe("RepayDebt", () => {
  it("pays from vesting funds before free ones and keeps the rest as debt", () => {
    const world = new TestWorld();
    world.setVesting([
      { epoch: 100, amount: 30n },
      { epoch: 200, amount: 50n },
    ]);
    const available = free(world);
    world.editMiner((state) => (state.feeDebt = available + 80n + 1n));
    world.ok(WORKER, world.miner, "RepayDebt");
    expect(world.minerState()).toMatchObject({ feeDebt: 1n, lockedFunds: 0n, vestingFunds: null });
    expect(world.balance(world.miner)).toBe(0n);
  });

  it("takes a small debt out of the next entry alone", () => {
    const world = new TestWorld();
    world.setVesting([
      { epoch: 100, amount: 30n },
      { epoch: 200, amount: 50n },
    ]);
    world.editMiner((state) => (state.feeDebt = 30n));
    world.ok(OWNER, world.miner, "RepayDebt");
    expect(world.minerState().lockedFunds).toBe(50n);
    expect(world.minerState().vestingFunds?.head).toEqual({ epoch: 100, amount: 0n });
    expect(world.vesting()).toEqual([{ epoch: 200, amount: 50n }]);
  });

  it("counts the value that comes with it, and nothing without money", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, WITHDRAW, ALL);
    world.setVesting([]);
    world.editMiner((state) => (state.feeDebt = 10n * FIL));
    const left = world.balance(world.miner);
    world.ok(OWNER, world.miner, "RepayDebt", undefined, 10n * FIL - left);
    expect(world.minerState().feeDebt).toBe(0n);
    expect(world.exit(OTHER, world.miner, "RepayDebt")).toBe(18);
    expect(world.exit(world.userActor(), world.miner, 22)).toBe(18);
  });
});
