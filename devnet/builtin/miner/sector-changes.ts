/**
 * Sectors coming, failing, recovering and going, in the released state layout. Sectors carry no deals, so their quality-adjusted power is
 * their size. Source: actors/miner/src/{deadline_state,state}.rs.
 */
import { ExitCode } from "../../../filecoin/exit-code.ts";
import { quantizeUp } from "../../../filecoin/epochs.ts";
import type { PowerPair } from "../../../filecoin/state/deadline.ts";
import type { MinerInfo } from "../../../filecoin/state/miner-info.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { FAULT_MAX_AGE, WPOST_PERIOD_DEADLINES, WPOST_PROVING_PERIOD } from "../policy.ts";
import { decodeBitfield, encodeBitfield, union, without } from "./bitfield.ts";
import { type Deadline, Deadlines } from "./deadline-state.ts";
import { deadlineEnd, openDeadline } from "./deadlines.ts";
import { popNumbers, pushNumbers } from "./epoch-queue.ts";
import {
  addToPartition,
  declareInPartition,
  expireInPartition,
  failInPartition,
  type Partition,
  Partitions,
  type PartitionSetting,
  proveInPartition,
  retractInPartition,
  terminateInPartition,
} from "./partitions.ts";
import { addPower, negatePower, NO_POWER_PAIR, powerOf, takePower } from "./power-pair.ts";
import { mustSectors, type Sector } from "./sectors.ts";

/** The miner that a change is made to. */
export interface Changing {
  readonly rt: Runtime;
  readonly state: MinerState;
  readonly info: MinerInfo;
}

function settingOf({ rt, state, info }: Changing, index: number): PartitionSetting {
  return { rt, info, deadlineEnd: deadlineEnd(state.provingPeriodStart, index, rt.epoch) };
}

/** Adds proven sectors to a deadline; answers their power. */
export function addToDeadline(change: Changing, deadlines: Deadlines, index: number, sectors: readonly Sector[]): PowerPair {
  const { rt, info } = change;
  const at = settingOf(change, index);
  const deadline = deadlines.get(index);
  const partitions = new Partitions(rt, deadline.partitions);
  const ends = new Map<number, number[]>();
  let rest = sectors;
  for (let place = Math.max(0, partitions.count - 1); rest.length > 0; place++) {
    const partition = partitions.getOrNew(place);
    const taken = rest.slice(0, info.partitionSectors - partition.sectors.length);
    rest = rest.slice(taken.length);
    if (taken.length === 0) continue;
    addToPartition(at, partition, taken);
    partitions.set(place, partition);
    for (const { expiration } of taken) ends.set(expiration, union(ends.get(expiration) ?? [], [place]));
  }
  const power = powerOf(info, sectors.length);
  deadline.partitions = partitions.flush();
  deadline.expirations = pushNumbers(rt, deadline.expirations, quantized(ends, at.deadlineEnd));
  deadline.liveSectors += sectors.length;
  deadline.totalSectors += sectors.length;
  deadline.livePower = addPower(deadline.livePower, power);
  deadline.dailyFee += sectors.reduce((sum, { dailyFee }) => sum + dailyFee, 0n);
  deadlines.set(index, deadline);
  return power;
}

/** The same partitions by the epochs at which the deadline looks at them. */
function quantized(ends: ReadonlyMap<number, readonly number[]>, end: number): Map<number, number[]> {
  const at = new Map<number, number[]>();
  for (const [epoch, partitions] of ends) {
    const rounded = quantizeUp(epoch, WPOST_PROVING_PERIOD, end);
    at.set(rounded, union(at.get(rounded) ?? [], partitions));
  }
  return at;
}

/** A partition that holds live ones of the wanted sectors. */
interface Found {
  readonly at: PartitionSetting;
  readonly deadlineIndex: number;
  readonly deadline: Deadline;
  readonly place: number;
  readonly partition: Partition;
  /** The wanted sectors that are live here. */
  readonly live: readonly number[];
}

