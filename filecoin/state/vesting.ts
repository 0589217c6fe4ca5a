/**
 * Funds of a miner that become free over time. In its state: null, or the next entry inline and the others behind a link (actors v16 and later).
 * Source: builtin-actors actors/miner/src/vesting_state.rs.
 */
import { encodeAmount } from "../amount.ts";
import { type CborValue, TupleReader } from "../cbor.ts";
import type { Cid } from "../cid.ts";

/** attoFIL that vests at an epoch. */
export interface VestingFund {
  readonly epoch: number;
  readonly amount: bigint;
}

/** What stands in the miner's state. */
export interface VestingRoot {
  readonly head: VestingFund;
  readonly tail: Cid;
}

export function encodeFund({ epoch, amount }: VestingFund): CborValue {
  return [epoch, encodeAmount(amount)];
}

function readFund(reader: TupleReader): VestingFund {
  return reader.tuple(2, (fields) => ({ epoch: fields.int(), amount: fields.amount() }));
}

export function encodeVestingRoot(root: VestingRoot | null): CborValue {
  return root === null ? null : [encodeFund(root.head), root.tail];
}

/** Throws CborError. */
export function readVestingRoot(reader: TupleReader): VestingRoot {
  return reader.tuple(2, (fields) => ({ head: readFund(fields), tail: fields.cid() }));
}

/** The block behind a root's link. Throws CborError. */
export function decodeVestingTail(value: CborValue): VestingFund[] {
  return new TupleReader([value], 1, "vesting funds").list(readFund);
}

/** The whole table, soonest first. A head that fees used up is left out. */
export function fundsOf({ head }: VestingRoot, tail: readonly VestingFund[]): VestingFund[] {
  return head.amount > 0n ? [head, ...tail] : [...tail];
}
