import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { toHex } from "../../filecoin/bytes.ts";
import { AmtError } from "../../filecoin/ipld/amt.ts";
import { Amt } from "./amt.ts";
import { MemoryBlockstore, putBlock } from "./blockstore.ts";

const text = (s: string): Uint8Array => new TextEncoder().encode(s);

describe("vectors of go-amt-ipld and ref-fvm", () => {
  it.each([
    [3, "bafy2bzacedijw74yui7otvo63nfl3hdq2vdzuy7wx2tnptwed6zml4vvz7wee"],
    [5, "bafy2bzaceacu3yonapahihxmnhzuvk76yupwjmyeymd2l5n6xfs5st52shm6a"],
    [6, "bafy2bzaceaa2jny7gkgdwnid4kuldau6bnvgyss5bszo4uy6uikrncvdu5mc2"],
  ])("empty root of width %i", (bitWidth, cid) => {
    expect(Amt.empty(new MemoryBlockstore(), { bitWidth }).flush().toString()).toBe(cid);
  });

  it("width 3", () => {
    const blocks = new MemoryBlockstore();
    const array = Amt.empty(blocks);
    array.set(2, text("foo"));
    expect(toHex(blocks.get(array.flush()) ?? new Uint8Array())).toBe("84030001834104808143666f6f");
    expect(array.flush().toString()).toBe("bafy2bzacedv5uu5za6oqtnozjvju5lhbgaybayzhw4txiojw7hd47ktgbv5wc");
    array.set(11, text("bar"));
    array.set(79, text("baz"));
    expect(array.flush().toString()).toBe("bafy2bzacecughjbclx3lbqwibrwc6pe7nttlc3qewedsrayghsvh5j5lpofiq");
    array.delete(11);
    array.delete(79);
    expect(array.flush().toString()).toBe("bafy2bzacedv5uu5za6oqtnozjvju5lhbgaybayzhw4txiojw7hd47ktgbv5wc");
  });

  it("five thousand entries", () => {
    const array = Amt.empty(new MemoryBlockstore());
    for (let i = 0; i < 5000; i++) array.set(i, text("foo foo bar"));
    expect(array.flush().toString()).toBe("bafy2bzacecfquuqzqzlox25aynodzw2qhxijdzfvno6tibyes3kb6nd3f7uxa");
  });

  it("format 0, as in blocks", () => {
    const array = Amt.empty(new MemoryBlockstore(), { version: 0 });
    array.set(2, text("foo"));
    expect(array.flush().toString()).toBe("bafy2bzaceansvim5z2rzifilsbzsjuoul2adx7iad7x3b4paj3qsexqf6ovxk");
  });
});

const index = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 2 ** 40 }));
const operation = fc.tuple(index, fc.option(fc.integer(), { nil: undefined }), fc.integer({ min: 0, max: 19 }));

describe("behaves as a sparse array", () => {
  it("whatever is set, removed, stored and loaded, in any order, width and format", () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), fc.integer({ min: 1, max: 6 }), fc.constantFrom<0 | 3>(0, 3), (operations, width, version) => {
        const blocks = new MemoryBlockstore();
        const options = version === 0 ? { version } : { version, bitWidth: width };
        const model = new Map<number, number>();
        let array = Amt.empty<number>(blocks, options);
        for (const [at, value, dice] of operations) {
          if (value === undefined) expect(array.delete(at)).toBe(model.delete(at));
          else {
            array.set(at, value);
            model.set(at, value);
          }
          expect(array.get(at)).toBe(model.get(at));
          if (dice === 0) array = Amt.load(blocks, array.flush(), options);
        }
        const sorted = [...model].sort(([a], [b]) => a - b);
        expect([...array.entries()]).toEqual(sorted);
        expect(array.count).toBe(model.size);
        const fresh = Amt.empty<number>(new MemoryBlockstore(), options);
        for (const [at, value] of sorted.reverse()) fresh.set(at, value);
        expect(array.flush().toString()).toBe(fresh.flush().toString());
      }),
      { numRuns: 60 },
    );
  });

  it("takes the largest index and refuses the next", () => {
    const array = Amt.empty<number>(new MemoryBlockstore());
    array.set((1n << 64n) - 2n, 7);
    expect(array.get((1n << 64n) - 2n)).toBe(7);
    expect(array.get(0)).toBeUndefined();
    expect(() => array.set((1n << 64n) - 1n, 7)).toThrow(AmtError);
    expect(() => array.get(-1)).toThrow(AmtError);
    expect(() => array.get(0.5)).toThrow(AmtError);
  });
});

describe("refuses what is no array", () => {
  it.each([
    ["three fields where four are due", [0, 0, [new Uint8Array(1), [], []]]],
    ["a bitmap of the wrong length", [3, 0, 0, [new Uint8Array(2), [], []]]],
    ["a bit without a value", [3, 0, 1, [new Uint8Array([1]), [], []]]],
    ["a value without a bit", [3, 0, 1, [new Uint8Array([0]), [], [1]]]],
    ["an impossible height", [3, 40, 1, [new Uint8Array([1]), [], [1]]]],
  ])("%s", (_what, root) => {
    const blocks = new MemoryBlockstore();
    expect(() => Amt.load(blocks, putBlock(blocks, 0x71, encodeCbor(root)))).toThrow(AmtError);
  });

  it("another width than asked for", () => {
    const blocks = new MemoryBlockstore();
    const cid = Amt.empty(blocks, { bitWidth: 5 }).flush();
    expect(() => Amt.load(blocks, cid, { bitWidth: 6 })).toThrow("expected bit width 6, the stored array has 5");
  });
});
