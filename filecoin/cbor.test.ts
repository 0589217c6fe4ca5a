import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Address } from "./address.ts";
import { concatBytes, fromHex, toHex } from "./bytes.ts";
import { CborError, decodeCbor, encodeCbor, isCborMap, MAX_DEPTH, TupleReader, type CborValue } from "./cbor.ts";
import { cidOf, EMPTY_ARRAY_CID, RAW } from "./cid.ts";

function codeOf(act: () => unknown): string {
  try {
    act();
    return "accepted";
  } catch (error) {
    if (!(error instanceof CborError)) throw error;
    return error.code;
  }
}

const LINK = `d82a5827000171a0e4022045b0cfc220ceec5b7c1c62c4d4193d38e4eba48e8815729ce75f9c0ab0e4c1c0`;

describe("encoding", () => {
  test.each([
    [null, "f6"],
    [false, "f4"],
    [0, "00"],
    [-0, "00"],
    [23, "17"],
    [24, "1818"],
    [255, "18ff"],
    [256, "190100"],
    [65536, "1a00010000"],
    [2 ** 32 - 1, "1affffffff"],
    [2 ** 32, "1b0000000100000000"],
    [Number.MAX_SAFE_INTEGER, "1b001fffffffffffff"],
    [2n ** 64n - 1n, "1bffffffffffffffff"],
    [5n, "05"],
    [-1, "20"],
    [-256, "38ff"],
    [-257n, "390100"],
    [-(2n ** 64n), "3bffffffffffffffff"],
    ["ä", "62c3a4"],
    [new Uint8Array([1, 2]), "420102"],
    [EMPTY_ARRAY_CID, LINK],
    [[], "80"],
    [{ bb: 1, c: 2, a: 3 }, "a3616103616302626262" + "01"],
  ] as [CborValue, string][])("%s is canonical", (value, hex) => {
    expect(toHex(encodeCbor(value))).toBe(hex);
  });
  test.each([
    ["a fraction", 1.5],
    ["an unsafe number", 2 ** 53],
    ["NaN", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["undefined", undefined],
    ["undefined inside", [undefined]],
    ["undefined in a map", { a: undefined }],
    ["2^64", 2n ** 64n],
    ["below −2^64", -(2n ** 64n) - 1n],
    ["a Map", new Map()],
    ["a Date", new Date(0)],
    ["an Address", Address.id(1)],
    ["a function", () => 1],
    ["a lone surrogate", "\ud800"],
    ["a lone surrogate in a key", { "\udfff": 1 }],
  ])("%s is refused", (_, value) => {
    expect(codeOf(() => encodeCbor(value as CborValue))).toBe("encode");
  });
  test("a cycle is refused", () => {
    const list: CborValue[] = [];
    list.push(list);
    expect(codeOf(() => encodeCbor(list))).not.toBe("accepted");
  });
  test("the bytes stand alone: no view into a larger buffer is shared", () => {
    const first = encodeCbor([1, 2, 3]);
    encodeCbor([9, 9, 9, 9, 9]);
    expect(toHex(first)).toBe("83010203");
    expect(first.constructor).toBe(Uint8Array);
  });
});

describe("decoding refuses", () => {
  test.each([
    ["nothing", "", "truncated"],
    ["a trailing byte", "0000", "trailing"],
    ["1 in two bytes", "1801", "not-minimal"],
    ["255 in three bytes", "1900ff", "not-minimal"],
    ["65535 in five bytes", "1a0000ffff", "not-minimal"],
    ["2^32 − 1 in nine bytes", "1b00000000ffffffff", "not-minimal"],
    ["−1 in two bytes", "3800", "not-minimal"],
    ["a length in two bytes", "580101", "not-minimal"],
    ["an array length in two bytes", "980101", "not-minimal"],
    ["a tag in two bytes too many", "d9002a4100", "not-minimal"],
    ["an indefinite array", "9f01ff", "indefinite"],
    ["an indefinite byte string", "5f4101ff", "indefinite"],
    ["an indefinite text", "7f6161ff", "indefinite"],
    ["an indefinite map", "bf616101ff", "indefinite"],
    ["a break", "ff", "indefinite"],
    ["reserved head 28", "1c", "reserved"],
    ["a half float", "f93c00", "simple-value"],
    ["a float", "fa3f800000", "simple-value"],
    ["a double", "fb3ff0000000000000", "simple-value"],
    ["NaN", "f97e00", "simple-value"],
    ["undefined", "f7", "simple-value"],
    ["simple 0", "e0", "simple-value"],
    ["false as an extended simple value", "f814", "simple-value"],
    ["a big number tag", "c24101", "tag"],
    ["tag 0", "c06161", "tag"],
    ["the self-describing tag", "d9d9f700", "tag"],
    ["a link to text", "d82a6161", "bad-link"],
    ["an empty link", "d82a40", "bad-link"],
    ["a link without its zero", "d82a4101", "bad-link"],
    ["a link to no CID", "d82a4200ff", "bad-link"],
    ["a link with a byte too many", LINK.replace("5827", "5828") + "00", "bad-link"],
    ["a link within a link", `d82a${LINK}`, "bad-link"],
    ["broken UTF-8", "61ff", "bad-utf8"],
    ["overlong UTF-8", "62c080", "bad-utf8"],
    ["a surrogate in UTF-8", "63eda080", "bad-utf8"],
    ["a byte order mark", "63efbbbf", "bad-utf8"],
    ["keys out of order", "a2616201616102", "key-order"],
    ["a longer key first", "a262616101616202", "key-order"],
    ["a key twice", "a2616101616102", "key-order"],
    ["a number as key", "a10102", "key-type"],
    ["bytes as key", "a1416102", "key-type"],
    ["a map that ends", "a16161", "truncated"],
    ["an array that ends", "8201", "truncated"],
    ["an array of 2^53", "9b0020000000000000", "truncated"],
    ["an array of 2^32 − 1 nulls that are not there", "9affffffff", "truncated"],
    ["bytes of 2^64 − 1", "5bffffffffffffffff", "truncated"],
    ["text that ends", "6261", "truncated"],
  ])("%s (%s)", (_, hex, code) => {
    expect(codeOf(() => decodeCbor(fromHex(hex)))).toBe(code);
  });
  test("deep nesting, without exhausting the stack", () => {
    const nested = (depth: number, open: number, inner: string): Uint8Array => concatBytes(new Uint8Array(depth).fill(open), fromHex(inner));
    expect(codeOf(() => decodeCbor(nested(MAX_DEPTH - 1, 0x81, "80")))).toBe("accepted");
    expect(codeOf(() => decodeCbor(nested(MAX_DEPTH, 0x81, "80")))).toBe("too-deep");
    expect(codeOf(() => decodeCbor(nested(1_000_000, 0x81, "80")))).toBe("too-deep");
    expect(codeOf(() => decodeCbor(concatBytes(...Array.from({ length: 5000 }, () => fromHex("a16161")), fromHex("80"))))).toBe("too-deep");
  });
  test("deep nesting on the way out too", () => {
    let value: CborValue = [];
    for (let i = 0; i < 100_000; i++) value = [value];
    expect(codeOf(() => encodeCbor(value))).toBe("too-deep");
  });
});

const leaf: fc.Arbitrary<CborValue> = fc.oneof(
  fc.constantFrom<CborValue>(null, true, false, EMPTY_ARRAY_CID, cidOf(RAW, new Uint8Array(3))),
  fc.maxSafeInteger().map((n) => (Object.is(n, -0) ? 0 : n)),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }).filter((n) => n > BigInt(Number.MAX_SAFE_INTEGER) || n < BigInt(Number.MIN_SAFE_INTEGER)),
  fc.uint8Array(),
  fc.string({ unit: "grapheme" }).filter((s) => !s.startsWith("\ufeff")),
);
const anyValue: fc.Arbitrary<CborValue> = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(
      fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("__proto__", "constructor", "1", "10")).filter((s) => !s.startsWith("\ufeff")),
      tie("value"),
      { maxKeys: 5 },
    ),
  ),
})).value;

