/** Deadlines, partitions and sectors in a miner's state. Source: actors/miner/src/{deadline_state,partition_state,types}.rs. */
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import type { Cid } from "../../../filecoin/cid.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { meteredStore } from "../gas-figures.ts";
import { Amt } from "../../state/amt.ts";
import { readBig } from "../params.ts";
import { WPOST_PERIOD_DEADLINES } from "../policy.ts";
import { getCbor, putCbor } from "../state-root.ts";
import { decodeBitfield, encodeBitfield } from "./bitfield.ts";
import { SECTORS_AMT_WIDTH } from "./deadlines.ts";
import {
  decodeDeadline,
  decodeDeadlineLinks,
  decodePartition,
  type DeadlineState,
  PARTITIONS_AMT,
  type PartitionState,
  type PowerPair,
} from "../../../filecoin/state/deadline.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";

const PARTITION_EXPIRATION_AMT_WIDTH = 4;
const EARLY_TERMINATED_AMT_WIDTH = 3;

export const NO_POWER_PAIR: PowerPair = { raw: 0n, qa: 0n };

export function addPower(a: PowerPair, b: PowerPair): PowerPair {
  return { raw: a.raw + b.raw, qa: a.qa + b.qa };
}

export function negatePower({ raw, qa }: PowerPair): PowerPair {
  return { raw: -raw, qa: -qa };
}

/** A deadline whose sets are written out. */
export type Deadline = Omit<DeadlineState, "earlyTerminations"> & { earlyTerminations: number[] };

type Sets = "sectors" | "unproven" | "faults" | "recoveries" | "terminated";

/** A partition whose sets are written out. */
export type Partition = Omit<PartitionState, Sets> & Record<Sets, number[]>;

export interface Sector {
  readonly number: number;
  readonly sealProof: number;
  readonly sealedCid: Cid;
  readonly activation: number;
  readonly expiration: number;
  /** attoFIL */
  readonly pledge: bigint;
}

const encodePower = ({ raw, qa }: PowerPair): CborValue => [encodeAmount(raw), encodeAmount(qa)];

function encodeDeadline(d: Deadline): CborValue {
  return [
    d.partitions,
    d.expirations,
    d.posted,
    encodeBitfield(d.earlyTerminations),
    d.liveSectors,
    d.totalSectors,
    encodePower(d.faultyPower),
    d.posts,
    d.sectorsSnapshot,
    d.partitionsSnapshot,
    d.postsSnapshot,
    encodePower(d.livePower),
    encodeAmount(d.dailyFee),
  ];
}

function loadedDeadline(value: CborValue): Deadline {
  const stored = decodeDeadline(value);
  return { ...stored, earlyTerminations: decodeBitfield(stored.earlyTerminations) };
}

function encodePartition(p: Partition): CborValue {
  return [
    ...[p.sectors, p.unproven, p.faults, p.recoveries, p.terminated].map(encodeBitfield),
    p.expirations,
    p.earlyTerminated,
    ...[p.livePower, p.unprovenPower, p.faultyPower, p.recoveringPower].map(encodePower),
  ];
}

function loadedPartition(value: CborValue): Partition {
  const stored = decodePartition(value);
  return {
    ...stored,
    sectors: decodeBitfield(stored.sectors),
    unproven: decodeBitfield(stored.unproven),
    faults: decodeBitfield(stored.faults),
    recoveries: decodeBitfield(stored.recoveries),
    terminated: decodeBitfield(stored.terminated),
  };
}

/** A partition without sectors. */
export function emptyPartition(rt: Runtime): Partition {
  const empty = (bitWidth: number): Cid => Amt.empty(meteredStore(rt), { bitWidth }).flush();
  return {
    sectors: [],
    unproven: [],
    faults: [],
    recoveries: [],
    terminated: [],
    expirations: empty(PARTITION_EXPIRATION_AMT_WIDTH),
    earlyTerminated: empty(EARLY_TERMINATED_AMT_WIDTH),
    livePower: NO_POWER_PAIR,
    unprovenPower: NO_POWER_PAIR,
    faultyPower: NO_POWER_PAIR,
    recoveringPower: NO_POWER_PAIR,
  };
}

function loadDeadlineLinks(rt: Runtime, state: MinerState): Cid[] {
  return decodeDeadlineLinks(getCbor(rt, state.deadlines));
}

