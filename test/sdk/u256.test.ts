import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeAmount, encodeAmount } from "../../filecoin/amount.ts";
import { ProbeHost } from "./probe-host.ts";

const LIMIT = 1n << 256n;
let host: ProbeHost;
beforeAll(async () => {
  host = await ProbeHost.compile("test/actors/probe.ts");
}, 120_000);

/** Runs one operation; null when the actor refused with 20. */
function run(op: number, a: bigint, b = 0n, c = 0n): bigint | null {
  try {
    return decodeAmount(host.call(2, [op, encodeAmount(a), encodeAmount(b), encodeAmount(c)]) as Uint8Array);
  } catch (error) {
    expect(error).toMatchObject({ code: 20 });
    return null;
  }
}

/** Numbers of every length, with the corners where carries and quotient guesses go wrong. */
const number = fc.oneof(
  fc.bigInt({ min: 0n, max: LIMIT - 1n }),
  fc.tuple(fc.integer({ min: 0, max: 255 }), fc.bigInt({ min: -3n, max: 3n })).map(([n, d]) => {
    const v = (1n << BigInt(n)) + d;
    return v < 0n ? 0n : v;
  }),
  fc
    .array(fc.constantFrom(0n, 1n, 0x7fffffffn, 0x80000000n, 0xfffffffen, 0xffffffffn), {
      minLength: 1,
      maxLength: 8,
    })
    .map((limbs) => limbs.reduce<bigint>((v, limb) => (v << 32n) | limb, 0n)),
  fc.bigInt({ min: 0n, max: (1n << 90n) - 1n }),
);
const orNull = (v: bigint): bigint | null => (v >= 0n && v < LIMIT ? v : null);
const RUNS = { numRuns: 600 };

describe("256-bit arithmetic equals that of bigint, or refuses", () => {
  it("adds and subtracts", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(run(0, a, b)).toBe(orNull(a + b));
        expect(run(1, a, b)).toBe(orNull(a - b));
        expect(run(10, a, b)).toBe(a > b ? a - b : 0n);
      }),
      RUNS,
    );
  });
  it("multiplies", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(run(2, a, b)).toBe(orNull(a * b));
      }),
      RUNS,
    );
  });
  it("divides, with remainder, and refuses to divide by zero", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(run(3, a, b)).toBe(b === 0n ? null : a / b);
        expect(run(4, a, b)).toBe(b === 0n ? null : a % b);
      }),
      RUNS,
    );
  });
  it("multiplies and divides through 512 bits, down and up", () => {
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        expect(run(5, a, b, c)).toBe(c === 0n ? null : orNull((a * b) / c));
        expect(run(6, a, b, c)).toBe(c === 0n || (a * b) / c >= LIMIT ? null : orNull((a * b + c - 1n) / c));
      }),
      { numRuns: 1500 },
    );
  });
  it("shifts; a shift to the left that loses bits is refused", () => {
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 255 }), (a, n) => {
        expect(run(7, a, BigInt(n))).toBe(orNull(a << BigInt(n)));
        expect(run(8, a, BigInt(n))).toBe(a >> BigInt(n));
      }),
      RUNS,
    );
  });
  it("compares", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const got = host.call(2, [9, encodeAmount(a), encodeAmount(b), encodeAmount(0n)]);
        expect(got).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
      RUNS,
    );
  });
  it("says an amount in decimal when it aborts", () => {
    fc.assert(
      fc.property(number, (a) => {
        expect(host.failure(2, [99, encodeAmount(a), encodeAmount(0n), encodeAmount(0n)])).toEqual({
          code: 20,
          message: `the amount is ${a}`,
        });
      }),
      { numRuns: 200 },
    );
  });
});
