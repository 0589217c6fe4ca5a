/** Steps of a history in which sectors come, fail, recover and end, as the devnet rehearses them. */
import { PENALIZE, encodeRehearsalAmount } from "../../devnet/builtin/miner/rehearsal.ts";
import {
  FAULT_SECTORS,
  RECOVER_SECTORS,
  SEAL_SECTORS,
  SETTLE_TERMINATIONS,
  TERMINATE_SECTORS,
  encodeSealSectors,
  encodeSectorNumbers,
  encodeTerminateSectors,
} from "../../devnet/builtin/miner/sector-rehearsal.ts";
import { SYSTEM_ACTOR } from "../../devnet/builtin/singletons.ts";
import { type CborValue, encodeCbor } from "../../filecoin/cbor.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { History, Step } from "./history.ts";
import { chosen, share } from "./step-parts.ts";

/** Epochs that sectors last. */
const LIFETIME = 500_000;
/** A day of a faulty sector costs about this part of its pledge. */
const FEE_DIVISOR = 300n;

interface Sector {
  readonly pledge: bigint;
  faulty: boolean;
}

/** Sectors of a miner that have pledge, and the number of the next one. */
export class Sectors {
  next = 0;
  readonly live = new Map<number, Sector>();
  /** attoFIL of pledge whose termination waits for its fee. */
  ending = 0n;

  /** Pledge that only the end of a sector may free. */
  get pledged(): bigint {
    return [...this.live.values()].reduce((sum, { pledge }) => sum + pledge, this.ending);
  }
}

function rehearse(h: History, miner: ActorId, method: number, params: CborValue | null): void {
  const { exitCode, error } = h.world.raw(SYSTEM_ACTOR, miner, method, params === null ? new Uint8Array() : encodeCbor(params));
  if (exitCode !== 0) throw new Error(`rehearsal ${method.toString(16)} ended with ${exitCode}: ${error}`);
}

/** Seals sectors if free money covers their pledge; the number of the first one. */
export function sealSectors(h: History, miner: ActorId, count: number, pledge: bigint, expiration: number): number | null {
  const { world } = h;
  const state = world.minerState(miner);
  const free = world.balanceOf(miner) - state.lockedFunds - state.preCommitDeposits - state.initialPledge - state.feeDebt;
  if (free < pledge * BigInt(count)) return null;
  rehearse(h, miner, SEAL_SECTORS, encodeSealSectors([{ count, expiration, pledge, deadline: null }]));
  const sectors = h.sectorsOf(miner);
  const first = sectors.next;
  for (; sectors.next < first + count; sectors.next++) sectors.live.set(sectors.next, { pledge, faulty: false });
  return first;
}

/** Part of the free money becomes pledge of up to three sectors. */
export function sectors(h: History, { pick, part }: Step): void {
  const miner = h.miner(pick);
  const { lockedFunds, initialPledge, feeDebt } = h.world.minerState(miner);
  const free = h.world.balanceOf(miner) - lockedFunds - initialPledge - feeDebt;
  if (free <= 0n) return;
  const count = 1 + (part % 3);
  sealSectors(h, miner, count, share(free, part) / BigInt(count), h.world.epoch + LIFETIME);
}

/** A sector fails and costs its fee, or one that had failed is proven again. */
export function fault(h: History, { who, pick, part }: Step): void {
  const miner = h.miner(pick);
  const found = chosen([...h.sectorsOf(miner).live], part);
  if (found === undefined) return;
  const [number, sector] = found;
  if (sector.faulty && who % 2 === 0) {
    rehearse(h, miner, RECOVER_SECTORS, encodeSectorNumbers([number]));
    sector.faulty = false;
    h.note("a recovery");
    return;
  }
  if (!sector.faulty) rehearse(h, miner, FAULT_SECTORS, encodeSectorNumbers([number]));
  sector.faulty = true;
  const days = BigInt(1 + (who % 40));
  rehearse(h, miner, PENALIZE, encodeRehearsalAmount((sector.pledge * days) / FEE_DIVISOR));
  h.note("a fault");
}

/** Sectors end before their time; now and then their fees stay due for a while, in which the miner pays nothing out. */
export function terminate(h: History, { who, pick, part }: Step): void {
  const miner = h.miner(pick);
  const sectors = h.sectorsOf(miner);
  if (sectors.ending > 0n && who % 3 > 0) return settle(h, miner);
  const all = [...sectors.live.keys()];
  end(h, miner, who % 4 === 0 ? all : all.slice(0, 1 + (part % 2)), part % 3 > 0);
}

/** Ends all sectors of a miner and settles what was due. */
export function endAll(h: History, miner: ActorId): void {
  end(h, miner, [...h.sectorsOf(miner).live.keys()], true);
  if (h.sectorsOf(miner).ending > 0n) settle(h, miner);
}

function end(h: History, miner: ActorId, numbers: readonly number[], settles: boolean): void {
  const sectors = h.sectorsOf(miner);
  if (numbers.length === 0) return;
  rehearse(h, miner, TERMINATE_SECTORS, encodeTerminateSectors(numbers, settles));
  const pledge = numbers.reduce((sum, number) => sum + (sectors.live.get(number)?.pledge ?? 0n), 0n);
  for (const number of numbers) sectors.live.delete(number);
  // What is settled takes along what waited.
  sectors.ending = settles ? 0n : sectors.ending + pledge;
  h.note(settles ? "a termination" : "terminations with fees due");
}

function settle(h: History, miner: ActorId): void {
  rehearse(h, miner, SETTLE_TERMINATIONS, null);
  h.sectorsOf(miner).ending = 0n;
  h.note("a termination");
}
