import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesEqual, ByteTextError, compareBytes, concatBytes, fromBase64, fromHex, toBase64, toHex } from "./bytes.ts";
import { decodeVarint, encodeVarint, VarintError } from "./varint.ts";

test("hex and base64 agree with Node's", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(bytesEqual(fromHex(toHex(bytes)), bytes)).toBe(true);
      expect(bytesEqual(fromBase64(toBase64(bytes)), bytes)).toBe(true);
    }),
  );
  const large = new Uint8Array(100_000).fill(7);
  expect(bytesEqual(fromBase64(toBase64(large)), large)).toBe(true);
});

test.each(["0", "0g", "0x00", " 00"])("hex %j is refused", (text) => {
  expect(() => fromHex(text)).toThrow(ByteTextError);
});

test.each(["A", "AA", "AAA", "AB==", "AAB=", "A=A=", "====", "AA==\n", "A A=", "AA-_", "AA==AA=="])("base64 %j is refused", (text) => {
  expect(() => fromBase64(text)).toThrow(ByteTextError);
});

test("order is bytewise with a prefix first", () => {
  const bytes = (hex: string): Uint8Array => fromHex(hex);
  expect(compareBytes(bytes("01"), bytes("0100"))).toBe(-1);
  expect(compareBytes(bytes("02"), bytes("0100"))).toBe(1);
  expect(compareBytes(bytes("ff00"), bytes("ff00"))).toBe(0);
  expect(toHex(concatBytes(bytes("01"), bytes(""), bytes("0203")))).toBe("010203");
});

test("varints round trip in their shortest form and nothing else is read", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (value) => {
      const bytes = encodeVarint(value);
      expect(decodeVarint(bytes)).toEqual({ value, next: bytes.length });
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      try {
        const { value, next } = decodeVarint(bytes);
        expect(toHex(encodeVarint(value))).toBe(toHex(bytes.subarray(0, next)));
      } catch (error) {
        expect(error).toBeInstanceOf(VarintError);
      }
    }),
    { numRuns: 1000 },
  );
  expect(() => encodeVarint(1n << 64n)).toThrow(VarintError);
  expect(() => encodeVarint(-1)).toThrow(VarintError);
});
