import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { feeAt, leastReplacingPremium, prepaidFee } from "../../filecoin/gas/fee.ts";
import { Refusal } from "../refusal.ts";
import { CAREFUL_CEILING, checkBaseFees, checkCeiling, feeFor, gasLimitFor, LARGEST_CEILING, premiumFor, replacementFee } from "./fee.ts";

const price = fc.bigInt(0n, 10n ** 14n);

describe("fees", () => {
  it("holds a node's gas estimate within 1.1 and 2 times the dry run", () => {
    expect(gasLimitFor(1, 1_000_000)).toBe(1_100_000);
    expect(gasLimitFor(1_250_000, 1_000_000)).toBe(1_250_000);
    expect(gasLimitFor(9_000_000_000, 1_000_000)).toBe(2_000_000);
  });

  it("holds a lying premium estimate within its bounds", () => {
    const base = 400_000_000n;
    expect(premiumFor(1n, base)).toBe(100_000n);
    expect(premiumFor(10n ** 15n, base)).toBe(40_000_000n);
    expect(premiumFor(10n ** 15n, 100n)).toBe(1_000_000n);
  });

  it("caps at 4 times the base fee plus premium, urgent at 8", () => {
    const input = { estimate: { gasLimit: 1_250_000, premium: 150_000n }, dryRunGas: 1_000_000, baseFee: 100_000_000n, budget: null };
    expect(feeFor({ ...input, speed: "usual" })).toEqual({ gasLimit: 1_250_000, gasFeeCap: 400_150_000n, gasPremium: 150_000n });
    expect(feeFor({ ...input, speed: "urgent" }).gasFeeCap).toBe(800_150_000n);
  });

  it("never costs more than its ceiling, and never offers a premium above the cap", () => {
    fc.assert(
      fc.property(price, price, fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 0, max: 10 ** 10 }), price, (estimate, baseFee, used, limit, later) => {
        const fee = feeFor({ estimate: { gasLimit: limit, premium: estimate }, dryRunGas: used, baseFee, speed: "usual", budget: null });
        expect(fee.gasPremium <= fee.gasFeeCap).toBe(true);
        expect(feeAt(fee, used, later) <= prepaidFee(fee)).toBe(true);
      }),
    );
  });

  it("goes down within its bounds where the sender has a little too little, and stays where that does not help", () => {
    const [used, baseFee] = [1_000_000, 100_000_000n];
    const input = { estimate: { gasLimit: 1_250_000, premium: 900_000n }, dryRunGas: used, baseFee, speed: "usual" as const };
    const wanted = feeFor({ ...input, budget: null });
    fc.assert(
      fc.property(fc.bigInt(0n, prepaidFee(wanted)), (short) => {
        const budget = prepaidFee(wanted) - short;
        const fee = feeFor({ ...input, budget });
        if (prepaidFee(fee) > budget) expect(fee).toEqual(wanted);
        expect(fee.gasLimit >= 1_100_000 && fee.gasPremium >= 100_000n && fee.gasFeeCap >= 4n * baseFee + fee.gasPremium).toBe(true);
      }),
    );
    const least = prepaidFee({ gasLimit: 1_100_000, gasFeeCap: 4n * baseFee + 100_000n });
    expect(feeFor({ ...input, budget: least })).toEqual({ gasLimit: 1_100_000, gasFeeCap: 400_100_000n, gasPremium: 100_000n });
    expect(feeFor({ ...input, budget: least - 1n })).toEqual(wanted);
    // The premium first, since nobody needs more of it; then the limit.
    expect(feeFor({ ...input, budget: prepaidFee(wanted) - 1n })).toEqual({ gasLimit: 1_250_000, gasFeeCap: 400_899_999n, gasPremium: 899_999n });
    expect(feeFor({ ...input, budget: 1_200_000n * 400_100_000n })).toEqual({ gasLimit: 1_200_000, gasFeeCap: 400_100_000n, gasPremium: 100_000n });
  });

  it("refuses a ceiling above 5 FIL", () => {
    expect(() => checkCeiling({ gasLimit: 10_000_000_000, gasFeeCap: 500_000_001n, gasPremium: 1n })).toThrow(Refusal);
    checkCeiling({ gasLimit: 10_000_000_000, gasFeeCap: 500_000_000n, gasPremium: 1n });
    expect([CAREFUL_CEILING, LARGEST_CEILING]).toEqual([7n * 10n ** 16n, 5n * 10n ** 18n]);
  });

  it("replaces by Lotus' rule whatever the old fee was", () => {
    fc.assert(
      fc.property(price, price, price, fc.integer({ min: 1, max: 10 ** 9 }), (premium, cap, baseFee, gasLimit) => {
        const old = { gasLimit, gasFeeCap: cap + premium, gasPremium: premium };
        const next = replacementFee(old, { baseFee, speed: "usual" });
        expect(next.gasPremium).toBeGreaterThanOrEqual(leastReplacingPremium(old.gasPremium));
        expect(next.gasPremium).toBe((premium * 125n + 99n) / 100n + 1n);
        expect(next.gasFeeCap >= old.gasFeeCap && next.gasFeeCap >= next.gasPremium && next.gasFeeCap >= 4n * baseFee + next.gasPremium).toBe(true);
      }),
    );
  });

  it("stops when two nodes' base fees differ more than twofold", () => {
    checkBaseFees({ node: "a", baseFee: 100n }, { node: "b", baseFee: 200n });
    expect(() => checkBaseFees({ node: "a", baseFee: 100n }, { node: "b", baseFee: 201n })).toThrow(/baseFeesDiffer/);
  });
});
