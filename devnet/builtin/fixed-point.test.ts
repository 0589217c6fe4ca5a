import { describe, expect, it } from "vitest";
import { estimate, extrapolatedCumSumOfRatio, floorDiv, naturalLog, nextEstimate, PRECISION, wholeEstimate } from "./fixed-point.ts";

const q128 = (value: bigint): bigint => value >> PRECISION;

describe("Q.128 arithmetic (vectors of builtin-actors' reward and smoothing tests)", () => {
  it("divides toward minus infinity", () => {
    expect(floorDiv(-100n, 3n)).toBe(-34n);
    expect(floorDiv(200n, 3n)).toBe(66n);
  });

  it.each([
    [340282366920938463463374607431768211456n, 0n],
    [924990000000000000000000000000000000000n, 340282366920938463463374607431768211456n],
    [34028236692093846346337460743176821145600000000000000000000n, 15670582109617661336106769654068947397831n],
    [6805647338418769269267492148635364229120000000000000000000000n, 17473506083804940763855390762239996622013n],
    [204169000000000000000000000000000000n, -2524410000000000000000000000000000000000n],
    [34028236692093846346337460743n, -7835291054808830668053384827034473698915n],
  ])("takes the natural logarithm of %s", (z, expected) => {
    expect(q128(naturalLog(z))).toBe(q128(expected));
  });

  it("sums a constant ratio over the epochs", () => {
    const sum = extrapolatedCumSumOfRatio(1000, 0, wholeEstimate(4_000_000n, 0n), wholeEstimate(1n, 0n));
    expect(q128(sum)).toBe(4_000_000_000n);
    const half = extrapolatedCumSumOfRatio(100, 0, wholeEstimate(10n ** 12n, 0n), wholeEstimate(200n * 10n ** 12n, 0n));
    expect((half * (10_000n << PRECISION)) >> (2n * PRECISION)).toBe(5_000n);
  });

  it("filters an observation with the released actor's roundings", () => {
    const next = nextEstimate(
      {
        position: 12340768897043811082913117521041414330876498465539749838848n,
        velocity: -37396269384748225153347462373739139597454335279104n,
      },
      36266252337034982540n,
      3,
    );
    expect(next.position).toBe(12340768782449774548722755900999027209659079673176744001536n);
    expect(next.velocity).toBe(-37396515542149801792802995707072472930787668612438n);
  });

  it("knows the whole part of an estimate", () => {
    expect(estimate(wholeEstimate(750_000n, 3n))).toBe(750_000n);
  });
});
