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
import { DEADLINE_PARTITIONS_AMT_WIDTH, SECTORS_AMT_WIDTH } from "./deadlines.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";

const PARTITION_EXPIRATION_AMT_WIDTH = 4;
const EARLY_TERMINATED_AMT_WIDTH = 3;

/** Raw and quality-adjusted bytes. */
export interface PowerPair {
  readonly raw: bigint;
  readonly qa: bigint;
}

export const NO_POWER_PAIR: PowerPair = { raw: 0n, qa: 0n };

export function addPower(a: PowerPair, b: PowerPair): PowerPair {
  return { raw: a.raw + b.raw, qa: a.qa + b.qa };
}

export function negatePower({ raw, qa }: PowerPair): PowerPair {
  return { raw: -raw, qa: -qa };
}

export interface Deadline {
  partitions: Cid;
  readonly expirations: Cid;
  readonly posted: Uint8Array;
  earlyTerminations: number[];
  liveSectors: number;
  totalSectors: number;
  faultyPower: PowerPair;
  readonly posts: Cid;
  readonly sectorsSnapshot: Cid;
  readonly partitionsSnapshot: Cid;
  readonly postsSnapshot: Cid;
  livePower: PowerPair;
  readonly dailyFee: bigint;
}

export interface Partition {
  sectors: number[];
  readonly unproven: number[];
  faults: number[];
  recoveries: number[];
  terminated: number[];
  readonly expirations: Cid;
  /** AMT: epoch of termination → sectors whose fee is due */
  earlyTerminated: Cid;
  livePower: PowerPair;
  readonly unprovenPower: PowerPair;
  faultyPower: PowerPair;
  recoveringPower: PowerPair;
}

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

function readPower(reader: TupleReader): PowerPair {
  return reader.tuple(2, (pair) => ({ raw: readBig(pair), qa: readBig(pair) }));
}

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

function decodeDeadline(value: CborValue): Deadline {
  const reader = new TupleReader(value, 13, "deadline");
  return {
    partitions: reader.cid(),
    expirations: reader.cid(),
    posted: reader.bytes(),
    earlyTerminations: decodeBitfield(reader.bytes()),
    liveSectors: reader.uint(),
    totalSectors: reader.uint(),
    faultyPower: readPower(reader),
    posts: reader.cid(),
    sectorsSnapshot: reader.cid(),
    partitionsSnapshot: reader.cid(),
    postsSnapshot: reader.cid(),
    livePower: readPower(reader),
    dailyFee: readBig(reader),
  };
}

function encodePartition(p: Partition): CborValue {
  return [
    ...[p.sectors, p.unproven, p.faults, p.recoveries, p.terminated].map(encodeBitfield),
    p.expirations,
    p.earlyTerminated,
    ...[p.livePower, p.unprovenPower, p.faultyPower, p.recoveringPower].map(encodePower),
  ];
}

function decodePartition(value: CborValue): Partition {
  const reader = new TupleReader(value, 11, "partition");
  const set = (): number[] => decodeBitfield(reader.bytes());
  return {
    sectors: set(),
    unproven: set(),
    faults: set(),
    recoveries: set(),
    terminated: set(),
    expirations: reader.cid(),
    earlyTerminated: reader.cid(),
    livePower: readPower(reader),
    unprovenPower: readPower(reader),
    faultyPower: readPower(reader),
    recoveringPower: readPower(reader),
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
  return new TupleReader(getCbor(rt, state.deadlines), 1, "deadlines").list((item) => item.cid());
}

/** A deadline by index; 16 when there is none. */
export function loadDeadline(rt: Runtime, state: MinerState, index: number): Deadline {
  const link = loadDeadlineLinks(rt, state)[index];
  if (link === undefined) {
    const text = `invalid deadline index ${index} of ${WPOST_PERIOD_DEADLINES}`;
    return rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, text);
  }
  return decodeDeadline(getCbor(rt, link));
}

export function saveDeadline(rt: Runtime, state: MinerState, index: number, deadline: Deadline): void {
  const links = loadDeadlineLinks(rt, state);
  links[index] = putCbor(rt, encodeDeadline(deadline));
  state.deadlines = putCbor(rt, [links]);
}

const PARTITIONS = { bitWidth: DEADLINE_PARTITIONS_AMT_WIDTH };

/** A partition of a deadline by index; 17 when there is none. */
export function loadPartition(rt: Runtime, deadline: Deadline, index: number): Partition {
  const value = Amt.load(meteredStore(rt), deadline.partitions, PARTITIONS).get(index);
  return value === undefined ? rt.abort(ExitCode.USR_NOT_FOUND, `no partition ${index}`) : decodePartition(value);
}

export function loadPartitions(rt: Runtime, deadline: Deadline): Partition[] {
  const entries = Amt.load(meteredStore(rt), deadline.partitions, PARTITIONS).entries();
  return [...entries].map(([, value]) => decodePartition(value));
}

export function savePartition(rt: Runtime, deadline: Deadline, index: number, partition: Partition): void {
  const partitions = Amt.load(meteredStore(rt), deadline.partitions, PARTITIONS);
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
