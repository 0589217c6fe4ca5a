import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { toHex } from "../../filecoin/bytes.ts";
import { encodeVarint } from "../../filecoin/varint.ts";
import { MemoryBlockstore, MissingBlock, putBlock } from "./blockstore.ts";
import { HamtError } from "../../filecoin/ipld/hamt.ts";
import { Hamt } from "./hamt.ts";

const text = (s: string): Uint8Array => new TextEncoder().encode(s);
const count = (bitWidth: number, n: number): Hamt => {
  const map = Hamt.empty(new MemoryBlockstore(), { bitWidth });
  for (let i = 0; i < n; i++) map.set(text(String(i)), text(String(i)));
  return map;
};

describe("vectors of go-hamt-ipld and ref-fvm", () => {
  it("width 8, byte strings", () => {
    const one = Hamt.empty(new MemoryBlockstore(), { bitWidth: 8 });
    expect(one.flush().toString()).toBe("bafy2bzaceamp42wmmgr2g2ymg46euououzfyck7szknvfacqscohrvaikwfay");
    one.set(text("favorite-animal"), text("owl bear"));
    expect(one.flush().toString()).toBe("bafy2bzaced2tgnlsq4n2ioe6ldy75fw3vlrrkyfv4bq6didbwoob2552zvpuk");
    const three = Hamt.empty(new MemoryBlockstore(), { bitWidth: 8 });
    three.set(text("foo"), text("cat dog bear"));
    three.set(text("bar"), text("cat dog"));
    three.set(text("baz"), text("cat"));
    expect(three.flush().toString()).toBe("bafy2bzacebql36crv4odvxzstx2ubaczmawy2tlljxezvorcsoqeyyojxkrom");
    expect(three.delete(text("foo"))).toBe(true);
    expect(three.flush().toString()).toBe("bafy2bzaced7up7wkm7cirieh5bs4iyula5inrprihmjzozmku3ywvekzzmlyi");
    const zero = Hamt.empty(new MemoryBlockstore(), { bitWidth: 8 });
    zero.set(new Uint8Array([0]), text("Test data"));
    expect(zero.flush().toString()).toBe("bafy2bzaceb2hikcc6tfuuuuehjstbiq356oruwx6ejyse77zupq445unranv6");
  });

  it("width 5, decimal-string keys and values", () => {
    expect(count(5, 200).flush().toString()).toBe("bafy2bzaceczhz54xmmz3xqnbmvxfbaty3qprr6dq7xh5vzwqbirlsnbd36z7a");
    const map = count(5, 400);
    expect(map.flush().toString()).toBe("bafy2bzacecxcp736xkl2mcyjlors3tug6vdlbispbzxvb75xlrhthiw2xwxvw");
    for (let i = 200; i < 400; i++) map.delete(text(String(i)));
    expect(map.flush().toString()).toBe("bafy2bzaceczhz54xmmz3xqnbmvxfbaty3qprr6dq7xh5vzwqbirlsnbd36z7a");
  });

  it("width 5, unsigned varint keys, with removals", () => {
    const map = Hamt.empty(new MemoryBlockstore());
    for (let i = 100; i < 195; i++) map.set(encodeVarint(BigInt(i)), 42);
    expect(map.flush().toString()).toBe("bafy2bzacebqox3gtng4ytexyacr6zmaliyins3llnhbnfbcrqmhzuhmuuawqk");
    map.delete(encodeVarint(104n));
    map.delete(encodeVarint(108n));
    expect(map.flush().toString()).toBe("bafy2bzacedlyeuub3mo4aweqs7zyxrbldsq2u4a2taswubudgupglu2j4eru6");
  });

  it("the empty map is 82 40 80", () => {
    const blocks = new MemoryBlockstore();
    const cid = Hamt.empty(blocks).flush();
    expect(toHex(blocks.get(cid) ?? new Uint8Array())).toBe("824080");
  });
});

const operation = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.option(fc.integer(), { nil: undefined }), fc.integer({ min: 0, max: 19 }));

describe("behaves as a map", () => {
  it("whatever is set, removed, stored and loaded, in any order and width", () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 300 }), fc.integer({ min: 1, max: 8 }), (operations, bitWidth) => {
        const blocks = new MemoryBlockstore();
        const model = new Map<number, number>();
        let map = Hamt.empty<number>(blocks, { bitWidth });
        for (const [key, value, dice] of operations) {
          const bytes = text(`key ${String(key)}`);
          if (value === undefined) expect(map.delete(bytes)).toBe(model.delete(key));
          else {
            map.set(bytes, value);
            model.set(key, value);
          }
          expect(map.get(bytes)).toBe(model.get(key));
          if (dice === 0) map = Hamt.load(blocks, map.flush(), { bitWidth });
        }
        const fresh = Hamt.empty<number>(new MemoryBlockstore(), { bitWidth });
        for (const [key, value] of [...model].reverse()) fresh.set(text(`key ${String(key)}`), value);
        expect(map.flush().toString()).toBe(fresh.flush().toString());
        const listed = [...map.entries()].map(([k, v]) => [new TextDecoder().decode(k), v] as const);
        expect(new Map(listed)).toEqual(new Map([...model].map(([k, v]) => [`key ${String(k)}`, v])));
      }),
      { numRuns: 60 },
    );
  });

  it("reads only the nodes on the way", () => {
    const blocks = new MemoryBlockstore();
    const map = Hamt.empty<number>(blocks);
    for (let i = 0; i < 10_000; i++) map.set(text(String(i)), i);
    const root = map.flush();
    let reads = 0;
    const counting = {
      get: (c: typeof root) => (reads++, blocks.get(c)),
      put: blocks.put.bind(blocks),
      has: blocks.has.bind(blocks),
    };
    const again = Hamt.load<number>(counting, root);
    expect(again.get(text("77"))).toBe(77);
    expect(reads).toBeLessThanOrEqual(4);
    const before = blocks.size;
    again.set(text("77"), 78);
    again.flush();
    expect(blocks.size - before).toBeLessThanOrEqual(4);
  });
});

describe("refuses what is no map", () => {
  it.each([
    ["not a pair", [new Uint8Array(0)]],
    ["a bitfield with a leading zero", [new Uint8Array([0, 1]), [[[text("a"), 1]]]]],
    ["more pointers than bits", [new Uint8Array([1]), [[[text("a"), 1]], [[text("b"), 1]]]]],
    ["an empty bucket", [new Uint8Array([1]), [[]]]],
    ["a bucket of four", [new Uint8Array([1]), [["a", "b", "c", "d"].map((k) => [text(k), 1])]]],
    ["a text key", [new Uint8Array([1]), [[["a", 1]]]]],
  ])("%s", (_what, node) => {
    const blocks = new MemoryBlockstore();
    const map = Hamt.load(blocks, putBlock(blocks, 0x71, encodeCbor(node)));
    expect(() => map.get(text("a"))).toThrow(HamtError);
  });

  it("a node that is not stored", () => {
    const cid = count(5, 3).flush();
    expect(() => Hamt.load(new MemoryBlockstore(), cid).get(text("1"))).toThrow(MissingBlock);
  });
});
