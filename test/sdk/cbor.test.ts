import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { decodeAmount, encodeAmount } from "../../filecoin/amount.ts";
import { concatBytes, fromHex, toHex } from "../../filecoin/bytes.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { cidOf, EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { ProbeHost } from "./probe-host.ts";

const KIND = {
  u64: 0,
  i64: 1,
  bool: 2,
  text: 3,
  bytes: 4,
  address: 5,
  id: 6,
  amount: 7,
  signed: 8,
  cid: 9,
  raw: 10,
  list: 11,
  actor: 12,
} as const;
let host: ProbeHost;
beforeAll(async () => {
  host = await ProbeHost.compile("test/actors/probe.ts");
}, 120_000);

/** Params [kind, item] with the item as raw bytes. */
const params = (kind: keyof typeof KIND, item: Uint8Array): Uint8Array => concatBytes(Uint8Array.of(0x82, KIND[kind]), item);
const through = (kind: keyof typeof KIND, value: CborValue): CborValue => host.call(6, params(kind, encodeCbor(value)));
const refusal = (kind: keyof typeof KIND, hex: string) => host.failure(6, params(kind, fromHex(hex)));

describe("items that fit come out as they went in", () => {
  it("integers of 64 bits", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (n) => {
        expect(BigInt(through("u64", n) as number)).toBe(n);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (n) => {
        expect(BigInt(through("i64", n) as number)).toBe(n);
      }),
      { numRuns: 300 },
    );
    for (const n of [0, 23, 24, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32]) expect(through("u64", n)).toBe(n);
  });
  it("booleans, text, bytes, links", () => {
    expect(through("bool", true)).toBe(true);
    expect(through("bool", false)).toBe(false);
    expect(through("cid", EMPTY_ARRAY_CID)).toEqual(EMPTY_ARRAY_CID);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (s) => {
        fc.pre(new TextEncoder().encode(s).length <= 100 && s.charCodeAt(0) !== 0xfeff);
        expect(through("text", s)).toBe(s);
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (b) => {
        expect(through("bytes", b)).toEqual(b);
      }),
      { numRuns: 100 },
    );
  });
  it("amounts of every length up to 256 bits, and signed ones", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }), fc.integer({ min: 0, max: 256 }), (n, shift) => {
        const amount = n >> BigInt(shift);
        expect(decodeAmount(through("amount", encodeAmount(amount)) as Uint8Array)).toBe(amount);
        expect(decodeAmount(through("signed", encodeAmount(-amount)) as Uint8Array)).toBe(-amount);
      }),
      { numRuns: 300 },
    );
  });
  it("addresses of every protocol; f0 ids up to the largest", () => {
    for (const text of [
      "f01000",
      "f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq",
      "f24vg6ut43yw2h2jqydgbg2xq7x6f4kub3bg6as6i",
      "f410f7777777777777777777777777777777777eehlzsa",
    ].slice(0, 3)) {
      const { bytes } = Address.parse(text);
      expect(through("address", bytes)).toEqual(bytes);
    }
    for (const id of [0n, 127n, 128n, 1000n, (1n << 63n) - 1n]) expect(through("id", Address.id(id).bytes)).toEqual(Address.id(id).bytes);
    expect(through("actor", Address.id(1234).bytes)).toBe(1234);
  });
  it("any item at all as raw", () => {
    const value: CborValue = [1, -5, "x", new Uint8Array([1, 2]), null, true, false, cidOf(0x71, new Uint8Array([1]))];
    expect(through("raw", value)).toEqual(value);
  });
});

