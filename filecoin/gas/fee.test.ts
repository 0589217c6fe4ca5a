import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLOCK_GAS_LIMIT } from "./block-limits.ts";
import { aQuarterMore, feeAt, leastReplacingPremium, prepaidFee, suggestedGasLimit, usualReplacingPremium } from "./fee.ts";

const price = fc.bigInt(0n, 10n ** 14n);
const gas = fc.integer({ min: 0, max: BLOCK_GAS_LIMIT });

describe("what a message costs", () => {
  // Vectors: ref-fvm fvm/src/gas/outputs.rs at a base fee of 10: burned, tip and burned over-estimation together.
  it.each([
    [100, 110, 11n, 1n, 1_000n + 110n],
    [100, 130, 11n, 1n, 1_000n + 60n + 130n],
    [100, 110, 10n, 1n, 1_000n],
    [100, 110, 6n, 1n, 600n],
  ])("used %d of %d, cap %d, premium %d: %d attoFIL", (used, gasLimit, gasFeeCap, gasPremium, cost) => {
    expect(feeAt({ gasLimit, gasFeeCap, gasPremium }, used, 10n)).toBe(cost);
  });

  it("is never more than limit times cap, nor less than nothing, however much gas is said to have been used", () => {
    fc.assert(
      fc.property(gas, gas, price, price, price, (gasLimit, used, gasFeeCap, gasPremium, baseFee) => {
        const fee = { gasLimit, gasFeeCap, gasPremium };
        const cost = feeAt(fee, used, baseFee);
        expect(cost >= 0n && cost <= prepaidFee(fee)).toBe(true);
      }),
    );
  });
});

it("a suggested limit is a quarter above what was used, rounded down, and never above a block's", () => {
  expect([0, 1, 3, 1_000_001, BLOCK_GAS_LIMIT].map(suggestedGasLimit)).toEqual([0, 1, 3, 1_250_001, BLOCK_GAS_LIMIT]);
});

it("another message takes a place with a premium a tenth higher, rounded down, plus one", () => {
  expect([0n, 9n, 10n, 100_001n].map(leastReplacingPremium)).toEqual([1n, 10n, 12n, 110_002n]);
});

it("a quarter more, rounded up, plus one takes any place", () => {
  expect([0n, 1n, 4n, 100_001n].map(usualReplacingPremium)).toEqual([1n, 3n, 6n, 125_003n]);
  fc.assert(fc.property(price, (premium) => usualReplacingPremium(premium) >= leastReplacingPremium(premium)));
});

it("a quarter more is rounded up", () => {
  expect([0n, 1n, 3n, 4n, 5n].map(aQuarterMore)).toEqual([0n, 2n, 4n, 5n, 7n]);
});
