import { describe, expect, it } from "vitest";
import { type Cid, cidOf, RAW } from "../../filecoin/cid.ts";
import { BlockCache } from "./block-cache.ts";

const blockOf = (n: number): { cid: Cid; bytes: Uint8Array } => {
  const bytes = new Uint8Array(10).fill(n);
  return { cid: cidOf(RAW, bytes), bytes };
};

/** Asks for a block; tells whether it had to be read. */
async function wasRead(cache: BlockCache, n: number): Promise<boolean> {
  let read = false;
  const { cid, bytes } = blockOf(n);
  expect(
    await cache.get(cid, () => {
      read = true;
      return Promise.resolve(bytes);
    }),
  ).toEqual(bytes);
  return read;
}

describe("the cache of blocks", () => {
  it("keeps within its bound of blocks, and lets go first what was used longest ago", async () => {
    const cache = new BlockCache({ mostBytes: 1_000, mostBlocks: 3 });
    for (const n of [1, 2, 3]) expect(await wasRead(cache, n)).toBe(true);
    expect(await wasRead(cache, 1)).toBe(false);
    expect(await wasRead(cache, 4)).toBe(true);
    expect([await wasRead(cache, 1), await wasRead(cache, 3), await wasRead(cache, 2)]).toEqual([false, false, true]);
    expect([cache.count, cache.bytes]).toEqual([3, 30]);
  });

  it("keeps within its bound of bytes, and does not keep what alone is more", async () => {
    const cache = new BlockCache({ mostBytes: 25, mostBlocks: 100 });
    for (const n of [1, 2, 3]) await wasRead(cache, n);
    expect([cache.count, cache.bytes]).toEqual([2, 20]);
    const small = new BlockCache({ mostBytes: 9, mostBlocks: 100 });
    await wasRead(small, 1);
    expect([small.count, small.bytes]).toEqual([0, 0]);
  });

  it("waits for what is on its way instead of asking again, and forgets a failure", async () => {
    const cache = new BlockCache({ mostBytes: 100, mostBlocks: 100 });
    const { cid, bytes } = blockOf(1);
    let reads = 0;
    const fail = (): Promise<Uint8Array> => {
      reads++;
      return Promise.reject(new Error("gone"));
    };
    const both = await Promise.allSettled([cache.get(cid, fail), cache.get(cid, fail)]);
    expect([reads, both.map(({ status }) => status)]).toEqual([1, ["rejected", "rejected"]]);
    const read = (): Promise<Uint8Array> => {
      reads++;
      return Promise.resolve(bytes);
    };
    expect(await Promise.all([cache.get(cid, read), cache.get(cid, read)])).toEqual([bytes, bytes]);
    expect(reads).toBe(2);
  });
});
