import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY, NOTICE, SMOOTHING, World, fil } from "../owner/world.ts";

/** 100,000 FIL of Alice, all pledged at a miner without equity; no fees, and a month of rewards ready to be harvested. */
function aboutToBeHarvested(): World {
  const world = World.create({ minerBalance: 0n, terms: { fees: [], reserveBps: 0, cap: fil(10_000_000) } });
  world.takeOver();
  world.confirm();
  world.openDeposits(fil(5_000_000));
  world.deposit("alice", fil(100_000));
  world.forward(fil(100_000));
  world.pledge(fil(100_000));
  world.reward(fil(4_000));
  world.harvest();
  world.advance(30 * DAY);
  world.must("stranger", "Measure", { miner: world.miner });
  return world;
}

interface Visit {
  /** FIL that come in just before the harvest. */
  readonly amount: number;
  /** Days between harvests while it is there, and the block reward (FIL) of each time. */
  readonly harvests: readonly { readonly days: number; readonly reward: number }[];
}

const visits: fc.Arbitrary<Visit> = fc.record({
  amount: fc.integer({ min: 1, max: 3_000_000 }),
  harvests: fc.array(fc.record({ days: fc.integer({ min: 0, max: 5 }), reward: fc.integer({ min: 0, max: 8_000 }) }), { minLength: 1, maxLength: 3 }),
});

it("a visitor gains no more than his part of the stream at entry and of each harvest over the smoothing time (I7)", () => {
  fc.assert(
    fc.property(visits, ({ amount, harvests }) => {
      const world = aboutToBeHarvested();
      const x = fil(amount);
      const token = world.deposit("bob", x);
      const { streamLeft, streamEnd, liquid, atMiners } = world.pool();
      const P = liquid + atMiners;
      const entry = world.epoch;
      const before = streamEnd > entry ? { n: streamLeft, time: BigInt(streamEnd - entry) } : { n: 0n, time: 1n };
      let harvested = 0n;
      for (const { days, reward } of harvests) {
        world.advance(days * DAY + 1);
        world.reward(fil(reward));
        harvested += world.harvest();
      }
      const k = BigInt(world.epoch - entry);
      const gain = world.position(token).reward;
      // gain ≤ x·k/P · (left/(end − now) + Σ n/smoothing), and one epoch more of each for the rounding of the stream's end.
      const epochs = k + BigInt(harvests.length);
      const bound = (x * epochs * (before.n * BigInt(SMOOTHING) + harvested * before.time)) / (P * before.time * BigInt(SMOOTHING));
      expect(gain <= bound + BigInt(harvests.length), `${gain} ≤ ${bound}`).toBe(true);
    }),
    { numRuns: Number(process.env.PEGGY_VISITS ?? 8) },
  );
});

it("nine tenths of the principal, there for the notice alone, earn less than a quarter of the harvest they came for", () => {
  const world = aboutToBeHarvested();
  const token = world.deposit("bob", fil(900_000));
  world.advance(1);
  world.reward(fil(4_000));
  const harvested = world.harvest();
  world.must("bob", "Redeem", { token, amount: fil(900_000) });
  world.advance(NOTICE);
  world.must("stranger", "Finalize", { max: 1 });
  const { claim } = world.account("bob");
  expect(claim).toBeGreaterThan(0n);
  expect(claim).toBeLessThan(harvested / 4n);
  expect(world.must("stranger", "ClaimRedemption", { requests: [2n] })).toBe(fil(900_000));
});
