import fc from "fast-check";
import { expect, test } from "vitest";
import { parseExactJson } from "./exact-json.ts";

test.each([
  ["18446744073709551615", 18446744073709551615n],
  ["-9223372036854775808", -9223372036854775808n],
  ["9007199254740992", 9007199254740992n],
  ["9007199254740991", 9007199254740991],
  ["-9007199254740991", -9007199254740991],
])("the integer %s is read exactly", (text, value) => {
  expect(parseExactJson(text)).toBe(value);
  expect(parseExactJson(`{"a":[${text}, 1]}`)).toEqual({ a: [value, 1] });
});

test("digits inside strings stay text, beside a long integer too", () => {
  expect(parseExactJson('{"a":"18446744073709551615","b\\"1":[18446744073709551615],"c":"x\\\\","d":":18446744073709551615,"}')).toEqual({
    a: "18446744073709551615",
    'b"1': [18446744073709551615n],
    c: "x\\",
    d: ":18446744073709551615,",
  });
});

test("fractions and exponents are no integers", () => {
  expect(parseExactJson("[12345678901234567890.5, 1e30, -12345678901234567e2, 18446744073709551615]")).toEqual([
    12345678901234567890.5,
    1e30,
    -1234567890123456700,
    18446744073709551615n,
  ]);
});

test.each(["", "{", '{"a":18446744073709551615', "018446744073709551615", "18446744073709551615 1", '"18446744073709551615', "[-]"])(
  "%j is no JSON here as for JSON.parse",
  (text) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(() => parseExactJson(text)).toThrow(SyntaxError);
  },
);

const rounded = (value: unknown): unknown =>
  typeof value === "bigint"
    ? Number(value)
    : Array.isArray(value)
      ? value.map(rounded)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)]))
        : value;

test("any JSON reads as JSON.parse reads it, integers beside it exactly", () => {
  fc.assert(
    fc.property(fc.json(), fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (json, integer) => {
      const [value, exact] = parseExactJson(`[${json},${integer}]`) as [unknown, number | bigint];
      expect(rounded(value)).toEqual(JSON.parse(json));
      expect(BigInt(exact)).toBe(integer);
    }),
  );
});
