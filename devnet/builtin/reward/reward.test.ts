import { describe, expect, it } from "vitest";
import { Address } from "../../../filecoin/address.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { actorId } from "../../../filecoin/units.ts";
import { BURNT_FUNDS_ACTOR, CRON_ACTOR, POWER_ACTOR, REWARD_ACTOR, SYSTEM_ACTOR } from "../singletons.ts";
import { atto, FIL, idParam, OWNER, TestWorld } from "../test-world.ts";
import { BASELINE_INITIAL_VALUE, BASELINE_TOTAL, epochReward, rewardTheta, SIMPLE_TOTAL } from "./minting.ts";
import { decodeRewardState, initialRewardState, updateNetworkKpi } from "./state.ts";

const Q = 1n << 128n;
const award = (miner: bigint, penalty = 0n, gas = 0n, wins = 1): Parameters<TestWorld["exit"]>[3] => [
  Address.id(miner).bytes,
  encodeAmount(penalty),
  encodeAmount(gas),
  wins,
];

describe("minting (vectors of builtin-actors' golden files)", () => {
  it.each([
    [0, 36266264293777134739n],
    [5000, 36246341860983438171n],
    [490000, 34364980812279232031n],
    [1490000, 30788470382725839805n],
    [2555000, 27387841182142501307n],
  ])("mints by time at epoch %i", (epoch, expected) => {
    expect(epochReward(epoch, 0n, 0n, SIMPLE_TOTAL, BASELINE_TOTAL)).toBe(expected);
  });

  it.each([
    [0n, 340282366920938463463374607398434878123n, 84621274052457285111n],
    [1701411834604692317316873037158763279502223n, 1701752116971613255780336411766161714380346n, 84574788381047331439n],
    [869421447482997774148922121988128035825635953n, 869421787765364695087385585362735434260514076n, 63904955735320338264n],
  ])("mints by storage from theta %s", (before, now, expected) => {
    const simple = epochReward(0, 0n, 0n, SIMPLE_TOTAL, BASELINE_TOTAL);
    expect(epochReward(0, before, now, SIMPLE_TOTAL, BASELINE_TOTAL) - simple).toBe(expected);
  });

  it("interpolates effective network time", () => {
    expect(rewardTheta(1, 4096n, 2048n + 2048n, 2048n + 4096n)).toBe(Q / 2n);
    expect(rewardTheta(1, 4096n, 2048n + 1024n, 2048n + 4096n)).toBe(Q / 4n);
    expect(rewardTheta(0, 4096n, 1n, 1n)).toBe(0n);
  });

  it("starts a network without power at epoch 0", () => {
    const state = initialRewardState(0n);
    expect(state).toMatchObject({ epoch: 0, cumsumRealized: 0n, thisEpochReward: 36266264293777134739n });
    expect(state.thisEpochBaselinePower).toBe(BASELINE_INITIAL_VALUE - 1n);
    expect(state.effectiveBaselinePower).toBe(BASELINE_INITIAL_VALUE);
  });

  it("mints no more for power beyond the baseline", () => {
    const full = initialRewardState(BASELINE_INITIAL_VALUE);
    expect(initialRewardState(2n * BASELINE_INITIAL_VALUE).thisEpochReward).toBe(full.thisEpochReward);
  });

  it("catches up over null rounds", () => {
    const state = initialRewardState(1n << 50n);
    updateNetworkKpi(state, 1n << 50n, 10);
    expect(state.epoch).toBe(11);
  });
});

describe("AwardBlockReward", () => {
  it("pays a fifth of the epoch's reward for a win, plus the gas reward", () => {
    const world = new TestWorld();
    const before = world.balance(world.miner);
    const minted = 36266264293777134739n / 5n;
    world.ok(SYSTEM_ACTOR, REWARD_ACTOR, 2, award(world.miner, 0n, 0n, 1));
    expect(world.balance(world.miner) - before).toBe(minted);
    expect(world.minerState().lockedFunds).toBeGreaterThan((minted * 3n) / 4n - 1n);
  });

  it("triples the penalty", () => {
    const world = new TestWorld();
    const burnt = world.balance(BURNT_FUNDS_ACTOR);
    world.ok(SYSTEM_ACTOR, REWARD_ACTOR, 2, award(world.miner, FIL, 0n, 1));
    expect(world.balance(BURNT_FUNDS_ACTOR) - burnt).toBe(3n * FIL);
  });

  it("sends what a miner cannot take to the burnt funds", () => {
    const world = new TestWorld();
    const stranger = world.userActor();
    const burnt = world.balance(BURNT_FUNDS_ACTOR);
    world.setCode(stranger, "system");
    world.ok(SYSTEM_ACTOR, REWARD_ACTOR, 2, award(stranger));
    expect(world.balance(BURNT_FUNDS_ACTOR) - burnt).toBe(36266264293777134739n / 5n);
  });

  it("pays out what is left when the reward exceeds the balance", () => {
    const world = new TestWorld();
    world.setBalance(REWARD_ACTOR, 300n);
    const before = world.balance(world.miner);
    world.ok(SYSTEM_ACTOR, REWARD_ACTOR, 2, award(world.miner, 0n, 0n, 1));
    expect(world.balance(world.miner) - before).toBe(300n);
  });

  it("refuses everybody but the system actor, and impossible figures", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, REWARD_ACTOR, 2, award(world.miner))).toBe(18);
    expect(world.exit(SYSTEM_ACTOR, REWARD_ACTOR, 2, award(world.miner, -1n))).toBe(16);
    expect(world.exit(SYSTEM_ACTOR, REWARD_ACTOR, 2, award(world.miner, 0n, -1n))).toBe(16);
    expect(world.exit(SYSTEM_ACTOR, REWARD_ACTOR, 2, award(world.miner, 0n, 0n, 0))).toBe(16);
    expect(world.exit(SYSTEM_ACTOR, REWARD_ACTOR, 2, award(world.miner, 0n, 2_000_000_000n * FIL))).toBe(20);
  });
});

describe("the epoch's end", () => {
  it("answers smoothed reward and baseline, and takes the network's power from the power actor only", () => {
    const world = new TestWorld();
    const [smoothed, baseline] = world.ok(OWNER, REWARD_ACTOR, 3) as [unknown, Uint8Array];
    const state = decodeRewardState(world.state(REWARD_ACTOR));
    expect(smoothed).toEqual([encodeAmount(state.thisEpochRewardSmoothed.position), encodeAmount(state.thisEpochRewardSmoothed.velocity)]);
    expect(baseline).toEqual(encodeAmount(state.thisEpochBaselinePower));
    expect(world.exit(CRON_ACTOR, REWARD_ACTOR, 4, atto(0n))).toBe(18);
    expect(world.exit(POWER_ACTOR, REWARD_ACTOR, 4, null)).toBe(16);
    expect(world.exit(POWER_ACTOR, REWARD_ACTOR, 4, atto(1n << 50n))).toBe(0);
  });

  it("lets a user actor ask nothing by an internal number", () => {
    const world = new TestWorld();
    expect(world.exit(world.userActor(), REWARD_ACTOR, 3)).toBe(18);
    expect(world.exit(actorId(100), REWARD_ACTOR, 99)).toBe(22);
    expect(world.exit(OWNER, REWARD_ACTOR, 3, idParam(1))).toBe(16);
  });
});
