/** Who receives what a miner pays out, up to a quota and an epoch (FIP-0029). Source: actors/miner/src/{lib,beneficiary}.rs. */
import { Address } from "../../../filecoin/address.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { readBig, readI64 } from "../params.ts";
import { type BeneficiaryTerm, encodePendingBeneficiary, encodeTerm, type MinerInfo } from "../../../filecoin/state/miner-info.ts";
import { loadMinerInfo, loadMinerState, saveMinerInfo, saveMinerState } from "./state.ts";

/** Quota in attoFIL; the expiration is any i64. */
export interface ChangeBeneficiary {
  readonly newBeneficiary: Address;
  readonly newQuota: bigint;
  readonly newExpiration: bigint;
}

interface ResolvedChange {
  readonly beneficiary: ActorId;
  readonly quota: bigint;
  readonly expiration: bigint;
}

export function decodeChangeBeneficiary(value: CborValue): ChangeBeneficiary {
  const reader = new TupleReader(value, 3, "ChangeBeneficiary");
  return { newBeneficiary: reader.address(), newQuota: readBig(reader), newExpiration: readI64(reader) };
}

/** attoFIL a term still allows at `epoch`. */
export function availableQuota(term: BeneficiaryTerm, epoch: number): bigint {
  const left = term.quota - term.usedQuota;
  return term.expiration > BigInt(epoch) && left > 0n ? left : 0n;
}

/** Proposes as owner, or approves as current beneficiary or as nominee; takes effect when both approved. */
export function changeBeneficiary(rt: Runtime, params: ChangeBeneficiary): undefined {
  const beneficiary = rt.resolve(params.newBeneficiary);
  if (beneficiary === undefined) {
    const address = params.newBeneficiary.toString();
    return rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `unable to resolve address: ${address}`);
  }
  const change = { beneficiary, quota: params.newQuota, expiration: params.newExpiration };
  const state = loadMinerState(rt);
  const info = loadMinerInfo(rt, state);
  if (rt.caller === info.owner) propose(rt, info, change);
  else checkApproval(rt, info, change);
  approve(rt, info, change);
  saveMinerInfo(rt, state, info);
  saveMinerState(rt, state);
}

function propose(rt: Runtime, info: MinerInfo, change: ResolvedChange): void {
  if (change.beneficiary !== info.owner) {
    if (change.quota <= 0n) {
      rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `beneficial quota ${change.quota} must bigger than zero`);
    }
  } else if (change.quota !== 0n || change.expiration !== 0n) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "quota and expiration must be zero for the owner");
  }
  info.pendingBeneficiary = {
    newBeneficiary: change.beneficiary,
    newQuota: change.quota,
    newExpiration: change.expiration,
    // A beneficiary with nothing left to receive need not be asked.
    approvedByBeneficiary: availableQuota(info.beneficiaryTerm, rt.epoch) === 0n,
    approvedByNominee: false,
  };
}

function checkApproval(rt: Runtime, info: MinerInfo, change: ResolvedChange): void {
  const pending = info.pendingBeneficiary;
  if (pending === null) return rt.abort(ExitCode.USR_FORBIDDEN, "No changeBeneficiary proposal exists");
  if (rt.caller !== info.beneficiary && rt.caller !== pending.newBeneficiary) {
    rt.abort(ExitCode.USR_FORBIDDEN, `f0${rt.caller} is neither proposed nor current beneficiary`);
  }
  const same = pending.newBeneficiary === change.beneficiary && pending.newQuota === change.quota && pending.newExpiration === change.expiration;
  if (!same) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "the terms differ from the proposed ones");
}

function approve(rt: Runtime, info: MinerInfo, { beneficiary }: ResolvedChange): void {
  const pending = info.pendingBeneficiary;
  if (pending === null) return;
  if (rt.caller === info.beneficiary) pending.approvedByBeneficiary = true;
  if (rt.caller === beneficiary) pending.approvedByNominee = true;
  if (!pending.approvedByBeneficiary || !pending.approvedByNominee) return;
  if (beneficiary !== info.beneficiary) info.beneficiaryTerm.usedQuota = 0n;
  info.beneficiary = beneficiary;
  info.beneficiaryTerm.quota = pending.newQuota;
  info.beneficiaryTerm.expiration = pending.newExpiration;
  info.pendingBeneficiary = null;
}

/** [[beneficiary, [quota, used, expiration]], proposed or null] */
export function getBeneficiary(rt: Runtime): CborValue {
  const info = loadMinerInfo(rt, loadMinerState(rt));
  const { beneficiary, beneficiaryTerm, pendingBeneficiary } = info;
  return [[Address.id(beneficiary).bytes, encodeTerm(beneficiaryTerm)], pendingBeneficiary === null ? null : encodePendingBeneficiary(pendingBeneficiary)];
}
