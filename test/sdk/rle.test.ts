import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeBitField, encodeBitField, numbersOf, runsOf } from "../../filecoin/bit-field.ts";
import { fromHex, toHex } from "../../filecoin/bytes.ts";
import { ProbeHost } from "./probe-host.ts";

let host: ProbeHost;
beforeAll(async () => {
  host = await ProbeHost.compile("test/actors/probe.ts");
}, 120_000);
/** Most ids of one set. */
const MOST = 64;
const encode = (ids: readonly bigint[]): Uint8Array => encodeBitField(runsOf(ids));
const decode = (bytes: Uint8Array): bigint[] => numbersOf(decodeBitField(bytes), MOST);
const through = (bytes: Uint8Array): Uint8Array => host.call(5, encodeBytes(bytes)) as Uint8Array;
/** A CBOR byte string. */
function encodeBytes(bytes: Uint8Array): Uint8Array {
  const head = bytes.length < 24 ? [0x40 | bytes.length] : bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 255];
  return Uint8Array.from([...head, ...bytes]);
}

describe("RLE+ token sets", () => {
  it("known encodings", () => {
    expect(toHex(encode([]))).toBe("");
    expect(decode(new Uint8Array())).toEqual([]);
    for (const [ids, bits] of [
      [[0n], "001" + "1"],
      [[5n], "000" + "01" + "1010" + "1"],
      [[0n, 1n, 2n], "001" + "01" + "1100"],
    ] as const) {
      const cut = bits.replace(/0+$/, "");
      const padded = cut.padEnd(Math.ceil(cut.length / 8) * 8, "0");
      const bytes = Uint8Array.from({ length: padded.length / 8 }, (_, i) => parseInt([...padded.slice(8 * i, 8 * i + 8)].reverse().join(""), 2));
      expect(toHex(encode(ids))).toBe(toHex(bytes));
    }
  });
  it("up to 64 ids of any size go through both codecs unchanged", () => {
    const id = fc.oneof(fc.bigInt({ min: 0n, max: 100n }), fc.bigInt({ min: 0n, max: (1n << 62n) - 1n }));
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 64 }), (ids) => {
        const sorted = [...ids].sort((a, b) => (a < b ? -1 : 1));
        const bytes = encode(sorted);
        expect(decode(bytes)).toEqual(sorted);
        expect(toHex(through(bytes))).toBe(toHex(bytes));
      }),
      { numRuns: 300 },
    );
  });
  it("65 ids are refused with 16, also as one run of 2^62 in a dozen bytes", () => {
    expect(host.failure(5, encodeBytes(encode(Array.from({ length: 65 }, (_, i) => BigInt(i)))))).toEqual({
      code: 16,
      message: "more ids in one set than 64",
    });
    const run = fromHex("0c" /* version 0, first run of ones, long */ + "0000000000000008");
    expect(host.failure(5, encodeBytes(run)).code).toBeGreaterThanOrEqual(16);
    expect(() => decode(run)).toThrow();
  });
  it("what is malformed is refused with 21 and words that say how", () => {
    /** Bits in the order in which they are read. */
    const pack = (bits: string): Uint8Array =>
      Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) => parseInt([...bits.slice(8 * i, 8 * i + 8)].reverse().join(""), 2));
    const long = (n: bigint): string => {
      const groups: bigint[] = [];
      for (; groups.length === 0 || n > 0n; n >>= 7n) groups.push(n & 127n);
      return `00${groups.map((group, i) => [...(group | (i < groups.length - 1 ? 128n : 0n)).toString(2).padStart(8, "0")].reverse().join("")).join("")}`;
    };
    const words = (bits: string): string => {
      const { code, message } = host.failure(5, encodeBytes(pack(bits)));
      expect([bits, code]).toEqual([bits, 21]);
      return message;
    };
    expect(words("100" + "1")).toBe("RLE+: unknown version");
    expect(words("001" + "00" + "1".repeat(72))).toMatch(/^RLE\+: run above 2\^63 at bit/);
    expect(words("000" + long(2n ** 63n - 1n) + "1" + long(2n ** 63n - 1n) + "1")).toBe("RLE+: id above 2^64");
    expect(words("001" + "01" + "1000")).toBe("RLE+: not in its shortest form");
  });
  it("arbitrary bytes are either the shortest form of a set or refused with 21 or 16, by both codecs alike", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
        let ids: readonly bigint[] | null = null;
        try {
          ids = decode(bytes);
        } catch {
          expect([16, 21]).toContain(host.failure(5, encodeBytes(bytes)).code);
        }
        if (ids !== null) expect(toHex(through(bytes))).toBe(toHex(encode(ids)));
      }),
      { numRuns: 1500 },
    );
  });
});
