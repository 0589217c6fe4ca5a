/** The coupon of FixedIncome: what seniors are promised by the time, per share (design 5.2). Arrears bear no interest. */
import { ILLEGAL_STATE, check } from "../sdk/abort";
import { epoch } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { credit, scaled } from "./classes";
import { Coupon, Position } from "./codec.generated";
import { FULL_BPS, SENIOR, YEAR_EPOCHS } from "./policy.generated";
import { root, terms } from "./state";

/** Basis points · epochs of a year. */
const YEAR_IN_BPS: u64 = FULL_BPS * <u64>YEAR_EPOCHS;

/** True for FixedIncome: the seniors' income is the coupon, and the juniors get what is left over. */
export function isFixed(): bool {
  return root.coupon !== null;
}

/** 2¹²⁸: what one attoFIL per share is in levels. */
function one(): U256 {
  return new U256(0, 0, 1, 0);
}

/** Coupon due on one share, scaled. */
export function arrears(): U256 {
  const c = root.coupon;
  return c === null ? U256.zero : c.level - c.paid;
}

/** Coupon due to shares of the seniors, attoFIL. */
export function dueTo(shares: U256): U256 {
  return arrears().mulDiv(shares, one());
}

/** The same, rounded up: the price of arrears. */
export function dueUp(shares: U256): U256 {
  return arrears().mulDivUp(shares, one());
}

/** Coupon due to all seniors. */
export function couponDue(): U256 {
  return dueTo(root.senior.shares);
}

/** Coupon due to a position: it travels with the token and is lost when its principal is paid out. */
export function unpaidCoupon(p: Position): U256 {
  return p.kind == SENIOR && p.generation == root.senior.generation ? dueTo(p.shares) : U256.zero;
}

/** Brings the coupon up to the present epoch. */
export function accrue(): void {
  const c = root.coupon;
  if (c === null) return;
  const passed = <u64>(epoch() - c.last);
  const s = root.senior;
  c.last = epoch();
  if (passed == 0 || s.shares.isZero) return;
  c.level = c.level + scaled(s.principal).mulDiv(U256.from(passed * terms().annualRateBps), s.shares * U256.from(YEAR_IN_BPS));
}

/** Nobody is there whom the coupon was due to: who comes first gets none of it. */
export function forgive(): void {
  const c = root.coupon;
  if (c !== null) c.paid = c.level;
}

/** Credits n attoFIL to the seniors as coupon. */
export function creditCoupon(n: U256): void {
  const c = root.coupon;
  if (c === null) return;
  const before = root.senior.earned;
  credit(root.senior, n);
  c.paid = c.level.min(c.paid + (root.senior.earned - before));
}

/** Pays the coupon that is due out of at most n attoFIL, which are among the rewards; returns what it took. */
export function payCoupon(n: U256): U256 {
  const paid = n.min(couponDue());
  creditCoupon(paid);
  return paid;
}

/** Ends the message with 20 while coupon is due. */
export function mustBePaidUp(): void {
  check(couponDue().isZero, ILLEGAL_STATE, utf8("coupon is due to the seniors"));
}
