import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { Amt } from "../../devnet/state/amt.ts";
import { MemoryBlockstore } from "../../devnet/state/blockstore.ts";
import { Hamt } from "../../devnet/state/hamt.ts";
import { encodeVarint } from "../../filecoin/varint.ts";
import type { CborValue } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { putIds } from "../id-tree.ts";
import { ProbeHost } from "./probe-host.ts";

const AMT = 3;
const HAMT = 4;
const IDS = 14;
const SET = 0;
const DELETE = 1;
const GET = 2;
const NEXT = 3;
const PUT_IN = 0;
const TAKE_OUT = 1;
const HAS = 2;
const NO_INDEX = (1n << 64n) - 1n;
type Op = [number, number | bigint | Uint8Array, CborValue];

let host: ProbeHost;
beforeAll(async () => {
  host = await ProbeHost.compile("test/actors/probe.ts");
}, 120_000);

/** The answers, the count and the root of an AMT after some operations. */
function amt(start: number | Cid, ops: Op[]): { answers: CborValue[]; count: number; root: Cid } {
  const all = host.call(AMT, [start, ops]) as CborValue[];
  return { answers: all.slice(0, -2), count: all.at(-2) as number, root: all.at(-1) as Cid };
}
function hamt(start: null | Cid, ops: Op[], width = 5): { answers: CborValue[]; root: Cid } {
  const all = host.call(HAMT, [width, start, ops]) as CborValue[];
  return { answers: all.slice(0, -1), root: all.at(-1) as Cid };
}
/** The answers and the link of a set of ids after some operations. */
function ids(start: null | Cid, ops: [number, bigint][]): { answers: CborValue[]; link: Cid | null } {
  const all = host.call(IDS, [start, ops]) as CborValue[];
  return { answers: all.slice(0, -1), link: all.at(-1) as Cid | null };
}
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytesOf = utf8;

describe("AMT roots equal the published ones", () => {
  it("width 3", () => {
    expect(amt(3, []).root.toString()).toBe("bafy2bzacedijw74yui7otvo63nfl3hdq2vdzuy7wx2tnptwed6zml4vvz7wee");
    expect(amt(3, [[SET, 2, utf8("foo")]]).root.toString()).toBe("bafy2bzacedv5uu5za6oqtnozjvju5lhbgaybayzhw4txiojw7hd47ktgbv5wc");
    const three = amt(3, [
      [SET, 2, utf8("foo")],
      [SET, 11, utf8("bar")],
      [SET, 79, utf8("baz")],
    ]);
    expect(three.root.toString()).toBe("bafy2bzacecughjbclx3lbqwibrwc6pe7nttlc3qewedsrayghsvh5j5lpofiq");
    expect(three.count).toBe(3);
    const many = Array.from({ length: 5000 }, (_, i): Op => [SET, i, utf8("foo foo bar")]);
    expect(amt(3, many).root.toString()).toBe("bafy2bzacecfquuqzqzlox25aynodzw2qhxijdzfvno6tibyes3kb6nd3f7uxa");
  });
  it("empty ones of width 5 and 6", () => {
    expect(amt(5, []).root.toString()).toBe("bafy2bzaceacu3yonapahihxmnhzuvk76yupwjmyeymd2l5n6xfs5st52shm6a");
    expect(amt(6, []).root.toString()).toBe("bafy2bzaceaa2jny7gkgdwnid4kuldau6bnvgyss5bszo4uy6uikrncvdu5mc2");
  });
});

