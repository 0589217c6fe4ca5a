/** How much principal may go to a miner as pledge now. Amounts are attoFIL, times epochs. */
import { divideUp, least, minus, most } from "../../../filecoin/integers.ts";
import type { OwnerStructs } from "../methods.generated.ts";
import { DAY_EPOCHS, FULL_BPS, RETAINED_PARTS, WORKER_DELAY_EPOCHS } from "../policy.ts";
import { type Books, allPrincipal } from "./books.ts";
import { requestedOf } from "./class-book.ts";
import { staleMiner } from "./deposits.ts";
import { type MinerFacts, measure, retainedAt } from "./loss.ts";

type Terms = OwnerStructs["Terms"];
type Limits = OwnerStructs["Limits"];

/** A miner of the ledger, as far as forwards are concerned. */
export interface ForwardMiner {
  readonly id: bigint;
  readonly principal: bigint;
  readonly confirmed: boolean;
  /** the epoch of custody, or of the last change of its worker */
  readonly since: number;
  readonly harvested: number;
  readonly measured: number;
  readonly gap: bigint;
}

export type ForwardBar =
  "leaving" | "moving" | "sealingOff" | "workerOpen" | "juniorThin" | "notMeasured" | "gapOpen" | "minerFull" | "dayFull" | "nothingFree" | "harvestFirst";

/** What Forward to a miner takes: from `least` to `most`, or nothing and why. */
export type Forwardable =
  { readonly least: bigint; readonly most: bigint; readonly bar: null } | { readonly least: 0n; readonly most: 0n; readonly bar: ForwardBar };

/** What a forward hangs on. `isMoving`: other code has been voted for (votes.ts). */
export interface ForwardCase {
  readonly books: Books;
  readonly terms: Pick<Terms, "reserveBps" | "juniorMinimumBps">;
  /** in force: those of the last vote, or of the terms */
  readonly limits: Limits;
  readonly miners: readonly ForwardMiner[];
  /** what was forwarded on this day */
  readonly today: bigint;
  readonly isMoving: boolean;
}

/** n · bps / 10,000, rounded up. */
const bpsUp = (n: bigint, bps: number): bigint => divideUp(n * BigInt(bps), BigInt(FULL_BPS));

/** What must stay liquid: the reserve of the seniors' principal and all requests. */
export const mustStay = (books: Books, terms: Pick<Terms, "reserveBps">): bigint =>
  bpsUp(books.senior.principal, terms.reserveBps) + requestedOf(books.senior) + requestedOf(books.junior);

/** Liquid principal that is neither reserve nor asked back: what forwards to all miners together may take. */
export const freeOfReserve = (books: Books, terms: Pick<Terms, "reserveBps">): bigint => minus(books.liquid, mustStay(books, terms));

/** Does first loss reach the minimum of the terms? */
export const isJuniorEnough = (books: Books, terms: Pick<Terms, "juniorMinimumBps">): boolean =>
  books.junior.principal >= bpsUp(allPrincipal(books), terms.juniorMinimumBps);

/** Does the worker of a miner stand, so that principal may go there? */
export const isWorkerSure = ({ confirmed, since }: Pick<ForwardMiner, "confirmed" | "since">, epoch: number): boolean =>
  confirmed && epoch >= since + WORKER_DELAY_EPOCHS;

/** What was forwarded on the present day, by the ledger of miners. */
export const forwardedToday = ({ forwardDay, forwarded }: { readonly forwardDay: number; readonly forwarded: bigint }, epoch: number): bigint =>
  forwardDay === Math.floor(epoch / DAY_EPOCHS) ? forwarded : 0n;

/** What Forward to a miner takes now, which begins with measuring it. An attestation that the terms ask for is another matter. */
export function forwardable(given: ForwardCase, miner: ForwardMiner, facts: MinerFacts): Forwardable {
  const { books, principal, facts: then } = measure(given.books, miner, facts);
  const bar = forwardBar({ ...given, books }, miner);
  if (bar !== null) return { least: 0n, most: 0n, bar };
  const first = most(1n, retainedAt(principal, then) * BigInt(RETAINED_PARTS) - principal);
  const bounds: [ForwardBar, bigint][] = [
    ["minerFull", minus(given.limits.maxPerMiner, principal)],
    ["dayFull", minus(given.limits.maxForwardPerDay, given.today)],
    ["nothingFree", freeOfReserve(books, given.terms)],
  ];
  const last = bounds.map(([, bound]) => bound).reduce(least);
  if (first <= last) return { least: first, most: last, bar: null };
  return { least: 0n, most: 0n, bar: bounds.find(([, bound]) => bound === 0n)?.[0] ?? "harvestFirst" };
}

/** What keeps any amount from going to a miner, whose own loss is booked. */
function forwardBar({ books, terms, miners, isMoving }: ForwardCase, miner: ForwardMiner): ForwardBar | null {
  if (books.hasLeft) return "leaving";
  if (isMoving) return "moving";
  if (!books.sealing) return "sealingOff";
  if (!isWorkerSure(miner, books.epoch)) return "workerOpen";
  if (!isJuniorEnough(books, terms)) return "juniorThin";
  if (staleMiner(miners, books.epoch, miner.id) !== null) return "notMeasured";
  return miners.some(({ id, gap }) => id !== miner.id && gap > 0n) ? "gapOpen" : null;
}
