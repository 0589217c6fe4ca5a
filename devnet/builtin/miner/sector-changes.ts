/**
 * Sectors coming, failing, recovering and going, in the released state layout. Sectors carry no deals, so their
 * quality-adjusted power is their size. The queues of expirations stay empty: expiry looks at the sectors themselves.
 * Source: actors/miner/src/{deadline_state,partition_state,state}.rs.
 */
import { blake2b } from "@noble/hashes/blake2.js";
import { CID } from "multiformats/cid";
import * as Digest from "multiformats/hashes/digest";
import { CborError, TupleReader } from "../../../filecoin/cbor.ts";
import type { Cid } from "../../../filecoin/cid.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { WPOST_PERIOD_DEADLINES } from "../policy.ts";
import { getCbor, putCbor } from "../state-root.ts";
import { decodeBitfield, encodeBitfield, union, without } from "./bitfield.ts";
import { openDeadline } from "./deadlines.ts";
import type { MinerInfo } from "../../../filecoin/state/miner-info.ts";
import type { PowerPair } from "../../../filecoin/state/deadline.ts";
import {
  addPower,
  type Deadline,
  emptyPartition,
  getSector,
  loadDeadline,
  loadPartitions,
  negatePower,
  NO_POWER_PAIR,
  type Partition,
  pushEarlyTerminated,
  putSectors,
  saveDeadline,
  savePartition,
  type Sector,
} from "./partitions.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";

/** A new sector's deadline lies this many ahead, since the open one and the next may not change. */
const DEADLINES_AHEAD = 2;
const FIL_COMMITMENT_SEALED = 0xf102;
const POSEIDON = 0xb401;
/** RegisteredSealProof V1P1 of a window PoSt proof V1P1. */
const SEAL_PROOF_OFFSET = 5;

export function powerOf(info: MinerInfo, sectors: number): PowerPair {
  const bytes = BigInt(info.sectorSize) * BigInt(sectors);
  return { raw: bytes, qa: bytes };
}

export interface NewSectors {
  readonly count: number;
  readonly expiration: number;
  /** attoFIL of each */
  readonly pledge: bigint;
}

/** Adds proven sectors with the next free numbers; answers their power. The pledge total is the caller's. */
export function addSectors(rt: Runtime, state: MinerState, info: MinerInfo, added: NewSectors): PowerPair {
  const allocated = decodeBitfield(bytesAt(rt, state.allocatedSectors));
  const first = (allocated.at(-1) ?? -1) + 1;
  const numbers = Array.from({ length: added.count }, (_, i) => first + i);
  state.allocatedSectors = putCbor(rt, encodeBitfield(union(allocated, numbers)));
  const sealProof = info.windowPostProofType - SEAL_PROOF_OFFSET;
  const sectors: Sector[] = numbers.map((number) => ({
    number,
    sealProof,
    sealedCid: commitment(rt, number),
    activation: rt.epoch,
    expiration: added.expiration,
    pledge: added.pledge,
  }));
  putSectors(rt, state, sectors);
  placeSectors(rt, state, info, numbers);
  return powerOf(info, added.count);
}

function bytesAt(rt: Runtime, cid: Cid): Uint8Array {
  return new TupleReader([getCbor(rt, cid)], 1, "allocated sectors").bytes();
}

/** A made-up commitment that differs by miner and sector. */
function commitment(rt: Runtime, number: number): Cid {
  const text = new TextEncoder().encode(`rehearsal f0${rt.receiver} sector ${number}`);
  return CID.createV1(FIL_COMMITMENT_SEALED, Digest.create(POSEIDON, blake2b(text, { dkLen: 32 })));
}

function placeSectors(rt: Runtime, state: MinerState, info: MinerInfo, numbers: readonly number[]): void {
  const open = openDeadline(state.provingPeriodStart, rt.epoch).index;
  const index = (open + DEADLINES_AHEAD) % WPOST_PERIOD_DEADLINES;
  const deadline = loadDeadline(rt, state, index);
  const existing = loadPartitions(rt, deadline);
  let rest = [...numbers];
  for (let at = Math.max(0, existing.length - 1); rest.length > 0; at++) {
    const partition = existing[at] ?? emptyPartition(rt);
    const taken = rest.splice(0, info.partitionSectors - partition.sectors.length);
    partition.sectors = union(partition.sectors, taken);
    partition.livePower = addPower(partition.livePower, powerOf(info, taken.length));
    savePartition(rt, deadline, at, partition);
    rest = rest.filter((number) => !taken.includes(number));
  }
  deadline.liveSectors += numbers.length;
  deadline.totalSectors += numbers.length;
  deadline.livePower = addPower(deadline.livePower, powerOf(info, numbers.length));
  saveDeadline(rt, state, index, deadline);
}

/** What a change did to sectors of one partition. */
interface PartitionChange {
  readonly deadlineIndex: number;
  readonly deadline: Deadline;
  readonly partitionIndex: number;
  readonly partition: Partition;
  /** the wanted sectors that are live here */
  readonly live: readonly number[];
}

