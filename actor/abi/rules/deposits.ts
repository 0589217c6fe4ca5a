/** What comes in: how much the room and the cap let in, and what a deposit becomes. Amounts are attoFIL. */
import { least, minus } from "../../../filecoin/integers.ts";
import type { OwnerStructs } from "../methods.generated.ts";
import { FRESH_EPOCHS } from "../policy.ts";
import { type Books, allPrincipal } from "./books.ts";
import type { ClassBook } from "./class-book.ts";
import { dueTo, dueUp } from "./coupon.ts";

type Terms = OwnerStructs["Terms"];

/** When a miner was looked at last. */
interface Looked {
  readonly id: bigint;
  readonly principal: bigint;
  readonly measured: number;
  readonly harvested: number;
}

/** A class that is all but wiped out begins anew with whoever joins it. */
const isWipedOut = ({ principal, shares }: ClassBook): boolean => shares > 0n && (principal === 0n || principal < shares >> 32n);

/** A deposit, divided: what becomes principal, and what pays those before for the coupon that has accrued on its shares (the bond rule). */
export interface DepositParts {
  readonly shares: bigint;
  readonly principal: bigint;
  readonly coupon: bigint;
}

/** What a deposit of so much becomes now. Without a share nothing is taken (16). */
export function depositOf({ senior, arrears }: Pick<Books, "senior" | "arrears">, amount: bigint): DepositParts {
  if (senior.shares === 0n || isWipedOut(senior)) return { shares: amount, principal: amount, coupon: 0n };
  const due = arrears ?? 0n;
  const shares = (amount * senior.shares) / (senior.principal + dueUp(due, senior.shares));
  const coupon = dueTo(due, shares);
  return { shares, principal: amount - coupon, coupon };
}

/** Why the door is shut to everybody's deposits; `notMeasured` names the miner that keeps it so. */
export type DepositBar = { readonly bar: "moving" | "inactive" | "closed" } | { readonly bar: "notMeasured"; readonly miner: bigint };

/** `isMoving`: other code has been voted for (votes.ts). */
export function depositBar(books: Books, miners: readonly Looked[], isMoving: boolean): DepositBar | null {
  const shut = doorBar(books, !books.isActive, isMoving);
  if (shut !== null) return shut;
  const stale = staleMiner(miners, books.epoch);
  return stale === null ? null : { bar: "notMeasured", miner: stale };
}

function doorBar(books: Books, isInactive: boolean, isMoving: boolean): DepositBar | null {
  if (isMoving) return { bar: "moving" };
  if (isInactive) return { bar: "inactive" };
  return books.epoch > books.roomUntil ? { bar: "closed" } : null;
}

/** A miner that holds principal and was not measured lately, but for one that is; null if there is none. */
export const staleMiner = (miners: readonly Looked[], epoch: number, but: bigint | null = null): bigint | null =>
  miners.find(({ id, principal, measured }) => id !== but && principal > 0n && epoch - measured > FRESH_EPOCHS)?.id ?? null;

/**
 * The most that Deposit takes while its door is open: what the room has left, and what the cap leaves for the part of it that becomes
 * principal. It may lie below the minimum deposit of the terms, and then nothing can be deposited.
 */
export function mostDeposit(books: Books, terms: Pick<Terms, "cap">): bigint {
  const underCap = minus(terms.cap, allPrincipal(books));
  if (books.room <= underCap || underCap === 0n) return least(books.room, underCap);
  let [fits, above] = [underCap, books.room + 1n];
  while (above - fits > 1n) {
    const middle = (fits + above) / 2n;
    if (depositOf(books, middle).principal <= underCap) fits = middle;
    else above = middle;
  }
  return fits;
}

/** Why StakeJunior is shut; `notHarvested` names the miner that keeps it so. */
export type StakeBar = DepositBar | { readonly bar: "notHarvested"; readonly miner: bigint };

export function stakeBar(books: Books, miners: readonly Looked[], isMoving: boolean): StakeBar | null {
  const early = unharvestedMiner(books, miners);
  return doorBar(books, books.hasLeft, isMoving) ?? (early === null ? null : { bar: "notHarvested", miner: early });
}

/** With a fixed income, where all surplus is the juniors', nobody becomes one just before a harvest: a miner that was not harvested lately. */
const unharvestedMiner = (books: Books, miners: readonly Looked[]): bigint | null =>
  books.arrears === null ? null : (miners.find(({ harvested }) => books.epoch - harvested > FRESH_EPOCHS)?.id ?? null);

/** The most that StakeJunior takes while it is open: what room and cap leave. */
export const mostStake = (books: Books, terms: Pick<Terms, "cap">): bigint => least(books.room, minus(terms.cap, allPrincipal(books)));