describe("properties", () => {
  test("values round trip", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const bytes = encodeCbor(value);
        expect(toHex(encodeCbor(decodeCbor(bytes)))).toBe(toHex(bytes));
      }),
      { numRuns: 500 },
    );
  });
  test("random bytes are a value in its one spelling or refused with CborError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        if (codeOf(() => decodeCbor(bytes)) === "accepted") {
          expect(toHex(encodeCbor(decodeCbor(bytes)))).toBe(toHex(bytes));
        }
      }),
      { numRuns: 5000 },
    );
  });
  test("a value with a byte changed is another value in its one spelling or refused with CborError", () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, flip) => {
        const bytes = encodeCbor(value).slice();
        const i = at % bytes.length;
        bytes[i] = (bytes[i] as number) ^ flip;
        if (codeOf(() => decodeCbor(bytes)) === "accepted") {
          expect(toHex(encodeCbor(decodeCbor(bytes)))).toBe(toHex(bytes));
        }
      }),
      { numRuns: 1000 },
    );
  });
  test("a value cut short is refused", () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), (value, at) => {
        const bytes = encodeCbor(value);
        expect(codeOf(() => decodeCbor(bytes.subarray(0, at % bytes.length)))).not.toBe("accepted");
      }),
    );
  });
});

test("a decoded byte string is a copy", () => {
  const bytes = fromHex("8142abcd");
  const value = decodeCbor(bytes) as [Uint8Array];
  bytes.fill(0);
  expect(toHex(value[0])).toBe("abcd");
});

