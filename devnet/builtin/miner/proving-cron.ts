/**
 * The end of a proving deadline, when a miner with pledge or locked funds is called by the power actor: fault fees, daily fees, expiry,
 * vesting, a pending worker. What is not marked faulty counts as proven. Source: actors/miner/src/lib.rs handle_proving_deadline.
 */
import { type CborValue, decodeCbor, encodeCbor, TupleReader } from "../../../filecoin/cbor.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { requireCallerIs } from "../caller.ts";
import { readEstimate } from "../fixed-point.ts";
import { WPOST_PERIOD_DEADLINES, WPOST_PROVING_PERIOD } from "../policy.ts";
import { ENROLL_CRON_EVENT, UPDATE_CLAIMED_POWER } from "../power/actor.ts";
import { mustSend } from "../send.ts";
import { POWER_ACTOR } from "../singletons.ts";
import { openDeadline } from "./deadlines.ts";
import { applyPenalty, repayPartialDebt, unlockVestedFunds } from "./locked-funds.ts";
import { burnFunds, notifyPledgeChanged } from "./money.ts";
import type { PowerPair } from "../../../filecoin/state/deadline.ts";
import { continuedFaultFee, dailyFeePayable, type NetworkEstimates } from "./pledge.ts";
import { endDeadline } from "./sector-changes.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";
import { checkBalanceInvariants, loadMinerInfo, loadMinerState, saveMinerInfo, saveMinerState } from "./state.ts";
import { settleTerminations } from "./terminations.ts";
import { processPendingWorker } from "./worker.ts";

const PROVING_DEADLINE = 1;
const EARLY_TERMINATIONS = 2;

export interface DeferredCronEvent {
  readonly payload: Uint8Array;
  readonly network: NetworkEstimates;
}

export function decodeDeferredCronEvent(value: CborValue): DeferredCronEvent {
  const reader = new TupleReader(value, 3, "OnDeferredCronEvent");
  const payload = reader.bytes();
  return { payload, network: { rewardSmoothed: readEstimate(reader), powerSmoothed: readEstimate(reader) } };
}

/** Tells the power actor of new or lost power, if any. */
export function updateClaimedPower(rt: Runtime, { raw, qa }: PowerPair): void {
  if (raw === 0n && qa === 0n) return;
  mustSend(rt, POWER_ACTOR, UPDATE_CLAIMED_POWER, [encodeAmount(raw), encodeAmount(qa)]);
}

/** Orders the call at the end of the deadline open at `epoch`. */
export function enrollProvingDeadline(rt: Runtime, state: MinerState, epoch: number): void {
  const { last } = openDeadline(state.provingPeriodStart, epoch);
  mustSend(rt, POWER_ACTOR, ENROLL_CRON_EVENT, [last, encodeCbor([PROVING_DEADLINE])]);
}

export function onDeferredCronEvent(rt: Runtime, { payload, network }: DeferredCronEvent): undefined {
  requireCallerIs(rt, POWER_ACTOR);
  const type = eventType(rt, payload);
  if (type === PROVING_DEADLINE) endOfDeadline(rt, network);
  if (type === EARLY_TERMINATIONS) settleTerminations(rt, network);
  checkBalanceInvariants(rt, loadMinerState(rt));
}

function eventType(rt: Runtime, payload: Uint8Array): number {
  try {
    return new TupleReader(decodeCbor(payload), 1, "cron payload").int();
  } catch (error) {
    return rt.abort(ExitCode.USR_ILLEGAL_STATE, `failed to read the cron payload: ${String(error)}`);
  }
}

function endOfDeadline(rt: Runtime, network: NetworkEstimates): void {
  const state = loadMinerState(rt);
  const info = loadMinerInfo(rt, state);
  if (processPendingWorker(rt, info)) saveMinerInfo(rt, state, info);
  const hadTerminations = state.earlyTerminations.length > 0;
  const { index, periodStart } = openDeadline(state.provingPeriodStart, rt.epoch);
  state.currentDeadline = (index + 1) % WPOST_PERIOD_DEADLINES;
  if (state.currentDeadline === 0) state.provingPeriodStart = periodStart + WPOST_PROVING_PERIOD;
  const end = endDeadline({ rt, state, info }, index);
  state.initialPledge -= end.pledge;
  if (end.faulty.qa !== 0n) applyPenalty(rt, state, continuedFaultFee(network, end.faulty.qa));
  if (end.dailyFee > 0n) applyPenalty(rt, state, dailyFeePayable(network, end.dailyFee, end.live.qa));
  const { toBurn, unlocked } = repayPartialDebt(rt, state);
  const vested = unlockVestedFunds(rt, state);
  state.deadlineCronActive = state.preCommitDeposits !== 0n || state.initialPledge !== 0n || state.lockedFunds !== 0n;
  saveMinerState(rt, state);

  updateClaimedPower(rt, end.power);
  burnFunds(rt, toBurn);
  notifyPledgeChanged(rt, -end.pledge - unlocked - vested);
  if (state.deadlineCronActive) enrollProvingDeadline(rt, state, rt.epoch + 1);
  // Sectors that were faulty for too long pay as soon as they end.
  if (!hadTerminations && state.earlyTerminations.length > 0) settleTerminations(rt, network);
}
