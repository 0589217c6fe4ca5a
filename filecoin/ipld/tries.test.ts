import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Amt } from "../../devnet/state/amt.ts";
import { MemoryBlockstore, mustGet, putBlock } from "../../devnet/state/blockstore.ts";
import { Hamt } from "../../devnet/state/hamt.ts";
import { CborError, type CborValue, encodeCbor } from "../cbor.ts";
import { type Cid, cidOf, DAG_CBOR, RAW } from "../cid.ts";
import { amtEntries, AmtError, amtGet, type AmtOptions } from "./amt.ts";
import { HamtError, hamtGet, hamtPairs } from "./hamt.ts";
import { type Walk, walkLater, walkNow } from "./walk.ts";

const text = (s: string): Uint8Array => new TextEncoder().encode(s);

/** Both ways to drive a walk, with the number of rounds that the second one took. */
async function bothWays<T>(blocks: MemoryBlockstore, walk: () => Walk<Cid, Uint8Array, T>): Promise<{ value: T; rounds: number }> {
  const value = walkNow(walk(), (cid) => mustGet(blocks, cid, "test"));
  let rounds = 0;
  let waiting = false;
  const later = await walkLater(walk(), async (cid) => {
    if (!waiting) rounds++;
    waiting = true;
    await Promise.resolve();
    waiting = false;
    return mustGet(blocks, cid, "test");
  });
  expect(later).toEqual(value);
  return { value, rounds };
}

