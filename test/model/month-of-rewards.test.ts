import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { DAY, World, fil } from "../owner/world.ts";

const DAYS = 30;
const FEE_BPS = 1_000n;
/** Tokens of Alice (100 FIL) and Bob (300 FIL). */
const ALICES = 1n;
const BOBS = 2n;

/** Two holders whose 400 FIL are all pledged at a miner without equity; a tenth of rewards is the operator's fee. */
function twoHolders(): World {
  const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
  world.deposit("alice", fil(100));
  world.deposit("bob", fil(300));
  world.forward(fil(400));
  world.pledge(fil(400));
  return world;
}

/** A block reward each day, harvested each day by a stranger; returns what was harvested and what of it bore no fee. */
function month(world: World): { harvested: bigint; toHolders: bigint } {
  let harvested = 0n;
  let toHolders = 0n;
  for (let day = 0; day < DAYS; day++) {
    world.advance(DAY);
    world.reward(fil(4) + BigInt(day));
    const reward = world.harvest();
    harvested += reward;
    toHolders += reward - (reward * FEE_BPS) / 10_000n;
  }
  return { harvested, toHolders };
}

/** Equal but for what floors and carried fractions move, an attoFIL a message. */
function near(actual: bigint, expected: bigint, messages: number): void {
  const off = actual - expected;
  expect((off < 0n ? -off : off) <= BigInt(messages), `${actual} is within ${messages} attoFIL of ${expected}`).toBe(true);
}

describe("thirty days of rewards", () => {
  it("reach two holders by their principal, after the operator's fee", () => {
    const world = twoHolders();
    const { harvested, toHolders } = month(world);
    // 1 FIL of each reward is free at once; of what vests, a day's reward brings 3 FIL / 180 each later day.
    expect(harvested).toBeGreaterThan(fil(36));
    expect(harvested).toBeLessThan(fil(39));
    expect(world.pool()).toMatchObject({ fees: harvested - toHolders, liquid: 0n, atMiners: fil(400), surplus: 0n });
    world.advance(60 * DAY);
    near(world.position(ALICES).reward, toHolders / 4n, 2 * DAYS);
    near(world.position(BOBS).reward, (toHolders * 3n) / 4n, 2 * DAYS);
    const paid = world.must("alice", "Withdraw", { tokens: [ALICES], recipient: null }) + world.must("bob", "Withdraw", { tokens: [BOBS], recipient: null });
    expect(world.pool().rewards).toBe(toHolders - paid);
  });

  it("flow on after the last harvest, so that nothing is gained by timing it", () => {
    const world = twoHolders();
    const { toHolders } = month(world);
    const { streamLeft, streamEnd } = world.pool();
    const flowed = world.position(ALICES).reward + world.position(BOBS).reward;
    near(flowed + streamLeft, toHolders, 2 * DAYS);
    expect(streamEnd - world.epoch).toBeGreaterThan(0);
    const half = Math.floor((streamEnd - world.epoch) / 2);
    world.advance(half);
    near(world.position(ALICES).reward + world.position(BOBS).reward, flowed + (streamLeft * BigInt(half)) / BigInt(streamEnd - world.epoch + half), 4);
  });

  it("a transfer moves principal and future reward, but not what was earned", () => {
    const world = twoHolders();
    month(world);
    const { streamLeft } = world.pool();
    const earned = world.position(BOBS).reward;
    expect(earned).toBeGreaterThan(0n);
    world.must("bob", "Transfer", { to: Address.id(world.people.carol), tokens: [BOBS], operatorData: new Uint8Array() });
    expect(world.account("bob")).toMatchObject({ claim: earned, tokens: 0n });
    expect(world.position(BOBS)).toMatchObject({ owner: world.people.carol, principal: fil(300), reward: 0n });
    world.advance(60 * DAY);
    expect(world.account("bob").claim).toBe(earned);
    near(world.position(BOBS).reward, (streamLeft * 3n) / 4n, 4);
    expect(world.must("bob", "Withdraw", { tokens: [], recipient: null })).toBe(earned);
    world.refused("bob", "Withdraw", { tokens: [BOBS], recipient: null }, 18, "not the caller's token");
  });
});
