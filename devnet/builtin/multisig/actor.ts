/** The multisig: signers propose calls, and enough approvals make them. Source: actors/multisig/src/lib.rs. */
import { Address } from "../../../filecoin/address.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { bytesEqual } from "../../../filecoin/bytes.ts";
import { type CborValue, encodeCbor, TupleReader } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { meteredStore } from "../gas-figures.ts";
import { Hamt } from "../../state/hamt.ts";
import { requireCallerIs } from "../caller.ts";
import { acceptExported, actorOf, type MethodEntry, withParams } from "../dispatch.ts";
import { readBig, readI64, readU64 } from "../params.ts";
import { trySend } from "../send.ts";
import { INIT_ACTOR } from "../singletons.ts";
import { createState, loadState, saveState } from "../state-root.ts";
import { resolveOrCreate } from "./resolve.ts";
import { addSigner, changeThreshold, lockBalance, MAX_SIGNERS, removeSigner, swapSigner } from "./signers.ts";
import {
  amountLocked,
  decodeMultisigState,
  decodeTransaction,
  encodeMultisigState,
  encodeTransaction,
  type MultisigState,
  type Transaction,
  transactionKey,
} from "../../../filecoin/state/multisig.ts";

const CBOR_CODEC = 0x51;
const BLAKE2B_256 = 0xb220;

interface Constructor {
  readonly signers: readonly Address[];
  readonly threshold: bigint;
  readonly unlockDuration: bigint;
  readonly startEpoch: bigint;
}

function decodeConstructor(value: CborValue): Constructor {
  const reader = new TupleReader(value, 4, "multisig constructor");
  return {
    signers: reader.list((item) => item.address()),
    threshold: readU64(reader),
    unlockDuration: readI64(reader),
    startEpoch: readI64(reader),
  };
}

function construct(rt: Runtime, params: Constructor): undefined {
  requireCallerIs(rt, INIT_ACTOR);
  const refuse = (text: string): never => rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, text);
  if (params.signers.length === 0) refuse("Must have at least one signer");
  if (params.signers.length > MAX_SIGNERS) refuse(`cannot add more than ${MAX_SIGNERS} signers`);
  const signers: ActorId[] = [];
  for (const address of params.signers) {
    const signer = resolveOrCreate(rt, address, true);
    if (signers.includes(signer)) refuse(`duplicate signer not allowed: ${address.toString()}`);
    signers.push(signer);
  }
  if (params.threshold > BigInt(signers.length)) refuse("must not require more approvals than signers");
  if (params.threshold < 1n) refuse("must require at least one approval");
  if (params.unlockDuration < 0n) refuse("negative unlock duration disallowed");
  const locks = params.unlockDuration !== 0n;
  const state: MultisigState = {
    signers,
    threshold: params.threshold,
    nextTransaction: 0n,
    initialBalance: locks ? rt.value : 0n,
    startEpoch: locks ? params.startEpoch : 0n,
    unlockDuration: params.unlockDuration,
    pending: Hamt.empty(meteredStore(rt)).flush(),
  };
  createState(rt, encodeMultisigState(state));
}

type Proposal = Omit<Transaction, "approved">;

function decodeProposal(value: CborValue): Proposal {
  const reader = new TupleReader(value, 4, "Propose");
  return {
    to: reader.address(),
    value: readBig(reader),
    method: readU64(reader),
    params: reader.bytes(),
  };
}

interface TransactionRef {
  readonly id: bigint;
  readonly hash: Uint8Array;
}

function decodeRef(value: CborValue): TransactionRef {
  const reader = new TupleReader(value, 2, "transaction id");
  return { id: readI64(reader), hash: reader.bytes() };
}

function load(rt: Runtime): MultisigState {
  return loadState(rt, decodeMultisigState);
}

function save(rt: Runtime, state: MultisigState): void {
  saveState(rt, encodeMultisigState(state));
}

function requireSigner(rt: Runtime, state: MultisigState): void {
  if (!state.signers.includes(rt.caller)) {
    rt.abort(ExitCode.USR_FORBIDDEN, `f0${rt.caller} is not a signer`);
  }
}

/** How an approval ended: whether the call was made, its exit code and what it returned. */
interface Applied {
  readonly applied: boolean;
  readonly code: number;
  readonly ret: Uint8Array;
}

function propose(rt: Runtime, proposal: Proposal): CborValue {
  if (proposal.value < 0n) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `proposed value must be non-negative, was ${proposal.value}`);
  }
  const state = load(rt);
  requireSigner(rt, state);
  const id = state.nextTransaction;
  state.nextTransaction += 1n;
  const tx: Transaction = { ...proposal, approved: [] };
  const pending = Hamt.load(meteredStore(rt), state.pending);
  pending.set(transactionKey(id), encodeTransaction(tx));
  state.pending = pending.flush();
  save(rt, state);
  const { applied, code, ret } = approveTransaction(rt, id, tx);
  return [id, applied, code, ret];
}