test("a map is told from the other objects", () => {
  expect(isCborMap({})).toBe(true);
  for (const other of [null, [], new Uint8Array(), EMPTY_ARRAY_CID, "a"]) expect(isCborMap(other)).toBe(false);
});

describe("TupleReader", () => {
  const address = Address.id(7);
  test("reads every kind of field in order", () => {
    const bytes = encodeCbor([1, 2n ** 60n, new Uint8Array([9]), "t", true, address.bytes, new Uint8Array([0, 5]), EMPTY_ARRAY_CID, null, [1, 2], [3, "x"]]);
    const r = TupleReader.decode(bytes, [10, 11], "all");
    expect([r.int(), r.bigint(), toHex(r.bytes()), r.text(), r.bool()]).toEqual([1, 2n ** 60n, "09", "t", true]);
    expect(r.address().equals(address)).toBe(true);
    expect(r.amount()).toBe(5n);
    expect(r.cid().equals(EMPTY_ARRAY_CID)).toBe(true);
    expect(r.nullable((n) => n.int())).toBeNull();
    expect(r.list((item) => item.uint())).toEqual([1, 2]);
    expect(r.remaining).toBe(1);
    expect(r.tuple(2, (t) => [t.int(), t.text()])).toEqual([3, "x"]);
    r.end();
  });
  test.each([
    ["another length", () => new TupleReader([1, 2], 3, "T"), "T: expected 3 fields; got 2"],
    ["no tuple", () => new TupleReader({}, 1, "T"), "T: expected a tuple; got a map"],
    ["another kind", () => new TupleReader(["x"], 1, "T").int(), "T, field 0: expected an integer below 2^53; got text"],
    ["a negative count", () => new TupleReader([-1], 1, "T").uint(), "T, field 0: expected an integer of at least 0; got -1"],
    ["a broken address", () => new TupleReader([new Uint8Array([9])], 1, "T").address(), "T, field 0: expected an address"],
    ["a broken amount", () => new TupleReader([new Uint8Array([0])], 1, "T").amount(), "T, field 0: expected an amount"],
    ["fields unread", () => new TupleReader([1], 1, "T").end(), "T: 1 fields were not read"],
    ["reading past the end", () => new TupleReader([], 0, "T").int(), "T: no field 0"],
    ["a broken item", () => new TupleReader([[1, "x"]], 1, "T").list((r) => r.int()), "T field 0, item 1, field 0"],
  ])("refuses %s", (_, act, message) => {
    expect(codeOf(act)).toBe("shape");
    expect(act).toThrow(message);
  });
});
