/** How a miner goes back to the former owner who holds the position of its takeover. Amounts are attoFIL, times epochs. */
import { minus } from "../../../filecoin/integers.ts";
import type { OwnerStructs } from "../methods.generated.ts";
import { CLASS, COVER_EPOCHS, NOT_COVERED_EPOCH, RETAINED_PARTS } from "../policy.ts";
import type { Books } from "./books.ts";
import { requestedOf } from "./class-book.ts";
import { couponDue } from "./coupon.ts";
import { type LegacyBook, type WithdrawBar, divide, harvestOf, legacyDue, vestingOf } from "./harvest.ts";
import { type MinerBook, type MinerFacts, measureAll, retainedAt } from "./loss.ts";

type Terms = OwnerStructs["Terms"];

/** Whether liquid principal lets miners go back: `missing` attoFIL for it, or the epoch from which it does if it goes on to cover. */
export type Cover =
  { readonly state: "open" } | { readonly state: "waits"; readonly opens: number } | { readonly state: "notCovered"; readonly missing: bigint };

/** Has liquid principal covered the seniors and every junior request for long enough? At once where there are no seniors. */
export function coverOf(books: Books): Cover {
  if (books.coveredSince === NOT_COVERED_EPOCH) {
    return { state: "notCovered", missing: minus(books.senior.principal + requestedOf(books.junior), books.liquid) };
  }
  const opens = books.coveredSince + COVER_EPOCHS;
  return books.senior.shares > 0n && books.epoch < opens ? { state: "waits", opens } : { state: "open" };
}

export type ReleaseBar =
  "otherPosition" | "frozen" | "flagged" | WithdrawBar | "retains" | "legacyOfAnother" | "notCovered" | "waits" | "couponDue" | "positionTooSmall";

/** A miner of the ledger as a release finds it. */
export interface ReleaseMiner extends MinerBook {
  /** the position that takes it back; as a number above 2^63 the request into which that went */
  readonly token: bigint;
  readonly flagged: boolean;
  readonly legacy: LegacyBook | null;
}

/** The position that is to take the miner back. */
export interface ReleasePosition {
  readonly token: bigint;
  readonly owner: bigint;
  readonly kind: bigint;
  readonly miner: bigint | null;
  readonly frozenUntil: number;
  readonly shares: bigint;
  /** of the class's present generation */
  readonly isCurrent: boolean;
}

/** What a release hangs on. */
export interface ReleaseCase {
  readonly books: Books;
  readonly terms: Pick<Terms, "fees" | "tipBps" | "tipMaximum">;
  /** all of the ledger */
  readonly miners: readonly { readonly book: MinerBook & { readonly flagged: boolean }; readonly facts: MinerFacts }[];
}

/** What ReleaseMiner of a miner with a position gives its owner: the principal that leaves with it; or why it is refused. */
export function releaseValue(given: ReleaseCase, miner: ReleaseMiner, facts: MinerFacts, position: ReleasePosition): bigint | ReleaseBar {
  if (position.miner !== miner.id || position.kind !== BigInt(CLASS.JUNIOR) || position.token !== miner.token) return "otherPosition";
  if (given.books.epoch < position.frozenUntil) return "frozen";
  if (miner.flagged) return "flagged";
  // Every miner is measured first, and this one harvested.
  const found = harvestOf(
    measureAll(
      given.books,
      given.miners.filter(({ book }) => book.id !== miner.id),
    ),
    miner,
    facts,
  );
  if (typeof found === "string") return found;
  const { books, principal, reward } = found;
  const vesting = found.facts.vesting - found.facts.matured;
  const isFlagged = given.miners.some(({ book }) => book.flagged);
  const parts = divide({ books, terms: given.terms, legacy: miner.legacy, vesting, isFlagged }, reward, false);
  const left = retainedAt(principal, { ...found.facts, balance: found.facts.balance - reward });
  if (left * BigInt(RETAINED_PARTS) > principal) return "retains";
  if (isOwedToAnother(miner.legacy, position.owner, { paid: parts.legacy, vesting, epoch: books.epoch })) return "legacyOfAnother";
  const cover = coverOf(given.books);
  if (cover.state !== "open") return cover.state;
  if (couponDue(books) > parts.coupon) return "couponDue";
  return isEnough(books, position, principal) ? principal : "positionTooSmall";
}

/** Does a miner's former owner still have funds vesting there, or is he owed some, once `paid` of it is paid? */
function isOwedToAnother(legacy: LegacyBook | null, owner: bigint, { paid, vesting, epoch }: { paid: bigint; vesting: bigint; epoch: number }): boolean {
  if (legacy === null || legacy.owner === owner) return false;
  return vestingOf(legacy, epoch) > 0n || legacyDue(legacy, vesting, epoch) > paid;
}

/** Do the shares of a position stand for so much principal of the juniors? */
function isEnough({ junior }: Books, { shares, isCurrent }: ReleasePosition, principal: bigint): boolean {
  if (!isCurrent) return false;
  return principal === 0n || (junior.principal > 0n && (principal * junior.shares) / junior.principal <= shares);
}
