import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, toHex } from "./bytes.ts";
import { addressOfKey, formatLotusKey, LotusKeyError, parseLotusKey } from "./lotusKey.ts";
import signing from "./vectors/message-signing.json" with { type: "json" };
import tools from "./vectors/signing-tools.json" with { type: "json" };

const hexOf = (text: string): string => toHex(new TextEncoder().encode(text));

test("a secp256k1 key is read as Lotus exports it", () => {
  const { privateKey, address } = tools.wallet.secp256k1;
  const hex = hexOf(`{"Type":"secp256k1","PrivateKey":"${privateKey}"}`);
  const key = parseLotusKey(` ${hex}\n`);
  expect(addressOfKey(key).toString()).toBe(address);
  expect(formatLotusKey(key)).toBe(hex);
});

test.each(signing.cases)("a BLS key is little-endian ($Unsigned.From)", ({ PrivateKey, Unsigned }) => {
  const key = parseLotusKey(hexOf(`{"Type":"bls","PrivateKey":"${PrivateKey}"}`));
  expect(addressOfKey(key).toString("t")).toBe(Unsigned.From);
});

test("a delegated key has an f410 address", () => {
  const key = { type: "delegated" as const, privateKey: fromBase64(tools.wallet.secp256k1.privateKey) };
  expect(addressOfKey(parseLotusKey(formatLotusKey(key))).toString()).toMatch(/^f410f/);
});

test.each([
  ["nothing", ""],
  ["no hex", "zz"],
  ["no JSON", hexOf("nonsense")],
  ["broken UTF-8", "ff"],
  ["another type", hexOf('{"Type":"secp256k1-ledger","PrivateKey":"AA=="}')],
  ["no key", hexOf('{"Type":"bls"}')],
  ["a short key", hexOf('{"Type":"bls","PrivateKey":"AA=="}')],
  ["a zero key", hexOf(`{"Type":"secp256k1","PrivateKey":"${"A".repeat(43)}="}`)],
  ["a key beyond the order", hexOf(`{"Type":"bls","PrivateKey":"${"/".repeat(42)}8="}`)],
])("%s is refused", (_, hex) => {
  expect(() => parseLotusKey(hex)).toThrow(LotusKeyError);
});

test("any text is refused with LotusKeyError that does not repeat it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json().map(hexOf)), (text) => {
      try {
        parseLotusKey(text);
      } catch (error) {
        expect(error).toBeInstanceOf(LotusKeyError);
        if (text.length > 12) expect((error as Error).message).not.toContain(text);
      }
    }),
  );
});
