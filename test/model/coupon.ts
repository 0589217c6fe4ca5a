/** FixedIncome: what the seniors are promised by the time, what of it is due, and how it is paid. */
import { SCALE, credit } from "./accumulator.ts";
import { type Books, type Stake, least } from "./books.ts";
import { pour } from "./stream.ts";

const YEAR = 1_051_200n;
const BPS = 10_000n;

/** The promise grows with time and with the principal that is still there. */
export function accrue(b: Books): void {
  if (b.coupon === null) return;
  const { P, N } = b.classes.senior;
  const epochs = BigInt(b.now - b.coupon.last);
  b.coupon.last = b.now;
  if (N === 0n) return;
  b.coupon.level += ((b.terms.annualRateBps * epochs * P) << SCALE) / (BPS * YEAR * N);
}

/** Coupon due on one share, scaled. */
export const arrears = (b: Books): bigint => (b.coupon === null ? 0n : b.coupon.level - b.coupon.paid);

/** Coupon due to all seniors. */
export const due = (b: Books): bigint => (arrears(b) * b.classes.senior.N) >> SCALE;

/** What of it is due to a stake: it travels with it, and is lost when it leaves. */
export function unpaidOf(b: Books, stake: Stake): bigint {
  const alive = stake.side === "senior" && stake.generation === b.classes.senior.generation;
  return alive ? (arrears(b) * stake.shares) >> SCALE : 0n;
}

/** An empty class owes nothing to whoever comes first. */
export function forgive(b: Books): void {
  if (b.coupon !== null) b.coupon.paid = b.coupon.level;
}

/** Credits n to the seniors as coupon. */
export function creditCoupon(b: Books, n: bigint): void {
  if (b.coupon === null || n === 0n) return;
  const { senior } = b.classes;
  const before = senior.Y;
  credit(b, "senior", n);
  b.coupon.paid = least(b.coupon.level, b.coupon.paid + senior.Y - before);
}

/** Pays of n what is due; returns what it took. */
export function payCoupon(b: Books, n: bigint): bigint {
  const paid = least(n, due(b));
  creditCoupon(b, paid);
  return paid;
}

/** Money for all holders that is no reward of a miner: the coupon that is due, and the rest over the smoothing time. */
export function giveToHolders(b: Books, n: bigint): void {
  b.R += n;
  pour(b, n - payCoupon(b, n), b.terms.smoothing);
}
