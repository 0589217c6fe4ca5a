import fc from "fast-check";
import { expect, test } from "vitest";
import { concatBytes, fromHex, toHex } from "./bytes.ts";
import { CID } from "multiformats/cid";
import { CBOR, CidError, cidFromBytes, cidKey, cidOf, DAG_CBOR, EMPTY_ARRAY_CID, isBlake2b256, parseCid, RAW } from "./cid.ts";

const EMPTY = "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a";

test("the empty array has its known CID", () => {
  expect(EMPTY_ARRAY_CID.toString()).toBe(EMPTY);
  expect(toHex(EMPTY_ARRAY_CID.bytes)).toMatch(/^0171a0e40220/);
  expect(isBlake2b256(EMPTY_ARRAY_CID)).toBe(true);
});

test("installed code is raw", () => {
  expect(toHex(cidOf(RAW, new Uint8Array(1)).bytes)).toMatch(/^0155a0e40220/);
  expect(cidOf(RAW, new Uint8Array(1)).toString()).toMatch(/^bafk2bza/);
});

test("text and bytes round trip and keys tell CIDs apart", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      const cid = cidOf(DAG_CBOR, a);
      expect(parseCid(cid.toString()).equals(cid)).toBe(true);
      expect(cidFromBytes(cid.bytes).equals(cid)).toBe(true);
      expect(cidKey(cid) === cidKey(cidOf(DAG_CBOR, b))).toBe(toHex(a) === toHex(b));
      expect(cidKey(cid)).not.toBe(cidKey(cidOf(RAW, a)));
    }),
  );
});

test("the CIDs of blocks, built without parsing, equal those the library parses", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom(DAG_CBOR, RAW, CBOR), (bytes, codec) => {
      const [cid, parsed] = [cidOf(codec, bytes), CID.decode(cidOf(codec, bytes).bytes)];
      for (const built of [cid, cidFromBytes(cid.bytes)]) {
        expect(built.equals(parsed)).toBe(true);
        expect([built.version, built.code, built.toString()]).toEqual([1, codec, parsed.toString()]);
        expect([toHex(built.multihash.bytes), toHex(built.multihash.digest)]).toEqual([toHex(parsed.multihash.bytes), toHex(parsed.multihash.digest)]);
      }
    }),
  );
});

test("a CID does not change with the bytes it was read from", () => {
  const bytes = EMPTY_ARRAY_CID.bytes.slice();
  const cid = cidFromBytes(bytes);
  bytes.fill(0);
  expect(cid.toString()).toBe(EMPTY);
});

test.each([
  ["nothing", ""],
  ["upper case", EMPTY.toUpperCase()],
  ["another base", "zdpuAyvkgEDQm9TenwGkd5eNaosSxjgEYd8QatfPetgB1CdEZ"],
  ["version 0", "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"],
  ["a character too few", EMPTY.slice(0, -1)],
  ["a character too many", `${EMPTY}a`],
  ["unused bits", `${EMPTY.slice(0, -1)}b`],
  ["no text of a CID", "bafy"],
  ["very long text", `b${"a".repeat(1000)}`],
])("text that is %s is refused", (_, text) => {
  expect(() => parseCid(text)).toThrow(CidError);
});

test.each([
  ["no bytes", ""],
  ["a trailing byte", `${toHex(EMPTY_ARRAY_CID.bytes)}00`],
  ["version 2", `02${toHex(EMPTY_ARRAY_CID.bytes).slice(2)}`],
  ["version 0 in the form of version 1", `00${toHex(EMPTY_ARRAY_CID.bytes).slice(2)}`],
  ["version 0 of another hash", `1214${"00".repeat(20)}`],
  ["a number in a longer form", `01f100${toHex(EMPTY_ARRAY_CID.bytes).slice(4)}`],
  ["a digest of 65 bytes", `0155a0e40241${"00".repeat(65)}`],
])("bytes with %s are refused", (_, hex) => {
  expect(() => cidFromBytes(fromHex(hex))).toThrow(CidError);
});

test("any bytes are a CID in its one spelling or refused with CidError", () => {
  fc.assert(
    fc.property(fc.constantFrom("", "00", "0071", "01", "0171", "0155", "0171a0e40220", "1220", "1214"), fc.uint8Array({ maxLength: 60 }), (head, tail) => {
      const bytes = concatBytes(fromHex(head), tail);
      try {
        expect(toHex(cidFromBytes(bytes).bytes)).toBe(toHex(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(CidError);
      }
    }),
    { numRuns: 2000 },
  );
});
