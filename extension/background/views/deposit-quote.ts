import type { Address } from "../../../filecoin/address.ts";
import { amountOf, say } from "../../../wallet/phrase.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { Reply } from "../../shared/messages.ts";
import type { OwnerView } from "../../shared/owner-views.ts";
import { readOwner } from "./owner-view.ts";

const BPS = 10_000n;

/** The part of a deposit that pays those before for the coupon that is due (bond rule), attoFIL. */
function couponBought(pool: OwnerView["pool"], amount: bigint): bigint {
  const due = BigInt(pool.couponDue);
  return due === 0n ? 0n : (amount * due) / (BigInt(pool.senior.principal) + due);
}

/** What a deposit would give now, and what refuses it. */
export async function quoteDeposit(scope: Scope, actor: Address, account: Address, amount: bigint): Promise<Reply<"offer.quote">> {
  const view = await readOwner(scope, actor);
  const coupon = couponBought(view.pool, amount);
  const total = BigInt(view.pool.senior.principal) + BigInt(view.pool.junior.principal) + amount - coupon;
  const minimum = BigInt(view.terms.minimumDeposit);
  const room = BigInt(view.pool.roomNow);
  const balance = (await scope.actors.at(account)).balance;
  const blocked =
    view.depositBlocked ??
    (amount < minimum
      ? say("deposit.belowMinimum", { minimum: amountOf(minimum) })
      : amount > room
        ? say("deposit.aboveRoom", { room: amountOf(room) })
        : balance !== null && amount > balance
          ? say("deposit.aboveBalance", { balance: amountOf(balance) })
          : null);
  return {
    amount: amount.toString(),
    account: account.toString(scope.actors.prefix),
    principal: (amount - coupon).toString(),
    coupon: coupon.toString(),
    shareBps: total === 0n ? 0 : Number(((amount - coupon) * BPS) / total),
    poolAfter: total.toString(),
    blocked,
    balance: { atto: balance?.toString() ?? null, epoch: scope.head.height, time: scope.now() },
  };
}
