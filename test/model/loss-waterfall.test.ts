import { describe, expect, it } from "vitest";
import { World, eventOf, fil } from "../owner/world.ts";

/** Tokens: the operator's junior of 50 FIL, Alice's 100 FIL, Bob's 300 FIL. */
const JUNIOR = 1n;
const ALICES = 2n;
const BOBS = 3n;

/** 450 FIL at a miner without equity of its own, none of it pledged, and 10 FIL of operator's fees withheld. */
function withheldFees(): World {
  const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
  world.stakeJunior(fil(50));
  world.deposit("alice", fil(100));
  world.deposit("bob", fil(300));
  world.forward(fil(450));
  world.reward(fil(400));
  world.harvest();
  expect(world.pool()).toMatchObject({ withheldNewer: fil(10), fees: fil(10), atMiners: fil(450), liquid: 0n });
  return world;
}

/** Burns all that vests at the miner and `amount` more, and measures it. */
function lose(world: World, amount: bigint): ReturnType<typeof eventOf<"loss">> {
  world.penalty(world.pool().vesting + amount);
  const done = world.call("stranger", "Measure", { miner: world.miner });
  expect(done.ret).toBe(amount);
  return eventOf(done, "loss");
}

const principals = (world: World): bigint[] => [JUNIOR, ALICES, BOBS].map((token) => world.position(token).principal);

describe("a loss", () => {
  it("costs nobody while what vests covers it", () => {
    const world = withheldFees();
    world.penalty(world.pool().vesting);
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(0n);
    expect(principals(world)).toEqual([fil(50), fil(100), fil(300)]);
    expect(world.pool().withheldNewer).toBe(fil(10));
  });

  it("is borne by withheld fees first: they become liquid principal in its place", () => {
    const world = withheldFees();
    expect(lose(world, fil(8))).toMatchObject({ withheld: fil(8), junior: 0n, senior: 0n });
    expect(world.pool()).toMatchObject({ withheldNewer: fil(2), fees: fil(2), liquid: fil(8), atMiners: fil(442), writtenOffJunior: 0n });
    expect(principals(world)).toEqual([fil(50), fil(100), fil(300)]);
  });

  it("then by the operator's junior, then by the seniors alike", () => {
    const world = withheldFees();
    expect(lose(world, fil(30))).toMatchObject({ withheld: fil(10), junior: fil(20), senior: 0n });
    expect(principals(world)).toEqual([fil(30), fil(100), fil(300)]);
    expect(lose(world, fil(70))).toMatchObject({ withheld: 0n, junior: fil(30), senior: fil(40) });
    expect(principals(world)).toEqual([0n, fil(90), fil(270)]);
    expect(world.pool()).toMatchObject({ writtenOffJunior: fil(50), writtenOffSenior: fil(40), liquid: fil(10), atMiners: fil(350), fees: 0n, surplus: 0n });
  });

  it("takes no more than all principal at the miner, whatever the debt", () => {
    const world = withheldFees();
    world.penalty(world.pool().vesting + fil(10_000));
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(fil(450));
    expect(principals(world)).toEqual([0n, fil("2.5"), fil("7.5")]);
    expect(world.pool()).toMatchObject({ liquid: fil(10), atMiners: 0n });
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(0n);
  });
});

describe("earning a loss back", () => {
  /** 40 FIL of the seniors and 50 FIL of the junior are written off. */
  function writtenOff(): World {
    const world = withheldFees();
    lose(world, fil(100));
    return world;
  }

  it("bears no fee and lowers the seniors' part first; beyond it, fees are taken again", () => {
    const world = writtenOff();
    world.reward(fil(200));
    expect(eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest")).toMatchObject({ reward: fil(50), recovered: fil(50), fees: 0n });
    expect(world.pool()).toMatchObject({ writtenOffSenior: 0n, writtenOffJunior: fil(40), fees: 0n });
    world.reward(fil(400));
    expect(eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest")).toMatchObject({ reward: fil(100), recovered: fil(40), fees: fil(6) });
    expect(world.pool()).toMatchObject({ writtenOffSenior: 0n, writtenOffJunior: 0n, fees: fil(6) });
  });

  it("comes as reward by the weight of principal: what was written off stays written off", () => {
    const world = writtenOff();
    const before = [ALICES, BOBS].map((token) => world.position(token).reward);
    const { streamLeft } = world.pool();
    world.reward(fil(160));
    expect(world.harvest()).toBe(fil(40));
    world.advance(1_000_000);
    expect(principals(world)).toEqual([0n, fil(90), fil(270)]);
    const [alice, bob] = [ALICES, BOBS].map((token, i) => world.position(token).reward - (before[i] as bigint)) as [bigint, bigint];
    const all = streamLeft + fil(40);
    expect(all / 4n - alice < 4n && (all * 3n) / 4n - bob < 4n).toBe(true);
    expect(world.must("operator", "Withdraw", { tokens: [JUNIOR], recipient: null })).toBeLessThan(fil(90));
  });
});