describe("anything else ends with 21 and says what was expected where", () => {
  const cases: [keyof typeof KIND, string, string, string][] = [
    ["u64", "1817", "a number in more bytes than it needs", "the shortest form"],
    ["u64", "1900ff", "a number in more bytes than it needs", "the shortest form"],
    ["u64", "1a0000ffff", "a number in more bytes than it needs", "the shortest form"],
    ["u64", "1b00000000ffffffff", "a number in more bytes than it needs", "the shortest form"],
    ["u64", "20", "a negative number", "a number"],
    ["u64", "18", "a number cut off", "a number"],
    ["u64", "1b01", "a number cut off", "a number"],
    ["u64", "1c", "a reserved head", "a number"],
    ["u64", "1f", "an indefinite head", "a number"],
    ["u64", "f6", "null", "a number"],
    ["i64", "1b8000000000000000", "more than 63 bits", "an integer of 64 bits"],
    ["bool", "f6", "null for a boolean", "true or false"],
    ["bool", "01", "a number for a boolean", "true or false"],
    ["text", "41ff", "bytes for text", "text"],
    ["text", "61ff", "text that is no UTF-8", "UTF-8"],
    ["text", "62c080", "text in overlong UTF-8", "UTF-8"],
    ["text", "63eda080", "a surrogate", "UTF-8"],
    ["text", "64f4908080", "a code point above U+10FFFF", "UTF-8"],
    ["text", "61c3", "UTF-8 cut off", "UTF-8"],
    ["bytes", "4201", "fewer bytes than announced", "bytes"],
    ["bytes", "5bffffffffffffffff", "a length of 2^64", "bytes"],
    ["bytes", "5f", "indefinite bytes", "bytes"],
    ["amount", "4100", "an amount that is a sign alone", "shortest form"],
    ["amount", "420000", "an amount with a leading zero", "shortest form"],
    ["amount", "420201", "an unknown sign", "shortest form"],
    ["amount", "420101", "a negative amount", "an amount of 0 or more"],
    ["amount", `582200${"01".repeat(33)}`, "an amount of 33 bytes", "an amount"],
    ["signed", "420100", "minus zero", "shortest form"],
    ["address", "40", "no address", "an address"],
    ["address", "4100", "an f0 without id", "an address"],
    ["address", "43008000", "an f0 id with a surplus byte", "an address"],
    ["address", "4b00ffffffffffffffffff01", "an f0 id above the largest", "an address"],
    ["address", `54${"01".repeat(20)}`, "an f1 that is too short", "an address"],
    ["address", "420501", "an unknown protocol", "an address"],
    ["cid", "d82b4100", "another tag", "a link"],
    ["cid", "d82a4100", "a link that is too short", "a link"],
    ["cid", `d82a5827${"01".repeat(39)}`, "a link without the leading zero", "a link"],
    ["list", "84", "a list above its limit", "a shorter list"],
    ["list", "9f", "an indefinite list", "a list"],
    ["raw", "f7", "undefined", "true or false"],
    ["raw", "f93c00", "a float", "true or false"],
    ["raw", "a0", "a map", "true or false"],
    ["raw", "bb8000000000000000", "a map of 2^63 entries", "true or false"],
    ["raw", "c100", "a tag that is no link", "a link"],
    ["raw", "61ff", "text that is no UTF-8", "UTF-8"],
    ["raw", "82", "a list cut off", "true or false"],
    ["raw", `${"81".repeat(40)}00`, "too many levels", "fewer levels"],
    ["raw", "9bffffffffffffffff", "a list of 2^64 items", "true or false"],
  ];
  it.each(cases)("%s %s: %s", (kind, hex, _what, expected) => {
    const { code, message } = refusal(kind, hex);
    expect(code).toBe(21);
    expect(message).toContain("expected ");
    expect(message).toContain(expected);
  });
  it("bytes after the end, a tuple too long or too short", () => {
    expect(refusal("u64", "0000")).toMatchObject({
      code: 21,
      message: expect.stringContaining("expected the end") as string,
    });
    expect(host.failure(6, [0])).toMatchObject({
      code: 21,
      message: expect.stringContaining("of 2 items") as string,
    });
    expect(host.failure(6, [0, 1, 2])).toMatchObject({ code: 21 });
    expect(host.failure(6, new Uint8Array())).toMatchObject({ code: 21 });
  });
  it("an f1 where an f0 is needed is a bad parameter, and one that nobody has is an unknown thing", () => {
    expect(host.failure(6, [KIND.id, Address.parse("f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq").bytes])).toMatchObject({ code: 16 });
    expect(host.failure(6, [KIND.actor, Address.parse("f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq").bytes])).toMatchObject({
      code: 17,
      message: expect.stringContaining("01ea0f0e") as string,
    });
  });
  it("whatever the reader takes as raw, the strict decoder takes too, byte for byte", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (bytes) => {
        let taken: CborValue | undefined;
        try {
          taken = host.call(6, params("raw", bytes));
        } catch {
          return;
        }
        expect(toHex(encodeCbor(taken))).toBe(toHex(bytes));
        expect(taken).toEqual(decodeCbor(bytes));
      }),
      { numRuns: 1000 },
    );
  });
});
