/** A miner's state of 15 fields. Source: builtin-actors actors/miner/src/state.rs (v16 to v18). */
import { encodeAmount } from "../amount.ts";
import { type CborValue, TupleReader } from "../cbor.ts";
import type { Cid } from "../cid.ts";
import { encodeVestingRoot, readVestingRoot, type VestingRoot } from "./vesting.ts";

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

/** Throws CborError. */
export function decodeMinerState(value: CborValue): MinerState {
  const reader = new TupleReader(value, 15, "miner state");
  return {
    info: reader.cid(),
    preCommitDeposits: reader.amount(),
    lockedFunds: reader.amount(),
    vestingFunds: reader.nullable(readVestingRoot),
    feeDebt: reader.amount(),
    initialPledge: reader.amount(),
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
