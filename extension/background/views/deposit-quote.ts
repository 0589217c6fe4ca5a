import type { Terms } from "../../../actor/abi/methods.generated.ts";
import { STATUS } from "../../../actor/abi/policy.ts";
import { allPrincipal, bpsOf } from "../../../actor/abi/rules/books.ts";
import { depositOf } from "../../../actor/abi/rules/deposits.ts";
import type { Address } from "../../../filecoin/address.ts";
import * as acts from "../../../wallet/acts/owner-acts.ts";
import { draftOf } from "../../../wallet/draft.ts";
import { amountOf, say } from "../../../wallet/phrase.ts";
import { mostOf } from "../../../wallet/prediction/message-cost.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { spendable } from "../../../wallet/slots/nonce.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { Reply } from "../../shared/messages.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import { readFigures } from "./owner-figures.ts";
import { depositBlock, roomOf } from "./owner-pool.ts";

/** What a deposit is quoted with. */
export interface DepositQuoteParts {
  slots: Pick<SlotStore, "of">;
}

/** What a deposit would give now, the most that this account could deposit, and what refuses it. Throws Refusal notAnOwnerActor, actorNotFound, ownerIsHeir. */
export async function quoteDeposit(
  { slots }: DepositQuoteParts,
  scope: Scope,
  actor: Address,
  account: Address,
  amount: bigint,
): Promise<Reply<"offer.quote">> {
  const figures = await readFigures(scope, actor);
  const { terms, books } = figures;
  const shut = figures.pool.status === STATUS.MIGRATED ? say("deposit.migrated") : depositBlock(figures, scope);
  const { balance, nonce } = await scope.actors.at(account);
  const free = spendable(balance ?? 0n, await slots.of(scope.network.genesis, account.toString()), nonce);
  const room = shut === null ? roomOf(books, terms) : 0n;
  const most =
    room === 0n || free === 0n
      ? 0n
      : (await mostOf(scope, (value) => draftOf(scope.network, account, acts.deposit(actor, value)), { spendable: free, bound: room })).value;
  const { principal, coupon } = depositOf(books, amount);
  const after = allPrincipal(books) + principal;
  return {
    amount: amount.toString(),
    account: account.toString(scope.network.prefix),
    principal: principal.toString(),
    coupon: coupon.toString(),
    shareBps: bpsOf(principal, after),
    poolAfter: after.toString(),
    maximum: most.toString(),
    blocked: shut ?? tooMuch(amount, terms, { room, most, balance: balance ?? 0n }),
    balance: { atto: balance?.toString() ?? null, epoch: scope.head.height, time: scope.now() },
  };
}

function tooMuch(amount: bigint, { minimumDeposit: least }: Terms, { room, most, balance }: { room: bigint; most: bigint; balance: bigint }): Phrase | null {
  if (amount < least) return say("deposit.belowMinimum", { minimum: amountOf(least) });
  if (amount > room) return say("deposit.aboveRoom", { room: amountOf(room) });
  return amount > most ? say("deposit.aboveBalance", { balance: amountOf(balance), most: amountOf(most) }) : null;
}
