/** Sets of ids as the owner actor keeps them (`actor/sdk/id-tree.ts`), read and written by code of its own: an AMT of width 3 by id / 256, of 32 bytes with a bit for each id. */
import { Amt } from "../devnet/state/amt.ts";
import type { Blockstore } from "../devnet/state/blockstore.ts";
import type { Cid } from "../filecoin/cid.ts";

const WIDTH = 3;
const ROW = 256;
const ROW_BYTES = ROW / 8;

/** The ids of a set, ascending. */
export function idsOf(blocks: Blockstore, link: Cid | null): bigint[] {
  if (link === null) return [];
  const rows = [...Amt.load<Uint8Array>(blocks, link, { bitWidth: WIDTH }).entries()];
  return rows.flatMap(([row, bits]) => {
    const places = Array.from({ length: ROW }, (_, place) => place).filter((place) => (bits[place >> 3]! >> (place & 7)) & 1);
    if (bits.length !== ROW_BYTES || places.length === 0) throw new Error(`row ${row} of a set of ids: ${bits.length} bytes, ${places.length} ids`);
    return places.map((place) => BigInt(row) * BigInt(ROW) + BigInt(place));
  });
}

/** Stores a set of ids; null without any. */
export function putIds(blocks: Blockstore, ids: Iterable<bigint>): Cid | null {
  const rows = new Map<bigint, Uint8Array>();
  for (const id of ids) {
    const row = id / BigInt(ROW);
    const bits = rows.get(row) ?? new Uint8Array(ROW_BYTES);
    const place = Number(id % BigInt(ROW));
    bits[place >> 3]! |= 1 << (place & 7);
    rows.set(row, bits);
  }
  if (rows.size === 0) return null;
  const set = Amt.empty<Uint8Array>(blocks, { bitWidth: WIDTH });
  for (const [row, bits] of rows) set.set(row, bits);
  return set.flush();
}
