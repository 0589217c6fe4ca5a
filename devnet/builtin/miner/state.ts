/** A miner's state, loaded and saved, and the balances that follow from it. Source: actors/miner/src/state.rs. */
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { requireCallerIs } from "../caller.ts";
import { getCbor, loadState, putCbor, saveState } from "../state-root.ts";
import { decodeMinerInfo, encodeMinerInfo, type MinerInfo } from "../../../filecoin/state/miner-info.ts";
import { decodeMinerState, encodeMinerState, type MinerState } from "../../../filecoin/state/miner.ts";

/** Exit code of a miner whose balance no longer covers what it owes or holds locked. */
const ERR_BALANCE_INVARIANTS_BROKEN = 1000;

export function loadMinerState(rt: Runtime): MinerState {
  return loadState(rt, decodeMinerState);
}

export function saveMinerState(rt: Runtime, state: MinerState): void {
  saveState(rt, encodeMinerState(state));
}

export function loadMinerInfo(rt: Runtime, state: MinerState): MinerInfo {
  return decodeMinerInfo(getCbor(rt, state.info));
}

/** Writes the info block; the state itself is saved by the caller. */
export function saveMinerInfo(rt: Runtime, state: MinerState, info: MinerInfo): void {
  state.info = putCbor(rt, encodeMinerInfo(info));
}

/** Ends with 18 unless the caller is owner, worker or a control address. */
export function requireController(rt: Runtime, info: MinerInfo): void {
  requireCallerIs(rt, ...info.control, info.worker, info.owner);
}

/** attoFIL that is neither locked, deposited nor pledged; a negative amount ends with 20. */
export function unlockedBalance(rt: Runtime, state: MinerState, balance: bigint): bigint {
  const unlocked = balance - state.lockedFunds - state.preCommitDeposits - state.initialPledge;
  if (unlocked < 0n) rt.abort(ExitCode.USR_ILLEGAL_STATE, `negative unlocked balance ${unlocked}`);
  return unlocked;
}

/** Unlocked attoFIL less the fee debt: negative for a miner in debt. */
export function availableBalance(rt: Runtime, state: MinerState, balance: bigint): bigint {
  return unlockedBalance(rt, state, balance) - state.feeDebt;
}

/** Ends with 1000 when the balance does not cover deposits, vesting funds and pledge. */
export function checkBalanceInvariants(rt: Runtime, state: MinerState): void {
  const { preCommitDeposits, lockedFunds, initialPledge, feeDebt } = state;
  if ([preCommitDeposits, lockedFunds, initialPledge, feeDebt].some((amount) => amount < 0n)) {
    rt.abort(ERR_BALANCE_INVARIANTS_BROKEN, "balance invariants broken: a total is negative");
  }
  const minimum = preCommitDeposits + lockedFunds + initialPledge;
  const balance = rt.balance();
  if (balance < minimum) {
    rt.abort(ERR_BALANCE_INVARIANTS_BROKEN, `balance invariants broken: balance ${balance} below minimum ${minimum}`);
  }
}
