import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { niceScale } from "./nice-scale.ts";

describe("the figures beside a chart", () => {
  it.each([
    [0, [0, 1]],
    [90, [0, 25, 50, 75, 100]],
    [635, [0, 200, 400, 600, 800]],
    [1912, [0, 500, 1000, 1500, 2000]],
    [0.003, [0, 0.001, 0.002, 0.003]],
    [100, [0, 25, 50, 75, 100]],
  ])("of %s", (most, expected) => {
    expect(niceScale(most)).toEqual(expected);
  });

  it("end at or above the highest value, and are few", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 2e9, noNaN: true }), (most) => {
        const scale = niceScale(most);
        expect(scale.at(-1)).toBeGreaterThanOrEqual(most * (1 - 1e-8));
        expect(scale.length).toBeGreaterThanOrEqual(2);
        expect(scale.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});
