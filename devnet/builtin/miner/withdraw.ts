/** Taking money out of a miner, and paying its fee debt. Amounts in attoFIL. Source: actors/miner/src/lib.rs. */
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { requireCallerIs } from "../caller.ts";
import { readBig } from "../params.ts";
import { mustSend } from "../send.ts";
import { availableQuota } from "./beneficiary.ts";
import type { MinerInfo } from "../../../filecoin/state/miner-info.ts";
import { repayDebtsOrAbort, repayPartialDebt, unlockVestedFunds } from "./locked-funds.ts";
import { burnFunds, notifyPledgeChanged } from "./money.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";
import { availableBalance, checkBalanceInvariants, loadMinerInfo, loadMinerState, requireController, saveMinerInfo, saveMinerState } from "./state.ts";

const METHOD_SEND = 0;

export function decodeWithdraw(value: CborValue): bigint {
  return readBig(new TupleReader(value, 1, "WithdrawBalance"));
}

/** Pays the beneficiary up to `requested`; answers what it got. */
export function withdrawBalance(rt: Runtime, requested: bigint): CborValue {
  if (requested < 0n) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `negative fund requested for withdrawal: ${requested}`);
  }
  const state = loadMinerState(rt);
  const info = loadMinerInfo(rt, state);
  requireCallerIs(rt, info.owner, info.beneficiary);
  if (state.earlyTerminations.length > 0) {
    rt.abort(ExitCode.USR_FORBIDDEN, "cannot withdraw while terminated sectors have outstanding fees");
  }
  const newlyVested = unlockVestedFunds(rt, state);
  const available = availableBalance(rt, state, rt.balance());
  const feeToBurn = repayDebtsOrAbort(rt, state);
  const wanted = available < requested ? available : requested;
  if (wanted < 0n) rt.abort(ExitCode.USR_ILLEGAL_STATE, `negative amount to withdraw: ${wanted}`);
  const amount = info.beneficiary === info.owner ? wanted : drawOnQuota(rt, state, info, wanted);
  saveMinerState(rt, state);

  if (amount > 0n) mustSend(rt, info.beneficiary, METHOD_SEND, undefined, amount);
  burnFunds(rt, feeToBurn);
  notifyPledgeChanged(rt, -newlyVested);
  checkBalanceInvariants(rt, state);
  return encodeAmount(amount);
}

/** What the term lets a beneficiary other than the owner have of `wanted`; 18 when it allows nothing. */
function drawOnQuota(rt: Runtime, state: MinerState, info: MinerInfo, wanted: bigint): bigint {
  const term = info.beneficiaryTerm;
  const remaining = availableQuota(term, rt.epoch);
  if (remaining === 0n) {
    rt.abort(ExitCode.USR_FORBIDDEN, `beneficiary expired at ${term.expiration} or quota ${term.quota} used up`);
  }
  const amount = wanted < remaining ? wanted : remaining;
  if (amount > 0n) {
    term.usedQuota += amount;
    saveMinerInfo(rt, state, info);
  }
  return amount;
}

/** Pays as much fee debt as locked and unlocked funds allow. */
export function repayDebt(rt: Runtime): undefined {
  const state = loadMinerState(rt);
  requireController(rt, loadMinerInfo(rt, state));
  const { toBurn, unlocked } = repayPartialDebt(rt, state);
  saveMinerState(rt, state);
  notifyPledgeChanged(rt, -unlocked);
  burnFunds(rt, toBurn);
  checkBalanceInvariants(rt, state);
}
