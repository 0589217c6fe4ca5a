import type { PoolView, Terms } from "../../../actor/abi/methods.generated.ts";
import { isAbsent, type Books } from "../../../actor/abi/rules/books.ts";
import { depositBar, mostDeposit } from "../../../actor/abi/rules/deposits.ts";
import { freeOfReserve } from "../../../actor/abi/rules/forwards.ts";
import { Address } from "../../../filecoin/address.ts";
import { addressOf, amountOf, numberOf, say } from "../../../wallet/phrase.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { forwardNeedsAttestation } from "../../../wallet/takeover/terms.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { OwnerView } from "../../shared/owner-views.ts";
import type { OwnerFigures } from "./owner-figures.ts";
import { forwardBlock } from "./owner-forwards.ts";

/** The money in an owner actor: whose it is, what may come in, what may go to miners. */

/** Figures of the pool. `forwardable`, `roomNow`: attoFIL. */
export function poolLines(figures: OwnerFigures): OwnerView["pool"] {
  const { pool, terms, books } = figures;
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
    roomNow: roomOf(books, terms).toString(),
    sealing: pool.sealing,
    feesWithheld: (pool.withheldOlder + pool.withheldNewer).toString(),
    lossTotal: (pool.writtenOffSenior + pool.writtenOffJunior).toString(),
    forwardable: freeOfReserve(books, terms).toString(),
    forwardBlocked: forwardBlock(figures),
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

/** The most that a deposit may be now, attoFIL; 0 while the door is shut for all but a miner that must be measured first. */
export const roomOf = (books: Books, terms: Terms): bigint => (depositBar(books, [], false) === null ? mostDeposit(books, terms) : 0n);

/** Why nothing may be deposited now, null when it may. */
export function depositBlock({ pool, terms, books, custody, move }: OwnerFigures, { network: { prefix } }: Pick<Scope, "network">): Phrase | null {
  if (move !== null) return say("deposit.moving", { proposal: numberOf(move.proposal) });
  const found = depositBar(
    books,
    custody.map(({ book }) => book),
    false,
  );
  if (found?.bar === "inactive") return say(isAbsent(pool, terms, books.epoch) ? "deposit.absent" : pool.accepted ? "deposit.leaving" : "deposit.notAccepted");
  const room = roomOf(books, terms);
  if (room === 0n) return say("deposit.noRoom");
  if (room < terms.minimumDeposit) return say("deposit.roomBelowMinimum", { room: amountOf(room), minimum: amountOf(terms.minimumDeposit) });
  return found?.bar === "notMeasured" ? say("deposit.notMeasured", { miner: addressOf(Address.id(found.miner).toString(prefix)) }) : null;
}