/** Runs `act` on every partition that holds live ones of `numbers`; 17 when one of them is nowhere. */
function forPartitions(change: Changing, numbers: readonly number[], act: (found: Found) => void): void {
  const { rt, state } = change;
  const wanted = new Set(numbers);
  const deadlines = new Deadlines(rt, state);
  let found = 0;
  for (let deadlineIndex = 0; deadlineIndex < WPOST_PERIOD_DEADLINES; deadlineIndex++) {
    const deadline = deadlines.get(deadlineIndex);
    if (deadline.liveSectors === 0) continue;
    const partitions = new Partitions(rt, deadline.partitions);
    partitions.all().forEach((partition, place) => {
      const live = without(partition.sectors, partition.terminated).filter((number) => wanted.has(number));
      if (live.length === 0) return;
      act({ at: settingOf(change, deadlineIndex), deadlineIndex, deadline, place, partition, live });
      partitions.set(place, partition);
      found += live.length;
    });
    deadline.partitions = partitions.flush();
    deadlines.set(deadlineIndex, deadline);
  }
  if (found < wanted.size) rt.abort(ExitCode.USR_NOT_FOUND, "a sector is not live");
  deadlines.save(state);
}

/** Marks sectors faulty, which end when they stay so; answers the change of claimed power. */
export function faultSectors(change: Changing, numbers: readonly number[]): PowerPair {
  const { rt, state } = change;
  let lost = NO_POWER_PAIR;
  forPartitions(change, numbers, ({ at, deadline, place, partition, live }) => {
    retractInPartition(at, partition, live);
    const fresh = without(live, partition.faults);
    if (fresh.length === 0) return;
    const end = at.deadlineEnd + FAULT_MAX_AGE;
    const power = failInPartition(at, partition, mustSectors(rt, state, fresh), end);
    deadline.expirations = pushNumbers(rt, deadline.expirations, new Map([[end, [place]]]));
    deadline.faultyPower = addPower(deadline.faultyPower, power);
    lost = addPower(lost, power);
  });
  return negatePower(lost);
}

/** Faulty sectors are declared to work again: they do from the end of their deadline on. No change of claimed power before that. */
export function declareRecoveries(change: Changing, numbers: readonly number[]): PowerPair {
  forPartitions(change, numbers, ({ at, partition, live }) => declareInPartition(at, partition, live));
  return NO_POWER_PAIR;
}

/** Faulty sectors work again at once; answers the change of claimed power. */
export function recoverSectors(change: Changing, numbers: readonly number[]): PowerPair {
  let won = NO_POWER_PAIR;
  forPartitions(change, numbers, ({ at, deadline, partition, live }) => {
    declareInPartition(at, partition, live);
    const { recoveries } = partition;
    partition.recoveries = recoveries.filter((number) => live.includes(number));
    const power = proveInPartition(at, partition, mustSectors(change.rt, change.state, partition.recoveries));
    partition.recoveries = without(recoveries, live);
    deadline.faultyPower = takePower(deadline.faultyPower, power);
    won = addPower(won, power);
  });
  return won;
}

/** Ends sectors before their time and queues them for their fee; answers the change of claimed power. */
export function terminateSectors(change: Changing, numbers: readonly number[]): PowerPair {
  const { rt, state } = change;
  let lost = NO_POWER_PAIR;
  forPartitions(change, numbers, ({ at, deadlineIndex, deadline, place, partition, live }) => {
    const removed = terminateInPartition(at, partition, mustSectors(rt, state, live));
    deadline.earlyTerminations = union(deadline.earlyTerminations, [place]);
    deadline.liveSectors -= live.length;
    deadline.faultyPower = takePower(deadline.faultyPower, removed.faulty);
    deadline.livePower = takePower(deadline.livePower, addPower(removed.active, removed.faulty));
    deadline.dailyFee -= removed.fee;
    queueTerminations(state, deadlineIndex);
    lost = addPower(lost, removed.active);
  });
  return negatePower(lost);
}

function queueTerminations(state: MinerState, deadlineIndex: number): void {
  state.earlyTerminations = encodeBitfield(union(decodeBitfield(state.earlyTerminations), [deadlineIndex]));
}

/**
 * Proves every partition of a deadline that is not proven yet, as its miner does while the deadline is open; answers the change of claimed
 * power. Partitions with nothing but faults are not proven.
 */
