/** What leaves: parts of a position, leaving at once, and what waits in the queue. Amounts are attoFIL, times epochs. */
import { divideUp, least, minus } from "../../../filecoin/integers.ts";
import type { OwnerStructs } from "../methods.generated.ts";
import { CLASS, FULL_BPS } from "../policy.ts";
import type { Books } from "./books.ts";
import { type ClassBook, requestedOf, worthOf } from "./class-book.ts";

type Terms = OwnerStructs["Terms"];
type PositionView = OwnerStructs["PositionView"];

/** Why no part of a position may be taken out of it, whatever its size. */
export type PositionBar = "frozen" | "worthless";

export function positionBar({ frozenUntil, principal }: Pick<PositionView, "frozenUntil" | "principal">, epoch: number): PositionBar | null {
  if (epoch < frozenUntil) return "frozen";
  return principal === 0n ? "worthless" : null;
}

/** Is so much of a position's principal all of it, or a part that leaves the minimum deposit and takes it? */
export const isPart = (amount: bigint, principal: bigint, { minimumDeposit }: Pick<Terms, "minimumDeposit">): boolean =>
  amount === principal || (amount >= minimumDeposit && principal - amount >= minimumDeposit);

/** Can a position be split? */
export const isSplittable = (principal: bigint, { minimumDeposit }: Pick<Terms, "minimumDeposit">): boolean => principal >= 2n * minimumDeposit;

/** Liquid principal that no request asks for: what ExitNow may take, once every miner is measured (loss.ts). */
export const freeToLeave = (books: Books): bigint => minus(books.liquid, requestedOf(books.senior) + requestedOf(books.junior));

/** The most of a position's principal that may leave at once: all of it, or as much as is free and leaves the minimum behind; 0 if that is none. */
export function mostToLeave(principal: bigint, free: bigint, terms: Pick<Terms, "minimumDeposit">): bigint {
  if (principal <= free) return principal;
  const part = least(free, principal - terms.minimumDeposit);
  return part < terms.minimumDeposit ? 0n : part;
}

/** What ExitNow pays, and what stays with the others. */
export interface ExitParts {
  readonly paid: bigint;
  readonly discount: bigint;
}

export type ExitBar = PositionBar | "notCashSenior" | "abovePrincipal" | "badPart" | "noShare" | "nothingFree";

/**
 * ExitNow of an amount of a position's principal. Books, position and amount as they are once every miner is measured (loss.ts).
 * `isFree`: other code has been voted for and waits, so that who stays out leaves without discount (votes.ts).
 */
export function exitNow(
  books: Books,
  position: Pick<PositionView, "kind" | "miner" | "principal" | "frozenUntil">,
  amount: bigint,
  terms: Pick<Terms, "minimumDeposit" | "exitDiscountBps">,
  isFree: boolean,
): ExitParts | ExitBar {
  const bar = positionBar(position, books.epoch);
  if (bar !== null) return bar;
  if (position.kind !== CLASS.SENIOR || position.miner !== null) return "notCashSenior";
  if (amount > position.principal) return "abovePrincipal";
  if (!isPart(amount, position.principal, terms)) return "badPart";
  const out = amount === position.principal ? amount : partOf(books.senior, amount);
  if (out === null) return "noShare";
  if (out > freeToLeave(books)) return "nothingFree";
  const discount = isFree ? 0n : divideUp(out * BigInt(terms.exitDiscountBps), BigInt(FULL_BPS));
  return { paid: out - discount, discount };
}

/** What the shares are worth that a part of a position takes: up to the price of one less than the part. null: not even one share. */
function partOf(c: ClassBook, amount: bigint): bigint | null {
  const shares = (amount * c.shares) / c.principal;
  return shares === 0n ? null : worthOf(c, shares);
}

/** What of a position's principal the liquid principal would pay today, behind all who asked before. */
export const payableToday = (books: Books, principal: bigint): bigint => least(principal, minus(books.liquid, requestedOf(books.senior)));
