import { describe, expect, it } from "vitest";
import fc from "fast-check";
import type { CborValue } from "../../filecoin/cbor.ts";
import { CHAIN_FINALITY, EPOCHS_PER_DAY } from "../../filecoin/epochs.ts";
import { type ActorId, actorId } from "../../filecoin/units.ts";
import { BURNT_FUNDS_ACTOR } from "./singletons.ts";
import { atto, FIL, idParam, OTHER, OTHER_WORKER, OWNER, TestWorld, THIRD, WORKER } from "./test-world.ts";

const PEOPLE = [OWNER, WORKER, OTHER, OTHER_WORKER, THIRD];
const ALL_IDS = [0, 2, 99, 100, 101, 102, 103, 104, 1000, 1001].map((id) => actorId(id));

/** One step: what happens to the world. */
type Step = (world: TestWorld) => void;

const person = fc.constantFrom(...PEOPLE);
const money = fc.oneof(fc.constantFrom(0n, 1n, -1n, FIL, 10n ** 30n), fc.bigInt(0n, 200n * FIL));

const call = (from: ActorId, method: string | number, params?: CborValue): Step => {
  return (world) => void world.call(from, world.miner, method, params);
};

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(person, person).map(([a, b]) => call(a, 23, idParam(b))) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(person, person, fc.constantFrom(0n, 5n, FIL), fc.constantFrom(0, 3000, 10 ** 9))
      .map(([a, b, quota, until]) => call(a, "ChangeBeneficiary", [idParam(b), atto(quota), until])),
  },
  { weight: 4, arbitrary: fc.tuple(person, money).map(([a, m]) => call(a, "WithdrawBalance", [atto(m)])) },
  {
    weight: 2,
    arbitrary: fc.tuple(person, person, fc.array(person, { maxLength: 3 })).map(([a, w, c]) => call(a, 3, [idParam(w), c.map(idParam)])),
  },
  { weight: 1, arbitrary: person.map((a) => call(a, 21)) },
  { weight: 2, arbitrary: person.map((a) => call(a, "RepayDebt")) },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.bigInt(0n, 20n * FIL), fc.oneof(fc.constant(0n), fc.bigInt(0n, 150n * FIL))).map(
      ([reward, penalty]): Step =>
        (world) =>
          void world.reward(world.miner, reward, penalty),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(1, 60, CHAIN_FINALITY + 1, 1440, EPOCHS_PER_DAY, 100_000).map((epochs): Step => (world) => {
      world.epoch += epochs;
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(person, fc.constantFrom("GetOwner", "GetBeneficiary", "GetAvailableBalance", "GetVestingFunds")).map(([a, method]) => call(a, method)),
  },
);

function checkMoney(world: TestWorld, total: bigint): void {
  const state = world.minerState();
  const vesting = world.vesting();
  expect(vesting.reduce((sum, { amount }) => sum + amount, 0n)).toBe(state.lockedFunds);
  expect(vesting.every(({ epoch }, i) => i === 0 || epoch > (vesting[i - 1]?.epoch ?? 0))).toBe(true);
  expect(world.balance(world.miner)).toBeGreaterThanOrEqual(state.lockedFunds + state.initialPledge);
  expect(state.feeDebt).toBeGreaterThanOrEqual(0n);
  expect(world.balance(BURNT_FUNDS_ACTOR)).toBeGreaterThanOrEqual(0n);
  expect(ALL_IDS.reduce((sum, id) => sum + world.balance(id), 0n)).toBe(total);
}

describe("whatever people, chain and time do to a miner", () => {
  it("its vesting table adds up, its balance covers what is locked, and no money appears or vanishes", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
        const world = new TestWorld();
        const total = ALL_IDS.reduce((sum, id) => sum + world.balance(id), 0n);
        for (const act of steps) act(world);
        checkMoney(world, total);
      }),
      { numRuns: 15 },
    );
  });
});
