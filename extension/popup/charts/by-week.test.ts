import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byWeek } from "./by-week.ts";

const DAY = 86_400_000;

describe("amounts by week", () => {
  it("sums seven days into one bar and shows an empty week as zero", () => {
    const entries = [
      { time: 0, atto: "1" },
      { time: 6 * DAY, atto: "2" },
      { time: 15 * DAY, atto: "4" },
    ];
    expect(byWeek(entries, 0)).toEqual([
      { time: 0, atto: "3" },
      { time: 7 * DAY, atto: "0" },
      { time: 14 * DAY, atto: "4" },
    ]);
  });

  it("puts what is already due into the first week", () => {
    expect(byWeek([{ time: -DAY, atto: "5" }], 0)).toEqual([{ time: 0, atto: "5" }]);
  });

  it("loses no attoFIL", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ time: fc.integer({ min: 0, max: 200 * DAY }), atto: fc.bigInt({ min: 0n, max: 10n ** 27n }).map(String) })), (entries) => {
        const total = (list: readonly { atto: string }[]): bigint => list.reduce((sum, each) => sum + BigInt(each.atto), 0n);
        expect(total(byWeek(entries, 0))).toBe(total(entries));
      }),
    );
  });
});