/** Runs `change` on every partition that holds live ones of `numbers`; 17 when one of them is nowhere. */
function forPartitions(rt: Runtime, state: MinerState, numbers: readonly number[], change: (at: PartitionChange) => void): void {
  let found = 0;
  for (let deadlineIndex = 0; deadlineIndex < WPOST_PERIOD_DEADLINES; deadlineIndex++) {
    const deadline = loadDeadline(rt, state, deadlineIndex);
    let changed = false;
    loadPartitions(rt, deadline).forEach((partition, partitionIndex) => {
      const live = without(partition.sectors, partition.terminated).filter((n) => numbers.includes(n));
      if (live.length === 0) return;
      change({ deadlineIndex, deadline, partitionIndex, partition, live });
      savePartition(rt, deadline, partitionIndex, partition);
      found += live.length;
      changed = true;
    });
    if (changed) saveDeadline(rt, state, deadlineIndex, deadline);
  }
  if (found < new Set(numbers).size) rt.abort(ExitCode.USR_NOT_FOUND, "a sector is not live");
}

/** Marks sectors faulty; answers the change of claimed power. */
export function faultSectors(rt: Runtime, state: MinerState, info: MinerInfo, numbers: readonly number[]): PowerPair {
  let lost = NO_POWER_PAIR;
  forPartitions(rt, state, numbers, ({ deadline, partition, live }) => {
    const fresh = without(live, partition.faults);
    const power = powerOf(info, fresh.length);
    partition.faults = union(partition.faults, fresh);
    partition.faultyPower = addPower(partition.faultyPower, power);
    deadline.faultyPower = addPower(deadline.faultyPower, power);
    lost = addPower(lost, power);
  });
  return negatePower(lost);
}

/** Marks faulty sectors proven again; answers the change of claimed power. */
export function recoverSectors(rt: Runtime, state: MinerState, info: MinerInfo, numbers: readonly number[]): PowerPair {
  let won = NO_POWER_PAIR;
  forPartitions(rt, state, numbers, ({ deadline, partition, live }) => {
    const back = live.filter((number) => partition.faults.includes(number));
    const power = powerOf(info, back.length);
    partition.faults = without(partition.faults, back);
    partition.faultyPower = addPower(partition.faultyPower, negatePower(power));
    deadline.faultyPower = addPower(deadline.faultyPower, negatePower(power));
    won = addPower(won, power);
  });
  return won;
}

/** Takes live sectors out of a partition; answers the change of claimed power. */
function removeLive(info: MinerInfo, at: PartitionChange): PowerPair {
  const { deadline, partition, live } = at;
  const faulty = live.filter((number) => partition.faults.includes(number));
  const gone = negatePower(powerOf(info, live.length));
  const goneFaulty = negatePower(powerOf(info, faulty.length));
  partition.terminated = union(partition.terminated, live);
  partition.faults = without(partition.faults, faulty);
  partition.livePower = addPower(partition.livePower, gone);
  partition.faultyPower = addPower(partition.faultyPower, goneFaulty);
  deadline.liveSectors -= live.length;
  deadline.livePower = addPower(deadline.livePower, gone);
  deadline.faultyPower = addPower(deadline.faultyPower, goneFaulty);
  return negatePower(powerOf(info, live.length - faulty.length));
}

/** Ends sectors before their time and queues them for their fee; answers the change of claimed power. */
export function terminateSectors(rt: Runtime, state: MinerState, info: MinerInfo, numbers: readonly number[]): PowerPair {
  let delta = NO_POWER_PAIR;
  forPartitions(rt, state, numbers, (at) => {
    delta = addPower(delta, removeLive(info, at));
    pushEarlyTerminated(rt, at.partition, at.live);
    at.deadline.earlyTerminations = union(at.deadline.earlyTerminations, [at.partitionIndex]);
    const pending = decodeBitfield(state.earlyTerminations);
    state.earlyTerminations = encodeBitfield(union(pending, [at.deadlineIndex]));
  });
  return delta;
}

/** Ends the sectors of a deadline whose time is over; answers the change of claimed power and the pledge set free. */
export function expireSectors(rt: Runtime, state: MinerState, info: MinerInfo, deadlineIndex: number): { power: PowerPair; pledge: bigint } {
  const deadline = loadDeadline(rt, state, deadlineIndex);
  const live = loadPartitions(rt, deadline).flatMap((p) => without(p.sectors, p.terminated));
  const over = live.map((n) => mustSector(rt, state, n)).filter(({ expiration }) => expiration <= rt.epoch);
  if (over.length === 0) return { power: NO_POWER_PAIR, pledge: 0n };
  let power = NO_POWER_PAIR;
  const numbers = over.map(({ number }) => number);
  forPartitions(rt, state, numbers, (at) => {
    power = addPower(power, removeLive(info, at));
  });
  return { power, pledge: over.reduce((sum, { pledge }) => sum + pledge, 0n) };
}

/** A sector that a partition names. */
export function mustSector(rt: Runtime, state: MinerState, number: number): Sector {
  const sector = getSector(rt, state, number);
  if (sector === undefined) throw new CborError("shape", `f0${rt.receiver} has no sector ${number}`);
  return sector;
}

/** Power that was faulty in a deadline. */
export function faultyPowerOf(rt: Runtime, state: MinerState, deadlineIndex: number): PowerPair {
  return loadDeadline(rt, state, deadlineIndex).faultyPower;
}
