/** What a multisig decides about itself: signers, threshold, lock. Only it may call these. Source: actors/multisig/src/lib.rs. */
import type { Address } from "../../../filecoin/address.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { meteredStore } from "../gas-figures.ts";
import { Hamt } from "../../state/hamt.ts";
import { requireCallerIs } from "../caller.ts";
import { type MethodEntry, withParams } from "../dispatch.ts";
import { readBig, readI64, readU64 } from "../params.ts";
import { loadState, saveState } from "../state-root.ts";
import { resolveOrCreate } from "./resolve.ts";
import { decodeMultisigState, decodeTransaction, encodeMultisigState, encodeTransaction, type MultisigState } from "../../../filecoin/state/multisig.ts";

export const MAX_SIGNERS = 256;

interface SignerChange {
  readonly signer: Address;
  /** raise (add) or lower (remove) the threshold with it */
  readonly moveThreshold: boolean;
}

function decodeSignerChange(value: CborValue): SignerChange {
  const reader = new TupleReader(value, 2, "signer");
  return { signer: reader.address(), moveThreshold: reader.bool() };
}

/** Runs a change of the own state; everybody else gets 18. */
function onOwnState<P>(prepare: (rt: Runtime, params: P) => (state: MultisigState) => void): (rt: Runtime, params: P) => undefined {
  return (rt, params) => {
    requireCallerIs(rt, rt.receiver);
    const change = prepare(rt, params);
    const state = loadState(rt, decodeMultisigState);
    change(state);
    saveState(rt, encodeMultisigState(state));
  };
}

function add(rt: Runtime, { signer, moveThreshold }: SignerChange): (state: MultisigState) => void {
  const id = resolveOrCreate(rt, signer, true);
  return (state) => {
    if (state.signers.length >= MAX_SIGNERS) {
      rt.abort(ExitCode.USR_FORBIDDEN, `cannot add more than ${MAX_SIGNERS} signers`);
    }
    if (state.signers.includes(id)) rt.abort(ExitCode.USR_FORBIDDEN, `f0${id} is already a signer`);
    state.signers = [...state.signers, id];
    if (moveThreshold) state.threshold += 1n;
  };
}

function remove(rt: Runtime, { signer, moveThreshold }: SignerChange): (state: MultisigState) => void {
  const id = resolveOrCreate(rt, signer, false);
  return (state) => {
    if (!state.signers.includes(id)) rt.abort(ExitCode.USR_FORBIDDEN, `f0${id} is not a signer`);
    if (state.signers.length === 1) rt.abort(ExitCode.USR_FORBIDDEN, "Cannot remove only signer");
    const left = BigInt(state.signers.length - 1);
    if (!moveThreshold && left < state.threshold) {
      rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `${left} signers are below the threshold ${state.threshold}`);
    }
    if (moveThreshold) {
      if (state.threshold < 2n) {
        rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `can't decrease approvals from ${state.threshold}`);
      }
      state.threshold -= 1n;
    }
    purgeApprovals(rt, state, id);
    state.signers = state.signers.filter((other) => other !== id);
  };
}

function swap(rt: Runtime, params: { from: Address; to: Address }): (state: MultisigState) => void {
  const from = resolveOrCreate(rt, params.from, false);
  const to = resolveOrCreate(rt, params.to, true);
  return (state) => {
    if (!state.signers.includes(from)) rt.abort(ExitCode.USR_FORBIDDEN, `f0${from} is not a signer`);
    if (state.signers.includes(to)) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `f0${to} is already a signer`);
    state.signers = [...state.signers.filter((other) => other !== from), to];
    purgeApprovals(rt, state, from);
  };
}

/** Takes a signer's approvals back; proposals left without any disappear. */
function purgeApprovals(rt: Runtime, state: MultisigState, signer: ActorId): void {
  const pending = Hamt.load(meteredStore(rt), state.pending);
  for (const [key, value] of [...pending.entries()]) {
    const tx = decodeTransaction(value);
    if (!tx.approved.includes(signer)) continue;
    const approved = tx.approved.filter((other) => other !== signer);
    if (approved.length === 0) pending.delete(key);
    else pending.set(key, encodeTransaction({ ...tx, approved }));
  }
  state.pending = pending.flush();
}

function setThreshold(rt: Runtime, threshold: bigint): (state: MultisigState) => void {
  return (state) => {
    if (threshold === 0n || threshold > BigInt(state.signers.length)) {
      rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "New threshold value not supported");
    }
    state.threshold = threshold;
  };
}

interface Lock {
  readonly startEpoch: bigint;
  readonly unlockDuration: bigint;
  readonly amount: bigint;
}

function lock(rt: Runtime, params: Lock): (state: MultisigState) => void {
  if (params.unlockDuration <= 0n) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "unlock duration must be positive");
  if (params.amount < 0n) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "amount to lock must be positive");
  return (state) => {
    if (state.unlockDuration !== 0n) rt.abort(ExitCode.USR_FORBIDDEN, "modification of unlock disallowed");
    state.startEpoch = params.startEpoch;
    state.unlockDuration = params.unlockDuration;
    state.initialBalance = params.amount;
  };
}

function decodeLock(value: CborValue): Lock {
  const reader = new TupleReader(value, 3, "LockBalance");
  return { startEpoch: readI64(reader), unlockDuration: readI64(reader), amount: readBig(reader) };
}

function decodeSwap(value: CborValue): { from: Address; to: Address } {
  const reader = new TupleReader(value, 2, "SwapSigner");
  return { from: reader.address(), to: reader.address() };
}

export const addSigner: MethodEntry = {
  name: "AddSigner",
  number: 5,
  run: withParams(decodeSignerChange, onOwnState(add)),
};
export const removeSigner: MethodEntry = {
  name: "RemoveSigner",
  number: 6,
  run: withParams(decodeSignerChange, onOwnState(remove)),
};
export const swapSigner: MethodEntry = {
  name: "SwapSigner",
  number: 7,
  run: withParams(decodeSwap, onOwnState(swap)),
};
export const changeThreshold: MethodEntry = {
  name: "ChangeNumApprovalsThreshold",
  number: 8,
  run: withParams((value) => readU64(new TupleReader(value, 1, "threshold")), onOwnState(setThreshold)),
};
export const lockBalance: MethodEntry = {
  name: "LockBalance",
  number: 9,
  run: withParams(decodeLock, onOwnState(lock)),
};
