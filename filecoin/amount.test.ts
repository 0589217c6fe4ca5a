import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AmountError, decodeAmount, encodeAmount, formatFil, formatFilGrouped, parseFil, type AmountErrorCode } from "./amount.ts";
import { fromHex, toHex } from "./bytes.ts";

const FIL = 10n ** 18n;

function errorOf(act: () => unknown): AmountError {
  try {
    act();
  } catch (error) {
    if (error instanceof AmountError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("FIL text", () => {
  test.each([
    [0n, "0"],
    [1n, "0.000000000000000001"],
    [-1n, "-0.000000000000000001"],
    [2500n * FIL, "2500"],
    [-3n * FIL - FIL / 2n, "-3.5"],
    [2n ** 130n, "1361129467683753853853.498429727072845824"],
  ])("%s attoFIL is written %s", (amount, text) => {
    expect(formatFil(amount)).toBe(text);
  });
  test("grouping touches the whole part alone", () => {
    expect(formatFilGrouped(1234567n * FIL + 1234n)).toBe("1,234,567.000000000000001234");
    expect(formatFilGrouped(-999n * FIL)).toBe("-999");
  });
  test.each([
    ["0", 0n],
    ["00.10", FIL / 10n],
    ["2500", 2500n * FIL],
    ["0.000000000000000001", 1n],
  ])("%s is read exactly", (text, amount) => {
    expect(parseFil(text)).toBe(amount);
  });
  test.each([
    ["", "empty"],
    ["-1", "sign"],
    ["+1", "sign"],
    ["1.", "not-a-number"],
    [".5", "not-a-number"],
    ["1e3", "not-a-number"],
    ["0x10", "not-a-number"],
    ["1 FIL", "not-a-number"],
    ["NaN", "not-a-number"],
    ["١", "not-a-number"],
    ["1.2.3", "not-a-number"],
    ["1_000", "not-a-number"],
    ["0.0000000000000000001", "too-precise"],
    ["9".repeat(61), "too-long"],
    ["2,500", "grouped"],
    ["2 500", "grouped"],
    ["1'000", "grouped"],
  ] as [string, AmountErrorCode][])("%j is refused as %s", (text, code) => {
    expect(errorOf(() => parseFil(text)).code).toBe(code);
  });
  test.each([
    ["2,500", ["2500", "2.500"]],
    ["1,234,567", ["1234567", "1234.567"]],
    ["1,5", ["15", "1.5"]],
    ["1,234.5", ["1234.5", "1.2345"]],
    ["1.234,5", ["1.2345", "1234.5"]],
  ])("%s is refused with both readings", (text, readings) => {
    const error = errorOf(() => parseFil(text));
    expect(error.readings).toEqual(readings);
    for (const reading of readings) expect(error.message).toContain(reading);
  });
  test("what is written is read back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 120n }), (amount) => {
        expect(parseFil(formatFil(amount))).toBe(amount);
        expect(formatFilGrouped(amount).replaceAll(",", "")).toBe(formatFil(amount));
      }),
    );
  });
  test("any text is read or refused with AmountError", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."0123456789.,' -+e") })), (text) => {
        try {
          expect(parseFil(text)).toBeGreaterThanOrEqual(0n);
        } catch (error) {
          expect(error).toBeInstanceOf(AmountError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("bytes", () => {
  test.each([
    [0n, ""],
    [1n, "0001"],
    [-1n, "0101"],
    [1000n, "0003e8"],
    [-(1n << 64n), "01010000000000000000"],
  ])("%s is %j", (amount, hex) => {
    expect(toHex(encodeAmount(amount))).toBe(hex);
    expect(decodeAmount(fromHex(hex))).toBe(amount);
  });
  test.each([
    ["00", "leading-zero"],
    ["01", "leading-zero"],
    ["0000", "leading-zero"],
    ["000001", "leading-zero"],
    ["0201", "bad-sign-byte"],
    ["ff01", "bad-sign-byte"],
    ["00".padEnd(258, "1"), "too-long"],
  ])("%s is refused as %s", (hex, code) => {
    expect(errorOf(() => decodeAmount(fromHex(hex))).code).toBe(code);
  });
  test("an amount of 127 magnitude bytes is the greatest", () => {
    const greatest = (1n << 1016n) - 1n;
    expect(decodeAmount(encodeAmount(greatest))).toBe(greatest);
    expect(errorOf(() => encodeAmount(greatest + 1n)).code).toBe("too-long");
  });
  test("bytes round trip or are refused with AmountError", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 200n), max: 1n << 200n }), fc.uint8Array({ maxLength: 20 }), (amount, bytes) => {
        expect(decodeAmount(encodeAmount(amount))).toBe(amount);
        try {
          expect(toHex(encodeAmount(decodeAmount(bytes)))).toBe(toHex(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(AmountError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
