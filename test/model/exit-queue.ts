/** Leaving: requests, the queue of cash seniors, and the juniors and in-kind positions beside it. */
import { settle } from "./accumulator.ts";
import {
  type Books,
  Refused,
  type Request,
  type Side,
  type Stake,
  allPrincipal,
  atMiners,
  least,
  type MinerBook,
  most,
  moveRight,
  positionOf,
  requestOf,
} from "./books.ts";
import { giveToHolders } from "./coupon.ts";
import { exitsAreFree, requireFree } from "./governance.ts";
import { burn, principalOf, sharesFor } from "./share-class.ts";

/** Part of all principal at miners that juniors may not go below, in basis points. */
const JUNIOR_FLOOR_BPS = 1_500n;
const BPS = 10_000n;

const inQueue = (stake: Stake): boolean => stake.side === "senior" && stake.miner === null;
const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
/** After the notice; at once while exits are free. Matured for good is what was paid in part then, and who stands in the queue before somebody who left then. */
const matured = (b: Books, id: number, request: Request): boolean =>
  exitsAreFree(b) || request.paid > 0n || (id % 2 === 0 && id < b.freedBelow) || b.now >= request.since + b.terms.notice;
const alive = (b: Books, request: Request): boolean => request.generation === b.classes[request.side].generation;

/** What open requests of a class ask, rounded up. */
export function requestedOf(b: Books, side: Side): bigint {
  const c = b.classes[side];
  return c.requested === 0n ? 0n : ceilDiv(c.requested * c.P, c.N);
}

/** Moves `amount` of a token's principal into a request; returns its id. */
export function redeem(b: Books, token: number, amount: bigint): number {
  const position = positionOf(b, token);
  requireFree(b, position);
  const principal = principalOf(b, position);
  const { minimumDeposit } = b.terms;
  if (principal === 0n || amount > principal) throw new Refused("more than the position's principal");
  if (amount !== principal && (amount < minimumDeposit || principal - amount < minimumDeposit)) throw new Refused("a part below the minimum deposit");
  settle(b, position);
  const shares = sharesFor(b, position, amount);
  if (shares === 0n) throw new Refused("too small for a share");
  const whole = shares === position.shares;
  // What was asked back without notice has matured for good.
  const asked = exitsAreFree(b) ? b.now - b.terms.notice : b.now;
  const id = inQueue(position) ? b.nextQueued : b.nextSide;
  if (inQueue(position)) {
    b.nextQueued += 2;
    if (exitsAreFree(b)) b.freedBelow = id;
  } else b.nextSide += 2;
  b.requests.set(id, { ...position, shares, rem: whole ? position.rem : 0n, since: asked, paid: 0n, claimed: 0n });
  b.classes[position.side].requested += shares;
  position.shares -= shares;
  b.postings.push({ did: "move", from: `token ${token}`, to: `request ${id}`, amount: whole ? "all" : amount });
  if (whole) {
    b.positions.delete(token);
    moveRight(b, `token ${token}`, `request ${id}`);
  }
  return id;
}

/** Turns a request that has not matured back into a position. */
export function cancel(b: Books, id: number): number {
  const request = requestOf(b, id);
  if (matured(b, id, request)) throw new Refused("the request has matured");
  const { paid: _paid, claimed: _claimed, ...stake } = request;
  if (alive(b, request)) b.classes[request.side].requested -= request.shares;
  b.requests.delete(id);
  if (id === b.queueHead) b.queueHead += 2;
  const token = b.nextToken++;
  b.positions.set(token, { ...stake, since: b.now });
  moveRight(b, `request ${id}`, `token ${token}`);
  b.postings.push({ did: "move", from: `request ${id}`, to: `token ${token}`, amount: "all" });
  return token;
}

/** Pays shares of a request, settles what it earned, and drops it once nothing is left to pay or claim. */
function pay(b: Books, id: number, request: Request, shares: bigint): bigint {
  settle(b, request);
  const c = b.classes[request.side];
  const out = burn(c, request, shares);
  b.postings.push({ did: "leave", stake: `request ${id}`, out, all: request.shares === 0n });
  c.requested -= shares;
  request.paid += out;
  b.L -= out;
  b.Q += out;
  dropDone(b, id, request);
  return out;
}

function dropDone(b: Books, id: number, request: Request): void {
  if (request.shares === 0n && request.claimed === request.paid) b.requests.delete(id);
}

/** Queued requests that still ask for something, in their order. */
export const queue = (b: Books): [number, Request][] =>
  [...b.requests].filter(([id, request]) => id % 2 === 0 && request.shares > 0n).sort(([x], [y]) => x - y);

/**
 * Finalize: first come, first served, the last one in part; after every miner was measured. `max` bounds the places looked at,
 * empty ones too: the work must not grow with what others cancelled.
 */
export function finalize(b: Books, max: number): { paid: bigint; done: number } {
  let paid = 0n;
  let done = 0;
  for (let places = 0; places < max && b.queueHead < b.nextQueued; places++) {
    const request = b.requests.get(b.queueHead);
    if (request !== undefined) {
      if (!matured(b, b.queueHead, request)) break;
      paid += serve(b, b.queueHead, request);
      if (request.shares > 0n) break;
      done++;
    }
    b.queueHead += 2;
  }
  return { paid, done };
}

