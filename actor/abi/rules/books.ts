/**
 * The books of an owner actor as the rules beside this file read them. They come from the actor's state, or from its views, which tell the
 * same but for the coupon. Amounts are attoFIL, times epochs.
 */
import type { OwnerStructs } from "../methods.generated.ts";
import { CUSTODY_TYPE, FULL_BPS, STATUS } from "../policy.ts";
import type { ClassBook } from "./class-book.ts";
import { arrearsAt } from "./coupon.ts";

type Root = OwnerStructs["Root"];
type PoolView = OwnerStructs["PoolView"];
type Terms = OwnerStructs["Terms"];

export interface Books {
  readonly epoch: number;
  /** The operator has called once and is not leaving, nor absent for longer than the terms allow: what others than he may count on. */
  readonly isActive: boolean;
  /** It is leaving for good. An operator who was only absent is there again with whatever he calls. */
  readonly hasLeft: boolean;
  readonly liquid: bigint;
  /** The operator's fees that stand behind losses, the older ones first. */
  readonly withheld: { readonly older: bigint; readonly newer: bigint };
  /** What losses took of each class and is not earned back. */
  readonly writtenOff: { readonly senior: bigint; readonly junior: bigint };
  readonly senior: ClassBook;
  readonly junior: ClassBook;
  /** FixedIncome: coupon due on one share of the seniors, scaled 2^128; null with a fixed fee rate. */
  readonly arrears: bigint | null;
  /** Principal may go to miners. */
  readonly sealing: boolean;
  readonly room: bigint;
  readonly roomUntil: number;
  /** Since when liquid principal has covered the seniors and every junior request; −1: it does not. */
  readonly coveredSince: number;
}

/** The books at an epoch, out of the state root as it was stored last. */
export function booksOfState(root: Root, terms: Terms, epoch: number): Books {
  const classBook = ({ principal, shares, requested }: Root["senior"]): ClassBook => ({ principal, shares, requested });
  return {
    epoch,
    isActive: root.status === BigInt(STATUS.ACTIVE) && root.operator.seen > 0 && !isSilent(root.operator.seen, terms, epoch),
    hasLeft: root.status !== BigInt(STATUS.ACTIVE),
    liquid: root.liquid,
    withheld: { older: root.operator.older, newer: root.operator.newer },
    writtenOff: { senior: root.writtenOffSenior, junior: root.writtenOffJunior },
    senior: classBook(root.senior),
    junior: classBook(root.junior),
    arrears: root.coupon === null ? null : arrearsAt(root.coupon, root.senior, terms.annualRateBps, epoch),
    sealing: root.sealing,
    room: root.room,
    roomUntil: root.roomUntil,
    coveredSince: root.coveredSince,
  };
}

/**
 * The books as GetPool told them at an epoch. What the view rounds comes out as it went in; only the coupon due on one share is less than the
 * state's, by what makes up to one attoFIL for all shares together.
 */
export function booksOfView(pool: PoolView, terms: Terms, epoch: number): Books {
  return {
    epoch,
    isActive: pool.status === STATUS.ACTIVE && pool.accepted,
    hasLeft: pool.status !== STATUS.ACTIVE && !isAbsent(pool, terms, epoch),
    liquid: pool.liquid,
    withheld: { older: pool.withheldOlder, newer: pool.withheldNewer },
    writtenOff: { senior: pool.writtenOffSenior, junior: pool.writtenOffJunior },
    senior: classOfView(pool.senior),
    junior: classOfView(pool.junior),
    arrears: isFixedIncome(terms) ? (pool.senior.shares === 0n ? 0n : (pool.couponDue << 128n) / pool.senior.shares) : null,
    sealing: pool.sealing,
    room: pool.room,
    roomUntil: pool.roomUntil,
    coveredSince: pool.coveredSince,
  };
}

/** Does GetPool say Leaving because of the operator's silence? It does not tell whether he had said before that he leaves, nor of one voted in who never called. */
export const isAbsent = (pool: Pick<PoolView, "status" | "accepted" | "lastSeen">, terms: Pick<Terms, "absence">, epoch: number): boolean =>
  pool.status === STATUS.LEAVING && pool.accepted && isSilent(pool.lastSeen, terms, epoch);

/** The view tells the principal that requests ask, rounded up; so many shares ask for as much. */
function classOfView({ principal, shares, requested }: PoolView["senior"]): ClassBook {
  return { principal, shares, requested: principal === 0n ? 0n : (requested * shares) / principal };
}

/** Holders are promised a rate, and the juniors get what is left over. */
export const isFixedIncome = (terms: Pick<Terms, "custodyType">): boolean => terms.custodyType === CUSTODY_TYPE.FIXED_INCOME;

/** Has an operator been silent for longer than the terms allow? `seen`: the epoch of his last call, below 0 that of his coming into office. */
export const isSilent = (seen: number, terms: Pick<Terms, "absence">, epoch: number): boolean => seen !== 0 && epoch - Math.abs(seen) > terms.absence;

export const allPrincipal = (books: Pick<Books, "senior" | "junior">): bigint => books.senior.principal + books.junior.principal;

/** A part of a whole in basis points, rounded down; 0 of nothing. */
export const bpsOf = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number((part * BigInt(FULL_BPS)) / whole));
