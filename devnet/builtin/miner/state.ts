/** A miner's state of 15 fields and the balances that follow from it. Source: actors/miner/src/state.rs. */
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import type { Cid } from "../../../filecoin/cid.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { requireCallerIs } from "../caller.ts";
import { readBig } from "../params.ts";
import { getCbor, loadState, putCbor, saveState } from "../state-root.ts";
import { decodeMinerInfo, encodeMinerInfo, type MinerInfo } from "./info.ts";
import { encodeVestingRoot, readVestingRoot, type VestingRoot } from "./vesting.ts";

/** Exit code of a miner whose balance no longer covers what it owes or holds locked. */
const ERR_BALANCE_INVARIANTS_BROKEN = 1000;

/** Amounts in attoFIL, epochs as numbers. Change it in place, then save it once. */
export interface MinerState {
  info: Cid;
  preCommitDeposits: bigint;
  lockedFunds: bigint;
  vestingFunds: VestingRoot | null;
  feeDebt: bigint;
  initialPledge: bigint;
  preCommittedSectors: Cid;
  preCommittedSectorsCleanup: Cid;
  allocatedSectors: Cid;
  sectors: Cid;
  provingPeriodStart: number;
  currentDeadline: number;
  deadlines: Cid;
  /** RLE+ bit field of deadlines whose termination fees are not settled yet. */
  earlyTerminations: Uint8Array;
  deadlineCronActive: boolean;
}

export function encodeMinerState(state: MinerState): CborValue {
  return [
    state.info,
    encodeAmount(state.preCommitDeposits),
    encodeAmount(state.lockedFunds),
    encodeVestingRoot(state.vestingFunds),
    encodeAmount(state.feeDebt),
    encodeAmount(state.initialPledge),
    state.preCommittedSectors,
    state.preCommittedSectorsCleanup,
    state.allocatedSectors,
    state.sectors,
    state.provingPeriodStart,
    state.currentDeadline,
    state.deadlines,
    state.earlyTerminations,
    state.deadlineCronActive,
  ];
}

export function decodeMinerState(value: CborValue): MinerState {
  const reader = new TupleReader(value, 15, "miner state");
  return {
    info: reader.cid(),
    preCommitDeposits: readBig(reader),
    lockedFunds: readBig(reader),
    vestingFunds: reader.nullable(readVestingRoot),
    feeDebt: readBig(reader),
    initialPledge: readBig(reader),
    preCommittedSectors: reader.cid(),
    preCommittedSectorsCleanup: reader.cid(),
    allocatedSectors: reader.cid(),
    sectors: reader.cid(),
    provingPeriodStart: reader.int(),
    currentDeadline: reader.int(),
    deadlines: reader.cid(),
    earlyTerminations: reader.bytes(),
    deadlineCronActive: reader.bool(),
  };
}

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
