/** Shares of the two classes: mint, burn, credit, settle, generations (design 5, 5.1). Floors favour those already in. */
import { ILLEGAL_ARGUMENT, ILLEGAL_STATE, check } from "../sdk/abort";
import { Amt } from "../sdk/amt";
import { Reader } from "../sdk/cbor-reader";
import { Writer } from "../sdk/cbor-writer";
import { U256 } from "../sdk/u256";
import { Position, ShareClass } from "./codec.generated";
import { dueTo, dueUp, forgive } from "./coupon";
import { SENIOR } from "./policy.generated";
import { root } from "./state";
import { takeFromStream } from "./stream";

export function classOf(kind: u64): ShareClass {
  return kind == SENIOR ? root.senior : root.junior;
}

/** n · 2¹²⁸. */
export function scaled(n: U256): U256 {
  check(n.fits128, ILLEGAL_STATE, utf8("amount above 2^128"));
  return new U256(0, 0, n.a, n.b);
}

/** All principal: P_s + P_j. */
export function allPrincipal(): U256 {
  return root.senior.principal + root.junior.principal;
}

/** What `shares` of a class are worth now, attoFIL. */
export function worth(c: ShareClass, shares: U256): U256 {
  return c.shares.isZero ? U256.zero : shares.mulDiv(c.principal, c.shares);
}

/** Principal of a position: 0 once its generation is closed. */
export function principalOf(position: Position): U256 {
  const c = classOf(position.kind);
  return position.generation == c.generation ? worth(c, position.shares) : U256.zero;
}

/** Principal that a class's requests ask for, rounded up. */
export function requestedPrincipal(c: ShareClass): U256 {
  return c.requested.isZero ? U256.zero : c.requested.mulDivUp(c.principal, c.shares);
}

/** Shares n attoFIL to the holders of a class; the remainder waits in the carry. The class has shares, or n is 0. */
export function credit(c: ShareClass, n: U256): void {
  if (n.isZero) return;
  const t = scaled(n) + c.carry;
  const each = t / c.shares;
  c.earned = c.earned + each;
  c.carry = t - each * c.shares;
}

/** The accumulator that counts for a position: its class's, or the one kept when its generation closed. */
function earnedOf(position: Position): U256 {
  const c = classOf(position.kind);
  if (position.generation == c.generation) return c.earned;
  const kept = Amt.load(root.closed).get((position.generation << 1) | position.kind);
  return kept === null ? unreachable() : new Reader(kept).nextAmount();
}

/** Takes what a position has earned since it was settled last, attoFIL. Idempotent. */
export function settle(position: Position): U256 {
  const earned = earnedOf(position);
  const t = position.shares * (earned - position.earned) + position.rest;
  position.earned = earned;
  position.rest = new U256(t.a, t.b, 0, 0);
  return new U256(t.c, t.d, 0, 0);
}

/** Closes the generation of a class that is all but wiped out, so that newcomers owe it nothing. */
function close(kind: u64, c: ShareClass): void {
  credit(c, takeFromStream(kind));
  const generations = root.closed.length == 0 ? new Amt(3) : Amt.load(root.closed);
  generations.set((c.generation << 1) | kind, new Writer().amount(c.earned).finish());
  root.closed = generations.flush();
  c.generation++;
  c.shares = c.carry = c.requested = U256.zero;
  if (kind == SENIOR) root.sideSenior = U256.zero;
}

/** A class that somebody is about to join. */
function begin(kind: u64): ShareClass {
  const c = classOf(kind);
  if (!c.shares.isZero && (c.principal.isZero || c.principal < c.shares.shr(32))) close(kind, c);
  if (c.shares.isZero && kind == SENIOR) forgive();
  return c;
}

/** Shares for v attoFIL where all shares cost `price`. */
function join(c: ShareClass, v: U256, price: U256): U256 {
  const shares = c.shares.isZero ? v : v.mulDiv(c.shares, price);
  check(!shares.isZero, ILLEGAL_ARGUMENT, utf8("amount too small for a share"));
  c.shares = c.shares + shares;
  return shares;
}

/** Puts v attoFIL of principal into a class and returns the shares for it. */
export function mint(kind: u64, v: U256): U256 {
  const c = begin(kind);
  const shares = join(c, v, c.principal);
  c.principal = c.principal + v;
  return shares;
}

/** The same for a deposit of v, which buys the coupon that has accrued on its shares (bond rule); that part is no principal. */
export function mintWithCoupon(v: U256): U256 {
  const c = begin(SENIOR);
  const shares = join(c, v, c.principal + dueUp(c.shares));
  c.principal = c.principal + v - dueTo(shares);
  return shares;
}

/** Takes shares out of a class and returns their principal. */
export function burn(c: ShareClass, shares: U256): U256 {
  const out = worth(c, shares);
  c.principal = c.principal - out;
  c.shares = c.shares - shares;
  return out;
}
