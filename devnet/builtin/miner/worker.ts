/** Who runs a miner day to day: the worker key and the control addresses. Source: actors/miner/src/lib.rs. */
import { Address, PROTOCOL_BLS } from "../../../filecoin/address.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { requireCallerIs } from "../caller.ts";
import { bare } from "../params.ts";
import { MAX_CONTROL_ADDRESSES, WORKER_KEY_CHANGE_DELAY } from "../policy.ts";
import { mustReturn, mustSend } from "../send.ts";
import type { MinerInfo } from "../../../filecoin/state/miner-info.ts";
import { loadMinerInfo, loadMinerState, saveMinerInfo, saveMinerState } from "./state.ts";

const PUBKEY_ADDRESS = 2;

export interface ChangeWorkerAddress {
  readonly newWorker: Address;
  readonly newControl: readonly Address[];
}

export function decodeChangeWorkerAddress(value: CborValue): ChangeWorkerAddress {
  const reader = new TupleReader(value, 2, "ChangeWorkerAddress");
  return { newWorker: reader.address(), newControl: reader.list((item) => item.address()) };
}

/** Ends with 16 when there are more than 10. */
export function checkControlAddresses(rt: Runtime, control: readonly Address[]): void {
  if (control.length > MAX_CONTROL_ADDRESSES) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `more than ${MAX_CONTROL_ADDRESSES} control addresses`);
  }
}

/** The worker's id; it must be an account with a BLS key, since it signs with a BLS VRF. Else 16. */
export function resolveWorkerAddress(rt: Runtime, address: Address): ActorId {
  const worker = rt.resolve(address);
  const code = worker === undefined ? undefined : rt.codeOf(worker);
  if (worker === undefined || code === undefined) {
    return rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `unable to resolve address: ${address.toString()}`);
  }
  if (rt.builtinTypeOf(code) !== "account") {
    return rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "worker actor type must be an account");
  }
  if (address.protocol !== PROTOCOL_BLS) requireBlsKey(rt, worker);
  return worker;
}

function requireBlsKey(rt: Runtime, worker: ActorId): void {
  const key = bare(mustReturn(rt, mustSend(rt, worker, PUBKEY_ADDRESS)), "PubkeyAddress").address();
  if (key.protocol !== PROTOCOL_BLS) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `worker account f0${worker} must have a BLS key`);
  }
}

/** Ids of control addresses; one that is unknown ends with 16. */
export function resolveControlAddresses(rt: Runtime, control: readonly Address[]): ActorId[] {
  return control.map((address) => {
    const id = rt.resolve(address);
    return id ?? rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `unable to resolve control address: ${address.toString()}`);
  });
}

/** Replaces the control addresses at once, and schedules a new worker unless a change is pending already. */
export function changeWorkerAddress(rt: Runtime, params: ChangeWorkerAddress): undefined {
  checkControlAddresses(rt, params.newControl);
  const newWorker = resolveWorkerAddress(rt, params.newWorker);
  const control = resolveControlAddresses(rt, params.newControl);

  const state = loadMinerState(rt);
  const info = loadMinerInfo(rt, state);
  requireCallerIs(rt, info.owner);
  info.control = control;
  if (newWorker !== info.worker && info.pendingWorker === null) {
    info.pendingWorker = { newWorker, effectiveAt: rt.epoch + WORKER_KEY_CHANGE_DELAY };
  }
  saveMinerInfo(rt, state, info);
  saveMinerState(rt, state);
}

/** Puts a pending worker in charge when its epoch has come; true when it did. */
export function processPendingWorker(rt: Runtime, info: MinerInfo): boolean {
  if (info.pendingWorker === null || rt.epoch < info.pendingWorker.effectiveAt) return false;
  info.worker = info.pendingWorker.newWorker;
  info.pendingWorker = null;
  return true;
}

export function confirmChangeWorkerAddress(rt: Runtime): undefined {
  const state = loadMinerState(rt);
  const info = loadMinerInfo(rt, state);
  requireCallerIs(rt, info.owner);
  if (processPendingWorker(rt, info)) saveMinerInfo(rt, state, info);
  saveMinerState(rt, state);
}