/** Pays the request at the head as far as L goes. One of a closed generation is worth nothing and done. */
function serve(b: Books, id: number, request: Request): bigint {
  const c = b.classes.senior;
  if (!alive(b, request)) {
    settle(b, request);
    request.shares = 0n;
    dropDone(b, id, request);
    return 0n;
  }
  // Shares of a class without principal are not taken for nothing: what is earned back still comes to them.
  if (c.P === 0n) return pay(b, id, request, 0n);
  return pay(b, id, request, principalOf(b, request) <= b.L ? request.shares : (b.L * c.N) / c.P);
}

/** FinalizeSide: one junior or in-kind request, as far as its rules allow; after every miner was measured. */
export function finalizeSide(b: Books, id: number): bigint {
  const request = requestOf(b, id);
  if (id % 2 === 0 || request.shares === 0n) throw new Refused("not an open side request");
  if (!matured(b, id, request)) throw new Refused("not matured");
  const first = queue(b)[0];
  if (b.classes.senior.P > 0n && first !== undefined && matured(b, ...first)) throw new Refused("queued seniors come first");
  if (!alive(b, request)) {
    settle(b, request);
    request.shares = 0n;
    dropDone(b, id, request);
    return 0n;
  }
  const worth = principalOf(b, request);
  const limit = least(worth, b.L, sideLimit(b, request));
  const c = b.classes[request.side];
  const shares = limit === worth ? request.shares : (limit * c.N) / c.P;
  const out = pay(b, id, request, shares);
  if (out === 0n) throw new Refused("nothing may be paid now");
  const m = homeOf(b, request);
  if (m !== undefined) m.net -= out;
  return out;
}

/** The miner whose returned pledge pays an in-kind request; none for cash, or once the miner was released. */
const homeOf = (b: Books, request: Request): MinerBook | undefined => (request.miner === null ? undefined : b.miners.get(request.miner));

function sideLimit(b: Books, request: Request): bigint {
  const m = homeOf(b, request);
  const { senior } = b.classes;
  // What stands in the queue has been asked back before, matured or not.
  const asked = queue(b).reduce((sum, [, queued]) => sum + (alive(b, queued) ? queued.shares : 0n), 0n);
  const free = asked === 0n ? b.L : most(0n, b.L - ceilDiv(asked * senior.P, senior.N));
  const inKind = m === undefined ? free : least(free, most(0n, m.net));
  return request.side === "junior" ? least(inKind, juniorLimit(b)) : inKind;
}

/** Largest x with P_j − x ≥ minimum·(P − x) (while there are seniors) and P_j − x ≥ 15 % of all principal at miners. */
function juniorLimit(b: Books): bigint {
  const { senior, junior } = b.classes;
  const byFloor = junior.P - ceilDiv(JUNIOR_FLOOR_BPS * atMiners(b), BPS);
  const minimum = b.terms.juniorMinimumBps;
  if (senior.P === 0n || minimum === 0n) return most(0n, byFloor);
  const byMinimum = minimum === BPS ? 0n : (BPS * junior.P - minimum * allPrincipal(b)) / (BPS - minimum);
  return most(0n, least(byFloor, byMinimum));
}

/** ExitNow, after every miner was measured: principal that no request asks for leaves at once; the discount stays with the rest. */
export function exitNow(b: Books, token: number, amount: bigint, wanted: bigint): bigint {
  const position = positionOf(b, token);
  requireFree(b, position);
  const principal = principalOf(b, position);
  const { minimumDeposit, exitDiscountBps } = b.terms;
  if (!inQueue(position)) throw new Refused("not a cash senior");
  if (principal === 0n || amount > principal) throw new Refused("more than the position's principal");
  const whole = amount === principal;
  if (!whole && (amount < minimumDeposit || principal - amount < minimumDeposit)) throw new Refused("a part below the minimum deposit");
  const free = b.L - requestedOf(b, "senior") - requestedOf(b, "junior");
  settle(b, position);
  const out = burn(b.classes.senior, position, sharesFor(b, position, amount));
  if (out > free) throw new Refused("requests come first");
  const discount = exitsAreFree(b) ? 0n : ceilDiv(out * exitDiscountBps, BPS);
  if (out - discount < wanted) throw new Refused("less than was asked for");
  b.postings.push({ did: "leave", stake: `token ${token}`, out, all: whole });
  if (whole) b.positions.delete(token);
  b.L -= out;
  giveToHolders(b, discount);
  return out - discount;
}

/** ClaimRedemption: what was finalised for a request and not yet sent. */
export function claimRedemption(b: Books, id: number): bigint {
  const request = requestOf(b, id);
  const due = request.paid - request.claimed;
  request.claimed = request.paid;
  b.Q -= due;
  dropDone(b, id, request);
  return due;
}

/** What matured requests among the first 64 places of the queue lack: a stranger may recall as much. */
export function lacking(b: Books): bigint {
  const asked = queue(b)
    .slice(0, 64)
    .filter((place) => matured(b, ...place))
    .reduce((sum, [, request]) => sum + principalOf(b, request), 0n);
  return most(0n, asked - b.L);
}
