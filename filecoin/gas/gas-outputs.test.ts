import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gasOutputs, overestimation } from "./gas-outputs.ts";

// Vectors: ref-fvm fvm/src/gas/outputs.rs (after lotus).
describe("overestimation", () => {
  test.each([
    [100n, 200n, 10n, 90n],
    [100n, 150n, 30n, 20n],
    [1_000n, 1_300n, 240n, 60n],
    [500n, 700n, 140n, 60n],
    [200n, 200n, 0n, 0n],
    [20_000n, 21_000n, 1_000n, 0n],
    [0n, 2_000n, 0n, 2_000n],
    [500n, 651n, 121n, 30n],
    [500n, 5_000n, 0n, 4_500n],
    [7_499_000_000n, 7_500_000_000n, 1_000_000n, 0n],
    [3_750_000_000n, 7_500_000_000n, 375_000_000n, 3_375_000_000n],
    [1n, 7_500_000_000n, 0n, 7_499_999_999n],
  ])("used %d of %d gives %d back and burns %d", (used, limit, refund, burned) => {
    expect(overestimation(used, limit)).toEqual({ refund, burned });
  });
});

describe("gasOutputs at a base fee of 10", () => {
  test.each([
    [100n, 110n, 11n, 1n, 1_000n, 0n, 0n, 110n, 100n],
    [100n, 130n, 11n, 1n, 1_000n, 60n, 0n, 130n, 240n],
    [100n, 110n, 10n, 1n, 1_000n, 0n, 0n, 0n, 100n],
    [100n, 110n, 6n, 1n, 600n, 0n, 400n, 0n, 60n],
  ])("used %d of %d, cap %d, premium %d", (used, limit, feeCap, premium, burn, over, penalty, tip, refund) => {
    expect(gasOutputs({ used, limit, baseFee: 10n, feeCap, premium })).toMatchObject({
      baseFeeBurn: burn,
      overEstimationBurn: over,
      minerPenalty: penalty,
      minerTip: tip,
      refund,
    });
  });

  test("what was prepaid is what is paid out, whatever the figures", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(amount, amount, amount, amount, amount, (used, more, baseFee, feeCap, premium) => {
        const limit = used + more;
        const out = gasOutputs({ used, limit, baseFee, feeCap, premium });
        const paid = out.baseFeeBurn + out.overEstimationBurn + out.minerTip + out.refund;
        expect(paid).toBe(feeCap * limit);
        expect(out.gasRefund + out.gasBurned).toBe(used === 0n ? limit : limit - used);
      }),
    );
  });
});
