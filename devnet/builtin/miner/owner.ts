/** The owner and its change in two steps: the owner proposes, the nominee confirms. Source: actors/miner/src/lib.rs. */
import { type Address, PROTOCOL_ID } from "../../../filecoin/address.ts";
import type { CborValue } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { requireCallerIs } from "../caller.ts";
import { bare } from "../params.ts";
import type { MinerInfo } from "../../../filecoin/state/miner-info.ts";
import { loadMinerInfo, loadMinerState, saveMinerInfo, saveMinerState } from "./state.ts";

export function decodeNewOwner(value: CborValue): Address {
  return bare(value, "ChangeOwnerAddress").address();
}

/** Proposes, overwrites, withdraws (the owner naming itself) or confirms (the nominee naming itself) a new owner. */
export function changeOwnerAddress(rt: Runtime, newOwner: Address): undefined {
  if (newOwner.protocol !== PROTOCOL_ID) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "owner address must be an ID address");
  }
  const state = loadMinerState(rt);
  const info = loadMinerInfo(rt, state);
  if (rt.caller === info.owner || info.pendingOwner === null) {
    requireCallerIs(rt, info.owner);
    info.pendingOwner = newOwner.id;
  } else {
    confirm(rt, info, info.pendingOwner, newOwner.id);
  }
  if (info.pendingOwner === info.owner) info.pendingOwner = null;
  saveMinerInfo(rt, state, info);
  saveMinerState(rt, state);
}

function confirm(rt: Runtime, info: MinerInfo, nominee: ActorId, named: ActorId): void {
  requireCallerIs(rt, nominee);
  if (named !== nominee) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `expected confirmation of f0${nominee}, got f0${named}`);
  }
  if (info.beneficiary === info.owner) info.beneficiary = nominee;
  info.pendingBeneficiary = null;
  info.owner = nominee;
}