describe("HAMT roots equal the published ones", () => {
  it("width 5: decimal keys, then varint keys and their removal", () => {
    const decimal = (n: number): Op[] => Array.from({ length: n }, (_, i): Op => [SET, utf8(String(i)), utf8(String(i))]);
    expect(hamt(null, decimal(200)).root.toString()).toBe("bafy2bzaceczhz54xmmz3xqnbmvxfbaty3qprr6dq7xh5vzwqbirlsnbd36z7a");
    expect(hamt(null, decimal(400)).root.toString()).toBe("bafy2bzacecxcp736xkl2mcyjlors3tug6vdlbispbzxvb75xlrhthiw2xwxvw");
    const varint = Array.from({ length: 95 }, (_, i): Op => [SET, encodeVarint(100 + i), 42]);
    const full = hamt(null, varint);
    expect(full.root.toString()).toBe("bafy2bzacebqox3gtng4ytexyacr6zmaliyins3llnhbnfbcrqmhzuhmuuawqk");
    const less = hamt(full.root, [
      [DELETE, encodeVarint(104), null],
      [DELETE, encodeVarint(108), null],
    ]);
    expect(less.root.toString()).toBe("bafy2bzacedlyeuub3mo4aweqs7zyxrbldsq2u4a2taswubudgupglu2j4eru6");
  });
});

const index = fc.oneof(
  { weight: 5, arbitrary: fc.bigInt({ min: 0n, max: 40n }) },
  { weight: 2, arbitrary: fc.bigInt({ min: 0n, max: 5000n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: NO_INDEX - 1n }) },
);
const value = fc.oneof(fc.integer({ min: 0, max: 70000 }), fc.uint8Array({ maxLength: 40 }), fc.array(fc.integer(), { maxLength: 3 }), fc.constant(null));

