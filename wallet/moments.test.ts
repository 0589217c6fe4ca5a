import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasCome, isOlder } from "./moments.ts";

const moment = fc.integer({ min: 0, max: 4_000_000_000_000 });
const span = fc.integer({ min: 1, max: 86_400_000 });

describe("a stored moment", () => {
  it("has come when the clock has reached it, and not before", () => {
    fc.assert(
      fc.property(moment, span, fc.double({ min: 0, max: 1, noNaN: true }), (set, longest, part) => {
        const due = set + Math.floor(longest * part);
        expect(hasCome(due, due, longest)).toBe(true);
        expect(hasCome(due, set, longest)).toBe(due === set);
      }),
    );
  });

  it("is waited for no longer than it was set ahead, wherever the clock is put meanwhile", () => {
    fc.assert(
      fc.property(moment, span, moment, (set, longest, now) => {
        const due = set + longest;
        // From any present on, either it has come or the longest wait is enough.
        expect(hasCome(due, now, longest) || hasCome(due, now + longest, longest)).toBe(true);
      }),
    );
  });

  it("is old after its age, not when the clock is corrected by a little, and at once when it was set back by more than that", () => {
    expect([isOlder(1_000, 1_099, 100), isOlder(1_000, 1_100, 100), isOlder(1_000, 990, 100), isOlder(1_000, 899, 100)]).toEqual([false, true, false, true]);
  });

  it("gets old within twice its age, wherever the clock is put meanwhile", () => {
    fc.assert(
      fc.property(moment, span, moment, (set, age, now) => {
        expect(isOlder(set, now, age) || isOlder(set, now + 2 * age, age)).toBe(true);
      }),
    );
  });
});