/** A deadline by index; 16 when there is none. */
export function loadDeadline(rt: Runtime, state: MinerState, index: number): Deadline {
  const link = loadDeadlineLinks(rt, state)[index];
  if (link === undefined) {
    const text = `invalid deadline index ${index} of ${WPOST_PERIOD_DEADLINES}`;
    return rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, text);
  }
  return loadedDeadline(getCbor(rt, link));
}

export function saveDeadline(rt: Runtime, state: MinerState, index: number, deadline: Deadline): void {
  const links = loadDeadlineLinks(rt, state);
  links[index] = putCbor(rt, encodeDeadline(deadline));
  state.deadlines = putCbor(rt, [links]);
}

/** A partition of a deadline by index; 17 when there is none. */
export function loadPartition(rt: Runtime, deadline: Deadline, index: number): Partition {
  const value = Amt.load(meteredStore(rt), deadline.partitions, PARTITIONS_AMT).get(index);
  return value === undefined ? rt.abort(ExitCode.USR_NOT_FOUND, `no partition ${index}`) : loadedPartition(value);
}

export function loadPartitions(rt: Runtime, deadline: Deadline): Partition[] {
  const entries = Amt.load(meteredStore(rt), deadline.partitions, PARTITIONS_AMT).entries();
  return [...entries].map(([, value]) => loadedPartition(value));
}

export function savePartition(rt: Runtime, deadline: Deadline, index: number, partition: Partition): void {
  const partitions = Amt.load(meteredStore(rt), deadline.partitions, PARTITIONS_AMT);
  partitions.set(index, encodePartition(partition));
  deadline.partitions = partitions.flush();
}

const SECTORS = { bitWidth: SECTORS_AMT_WIDTH };

export function getSector(rt: Runtime, state: MinerState, number: bigint | number): Sector | undefined {
  const value = Amt.load(meteredStore(rt), state.sectors, SECTORS).get(number);
  if (value === undefined) return undefined;
  const reader = new TupleReader(value, [15, 16], "sector");
  const [sector, sealProof, sealedCid] = [reader.int(), reader.int(), reader.cid()];
  reader.value();
  const [activation, expiration] = [reader.int(), reader.int()];
  reader.bytes();
  reader.bytes();
  return { number: sector, sealProof, sealedCid, activation, expiration, pledge: readBig(reader) };
}

export function putSectors(rt: Runtime, state: MinerState, sectors: readonly Sector[]): void {
  const amt = Amt.load(meteredStore(rt), state.sectors, SECTORS);
  for (const sector of sectors) amt.set(sector.number, encodeSector(sector));
  state.sectors = amt.flush();
}

/** A sector without deals, as FIP-0100 stores it; without a daily fee. */
function encodeSector(sector: Sector): CborValue {
  const none = encodeAmount(0n);
  return [
    sector.number,
    sector.sealProof,
    sector.sealedCid,
    [],
    sector.activation,
    sector.expiration,
    none,
    none,
    encodeAmount(sector.pledge),
    null,
    null,
    sector.activation,
    null,
    null,
    SIMPLE_QA_POWER,
    none,
  ];
}
const SIMPLE_QA_POWER = 1;

/** Sectors of a partition whose termination fee is due, with the epoch of termination; empties the queue. */
export function popEarlyTerminated(rt: Runtime, partition: Partition): { epoch: number; sectors: number[] }[] {
  const queue = Amt.load(meteredStore(rt), partition.earlyTerminated, {
    bitWidth: EARLY_TERMINATED_AMT_WIDTH,
  });
  const due = [...queue.entries()].map(([epoch, value]) => ({
    epoch,
    sectors: decodeBitfield(new TupleReader([value], 1, "early terminations").bytes()),
  }));
  partition.earlyTerminated = Amt.empty(meteredStore(rt), { bitWidth: EARLY_TERMINATED_AMT_WIDTH }).flush();
  return due;
}

/** Queues sectors for their termination fee. */
export function pushEarlyTerminated(rt: Runtime, partition: Partition, sectors: readonly number[]): void {
  const queue = Amt.load(meteredStore(rt), partition.earlyTerminated, {
    bitWidth: EARLY_TERMINATED_AMT_WIDTH,
  });
  const there = queue.get(rt.epoch);
  const before = there === undefined ? [] : decodeBitfield(new TupleReader([there], 1, "early terminations").bytes());
  queue.set(rt.epoch, encodeBitfield([...new Set([...before, ...sectors])].sort((a, b) => a - b)));
  partition.earlyTerminated = queue.flush();
}
