import type { MinerView as CustodyView, PoolView, Terms } from "../../../actor/abi/methods.generated.ts";
import { Address } from "../../../filecoin/address.ts";
import { addressOf, amountOf, bpsOf, numberOf, say } from "../../../wallet/phrase.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { forwardNeedsAttestation } from "../../../wallet/takeover/terms.ts";
import { STATUS } from "../../../wallet/told/owner-reads.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { OwnerView } from "../../shared/owner-views.ts";
import { isAbsent } from "./owner-absence.ts";
import type { Move } from "./owner-move.ts";

/** The money in an owner actor: whose it is, what may come in, what may go to miners. */

const BPS = 10_000n;
const MEASURE_AGE = 2_880;

/** Figures of the pool. `forwardable`, `roomNow`: attoFIL. */
export function poolLines(pool: PoolView, terms: Terms, custody: readonly CustodyView[], move: Move | null, now: number): OwnerView["pool"] {
  const forwardable = forwardableOf(pool, terms);
  return {
    balance: pool.balance.toString(),
    liquid: pool.liquid.toString(),
    finalised: pool.finalized.toString(),
    rewardsOwed: pool.rewards.toString(),
    feesOwed: pool.fees.toString(),
    bare: pool.surplus.toString(),
    streamLeft: pool.streamLeft.toString(),
    streamEnd: pool.streamLeft > 0n ? pool.streamEnd : null,
    couponDue: pool.couponDue.toString(),
    senior: classLine(pool.senior, pool.writtenOffSenior),
    junior: classLine(pool.junior, pool.writtenOffJunior),
    atMiners: pool.atMiners.toString(),
    vesting: pool.vesting.toString(),
    positions: Number(pool.tokens),
    room: pool.room.toString(),
    roomUntil: pool.roomUntil > 0 ? pool.roomUntil : null,
    roomNow: roomOf(pool, terms, now).toString(),
    sealing: pool.sealing,
    feesWithheld: (pool.withheldOlder + pool.withheldNewer).toString(),
    lossTotal: (pool.writtenOffSenior + pool.writtenOffJunior).toString(),
    forwardable: forwardable.toString(),
    forwardBlocked: forwardBlock(pool, terms, custody, forwardable, move),
    forwardAttested: forwardNeedsAttestation(terms),
  };
}

const classLine = (side: PoolView["senior"], lost: bigint): OwnerView["pool"]["senior"] => ({
  principal: side.principal.toString(),
  shares: side.shares.toString(),
  requested: side.requested.toString(),
  lost: lost.toString(),
  generation: Number(side.generation),
});

/** Least of room and cap: the room binds with the cap, attoFIL. */
function roomOf(pool: PoolView, terms: Terms, now: number): bigint {
  if (pool.status !== STATUS.active || !pool.accepted || pool.roomUntil < now) return 0n;
  const underCap = terms.cap - pool.senior.principal - pool.junior.principal;
  const least = underCap < pool.room ? underCap : pool.room;
  return least < 0n ? 0n : least;
}

/** L − reserve·P_senior − all requests (Forward), attoFIL. */
function forwardableOf(pool: PoolView, terms: Terms): bigint {
  const reserve = (BigInt(terms.reserveBps) * pool.senior.principal + BPS - 1n) / BPS;
  const free = pool.liquid - reserve - pool.senior.requested - pool.junior.requested;
  return free < 0n ? 0n : free;
}

/** Why nothing may be deposited now, null when it may. */
export function depositBlock(
  pool: PoolView,
  terms: Terms,
  custody: readonly CustodyView[],
  move: Move | null,
  { head: { height: now }, network: { prefix } }: Scope,
): Phrase | null {
  const roomNow = roomOf(pool, terms, now);
  if (move !== null) return say("deposit.moving", { proposal: numberOf(move.proposal) });
  if (isAbsent(pool, terms, now)) return say("deposit.absent");
  if (pool.status !== STATUS.active) return say("deposit.leaving");
  if (!pool.accepted) return say("deposit.notAccepted");
  if (roomNow === 0n) return say("deposit.noRoom");
  if (roomNow < terms.minimumDeposit) return say("deposit.roomBelowMinimum", { room: amountOf(roomNow), minimum: amountOf(terms.minimumDeposit) });
  const stale = custody.find((miner) => miner.principal > 0n && now - miner.measured > MEASURE_AGE);
  return stale === undefined ? null : say("deposit.notMeasured", { miner: addressOf(Address.id(stale.id).toString(prefix)) });
}

function forwardBlock(pool: PoolView, terms: Terms, custody: readonly CustodyView[], forwardable: bigint, move: Move | null): Phrase | null {
  if (move !== null) return say("forward.moving", { proposal: numberOf(move.proposal) });
  if (!pool.sealing) return say("forward.sealingOff");
  const P = pool.senior.principal + pool.junior.principal;
  if (BPS * pool.junior.principal < BigInt(terms.juniorMinimumBps) * P) return say("forward.juniorThin", { least: bpsOf(terms.juniorMinimumBps) });
  if (custody.length > 0 && custody.every((miner) => !miner.confirmed)) return say("forward.workerOpen");
  return forwardable === 0n ? say("forward.nothingFree", { reserve: bpsOf(terms.reserveBps) }) : null;
}