describe("random histories over several messages", () => {
  it("an AMT gives the answers and the bytes of the devnet's", () => {
    const op = fc.tuple(fc.constantFrom(SET, SET, DELETE, GET, NEXT), index, value);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.array(op, { maxLength: 25 }), { minLength: 1, maxLength: 5 }), (width, messages) => {
        const store = new MemoryBlockstore();
        let model = Amt.empty(store, { bitWidth: width });
        const plain = new Map<bigint, CborValue>();
        let root: Cid | number = width;
        for (const ops of messages) {
          const want = ops.map(([kind, i, v]) => {
            if (kind === SET) return (model.set(i, v), plain.set(i, v), null);
            if (kind === DELETE) return (plain.delete(i), model.delete(i));
            if (kind === GET) return model.get(i) ?? null;
            const after = [...plain.keys()].filter((k) => k >= i).reduce((a, b) => (a < b ? a : b), NO_INDEX);
            return after <= Number.MAX_SAFE_INTEGER ? Number(after) : after;
          });
          const cid = model.flush();
          const got = amt(root, ops as Op[]);
          expect(got.answers).toEqual(want);
          expect(got.count).toBe(plain.size);
          expect(got.root.toString()).toBe(cid.toString());
          model = Amt.load(store, cid);
          root = got.root;
        }
      }),
      { numRuns: 60 },
    );
  });

  it("a HAMT gives the answers and the bytes of the devnet's", () => {
    const key = fc
      .oneof({ weight: 4, arbitrary: fc.integer({ min: 1000, max: 1040 }) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 3000 }) })
      .map((n) => encodeVarint(n));
    const op = fc.tuple(fc.constantFrom(SET, SET, DELETE, GET), key, value);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.array(op, { maxLength: 60 }), { minLength: 1, maxLength: 6 }), (width, messages) => {
        const store = new MemoryBlockstore();
        let model = Hamt.empty(store, { bitWidth: width });
        let root: Cid | null = null;
        for (const ops of messages) {
          const want = ops.map(([kind, k, v]) => {
            if (kind === SET) return (model.set(k, v), null);
            if (kind === DELETE) return model.delete(k);
            return model.get(k) ?? null;
          });
          const cid = model.flush();
          const got = hamt(root, ops as Op[], width);
          expect(got.answers).toEqual(want);
          expect(got.root.toString()).toBe(cid.toString());
          model = Hamt.load(store, cid, { bitWidth: width });
          root = got.root;
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a set of ids in rows of 256", () => {
  const LARGEST_ID = NO_INDEX - 1n;
  const fromRows = (set: Iterable<bigint>): string => String(putIds(new MemoryBlockstore(), set));

  it("does over several messages what a Set does, gives its ids in order, and is the same tree whatever was in it before", () => {
    const id = fc.oneof(
      { weight: 4, arbitrary: fc.bigInt({ min: 0n, max: 40n }) },
      { weight: 4, arbitrary: fc.tuple(fc.bigInt({ min: 1n, max: 12n }), fc.bigInt({ min: -2n, max: 2n })).map(([row, beside]) => row * 256n + beside) },
      { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 1_000_000n }) },
      { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: LARGEST_ID }) },
    );
    const op = fc.tuple(fc.constantFrom(PUT_IN, PUT_IN, TAKE_OUT, HAS, NEXT), id);
    fc.assert(
      fc.property(fc.array(fc.array(op, { maxLength: 40 }), { minLength: 1, maxLength: 5 }), (messages) => {
        const model = new Set<bigint>();
        const least = (from: bigint): bigint => [...model].filter((one) => one >= from).reduce((a, b) => (a < b ? a : b), NO_INDEX);
        let link: Cid | null = null;
        for (const ops of messages) {
          const want = ops.map(([kind, i]) => {
            if (kind === PUT_IN) return !model.has(i) && (model.add(i), true);
            return kind === TAKE_OUT ? model.delete(i) : kind === HAS ? model.has(i) : least(i);
          });
          const got = ids(link, ops);
          expect(got.answers.map((answer) => (typeof answer === "boolean" ? answer : BigInt(answer as number | bigint)))).toEqual(want);
          link = got.link;
          expect(String(link)).toBe(fromRows(model));
        }
        const inOrder: bigint[] = [];
        for (let from = 0n; from < NO_INDEX;) {
          const found = BigInt(ids(link, [[NEXT, from]]).answers[0] as number | bigint);
          if (found !== NO_INDEX) inOrder.push(found);
          from = found === NO_INDEX ? found : found + 1n;
        }
        expect(inOrder).toEqual([...model].sort((a, b) => (a < b ? -1 : 1)));
        expect(
          ids(
            link,
            [...model].map((one) => [TAKE_OUT, one]),
          ).link,
        ).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it("keeps the ids on both sides of a row's end apart, and those at the end of all", () => {
    const ends = [0n, 255n, 256n, 511n, 512n, 65_535n, 65_536n, LARGEST_ID - 255n, LARGEST_ID];
    const all = ids(
      null,
      ends.map((id) => [PUT_IN, id]),
    );
    expect(all.answers).toEqual(ends.map(() => true));
    expect(String(all.link)).toBe(fromRows(ends));
    expect(
      ids(
        all.link,
        [...ends].map((id) => [PUT_IN, id]),
      ).answers,
    ).toEqual(ends.map(() => false));
    for (const [i, id] of ends.entries()) {
      const [found, beside, next] = ids(all.link, [
        [HAS, id],
        [HAS, id ^ 2n],
        [NEXT, id + 1n],
      ]).answers;
      expect([found, beside, BigInt(next as number | bigint)]).toEqual([true, false, ends[i + 1] ?? NO_INDEX]);
    }
    const one = ids(
      all.link,
      ends.filter((id) => id !== 256n).map((id) => [TAKE_OUT, id]),
    );
    expect(String(one.link)).toBe(fromRows([256n]));
    expect(ids(one.link, [[TAKE_OUT, 255n]])).toMatchObject({ answers: [false] });
    expect(ids(one.link, [[TAKE_OUT, 256n]])).toEqual({ answers: [true], link: null });
  });

  it("writes a block for each eight rows and one a level above them, and none for what was there", () => {
    const close = Array.from({ length: 8_192 }, (_, i): [number, bigint] => [PUT_IN, BigInt(2 * i)]);
    host.links = 0;
    const { link } = ids(null, close);
    expect(host.links).toBe(8 + 1);
    host.links = 0;
    expect(ids(link, [[PUT_IN, 77n]]).answers).toEqual([true]);
    expect(host.links).toBe(2);
    host.links = 0;
    expect(ids(link, [[PUT_IN, 76n]])).toEqual({ answers: [false], link });
    expect(host.links).toBe(0);
  });

  it("refuses with 21 what is no set of ids", () => {
    const { root } = amt(3, [[SET, 0, true]]);
    expect(host.failure(IDS, [root, [[HAS, 0n]]]).code).toBe(21);
  });
});

describe("cost", () => {
  it("a change writes only the blocks on its path; reading writes none", () => {
    const all = amt(
      3,
      Array.from({ length: 4096 }, (_, i): Op => [SET, i, i]),
    ).root;
    host.links = 0;
    amt(all, [[GET, 77, null]]);
    expect(host.links).toBe(0);
    amt(all, [[SET, 77, 1]]);
    expect(host.links).toBe(4);
    const map = hamt(
      null,
      Array.from({ length: 1000 }, (_, i): Op => [SET, encodeVarint(i), i]),
    ).root;
    host.links = 0;
    hamt(map, [[GET, encodeVarint(77), null]]);
    expect(host.links).toBe(0);
    hamt(map, [[SET, encodeVarint(77), 1]]);
    expect(host.links).toBeLessThanOrEqual(3);
  });
});

describe("what is no AMT or HAMT is refused with 21", () => {
  const put = (v: CborValue): Cid => (host.call(9, v) as null, host.root);
  const amtNode = [bytesOf("\0"), [], []];
  it("an AMT of another shape, width or bitmap", () => {
    expect(host.failure(AMT, [put([3, 0, 1]), []]).code).toBe(21);
    expect(host.failure(AMT, [put([9, 0, 0, amtNode]), []])).toEqual({ code: 21, message: "AMT width above 8" });
    expect(host.failure(AMT, [put([0, 0, 0, amtNode]), []])).toEqual({ code: 21, message: "AMT width above 8" });
    expect(host.failure(AMT, [put([2, 2n ** 63n, 0, amtNode]), []])).toEqual({ code: 21, message: "AMT too high" });
    expect(host.failure(AMT, [put([3, 30, 0, amtNode]), []])).toEqual({ code: 21, message: "AMT too high" });
    expect(host.failure(AMT, [put([5, 0, 0, amtNode]), []])).toEqual({ code: 21, message: "AMT bitmap of another width" });
    expect(host.failure(AMT, [put([3, 0, 1, [bytesOf("\x03"), [], [1]]]), []]).code).toBe(21);
    expect(host.failure(AMT, [put([3, 0, 1, [bytesOf("\x01"), [], [1, 2]]]), []])).toEqual({ code: 21, message: "AMT bitmap does not fit its node" });
  });
  it("a HAMT of another shape or width, or deeper than a hash is long", () => {
    const eighth = put([Uint8Array.of(1, 1), [[[bytesOf("a"), 1]], [[bytesOf("b"), 2]]]]);
    expect(host.failure(HAMT, [3, eighth, []]).code).toBe(21);
    expect(host.call(HAMT, [4, eighth, []])).toEqual([eighth]);
    expect(host.failure(HAMT, [5, put([bytesOf("\x01"), []]), []]).code).toBe(21);
    expect(host.failure(HAMT, [5, put([bytesOf("\x01"), [[[1, 2]]]]), []]).code).toBe(21);
    let node = put([new Uint8Array(), []]);
    for (let depth = 0; depth < 52; depth++) node = put([new Uint8Array(4).fill(255), Array.from({ length: 32 }, () => node)]);
    expect(host.failure(HAMT, [5, node, [[GET, utf8("key"), null]]])).toEqual({ code: 21, message: "HAMT too deep" });
  });
  it("an index that stands for none", () => {
    expect(host.failure(AMT, [3, [[SET, NO_INDEX, 1]]])).toEqual({ code: 16, message: "AMT index too large" });
  });
});
