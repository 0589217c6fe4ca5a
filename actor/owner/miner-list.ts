/** The ledger of miners in custody: one array block of at most 32. */
import { NOT_FOUND } from "../sdk/abort";
import { failActor } from "./fail-actor";
import { Miner } from "./codec.generated";
import { miners, readMiners } from "./state";

/** The record of a miner, or null if it is not in custody. */
export function findMiner(id: u64): Miner | null {
  const list = readMiners().list;
  for (let i = 0; i < list.length; i++) if (list[i].id == id) return list[i];
  return null;
}

/** The record of a miner, to be changed; 17 if it is not in custody. */
export function minerOf(id: u64): Miner {
  const m = findMiner(id);
  miners();
  if (m !== null) return m;
  failActor(NOT_FOUND, utf8("not in custody: miner"), id);
  return unreachable();
}

/** Puts a miner into the ledger. */
export function addMiner(m: Miner): void {
  const book = miners();
  const n = book.list.length;
  const list = new StaticArray<Miner>(n + 1);
  for (let i = 0; i < n; i++) list[i] = book.list[i];
  list[n] = m;
  book.list = list;
}

/** Takes a miner out of the ledger. */
export function removeMiner(m: Miner): void {
  const book = miners();
  const list = new StaticArray<Miner>(book.list.length - 1);
  for (let i = 0, k = 0; i < book.list.length; i++) if (book.list[i] !== m) list[k++] = book.list[i];
  book.list = list;
}

/** Beside the id of a request: the position that takes a miner back stands in it. */
export const IN_REQUEST: u64 = 1 << 63;

/** What takes a miner back is another position or request now, if `from` was it. */
export function moveRight(miner: u64, from: u64, to: u64): void {
  const m = findMiner(miner);
  if (m === null || m.token != from) return;
  miners();
  m.token = to;
}