describe("what the writers wrote is read, now and later", () => {
  it("a map of any width, its absent keys too", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(3_000), { maxLength: 250 }), fc.integer({ min: 1, max: 8 }), async (keys, bitWidth) => {
        const blocks = new MemoryBlockstore();
        const map = Hamt.empty<number>(blocks, { bitWidth });
        for (const key of keys) map.set(text(String(key)), key);
        const root = map.flush();
        for (const key of [...keys.slice(0, 20), 5_000, 5_001]) {
          const { value } = await bothWays(blocks, () => hamtGet(root, text(String(key)), bitWidth));
          expect(value).toBe(keys.includes(key) ? key : undefined);
        }
        const { value: pairs } = await bothWays(blocks, () => hamtPairs(root, bitWidth));
        expect(pairs.map(({ value }) => value as number).sort((a, b) => a - b)).toEqual([...keys].sort((a, b) => a - b));
      }),
      { numRuns: 30 },
    );
  });

  it("an array of any width and format, its gaps too", async () => {
    const index = fc.oneof(fc.nat(200), fc.nat(2 ** 40));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(index, { maxLength: 100 }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom<0 | 3>(0, 3),
        async (keys, width, version) => {
          const blocks = new MemoryBlockstore();
          const options: AmtOptions = version === 0 ? { version } : { bitWidth: width };
          const array = Amt.empty<number>(blocks, options);
          for (const key of keys) array.set(key, key);
          const root = array.flush();
          const sorted = [...keys].sort((a, b) => a - b);
          for (const key of [...keys.slice(0, 20), 201, 2n ** 63n]) {
            const { value } = await bothWays(blocks, () => amtGet(root, key, options));
            expect(value).toBe(keys.includes(Number(key)) ? key : undefined);
          }
          expect((await bothWays(blocks, () => amtEntries(root, options))).value).toEqual(sorted.map((key) => [key, key]));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("nodes of one depth in one round", async () => {
    const blocks = new MemoryBlockstore();
    const map = Hamt.empty<number>(blocks);
    for (let i = 0; i < 20_000; i++) map.set(text(String(i)), i);
    const { value, rounds } = await bothWays(blocks, () => hamtPairs(map.flush()));
    expect([value.length, rounds <= 6]).toEqual([20_000, true]);
  });

  it("indices beyond 2^53 as bigint", () => {
    const blocks = new MemoryBlockstore();
    const array = Amt.empty<string>(blocks, { bitWidth: 5 });
    array.set(7, "low");
    array.set(2n ** 60n + 1n, "high");
    const entries = walkNow(amtEntries(array.flush()), (cid) => mustGet(blocks, cid, "test"));
    expect(entries).toEqual([
      [7, "low"],
      [2n ** 60n + 1n, "high"],
    ]);
  });
});

const link = cidOf(DAG_CBOR, Uint8Array.of(0x80));
const rawLink = cidOf(RAW, Uint8Array.of(0x80));
const pair = (key: string): CborValue => [text(key), 1];

/** A root with one deeper node below the place of the key "a". */
function below(node: CborValue): { blocks: MemoryBlockstore; root: Cid } {
  const blocks = new MemoryBlockstore();
  const deeper = putBlock(blocks, DAG_CBOR, encodeCbor(node));
  const pointers = new Array<CborValue>(32).fill(deeper);
  return { blocks, root: putBlock(blocks, DAG_CBOR, encodeCbor([new Uint8Array(4).fill(0xff), pointers])) };
}

describe("a map's node is refused", () => {
  it.each<[string, CborValue]>([
    ["that is no pair", [Uint8Array.of(1)]],
    ["whose bitfield is no bytes", [1, [[pair("a")]]]],
    ["whose bitfield has a leading zero", [Uint8Array.of(0, 1), [[pair("a")]]]],
    ["whose bitfield is longer than its width", [new Uint8Array(5).fill(255), new Array<CborValue>(40).fill([pair("a")])]],
    ["with fewer pointers than bits", [Uint8Array.of(3), [[pair("a")]]]],
    ["with more pointers than bits", [Uint8Array.of(1), [[pair("a")], [pair("b")]]]],
    ["with an empty bucket", [Uint8Array.of(1), [[]]]],
    ["with a bucket of four", [Uint8Array.of(1), [["a", "b", "c", "d"].map(pair)]]],
    ["with keys out of order", [Uint8Array.of(1), [[pair("b"), pair("a")]]]],
    ["with a key twice", [Uint8Array.of(1), [[pair("a"), pair("a")]]]],
    ["with a key that is text", [Uint8Array.of(1), [[["a", 1]]]]],
    ["with a pair of three", [Uint8Array.of(1), [[[text("a"), 1, 2]]]]],
    ["with a link to raw bytes", [Uint8Array.of(1), [rawLink]]],
    ["with a pointer that is neither link nor bucket", [Uint8Array.of(1), [7]]],
  ])("%s", (_what, node) => {
    const blocks = new MemoryBlockstore();
    const root = putBlock(blocks, DAG_CBOR, encodeCbor(node));
    expect(() => walkNow(hamtPairs(root), (cid) => mustGet(blocks, cid, "test"))).toThrow(HamtError);
  });

  it.each<[string, CborValue]>([
    ["that is empty", [new Uint8Array(0), []]],
    ["that its parent's bucket could hold", [Uint8Array.of(5), [[pair("a"), pair("b")], [pair("c")]]]],
  ])("below the root %s", (_what, node) => {
    const { blocks, root } = below(node);
    expect(() => walkNow(hamtGet(root, text("a")), (cid) => mustGet(blocks, cid, "test"))).toThrow(HamtError);
  });

  it("of a width below 3 whose bitfield names a place that it does not have", () => {
    const blocks = new MemoryBlockstore();
    const root = putBlock(blocks, DAG_CBOR, encodeCbor([Uint8Array.of(16), [[pair("a")]]]));
    expect(() => walkNow(hamtPairs(root, 2), (cid) => mustGet(blocks, cid, "test"))).toThrow(HamtError);
  });

  it("that ends the hash: a chain of links deeper than 256 bits", () => {
    const blocks = new MemoryBlockstore();
    let deepest = putBlock(blocks, DAG_CBOR, encodeCbor([new Uint8Array(4).fill(255), new Array<CborValue>(32).fill([pair("a"), pair("b")])]));
    for (let i = 0; i < 60; i++) deepest = putBlock(blocks, DAG_CBOR, encodeCbor([new Uint8Array(4).fill(255), new Array<CborValue>(32).fill(deepest)]));
    expect(() => walkNow(hamtGet(deepest, text("a")), (cid) => mustGet(blocks, cid, "test"))).toThrow(HamtError);
  });
});

describe("an array is refused", () => {
  const leaf = (...values: CborValue[]): CborValue => [Uint8Array.of((1 << values.length) - 1), [], values];
  it.each<[string, CborValue, AmtOptions?]>([
    ["of another format", [0, 1, leaf(1)]],
    ["of another width than expected", [3, 0, 1, leaf(1)], { bitWidth: 5 }],
    ["of width 0", [0, 0, 1, leaf(1)]],
    ["of width 19", [19, 0, 1, leaf(1)]],
    ["of a height that no index has", [3, 22, 1, [Uint8Array.of(1), [link], []]]],
    ["of a negative height", [3, -1, 1, leaf(1)]],
    ["that counts more than fit below its height", [3, 0, 9, leaf(1)]],
    ["that counts what is not there", [3, 0, 3, leaf(1, 2)]],
    ["with links in a leaf", [3, 0, 1, [Uint8Array.of(1), [link], []]]],
    ["with values above the leaves", [3, 1, 1, leaf(1)]],
    ["that is empty and has a height", [3, 1, 0, [Uint8Array.of(0), [], []]]],
    ["with a bitmap of another length", [3, 0, 1, [Uint8Array.of(1, 0), [], [1]]]],
    ["with more values than bits", [3, 0, 1, [Uint8Array.of(1), [], [1, 2]]]],
    ["with fewer values than bits", [3, 0, 1, [Uint8Array.of(3), [], [1]]]],
    ["with a bit beyond its width", [2, 0, 1, [Uint8Array.of(16), [], [1]]]],
    ["with a link to raw bytes", [3, 1, 1, [Uint8Array.of(1), [rawLink], []]]],
    ["with an inner node that holds no links", [3, 1, 1, [Uint8Array.of(1), [7], []]]],
  ])("%s", (_what, root, options = {}) => {
    const blocks = new MemoryBlockstore();
    const cid = putBlock(blocks, DAG_CBOR, encodeCbor(root));
    expect(() => walkNow(amtEntries(cid, options), (each) => mustGet(blocks, each, "test"))).toThrow(AmtError);
  });

  it("with an empty node below the root", () => {
    const blocks = new MemoryBlockstore();
    const empty = putBlock(blocks, DAG_CBOR, encodeCbor([Uint8Array.of(0), [], []]));
    const cid = putBlock(blocks, DAG_CBOR, encodeCbor([3, 1, 1, [Uint8Array.of(1), [empty], []]]));
    expect(() => walkNow(amtGet(cid, 0), (each) => mustGet(blocks, each, "test"))).toThrow(AmtError);
  });

  it("that has more entries than its reader takes, before they are read", () => {
    const blocks = new MemoryBlockstore();
    const array = Amt.empty<number>(blocks);
    for (let i = 0; i < 100; i++) array.push(i);
    const asked: Cid[] = [];
    const read = (): unknown => walkNow(amtEntries(array.flush(), { most: 99 }), (cid) => (asked.push(cid), mustGet(blocks, cid, "test")));
    expect(read).toThrow(AmtError);
    expect(asked).toHaveLength(1);
  });

  it("at an index that is none", () => {
    const blocks = new MemoryBlockstore();
    const cid = Amt.empty<number>(blocks).flush();
    for (const index of [-1, 0.5, 2n ** 64n - 1n]) {
      expect(() => walkNow(amtGet(cid, index), (each) => mustGet(blocks, each, "test"))).toThrow(AmtError);
    }
  });

  it("that is no DAG-CBOR", () => {
    expect(() => walkNow(amtGet(link, 0), () => Uint8Array.of(0x9f, 0xff))).toThrow(CborError);
    expect(() => walkNow(hamtGet(link, text("a")), () => Uint8Array.of(0x9f, 0xff))).toThrow(CborError);
  });
});
