/** What the power actor does with its state: who claims how much storage, and what the network pledged. Source: actors/power/src/state.rs. */
import { Address } from "../../../filecoin/address.ts";
import { type Claim, decodeClaim, encodeClaim, type PowerState } from "../../../filecoin/state/power.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import type { Blockstore } from "../../state/blockstore.ts";
import { Hamt } from "../../state/hamt.ts";
import { wholeEstimate } from "../fixed-point.ts";
import { CONSENSUS_MINER_MIN_MINERS } from "../policy.ts";

export const CRON_QUEUE_BIT_WIDTH = 6;
const GIB = 1n << 30n;
const INITIAL_POWER_POSITION = 750_000n * GIB;
const INITIAL_POWER_VELOCITY = 3_840n * GIB;

/** State of a network without miners. */
export function initialPowerState(blocks: Blockstore): PowerState {
  return {
    totalRawBytePower: 0n,
    totalBytesCommitted: 0n,
    totalQualityAdjPower: 0n,
    totalQaBytesCommitted: 0n,
    totalPledgeCollateral: 0n,
    thisEpochRawBytePower: 0n,
    thisEpochQualityAdjPower: 0n,
    thisEpochPledgeCollateral: 0n,
    thisEpochQaPowerSmoothed: wholeEstimate(INITIAL_POWER_POSITION, INITIAL_POWER_VELOCITY),
    minerCount: 0,
    minerAboveMinPowerCount: 0,
    rampStartEpoch: 0,
    rampDurationEpochs: 0,
    cronEventQueue: Hamt.empty(blocks, { bitWidth: CRON_QUEUE_BIT_WIDTH }).flush(),
    firstCronEpoch: 0,
    claims: Hamt.empty(blocks).flush(),
  };
}

/** Power that counts: all committed while few miners reach the minimum. */
export function currentTotalPower(state: PowerState): { raw: bigint; qualityAdjusted: bigint } {
  return state.minerAboveMinPowerCount < CONSENSUS_MINER_MIN_MINERS
    ? { raw: state.totalBytesCommitted, qualityAdjusted: state.totalQaBytesCommitted }
    : { raw: state.totalRawBytePower, qualityAdjusted: state.totalQualityAdjPower };
}

export function getClaim(blocks: Blockstore, state: PowerState, miner: ActorId): Claim | undefined {
  const value = Hamt.load(blocks, state.claims).get(Address.id(miner).bytes);
  return value === undefined ? undefined : decodeClaim(value);
}

/** Sets or, with null, removes a miner's claim; the totals are the caller's. */
export function setClaim(blocks: Blockstore, state: PowerState, miner: ActorId, claim: Claim | null): void {
  const claims = Hamt.load(blocks, state.claims);
  const key = Address.id(miner).bytes;
  if (claim === null) claims.delete(key);
  else {
    claims.set(key, encodeClaim(claim));
  }
  state.claims = claims.flush();
}

/** A claim's change, or why the state does not allow it. */
export type ClaimChange = "no claim" | "negative" | "done";

/** Adds to a miner's claim and to the totals it counts in. */
export function addToClaim(
  blocks: Blockstore,
  state: PowerState,
  miner: ActorId,
  change: { readonly raw: bigint; readonly qualityAdjusted: bigint },
  minimumPower: bigint,
): ClaimChange {
  const before = getClaim(blocks, state, miner);
  if (before === undefined) return "no claim";
  const after: Claim = {
    windowPostProofType: before.windowPostProofType,
    rawBytePower: before.rawBytePower + change.raw,
    qualityAdjPower: before.qualityAdjPower + change.qualityAdjusted,
  };
  if (after.rawBytePower < 0n || after.qualityAdjPower < 0n) return "negative";
  state.totalQaBytesCommitted += change.qualityAdjusted;
  state.totalBytesCommitted += change.raw;
  moveConsensusTotals(state, before, after, minimumPower);
  setClaim(blocks, state, miner, after);
  return "done";
}

/** The consensus totals hold miners at or above the minimum only. */
function moveConsensusTotals(state: PowerState, before: Claim, after: Claim, minimum: bigint): void {
  const counted = before.rawBytePower >= minimum;
  const counts = after.rawBytePower >= minimum;
  if (counted) {
    state.minerAboveMinPowerCount -= 1;
    state.totalRawBytePower -= before.rawBytePower;
    state.totalQualityAdjPower -= before.qualityAdjPower;
  }
  if (counts) {
    state.minerAboveMinPowerCount += 1;
    state.totalRawBytePower += after.rawBytePower;
    state.totalQualityAdjPower += after.qualityAdjPower;
  }
}
