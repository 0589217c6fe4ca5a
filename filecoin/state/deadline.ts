/**
 * The 48 proving deadlines of a miner and their partitions, as its state keeps them; sets of numbers stay RLE+ bytes (filecoin/bit-field.ts reads them).
 * Source: builtin-actors actors/miner/src/{deadlines,deadline_state,partition_state}.rs (v16 to v18).
 */
import { type CborValue, TupleReader } from "../cbor.ts";
import type { Cid } from "../cid.ts";
import { amtEntries } from "../ipld/amt.ts";
import type { Walk } from "../ipld/walk.ts";

/** Raw and quality-adjusted bytes. */
export interface PowerPair {
  readonly raw: bigint;
  readonly qa: bigint;
}

export interface DeadlineState {
  /** AMT of partitions, width 3. */
  partitions: Cid;
  expirations: Cid;
  /** Partitions proven in the window that is open or was last. */
  posted: Uint8Array;
  /** Partitions with sectors that ended early, their fee not settled. */
  earlyTerminations: Uint8Array;
  liveSectors: number;
  totalSectors: number;
  faultyPower: PowerPair;
  posts: Cid;
  sectorsSnapshot: Cid;
  partitionsSnapshot: Cid;
  postsSnapshot: Cid;
  livePower: PowerPair;
  /** attoFIL a day for its live sectors (FIP-0100) */
  dailyFee: bigint;
}

/** Sets of sector numbers: `terminated`, `faults` and `unproven` are parts of `sectors` without common numbers; `recoveries` of `faults`. */
export interface PartitionState {
  sectors: Uint8Array;
  unproven: Uint8Array;
  faults: Uint8Array;
  recoveries: Uint8Array;
  terminated: Uint8Array;
  expirations: Cid;
  /** AMT: epoch of termination → sectors whose fee is due */
  earlyTerminated: Cid;
  livePower: PowerPair;
  unprovenPower: PowerPair;
  faultyPower: PowerPair;
  recoveringPower: PowerPair;
}

export const PARTITIONS_AMT = { bitWidth: 3 } as const;
/** Most partitions of one deadline (builtin-actors MAX_PARTITIONS_PER_DEADLINE). */
const MOST_PARTITIONS = 3_000;

/** Links to the deadlines, by index. Throws CborError. */
export function decodeDeadlineLinks(value: CborValue): Cid[] {
  return new TupleReader(value, 1, "deadlines").list((item) => item.cid());
}

const readPower = (reader: TupleReader): PowerPair => reader.tuple(2, (pair) => ({ raw: pair.amount(), qa: pair.amount() }));

/** Throws CborError. */
export function decodeDeadline(value: CborValue): DeadlineState {
  const reader = new TupleReader(value, 13, "deadline");
  return {
    partitions: reader.cid(),
    expirations: reader.cid(),
    posted: reader.bytes(),
    earlyTerminations: reader.bytes(),
    liveSectors: reader.uint(),
    totalSectors: reader.uint(),
    faultyPower: readPower(reader),
    posts: reader.cid(),
    sectorsSnapshot: reader.cid(),
    partitionsSnapshot: reader.cid(),
    postsSnapshot: reader.cid(),
    livePower: readPower(reader),
    dailyFee: reader.amount(),
  };
}

/** Throws CborError. */
export function decodePartition(value: CborValue): PartitionState {
  const reader = new TupleReader(value, 11, "partition");
  return {
    sectors: reader.bytes(),
    unproven: reader.bytes(),
    faults: reader.bytes(),
    recoveries: reader.bytes(),
    terminated: reader.bytes(),
    expirations: reader.cid(),
    earlyTerminated: reader.cid(),
    livePower: readPower(reader),
    unprovenPower: readPower(reader),
    faultyPower: readPower(reader),
    recoveringPower: readPower(reader),
  };
}

/** The partitions of a deadline, by index. Throws AmtError, CborError. */
export function* partitionsAt(partitions: Cid): Walk<Cid, Uint8Array, PartitionState[]> {
  const entries = yield* amtEntries(partitions, { ...PARTITIONS_AMT, most: MOST_PARTITIONS });
  return entries.map(([, value]) => decodePartition(value));
}
