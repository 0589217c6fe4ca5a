/** State of a multisig and the money it holds back. Source: builtin-actors actors/multisig/src/state.rs, types.rs. */
import { Address } from "../address.ts";
import { encodeAmount } from "../amount.ts";
import { CborError, type CborValue, TupleReader } from "../cbor.ts";
import type { Cid } from "../cid.ts";
import type { ActorId } from "../units.ts";
import { decodeVarint, encodeVarint } from "../varint.ts";

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
    threshold: reader.ubigint(),
    nextTransaction: reader.int64(),
    initialBalance: reader.amount(),
    startEpoch: reader.int64(),
    unlockDuration: reader.int64(),
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
    value: reader.amount(),
    method: reader.ubigint(),
    params: reader.bytes(),
    approved: reader.list((item) => item.address().id),
  };
}

/** Key of a transaction: its signed id as zig-zag varint. */
export function transactionKey(id: bigint): Uint8Array {
  return encodeVarint(id >= 0n ? id << 1n : (-id << 1n) - 1n);
}

/** The id that a key spells. Throws CborError. */
export function transactionId(key: Uint8Array): bigint {
  const { value, next } = decodeVarint(key);
  if (next !== key.length) throw new CborError("shape", `transaction key: expected a varint; got ${key.length - next} bytes more`);
  return value & 1n ? -((value + 1n) >> 1n) : value >> 1n;
}

/** attoFIL held back `elapsed` epochs after the start, rounded up. */
export function amountLocked(state: MultisigState, elapsed: bigint): bigint {
  if (elapsed >= state.unlockDuration) return 0n;
  if (elapsed <= 0n) return state.initialBalance;
  const scaled = state.initialBalance * (state.unlockDuration - elapsed);
  return (scaled + state.unlockDuration - 1n) / state.unlockDuration;
}
