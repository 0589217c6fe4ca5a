/** Shares of a class: what they are worth, how they come into being and go, and when a class begins anew. */
import { SCALE, credit, settle } from "./accumulator.ts";
import { type Books, Refused, type ShareClass, type Side, type Stake, positionOf } from "./books.ts";
import { arrears, creditCoupon, forgive } from "./coupon.ts";
import { byWeight } from "./stream.ts";

/** Principal of a stake: its part of the class, rounded down; nothing once its generation is closed. */
export function principalOf(b: Books, stake: Stake): bigint {
  const c = b.classes[stake.side];
  return stake.generation === c.generation && c.N > 0n ? (stake.shares * c.P) / c.N : 0n;
}

/** Shares that stand for an amount of a stake; all of them for all of its principal. */
export function sharesFor(b: Books, stake: Stake, amount: bigint): bigint {
  const c = b.classes[stake.side];
  return amount === principalOf(b, stake) ? stake.shares : (amount * c.N) / c.P;
}

/** A new position worth v. The class closes first when its shares have lost nearly all their worth. */
export function mint(b: Books, side: Side, owner: bigint, v: bigint, miner: bigint | null): number {
  const c = begin(b, side);
  return join(b, side, owner, v, { shares: c.N === 0n ? v : (v * c.N) / c.P, bought: 0n, due: 0n, miner });
}

/** Like a bond, a deposit of v buys the coupon that has accrued: everybody, the newcomer too, is paid it at once. Returns both parts. */
export function mintWithCoupon(b: Books, owner: bigint, v: bigint): { token: number; bought: bigint } {
  const c = begin(b, "senior");
  const a = arrears(b);
  const D = (a * c.N + (1n << SCALE) - 1n) >> SCALE;
  const shares = c.N === 0n ? v : (v * c.N) / (c.P + D);
  const bought = (shares * a) >> SCALE;
  const token = join(b, "senior", owner, v - bought, { shares, bought, due: D, miner: null });
  creditCoupon(b, bought);
  return { token, bought };
}

/** A class that somebody is about to join. */
function begin(b: Books, side: Side): ShareClass {
  const c = b.classes[side];
  if (c.N > 0n && (c.P === 0n || c.P < c.N >> 32n)) close(b, side);
  if (c.N === 0n && side === "senior") forgive(b);
  return c;
}

interface Entry {
  readonly shares: bigint;
  readonly bought: bigint;
  readonly due: bigint;
  readonly miner: bigint | null;
}

function join(b: Books, side: Side, owner: bigint, v: bigint, { shares, bought, due, miner }: Entry): number {
  const c = b.classes[side];
  if (shares === 0n) throw new Refused("too small for a share");
  c.P += v;
  c.N += shares;
  const token = b.nextToken++;
  b.postings.push({ did: "mint", stake: `token ${token}`, side, owner, v, bought, due });
  b.positions.set(token, { owner, side, generation: c.generation, shares, y: c.Y, rem: 0n, since: b.now, frozenUntil: 0, miner });
  return token;
}

/** Takes shares of a stake out of the class at their present principal, which it returns. */
export function burn(c: ShareClass, stake: Stake, shares: bigint): bigint {
  const out = (shares * c.P) / c.N;
  c.P -= out;
  c.N -= shares;
  stake.shares -= shares;
  return out;
}

/** A settled junior position becomes a senior one of the same principal, which it returns. */
export function convert(b: Books, token: number, position: Stake): bigint {
  const out = burn(b.classes.junior, position, position.shares);
  b.postings.push({ did: "leave", stake: `token ${token}`, out, all: true });
  const c = begin(b, "senior");
  const shares = c.N === 0n ? out : (out * c.N) / c.P;
  if (shares === 0n) throw new Refused("too small for a share");
  c.P += out;
  c.N += shares;
  Object.assign(position, { side: "senior", generation: c.generation, shares, y: c.Y, rem: 0n, since: b.now });
  b.postings.push({ did: "mint", stake: `token ${token}`, side: "senior", owner: position.owner, v: out, bought: 0n, due: 0n });
  return out;
}

/** A position that is worth nothing goes; what it earned is its owner's, its shares are nobody's. */
export function burnWorthless(b: Books, token: number): void {
  const position = positionOf(b, token);
  if (principalOf(b, position) > 0n) throw new Refused("redeem first");
  settle(b, position);
  const c = b.classes[position.side];
  if (position.generation === c.generation) c.N -= position.shares;
  b.positions.delete(token);
  b.postings.push({ did: "leave", stake: `token ${token}`, out: 0n, all: true });
}

/** The old shares get their weight of what the stream still holds and never revive. */
function close(b: Books, side: Side): void {
  const c = b.classes[side];
  const weight = byWeight(b, b.stream.left)?.[side] ?? 0n;
  b.stream.left -= weight;
  credit(b, side, weight);
  b.postings.push({ did: "close", side });
  c.closed.set(c.generation, c.Y);
  c.generation += 1;
  c.N = c.carry = c.requested = 0n;
}