function approve(rt: Runtime, { id, hash }: TransactionRef): CborValue {
  const state = load(rt);
  requireSigner(rt, state);
  const stored = Hamt.load(meteredStore(rt), state.pending).get(transactionKey(id));
  if (stored === undefined) {
    return rt.abort(ExitCode.USR_NOT_FOUND, `no such transaction ${id} for approval`);
  }
  const tx = decodeTransaction(stored);
  if (hash.length > 0 && !bytesEqual(hash, proposalHash(rt, tx))) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "hash does not match proposal params");
  }
  const already = executeIfApproved(rt, state, id, tx);
  const { applied, code, ret } = already.applied ? already : approveTransaction(rt, id, tx);
  return [applied, code, ret];
}

function approveTransaction(rt: Runtime, id: bigint, tx: Transaction): Applied {
  if (tx.approved.includes(rt.caller)) {
    rt.abort(ExitCode.USR_FORBIDDEN, `f0${rt.caller} already approved this message`);
  }
  const approved: Transaction = { ...tx, approved: [...tx.approved, rt.caller] };
  const state = load(rt);
  const pending = Hamt.load(meteredStore(rt), state.pending);
  pending.set(transactionKey(id), encodeTransaction(approved));
  state.pending = pending.flush();
  save(rt, state);
  return executeIfApproved(rt, state, id, approved);
}

function executeIfApproved(rt: Runtime, state: MultisigState, id: bigint, tx: Transaction): Applied {
  if (BigInt(tx.approved.length) < state.threshold) {
    return { applied: false, code: ExitCode.OK, ret: new Uint8Array(0) };
  }
  checkSpendable(rt, state, tx.value);
  const now = load(rt);
  const pending = Hamt.load(meteredStore(rt), now.pending);
  pending.delete(transactionKey(id));
  now.pending = pending.flush();
  save(rt, now);
  const params = tx.params.length === 0 ? null : { codec: CBOR_CODEC, bytes: tx.params };
  const { exitCode, ret } = trySend(rt, tx.to, tx.method, params, tx.value);
  return { applied: true, code: exitCode, ret: ret?.bytes ?? new Uint8Array(0) };
}

function checkSpendable(rt: Runtime, state: MultisigState, amount: bigint): void {
  const balance = rt.balance();
  if (balance < amount) {
    rt.abort(ExitCode.USR_INSUFFICIENT_FUNDS, `balance ${balance} less than amount to spend ${amount}`);
  }
  if (amount === 0n) return;
  const locked = amountLocked(state, BigInt(rt.epoch) - state.startEpoch);
  if (balance - amount < locked) {
    rt.abort(ExitCode.USR_INSUFFICIENT_FUNDS, `spending ${amount} would leave less than the locked ${locked}`);
  }
}

/** Identifies a proposal by what it does, since ids may change when the chain reorganises. */
function proposalHash(rt: Runtime, tx: Transaction): Uint8Array {
  const requester = tx.approved[0];
  const data: CborValue = [requester === undefined ? null : Address.id(requester).bytes, tx.to.bytes, encodeAmount(tx.value), tx.method, tx.params];
  return rt.hash(BLAKE2B_256, encodeCbor(data));
}

function cancel(rt: Runtime, { id, hash }: TransactionRef): undefined {
  const state = load(rt);
  requireSigner(rt, state);
  const pending = Hamt.load(meteredStore(rt), state.pending);
  const stored = pending.get(transactionKey(id));
  if (stored === undefined) return rt.abort(ExitCode.USR_NOT_FOUND, `no such transaction ${id} to cancel`);
  const tx = decodeTransaction(stored);
  if (tx.approved[0] !== rt.caller) {
    rt.abort(ExitCode.USR_FORBIDDEN, "Cannot cancel another signers transaction");
  }
  if (hash.length > 0 && !bytesEqual(hash, proposalHash(rt, tx))) {
    rt.abort(ExitCode.USR_ILLEGAL_STATE, "hash does not match proposal params");
  }
  pending.delete(transactionKey(id));
  state.pending = pending.flush();
  save(rt, state);
}

/** FRC-46 receiver hook: [type u32, payload]. Takes anything that has this shape. */
function decodeReceived(value: CborValue): undefined {
  const reader = new TupleReader(value, 2, "Receive");
  reader.uint();
  reader.bytes();
}

const SIGNER_METHODS: readonly MethodEntry[] = [addSigner, removeSigner, swapSigner, changeThreshold, lockBalance];

export const multisig = actorOf(
  "multisig",
  [
    { name: "Constructor", number: 1, run: withParams(decodeConstructor, construct) },
    { name: "Propose", number: 2, run: withParams(decodeProposal, propose) },
    { name: "Approve", number: 3, run: withParams(decodeRef, approve) },
    { name: "Cancel", number: 4, run: withParams(decodeRef, cancel) },
    ...SIGNER_METHODS,
    { name: "Receive", exported: true, run: withParams(decodeReceived, () => undefined) },
  ],
  acceptExported,
);
