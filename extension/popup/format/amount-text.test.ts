import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountLine, amountText, groupThousands, inThrees } from "./amount-text.ts";

const FIL = 10n ** 18n;

describe("amounts in lists", () => {
  it("cuts at four decimals and says so, never rounding up", () => {
    expect(amountLine(48_211_402_199_999_999_999_999n, { places: 4 })).toBe("48,211.4021…\u00a0FIL");
    expect(amountLine(999_999_999_999_999_999n, { places: 4 })).toBe("0.9999…\u00a0FIL");
  });

  it("shows no ellipsis when nothing but zeros is cut", () => {
    expect(amountLine(2_500n * FIL, { places: 4 })).toBe("2,500\u00a0FIL");
    expect(amountLine(FIL / 2n, { places: 4 })).toBe("0.5\u00a0FIL");
  });

  it("shows dust as a cut zero, not as zero", () => {
    expect(amountLine(1n, { places: 4 })).toBe("0.0000…\u00a0FIL");
  });

  it("keeps the exact value beside a cut one", () => {
    expect(amountText(1_000_000_000_000_000_001n, { places: 4 }).exact).toBe("1.000000000000000001\u00a0FIL");
  });

  it("writes a real minus, and plus only when asked", () => {
    expect(amountLine(-5n * FIL)).toBe("\u22125\u00a0FIL");
    expect(amountLine(5n * FIL, { signed: true })).toBe("+5\u00a0FIL");
    expect(amountLine(0n, { signed: true })).toBe("0\u00a0FIL");
  });

  it("never says more than there is, whatever the amount and the places", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 110n }), fc.integer({ min: 0, max: 18 }), (amount, places) => {
        const { whole, fraction, cut } = amountText(amount, { places });
        const shown = BigInt(whole.replaceAll(",", "")) * FIL + BigInt(fraction.padEnd(18, "0"));
        expect(shown <= amount).toBe(true);
        expect(cut).toBe(shown !== amount);
        expect(amount - shown < 10n ** BigInt(18 - places)).toBe(true);
      }),
    );
  });
});

describe("digits in groups", () => {
  it("groups decimals in threes from the dot and thousands from the right", () => {
    expect(inThrees("0007915")).toEqual(["000", "791", "5"]);
    expect(groupThousands(1_650_000_000n)).toBe("1,650,000,000");
    expect(groupThousands("12")).toBe("12");
  });
});
