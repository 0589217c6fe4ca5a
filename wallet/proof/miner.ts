import { decodeCbor } from "../../filecoin/cbor.ts";
import { SINGLETON_IDS } from "../../filecoin/methods/actor-type.ts";
import { decodeMinerInfo, type MinerInfo } from "../../filecoin/state/miner-info.ts";
import { decodeMinerState, type MinerState } from "../../filecoin/state/miner.ts";
import { type Claim, claimAt, decodePowerState } from "../../filecoin/state/power.ts";
import type { ActorState } from "../../filecoin/state/state-root.ts";
import { decodeVestingTail, fundsOf, type VestingFund } from "../../filecoin/state/vesting.ts";
import { type ActorId, actorId } from "../../filecoin/units.ts";
import { type ProofScope, Trail } from "./proof-scope.ts";
import { builtinActor, mustHaveActor } from "./state-tree.ts";
import type { Proven } from "./proven.ts";

/** Proofs of miners. Everywhere null is proven absence: there is no actor with this id, or it is no miner. */

const POWER = actorId(SINGLETON_IDS.storagepower);

/**
 * Owner, pending owner, worker, pending worker, controls, beneficiary with its term, pending beneficiary, peer.
 * @example (await proveMinerInfo(scope, actorId(1000))).value?.owner
 */
export async function proveMinerInfo(scope: ProofScope, miner: ActorId): Promise<Proven<Readonly<MinerInfo> | null>> {
  const trail = new Trail(scope);
  const found = await minerOf(trail, miner);
  if (found === null) return trail.proven(null);
  return trail.proven(await trail.read("minerInfo", found.state.info, (bytes) => decodeMinerInfo(decodeCbor(bytes))));
}

/** A miner's money, attoFIL: balance = available + locked + preCommitDeposits + pledge + feeDebt. */
export interface MinerBalances {
  readonly balance: bigint;
  /** What is neither locked, deposited, pledged nor owed; below zero for a miner in debt (the miner's GetAvailableBalance). */
  readonly available: bigint;
  /** Of `locked`: vested by the root's height, and unlocked by the next withdrawal. */
  readonly vested: bigint;
  /** All that stands in the vesting table. */
  readonly locked: bigint;
  readonly preCommitDeposits: bigint;
  readonly pledge: bigint;
  readonly feeDebt: bigint;
  /** What becomes free when, soonest first. */
  readonly vesting: readonly VestingFund[];
}

/**
 * What a miner holds, and what of it is free.
 * @example const money = (await proveMinerBalances(scope, miner)).value; // money.available + money.vested may be withdrawn
 */
export async function proveMinerBalances(scope: ProofScope, miner: ActorId): Promise<Proven<MinerBalances | null>> {
  const trail = new Trail(scope);
  const found = await minerOf(trail, miner);
  if (found === null) return trail.proven(null);
  const { actor, state } = found;
  const { vestingFunds, lockedFunds, preCommitDeposits, initialPledge, feeDebt } = state;
  const vesting =
    vestingFunds === null ? [] : fundsOf(vestingFunds, await trail.read("vestingFunds", vestingFunds.tail, (bytes) => decodeVestingTail(decodeCbor(bytes))));
  return trail.proven({
    balance: actor.balance,
    available: actor.balance - lockedFunds - preCommitDeposits - initialPledge - feeDebt,
    vested: vesting.reduce((sum, { epoch, amount }) => (epoch < scope.root.height ? sum + amount : sum), 0n),
    locked: lockedFunds,
    preCommitDeposits,
    pledge: initialPledge,
    feeDebt,
    vesting,
  });
}

/**
 * The storage that the power actor counts for a miner, in bytes; null when it has no claim.
 * @example (await provePowerClaim(scope, miner)).value?.qualityAdjPower
 */
export async function provePowerClaim(scope: ProofScope, miner: ActorId): Promise<Proven<Claim | null>> {
  const trail = new Trail(scope);
  const power = await mustHaveActor(trail, POWER);
  const { claims } = await trail.read("powerState", power.head, (bytes) => decodePowerState(decodeCbor(bytes)));
  return trail.proven((await trail.walk("powerClaims", claimAt(claims, miner))) ?? null);
}

/** A miner with its state; null when there is no actor with this id, or it is no miner. */
export async function minerOf(trail: Trail, miner: ActorId): Promise<{ actor: ActorState; state: MinerState } | null> {
  const actor = await builtinActor(trail, miner, "storageminer");
  if (actor === null) return null;
  return { actor, state: await trail.read("minerState", actor.head, (bytes) => decodeMinerState(decodeCbor(bytes))) };
}
