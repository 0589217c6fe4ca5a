import { countOf, decodeBitField } from "../../filecoin/bit-field.ts";
import { decodeCbor } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { decodeDeadline, decodeDeadlineLinks, partitionsAt, type PartitionState } from "../../filecoin/state/deadline.ts";
import { type ActorId, epoch, type Epoch } from "../../filecoin/units.ts";
import { minerOf } from "./miner.ts";
import { type ProofScope, Trail } from "./proof-scope.ts";
import type { Proven } from "./proven.ts";

/** Sectors by how they fare. live = all that are not terminated; active = live without the faulty and those not proven yet. */
export interface SectorCounts {
  readonly live: bigint;
  readonly active: bigint;
  readonly faulty: bigint;
  /** Of the faulty: declared recovered, to be proven at the next deadline. */
  readonly recovering: bigint;
}

export interface MinerDeadline extends SectorCounts {
  readonly partitions: number;
  /** attoFIL a day */
  readonly dailyFee: bigint;
}

export interface MinerDeadlines extends SectorCounts {
  /** Start of a proving period; others begin each 2,880 epochs before and after. */
  readonly periodStart: Epoch;
  /** Sectors ended early and their fee is not settled: no withdrawal until then. */
  readonly terminationsPending: boolean;
  /** By index, 0 to 47. */
  readonly deadlines: readonly MinerDeadline[];
}

/**
 * A miner's sectors and faults, by deadline; null when there is no such miner. Takes a block for each deadline and the nodes of its partitions.
 * @example (await proveMinerDeadlines(scope, miner)).value?.faulty
 */
export async function proveMinerDeadlines(scope: ProofScope, miner: ActorId): Promise<Proven<MinerDeadlines | null>> {
  const trail = new Trail(scope);
  const found = await minerOf(trail, miner);
  if (found === null) return trail.proven(null);
  const { state } = found;
  const links = await trail.read("deadlines", state.deadlines, (bytes) => decodeDeadlineLinks(decodeCbor(bytes)));
  const deadlines = await Promise.all(links.map((link) => deadlineAt(trail, link)));
  return trail.proven({
    ...sumOf(deadlines),
    periodStart: epoch(state.provingPeriodStart),
    terminationsPending: state.earlyTerminations.length > 0,
    deadlines,
  });
}

async function deadlineAt(trail: Trail, link: Cid): Promise<MinerDeadline> {
  const { partitions, dailyFee } = await trail.read("deadline", link, (bytes) => decodeDeadline(decodeCbor(bytes)));
  const states = await trail.walk("partitions", partitionsAt(partitions));
  const counts = trail.readable("partitions", () => states.map(countsOf));
  return { ...sumOf(counts), partitions: states.length, dailyFee };
}

function countsOf(partition: PartitionState): SectorCounts {
  const count = (set: Uint8Array): bigint => countOf(decodeBitField(set));
  const live = count(partition.sectors) - count(partition.terminated);
  const faulty = count(partition.faults);
  return { live, faulty, active: live - faulty - count(partition.unproven), recovering: count(partition.recoveries) };
}

function sumOf(parts: readonly SectorCounts[]): SectorCounts {
  const sum = { live: 0n, active: 0n, faulty: 0n, recovering: 0n };
  for (const part of parts) for (const name of ["live", "active", "faulty", "recovering"] as const) sum[name] += part[name];
  return sum;
}
