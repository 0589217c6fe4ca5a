import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { formatFil, formatFilGrouped, parseFil } from "../../../filecoin/amount.ts";
import { attoOfFil, filUnit, groupedFil, plainFil, showMoneyOf } from "./filecoin-number.ts";

afterEach(() => showMoneyOf("f"));

/** Any amount that a message or a state can hold, and any beyond. */
const atto = fc.oneof(
  fc.bigInt({ min: -(10n ** 45n), max: 10n ** 45n }),
  fc.bigInt({ min: -(10n ** 77n), max: 10n ** 77n }),
  fc.bigInt({ min: -10n, max: 10n }),
);

describe("amounts by FilecoinNumber", () => {
  it("are those of bigint, read, written and grouped", () => {
    fc.assert(
      fc.property(atto, (amount) => {
        expect(plainFil(amount)).toBe(formatFil(amount));
        expect(groupedFil(amount)).toBe(formatFilGrouped(amount));
        expect(attoOfFil(formatFil(amount))).toBe(amount);
      }),
    );
  });

  it("are what the strict parser reads, with leading and trailing zeros too", () => {
    const digits = (most: number): fc.Arbitrary<string> =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: most }).map((all) => all.join(""));
    fc.assert(
      fc.property(digits(40), fc.option(digits(18)), (whole, fraction) => {
        const text = fraction === null ? whole : `${whole}.${fraction}`;
        expect(attoOfFil(text)).toBe(parseFil(text));
      }),
    );
  });

  it("are in tFIL on test networks", () => {
    expect(filUnit()).toBe("FIL");
    showMoneyOf("t");
    expect(filUnit()).toBe("tFIL");
    expect(groupedFil(2_500n * 10n ** 18n)).toBe("2,500");
  });
});