export function proveDeadline(change: Changing, deadline: Deadline, index: number): PowerPair {
  const { rt, state } = change;
  const partitions = new Partitions(rt, deadline.partitions);
  let won = NO_POWER_PAIR;
  partitions.all().forEach((partition, place) => {
    const idle = partition.recoveries.length === 0 && partition.faultyPower.raw === partition.livePower.raw;
    if (idle || deadline.posted.includes(place)) return;
    if (partition.recoveries.length > 0) {
      won = addPower(won, proveInPartition(settingOf(change, index), partition, mustSectors(rt, state, partition.recoveries)));
      partitions.set(place, partition);
    }
    deadline.posted = union(deadline.posted, [place]);
  });
  deadline.partitions = partitions.flush();
  deadline.faultyPower = takePower(deadline.faultyPower, won);
  return won;
}

/** What the end of a deadline does to the miner. */
export interface DeadlineEnd {
  /** Change of claimed power. */
  readonly power: PowerPair;
  /** attoFIL set free by sectors that ended on time */
  readonly pledge: bigint;
  /** Power that was faulty all along: it pays. */
  readonly faulty: PowerPair;
  /** Live power, and its fee in attoFIL a day. */
  readonly live: PowerPair;
  readonly dailyFee: bigint;
}

const NOTHING_ENDS: DeadlineEnd = { power: NO_POWER_PAIR, pledge: 0n, faulty: NO_POWER_PAIR, live: NO_POWER_PAIR, dailyFee: 0n };

/** Ends a deadline at its last epoch: what was not proven counts as proven now, sectors whose time is over go. */
export function endDeadline(change: Changing, index: number): DeadlineEnd {
  const { rt, state } = change;
  const deadlines = new Deadlines(rt, state);
  const deadline = deadlines.get(index);
  if (!isLive(deadline)) return { ...NOTHING_ENDS, faulty: deadline.faultyPower };
  const won = proveDeadline(change, deadline, index);
  const faulty = deadline.faultyPower;
  deadline.posted = [];
  deadline.partitionsSnapshot = deadline.partitions;
  deadline.postsSnapshot = deadline.posts;
  const { power, pledge, early } = expire(change, deadline, index);
  if (early) queueTerminations(state, index);
  deadlines.set(index, deadline);
  deadlines.save(state);
  return { power: takePower(won, power), pledge, faulty, live: deadline.livePower, dailyFee: deadline.dailyFee };
}

function isLive(deadline: Deadline): boolean {
  return deadline.liveSectors > 0 || deadline.posted.length > 0 || !deadline.partitions.equals(deadline.partitionsSnapshot);
}

/** Takes the sectors out whose time is over; `power` is that of the working ones, `pledge` that of those on time. */
function expire(change: Changing, deadline: Deadline, index: number): { power: PowerPair; pledge: bigint; early: boolean } {
  const { rt } = change;
  const at = settingOf(change, index);
  const popped = popNumbers(rt, deadline.expirations, at.deadlineEnd);
  const total = { power: NO_POWER_PAIR, pledge: 0n, early: false };
  if (popped.sets.length === 0) return total;
  deadline.expirations = popped.root;
  const partitions = new Partitions(rt, deadline.partitions);
  for (const place of popped.sets.reduce<number[]>((all, { numbers }) => union(all, numbers), [])) {
    const partition = partitions.getOrNew(place);
    const gone = expireInPartition(at, partition, at.deadlineEnd);
    partitions.set(place, partition);
    if (gone.early.length > 0) deadline.earlyTerminations = union(deadline.earlyTerminations, [place]);
    total.early ||= gone.early.length > 0;
    total.pledge += gone.pledge;
    total.power = addPower(total.power, gone.active);
    deadline.liveSectors -= gone.onTime.length + gone.early.length;
    deadline.faultyPower = takePower(deadline.faultyPower, gone.faulty);
    deadline.livePower = takePower(deadline.livePower, addPower(gone.active, gone.faulty));
    deadline.dailyFee -= gone.fee;
  }
  deadline.partitions = partitions.flush();
  return total;
}

/** Two deadlines ahead of the open one: that and the next may not change. */
export function deadlineForNewSectors({ rt, state }: Changing): number {
  return (openDeadline(state.provingPeriodStart, rt.epoch).index + 2) % WPOST_PERIOD_DEADLINES;
}
