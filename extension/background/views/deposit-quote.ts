import type { Terms } from "../../../actor/abi/methods.generated.ts";
import { STATUS } from "../../../actor/abi/policy.ts";
import { allPrincipal, booksOfView, bpsOf, type Books } from "../../../actor/abi/rules/books.ts";
import { depositOf } from "../../../actor/abi/rules/deposits.ts";
import { getPool, getTerms, listMiners } from "../../../actor/abi/views.ts";
import type { Address } from "../../../filecoin/address.ts";
import * as acts from "../../../wallet/acts/owner-acts.ts";
import { draftOf } from "../../../wallet/draft.ts";
import { amountOf, say } from "../../../wallet/phrase.ts";
import { mostOf } from "../../../wallet/price/new-message.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { spendable } from "../../../wallet/slots/nonce.ts";
import { ownerReader, requireNoHeir, requireOwnerActor } from "../../../wallet/told/owner-reads.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { Reply } from "../../shared/messages.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import { readCustody } from "./custody.ts";
import { moveOf, readVotes } from "./owner-move.ts";
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
  const { terms, books, shut } = await readDoor(scope, actor);
  const { balance, nonce } = await scope.actors.at(account);
  const free = spendable(balance ?? 0n, await slots.of(scope.network.genesis, account.toString()), nonce);
  const room = shut === null ? roomOf(books, terms) : 0n;
  const most =
    room === 0n || free === 0n
      ? 0n
      : (await mostOf(scope, (value) => draftOf(scope.network, account, { ...acts.deposit(actor, value) }), { spendable: free, bound: room })).value;
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

/** An offer's terms and books, and why nobody may deposit there now. */
async function readDoor(scope: Scope, actor: Address): Promise<{ terms: Terms; books: Books; shut: Phrase | null }> {
  await requireOwnerActor(scope, actor);
  const reader = ownerReader(scope, actor);
  const pool = await getPool(reader);
  await requireNoHeir(scope, actor, pool);
  const [terms, votes, miners] = await Promise.all([getTerms(reader), readVotes(reader), listMiners(reader)]);
  const books = booksOfView(pool, terms, scope.head.height);
  if (pool.status === STATUS.MIGRATED) return { terms, books, shut: say("deposit.migrated") };
  return { terms, books, shut: depositBlock(pool, terms, books, await readCustody(scope, reader, miners), moveOf(votes, terms), scope) };
}

function tooMuch(amount: bigint, { minimumDeposit: least }: Terms, { room, most, balance }: { room: bigint; most: bigint; balance: bigint }): Phrase | null {
  if (amount < least) return say("deposit.belowMinimum", { minimum: amountOf(least) });
  if (amount > room) return say("deposit.aboveRoom", { room: amountOf(room) });
  return amount > most ? say("deposit.aboveBalance", { balance: amountOf(balance), most: amountOf(most) }) : null;
}
