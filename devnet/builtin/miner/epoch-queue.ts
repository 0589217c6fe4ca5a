/** Sets of numbers by epoch, as a miner's state keeps what comes due. Source: actors/miner/src/bitfield_queue.rs. */
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import type { Cid } from "../../../filecoin/cid.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { Amt } from "../../state/amt.ts";
import { meteredStore } from "../gas-figures.ts";
import { decodeBitfield, encodeBitfield, union } from "./bitfield.ts";

const numbersOf = (value: CborValue): number[] => decodeBitfield(new TupleReader([value], 1, "queue of numbers").bytes());

/** Adds numbers to the sets of their epochs; answers the new root. */
export function pushNumbers(rt: Runtime, root: Cid, added: ReadonlyMap<number, readonly number[]>): Cid {
  const queue = Amt.load(meteredStore(rt), root);
  for (const [epoch, numbers] of added) {
    if (numbers.length === 0) continue;
    const there = queue.get(epoch);
    queue.set(epoch, encodeBitfield(union(there === undefined ? [] : numbersOf(there), numbers)));
  }
  return queue.flush();
}

export interface Popped {
  readonly root: Cid;
  /** Ascending epochs. */
  readonly sets: readonly { readonly epoch: number; readonly numbers: number[] }[];
}

/** Takes out the sets of all epochs up to `until`. */
export function popNumbers(rt: Runtime, root: Cid, until: number): Popped {
  const queue = Amt.load(meteredStore(rt), root);
  const sets: { epoch: number; numbers: number[] }[] = [];
  for (const [epoch, value] of queue.entries()) {
    if (epoch > until) break;
    sets.push({ epoch, numbers: numbersOf(value) });
  }
  if (sets.length === 0) return { root, sets };
  for (const { epoch } of sets) queue.delete(epoch);
  return { root: queue.flush(), sets };
}
