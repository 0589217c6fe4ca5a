/** State of a multisig and the money it holds back. Source: actors/multisig/src/state.rs, types.rs. */
import { Address } from "../../../filecoin/address.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import type { Cid } from "../../../filecoin/cid.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import { encodeVarint } from "../../../filecoin/varint.ts";
import { readBig, readI64, readU64 } from "../params.ts";

/** Amounts in attoFIL. */
export interface MultisigState {
  signers: readonly ActorId[];
  threshold: bigint;
  nextTransaction: bigint;
  initialBalance: bigint;
  startEpoch: bigint;
  unlockDuration: bigint;
  /** HAMT: zig-zag varint id → transaction */
  pending: Cid;
}

/** A proposed call. The first who approved is its proposer. */
export interface Transaction {
  readonly to: Address;
  readonly value: bigint;
  readonly method: bigint;
  readonly params: Uint8Array;
  readonly approved: readonly ActorId[];
}

export function encodeMultisigState(state: MultisigState): CborValue {
  return [
    state.signers.map((id) => Address.id(id).bytes),
    state.threshold,
    state.nextTransaction,
    encodeAmount(state.initialBalance),
    state.startEpoch,
    state.unlockDuration,
    state.pending,
  ];
}

export function decodeMultisigState(value: CborValue): MultisigState {
  const reader = new TupleReader(value, 7, "multisig state");
  return {
    signers: reader.list((item) => item.address().id),
    threshold: readU64(reader),
    nextTransaction: readI64(reader),
    initialBalance: readBig(reader),
    startEpoch: readI64(reader),
    unlockDuration: readI64(reader),
    pending: reader.cid(),
  };
}

export function encodeTransaction(tx: Transaction): CborValue {
  return [tx.to.bytes, encodeAmount(tx.value), tx.method, tx.params, tx.approved.map((id) => Address.id(id).bytes)];
}

export function decodeTransaction(value: CborValue): Transaction {
  const reader = new TupleReader(value, 5, "transaction");
  return {
    to: reader.address(),
    value: readBig(reader),
    method: readU64(reader),
    params: reader.bytes(),
    approved: reader.list((item) => item.address().id),
  };
}

/** Key of a transaction: its signed id as zig-zag varint. */
export function transactionKey(id: bigint): Uint8Array {
  return encodeVarint(id >= 0n ? id << 1n : (-id << 1n) - 1n);
}

/** attoFIL held back `elapsed` epochs after the start, rounded up. */
export function amountLocked(state: MultisigState, elapsed: bigint): bigint {
  if (elapsed >= state.unlockDuration) return 0n;
  if (elapsed <= 0n) return state.initialBalance;
  const scaled = state.initialBalance * (state.unlockDuration - elapsed);
  return (scaled + state.unlockDuration - 1n) / state.unlockDuration;
}
