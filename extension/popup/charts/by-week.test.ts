import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byWeek } from "./by-week.ts";

const DAY = 2_880;

describe("amounts by week", () => {
  it("sums seven days of epochs into one bar and shows an empty week as zero", () => {
    const entries = [
      { epoch: 100, atto: "1" },
      { epoch: 100 + 6 * DAY, atto: "2" },
      { epoch: 100 + 15 * DAY, atto: "4" },
    ];
    expect(byWeek(entries, 100)).toEqual([
      { epoch: 100, atto: "3" },
      { epoch: 100 + 7 * DAY, atto: "0" },
      { epoch: 100 + 14 * DAY, atto: "4" },
    ]);
  });

  it("puts what is already due into the first week", () => {
    expect(byWeek([{ epoch: 50, atto: "5" }], 100)).toEqual([{ epoch: 100, atto: "5" }]);
  });

  it("shows the 180 days of a vesting plan as 26 weeks, however long an epoch takes", () => {
    const plan = Array.from({ length: 180 }, (_, day) => ({ epoch: day * DAY, atto: "1" }));
    expect(byWeek(plan, 0)).toHaveLength(26);
  });

  it("loses no attoFIL", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ epoch: fc.integer({ min: 0, max: 200 * DAY }), atto: fc.bigInt({ min: 0n, max: 10n ** 27n }).map(String) })),
        (entries) => {
          const total = (list: readonly { atto: string }[]): bigint => list.reduce((sum, each) => sum + BigInt(each.atto), 0n);
          expect(total(byWeek(entries, 0))).toBe(total(entries));
        },
      ),
    );
  });
});
