import { forwardable, forwardedToday, freeOfReserve, isJuniorEnough, isWorkerSure, type ForwardBar } from "../../../actor/abi/rules/forwards.ts";
import type { Address } from "../../../filecoin/address.ts";
import { RpcFailure } from "../../../filecoin/rpc/errors.ts";
import { amountOf, bpsOf, numberOf, say } from "../../../wallet/phrase.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { readLedger } from "../../../wallet/told/owner-reads.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { OwnerView } from "../../shared/owner-views.ts";
import type { Custody, OwnerFigures } from "./owner-figures.ts";

/** How much principal may go to miners, and why none. */

/** attoFIL that were forwarded on the present day; 0 where the node does not give the ledger, and then the dry run tells. */
export async function readToday(scope: Scope, actor: Address): Promise<bigint> {
  try {
    const ledger = await readLedger(scope, actor);
    return ledger === null ? 0n : forwardedToday(ledger, scope.head.height);
  } catch (error) {
    if (error instanceof RpcFailure) return 0n;
    throw error;
  }
}

/** What may go to one miner now. `today`: attoFIL that were forwarded on this day. */
export function forwardTo(figures: OwnerFigures, { book, facts }: Custody, today: bigint): OwnerView["miners"][number]["forward"] {
  const { books, terms, limits, custody, move } = figures;
  const found = forwardable({ books, terms, limits, miners: custody.map((miner) => miner.book), today, isMoving: move !== null }, book, facts);
  const blocked = found.bar === null ? null : reasonOf(found.bar, figures);
  return { least: found.least.toString(), most: found.most.toString(), blocked };
}

function reasonOf(bar: ForwardBar, { terms, limits, move }: OwnerFigures): Phrase {
  switch (bar) {
    case "moving":
      return say("forward.moving", { proposal: numberOf(move?.proposal ?? 0n) });
    case "leaving":
      return say("forward.leaving");
    case "sealingOff":
      return say("forward.sealingOff");
    case "workerOpen":
      return say("forward.workerOpenHere");
    case "juniorThin":
      return say("forward.juniorThin", { least: bpsOf(terms.juniorMinimumBps) });
    case "notMeasured":
      return say("forward.notMeasured");
    case "gapOpen":
      return say("forward.gapOpen");
    case "minerFull":
      return say("forward.minerFull", { limit: amountOf(limits.maxPerMiner) });
    case "dayFull":
      return say("forward.dayFull", { limit: amountOf(limits.maxForwardPerDay) });
    case "nothingFree":
      return say("forward.nothingFree", { reserve: bpsOf(terms.reserveBps) });
    case "harvestFirst":
      return say("forward.harvestFirst");
  }
}

/** Why nothing may go to any miner; null where one may get something. */
export function forwardBlock(figures: OwnerFigures): Phrase | null {
  const { books, terms, custody, move } = figures;
  if (move !== null) return reasonOf("moving", figures);
  if (!books.sealing) return reasonOf("sealingOff", figures);
  if (!isJuniorEnough(books, terms)) return reasonOf("juniorThin", figures);
  if (custody.length > 0 && !custody.some(({ book }) => isWorkerSure(book, books.epoch))) return say("forward.workerOpen");
  return freeOfReserve(books, terms) === 0n ? reasonOf("nothingFree", figures) : null;
}
