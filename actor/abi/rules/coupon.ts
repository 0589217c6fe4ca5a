/** The coupon of FixedIncome: what seniors are promised by the time, per share. Levels are attoFIL per share × 2^128, times epochs. */
import { divideUp } from "../../../filecoin/integers.ts";
import { FULL_BPS, YEAR_EPOCHS } from "../policy.ts";
import type { ClassBook } from "./class-book.ts";

const ONE = 1n << 128n;
/** Basis points · epochs of a year. */
const YEAR_IN_BPS = BigInt(FULL_BPS) * BigInt(YEAR_EPOCHS);

/** Coupon due on one share at an epoch, out of the levels as they were stored last. */
export function arrearsAt(
  coupon: { readonly level: bigint; readonly paid: bigint; readonly last: number },
  senior: Pick<ClassBook, "principal" | "shares">,
  annualRateBps: number,
  epoch: number,
): bigint {
  if (senior.shares === 0n) return coupon.level - coupon.paid;
  const passed = BigInt(epoch - coupon.last) * BigInt(annualRateBps);
  return coupon.level + (senior.principal * ONE * passed) / (senior.shares * YEAR_IN_BPS) - coupon.paid;
}

/** attoFIL of coupon due to shares of the seniors. */
export const dueTo = (arrears: bigint, shares: bigint): bigint => (arrears * shares) / ONE;

/** The same, rounded up: what the accrued coupon of all shares costs who joins them. */
export const dueUp = (arrears: bigint, shares: bigint): bigint => divideUp(arrears * shares, ONE);

/** attoFIL of coupon due to all seniors. */
export const couponDue = ({ arrears, senior }: { readonly arrears: bigint | null; readonly senior: Pick<ClassBook, "shares"> }): bigint =>
  arrears === null ? 0n : dueTo(arrears, senior.shares);
