/** Partitions of a deadline: what becomes of their sectors. Source: actors/miner/src/partition_state.rs. */
import { type CborValue } from "../../../filecoin/cbor.ts";
import type { Cid } from "../../../filecoin/cid.ts";
import { decodePartition, PARTITIONS_AMT, type PartitionState, type PowerPair } from "../../../filecoin/state/deadline.ts";
import type { MinerInfo } from "../../../filecoin/state/miner-info.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { Amt } from "../../state/amt.ts";
import { meteredStore } from "../gas-figures.ts";
import { decodeBitfield, encodeBitfield, union, without } from "./bitfield.ts";
import { pushNumbers } from "./epoch-queue.ts";
import { type ExpirationSet, ExpirationQueue } from "./expiration-queue.ts";
import { addPower, encodePower, NO_POWER_PAIR, powerOf, takePower } from "./power-pair.ts";
import type { Sector } from "./sectors.ts";

const EXPIRATION_AMT_WIDTH = 4;
const EARLY_TERMINATED_AMT_WIDTH = 3;

type Sets = "sectors" | "unproven" | "faults" | "recoveries" | "terminated";

/** A partition whose sets are written out. */
export type Partition = Omit<PartitionState, Sets> & Record<Sets, number[]>;

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

function emptyPartition(rt: Runtime): Partition {
  const empty = (bitWidth: number): Cid => Amt.empty(meteredStore(rt), { bitWidth }).flush();
  return {
    sectors: [],
    unproven: [],
    faults: [],
    recoveries: [],
    terminated: [],
    expirations: empty(EXPIRATION_AMT_WIDTH),
    earlyTerminated: empty(EARLY_TERMINATED_AMT_WIDTH),
    livePower: NO_POWER_PAIR,
    unprovenPower: NO_POWER_PAIR,
    faultyPower: NO_POWER_PAIR,
    recoveringPower: NO_POWER_PAIR,
  };
}

/** The partitions of one deadline; changes reach its state by `flush`. */
export class Partitions {
  readonly #rt: Runtime;
  readonly #amt: Amt;

  constructor(rt: Runtime, root: Cid) {
    this.#rt = rt;
    this.#amt = Amt.load(meteredStore(rt), root, PARTITIONS_AMT);
  }

  get count(): number {
    return this.#amt.count;
  }

  get(index: number): Partition | undefined {
    const value = this.#amt.get(index);
    return value === undefined ? undefined : loadedPartition(value);
  }

  /** The partition, or one without sectors where there is none yet. */
  getOrNew(index: number): Partition {
    return this.get(index) ?? emptyPartition(this.#rt);
  }

  all(): Partition[] {
    return [...this.#amt.entries()].map(([, value]) => loadedPartition(value));
  }

  set(index: number, partition: Partition): void {
    this.#amt.set(index, encodePartition(partition));
  }

  flush(): Cid {
    return this.#amt.flush();
  }
}

/** What the changes below need to know of the deadline and the miner. */
export interface PartitionSetting {
  readonly rt: Runtime;
  readonly info: MinerInfo;
  /** Last epoch of the partition's deadline, in any proving period. */
  readonly deadlineEnd: number;
}

const queueOf = ({ rt, info, deadlineEnd }: PartitionSetting, { expirations }: Partition): ExpirationQueue =>
  new ExpirationQueue(rt, expirations, deadlineEnd, info);

const numbersOf = (sectors: readonly Sector[]): number[] => sectors.map(({ number }) => number);

/** Adds proven sectors. */
export function addToPartition(at: PartitionSetting, partition: Partition, sectors: readonly Sector[]): void {
  const queue = queueOf(at, partition);
  queue.add(sectors);
  partition.expirations = queue.flush();
  partition.sectors = union(partition.sectors, numbersOf(sectors));
  partition.livePower = addPower(partition.livePower, powerOf(at.info, sectors.length));
}

/** Working sectors turn faulty, to end at `end`; answers their power. */
export function failInPartition(at: PartitionSetting, partition: Partition, sectors: readonly Sector[], end: number): PowerPair {
  const queue = queueOf(at, partition);
  queue.fail(sectors, end);
  partition.expirations = queue.flush();
  const power = powerOf(at.info, sectors.length);
  partition.faults = union(partition.faults, numbersOf(sectors));
  partition.faultyPower = addPower(partition.faultyPower, power);
  return power;
}

/** Faulty sectors are declared to work again: the next proof has to show it. */
export function declareInPartition({ info }: PartitionSetting, partition: Partition, numbers: readonly number[]): void {
  const declared = without(
    numbers.filter((number) => partition.faults.includes(number)),
    partition.recoveries,
  );
  partition.recoveries = union(partition.recoveries, declared);
  partition.recoveringPower = addPower(partition.recoveringPower, powerOf(info, declared.length));
}

/** Declared recoveries are no longer so. */
export function retractInPartition({ info }: PartitionSetting, partition: Partition, numbers: readonly number[]): void {
  const retracted = partition.recoveries.filter((number) => numbers.includes(number));
  partition.recoveries = without(partition.recoveries, retracted);
  partition.recoveringPower = takePower(partition.recoveringPower, powerOf(info, retracted.length));
}

/** A proof shows that the declared recoveries work (`sectors`: those that partition.recoveries names); answers their power. */
export function proveInPartition(at: PartitionSetting, partition: Partition, sectors: readonly Sector[]): PowerPair {
  const queue = queueOf(at, partition);
  queue.recover(sectors);
  partition.expirations = queue.flush();
  const power = powerOf(at.info, sectors.length);
  partition.faults = without(partition.faults, partition.recoveries);
  partition.recoveries = [];
  partition.faultyPower = takePower(partition.faultyPower, power);
  partition.recoveringPower = takePower(partition.recoveringPower, power);
  return power;
}

/** Ends live sectors before their time and queues them for their fee; answers what they were. */
export function terminateInPartition(at: PartitionSetting, partition: Partition, sectors: readonly Sector[]): ExpirationSet {
  const queue = queueOf(at, partition);
  const removed = queue.remove(sectors, partition.faults);
  partition.expirations = queue.flush();
  const numbers = numbersOf(sectors);
  partition.earlyTerminated = pushNumbers(at.rt, partition.earlyTerminated, new Map([[at.rt.epoch, numbers]]));
  retractInPartition(at, partition, numbers);
  leave(partition, removed);
  return removed;
}

/** Ends the sectors whose time is over at `until`; those that end early are queued for their fee. */
export function expireInPartition(at: PartitionSetting, partition: Partition, until: number): ExpirationSet {
  const queue = queueOf(at, partition);
  const expired = queue.popUntil(until);
  partition.expirations = queue.flush();
  partition.earlyTerminated = pushNumbers(at.rt, partition.earlyTerminated, new Map([[until, expired.early]]));
  leave(partition, expired);
  return expired;
}

function leave(partition: Partition, gone: ExpirationSet): void {
  const numbers = union(gone.onTime, gone.early);
  partition.terminated = union(partition.terminated, numbers);
  partition.faults = without(partition.faults, numbers);
  partition.livePower = takePower(partition.livePower, addPower(gone.active, gone.faulty));
  partition.faultyPower = takePower(partition.faultyPower, gone.faulty);
}
