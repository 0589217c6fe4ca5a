/** State of the power actor (f04): who claims how much storage. Source: builtin-actors actors/power/src/state.rs (v15 to v18). */
import { encodeAmount } from "../amount.ts";
import { type CborValue, TupleReader } from "../cbor.ts";
import type { Cid } from "../cid.ts";
import { hamtGet } from "../ipld/hamt.ts";
import type { Walk } from "../ipld/walk.ts";
import type { ActorId } from "../units.ts";
import { actorKey } from "./state-root.ts";

/** A smoothed quantity: value and change per epoch, both with 128 fractional bits. */
export interface FilterEstimate {
  readonly position: bigint;
  readonly velocity: bigint;
}

/** Powers in bytes, pledge in attoFIL. */
export interface PowerState {
  totalRawBytePower: bigint;
  totalBytesCommitted: bigint;
  totalQualityAdjPower: bigint;
  totalQaBytesCommitted: bigint;
  totalPledgeCollateral: bigint;
  /** The figures of "this epoch" are frozen by the cron tick of the epoch before. */
  thisEpochRawBytePower: bigint;
  thisEpochQualityAdjPower: bigint;
  thisEpochPledgeCollateral: bigint;
  thisEpochQaPowerSmoothed: FilterEstimate;
  minerCount: number;
  minerAboveMinPowerCount: number;
  /** FIP-0081: epochs over which the pledge formula shifts. */
  rampStartEpoch: number;
  rampDurationEpochs: number;
  /** HAMT of width 6: epoch → AMT of width 6 of [miner, payload]. */
  cronEventQueue: Cid;
  firstCronEpoch: number;
  /** HAMT: id address → [proof type, raw, quality-adjusted]. */
  claims: Cid;
}

/** What one miner claims. */
export interface Claim {
  readonly windowPostProofType: number;
  readonly rawBytePower: bigint;
  readonly qualityAdjPower: bigint;
}

export function encodePowerState(state: PowerState): CborValue {
  return [
    encodeAmount(state.totalRawBytePower),
    encodeAmount(state.totalBytesCommitted),
    encodeAmount(state.totalQualityAdjPower),
    encodeAmount(state.totalQaBytesCommitted),
    encodeAmount(state.totalPledgeCollateral),
    encodeAmount(state.thisEpochRawBytePower),
    encodeAmount(state.thisEpochQualityAdjPower),
    encodeAmount(state.thisEpochPledgeCollateral),
    encodeEstimate(state.thisEpochQaPowerSmoothed),
    state.minerCount,
    state.minerAboveMinPowerCount,
    state.rampStartEpoch,
    state.rampDurationEpochs,
    state.cronEventQueue,
    state.firstCronEpoch,
    state.claims,
    null,
  ];
}

/** Throws CborError. */
export function decodePowerState(value: CborValue): PowerState {
  const reader = new TupleReader(value, 17, "power state");
  return {
    totalRawBytePower: reader.amount(),
    totalBytesCommitted: reader.amount(),
    totalQualityAdjPower: reader.amount(),
    totalQaBytesCommitted: reader.amount(),
    totalPledgeCollateral: reader.amount(),
    thisEpochRawBytePower: reader.amount(),
    thisEpochQualityAdjPower: reader.amount(),
    thisEpochPledgeCollateral: reader.amount(),
    thisEpochQaPowerSmoothed: reader.tuple(2, (e) => ({ position: e.amount(), velocity: e.amount() })),
    minerCount: reader.int(),
    minerAboveMinPowerCount: reader.int(),
    rampStartEpoch: reader.int(),
    rampDurationEpochs: reader.int(),
    cronEventQueue: reader.cid(),
    firstCronEpoch: reader.int(),
    claims: reader.cid(),
  };
}

export const encodeEstimate = (e: FilterEstimate): CborValue => [encodeAmount(e.position), encodeAmount(e.velocity)];

export const encodeClaim = (c: Claim): CborValue => [c.windowPostProofType, encodeAmount(c.rawBytePower), encodeAmount(c.qualityAdjPower)];

/** Throws CborError. */
export function decodeClaim(value: CborValue): Claim {
  const reader = new TupleReader(value, 3, "claim");
  return { windowPostProofType: reader.int(), rawBytePower: reader.amount(), qualityAdjPower: reader.amount() };
}

/** The claim of a miner; undefined when it has none. Throws HamtError, CborError. */
export function* claimAt(claims: Cid, miner: ActorId): Walk<Cid, Uint8Array, Claim | undefined> {
  const value = yield* hamtGet(claims, actorKey(miner));
  return value === undefined ? undefined : decodeClaim(value);
}
