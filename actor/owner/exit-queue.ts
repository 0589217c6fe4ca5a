/** The exit: requests, the queue of cash seniors, side requests, claims (design 5.5). Queue ids are even, side ids odd. */
import { FORBIDDEN, ILLEGAL_ARGUMENT, ILLEGAL_STATE, INSUFFICIENT_FUNDS, check, failAmount, failNumber } from "../sdk/abort";
import { NO_INDEX } from "../sdk/amt";
import { newBytes } from "../sdk/bytes";
import { Event } from "../sdk/events";
import { caller, epoch, self } from "../sdk/message";
import { IdSet } from "../sdk/rle";
import { pay } from "../sdk/send";
import { U256 } from "../sdk/u256";
import { failActor } from "./fail-actor";
import { allPrincipal, burn, classOf, principalOf, settle, worth } from "./classes";
import { FinalizeReturn, Position, RedeemParams, Request } from "./codec.generated";
import { exitsAreFree } from "./governance";
import { measureAll } from "./measure";
import { IN_REQUEST, findMiner, minerOf, moveRight } from "./miner-list";
import { subtractNet } from "./net";
import { FIRST_PLACES, FULL_BPS, JUNIOR, SENIOR, STAY_PERCENT } from "./policy.generated";
import { addClaim, callReceiver, issue, oneToken, takeTokens } from "./positions";
import {
  change, deletePosition, deleteRequest, findPosition, findRequest, lock, nextQueued, positionOf, putPosition, putRequest, readMiners, requestOf, root, save, terms,
} from "./state";


/**
 * When a request matures: after the notice, or at once while those who stay out of a migration may leave. What was paid in part then has matured for good, and so has whatever
 * stands in the queue before somebody who left then: who asked back earlier may not hold him up.
 */
export function maturesAt(id: u64, request: Request): i64 {
  const at = request.position.since + <i64>terms().notice;
  return exitsAreFree() || !request.paid.isZero || ((id & 1) == 0 && id < root.freedBelow) ? min(at, epoch()) : at;
}

function isMatured(id: u64, request: Request): bool {
  return epoch() >= maturesAt(id, request);
}

/** True if what stands first in the queue has matured. */
function isHeadMatured(): bool {
  const id = nextQueued(root.queueHead);
  return isMatured(id, requestOf(id));
}

/** Principal of the matured requests among the first 64 places of the queue. */
export function principalNeeded(): U256 {
  let need = U256.zero;
  let id = nextQueued(root.queueHead);
  for (let places: u64 = 0; places < FIRST_PLACES && id != NO_INDEX; places++, id = nextQueued(id + 1)) {
    const request = requestOf(id);
    if (isMatured(id, request)) need = need + principalOf(request.position);
  }
  return need;
}

/** Cuts what a request takes out of a position that is settled: all of it, or shares of its own without any remainder. */
function cut(p: Position, shares: U256): Position {
  const all = shares == p.shares;
  // What was asked back without notice has matured and stays so.
  const asked = exitsAreFree() ? epoch() - <i64>terms().notice : epoch();
  return new Position(p.owner, p.kind, p.generation, shares, p.earned, all ? p.rest : U256.zero, asked, 0, p.miner, []);
}

/** Queues a request and returns its id. */
function enqueue(position: Position): u64 {
  let id = root.nextSide;
  if (position.kind == SENIOR && position.miner == 0) {
    id = root.queueNext;
    root.queueNext += 2;
    root.queued++;
    if (exitsAreFree()) root.freedBelow = id;
  } else {
    root.nextSide += 2;
    if (position.kind == SENIOR) root.sideSenior = root.sideSenior + position.shares;
  }
  putRequest(id, new Request(position, U256.zero, U256.zero));
  const c = classOf(position.kind);
  c.requested = c.requested + position.shares;
  return id;
}

/** A position of the caller that did not freeze itself by its vote; 18 or 20. */
export function ownPosition(token: u64): Position {
  const p = positionOf(token);
  if (p.owner != caller()) failActor(FORBIDDEN, utf8("only the token's owner may do this:"), p.owner);
  if (epoch() < p.frozenUntil) failNumber(ILLEGAL_STATE, utf8("the position voted and is frozen until epoch"), p.frozenUntil);
  return p;
}

/** Takes an amount of principal out of a position of the caller, settled: all of it if that may be, or a part that leaves and takes enough. */
export function takeOut(token: u64, amount: U256, mayBeWhole: bool): Position {
  const p = ownPosition(token);
  const principal = principalOf(p);
  check(!principal.isZero, ILLEGAL_STATE, utf8("the position has no principal left"));
  if (amount > principal) failAmount(INSUFFICIENT_FUNDS, utf8("the position's principal is"), principal);
  const whole = mayBeWhole && amount == principal;
  const least = terms().minimumDeposit;
  if (!whole && (amount < least || principal - amount < least)) failAmount(ILLEGAL_ARGUMENT, utf8("a part and what it leaves must each be at least"), least);
  const earned = settle(p);
  const c = classOf(p.kind);
  const out = cut(p, whole ? p.shares : amount.mulDiv(c.shares, c.principal));
  check(!out.shares.isZero, ILLEGAL_ARGUMENT, utf8("amount too small for a share"));
  if (whole) {
    deletePosition(token);
    root.supply--;
    takeTokens(p.owner, oneToken(token), earned);
  } else {
    p.shares = p.shares - out.shares;
    putPosition(token, p);
    addClaim(p.owner, earned);
  }
  return out;
}

/** Redeem [token, amount] → request: asks principal back, a part of the position or all of it. */
export function redeem(params: RedeemParams): u64 {
  change();
  const request = takeOut(params.token, params.amount, true);
  const id = enqueue(request);
  if (findPosition(params.token) === null) moveRight(request.miner, params.token, id | IN_REQUEST);
  new Event(utf8("redemption-requested")).u64(utf8("request"), id, true).u64(utf8("owner"), request.owner, true).u64(utf8("token"), params.token, true)
    .amount(utf8("amount"), params.amount).emit();
  save();
  return id;
}

/** Takes a request off the lists; it stays only for what is paid and not yet claimed. */
function close(id: u64, request: Request): void {
  if ((id & 1) == 0) root.queued--;
  if (id == root.queueHead) root.queueHead += 2;
  if (request.paid == request.claimed) deleteRequest(id);
  else putRequest(id, request);
}

/** Takes the shares of a request out of its class's requested shares, if they still count. */
function unrequest(p: Position, shares: U256): void {
  const c = classOf(p.kind);
  if (p.generation != c.generation) return;
  c.requested = c.requested - shares;
  if (p.kind == SENIOR && p.miner != 0) root.sideSenior = root.sideSenior - shares;
}

/** CancelRedemption [id] → token: until the request has matured. */
export function cancelRedemption(id: u64): u64 {
  change();
  const request = requestOf(id);
  const p = request.position;
  if (p.owner != caller()) failActor(FORBIDDEN, utf8("only the request's owner may do this:"), p.owner);
  check(!isMatured(id, request), ILLEGAL_STATE, utf8("the request has matured and stays"));
  unrequest(p, p.shares);
  close(id, request);
  p.since = epoch();
  const token = issue(p);
  moveRight(p.miner, id | IN_REQUEST, token);
  new Event(utf8("redemption-cancelled")).u64(utf8("request"), id, true).u64(utf8("owner"), p.owner, true).u64(utf8("token"), token, true).emit();
  save();
  callReceiver(p.owner, self(), caller(), oneToken(token), newBytes(0));
  return token;
}

/** Pays a request out of liquid principal, at most `most` attoFIL, at the principal of this moment; returns what it paid. */
function fill(id: u64, request: Request, most: U256): U256 {
  const p = request.position;
  const c = classOf(p.kind);
  if (c.principal.isZero) return U256.zero;
  const shares = most >= worth(c, p.shares) ? p.shares : p.shares.min(most.mulDiv(c.shares, c.principal));
  if (shares.isZero) return U256.zero;
  unrequest(p, shares);
  const out = burn(c, shares);
  p.shares = p.shares - shares;
  request.paid = request.paid + out;
  root.liquid = root.liquid - out;
  root.finalized = root.finalized + out;
  new Event(utf8("redemption-finalized")).u64(utf8("request"), id, true).u64(utf8("owner"), p.owner, true).amount(utf8("amount"), out)
    .amount(utf8("left"), p.shares).emit();
  return out;
}

/** True if the request's shares still count; if its generation is closed it is worth nothing and loses them. */
function isAlive(p: Position): bool {
  if (p.generation == classOf(p.kind).generation) return true;
  p.shares = U256.zero;
  return false;
}

/** Serves the request at the head of the queue; returns what it paid. The head moves on when the request is done. */
function serveHead(request: Request): U256 {
  const id = root.queueHead;
  const p = request.position;
  addClaim(p.owner, settle(p));
  const paid = isAlive(p) ? fill(id, request, root.liquid) : U256.zero;
  if (p.shares.isZero) close(id, request);
  else putRequest(id, request);
  return paid;
}

/** Finalize [max] → [paid, done]: pays matured requests of the queue in order, the last one in part if money is short. */
export function finalize(most: u64): FinalizeReturn {
  change();
  lock();
  measureAll();
  const out = new FinalizeReturn(U256.zero, 0);
  for (let i: u64 = 0; i < most && root.queueHead < root.queueNext; i++) {
    const head = root.queueHead;
    const request = findRequest(head);
    if (request === null) {
      root.queueHead += 2;
      continue;
    }
    if (!isMatured(head, request)) break;
    out.paid = out.paid + serveHead(request);
    if (root.queueHead == head) break;
    out.done++;
  }
  save();
  return out;
}

/** How much of the juniors' principal may leave: the rest must cover the minimum beside seniors, and 15 % of what is at miners. */
function juniorMayTake(): U256 {
  let atMiners = U256.zero;
  const list = readMiners().list;
  for (let i = 0; i < list.length; i++) atMiners = atMiners + list[i].principal;
  const junior = root.junior.principal;
  const free = junior.minus(atMiners.mulDivUp(U256.from(STAY_PERCENT), U256.from(100)));
  const minimum = terms().juniorMinimumBps;
  if (root.senior.principal.isZero) return free;
  if (minimum == FULL_BPS) return U256.zero;
  // After x is paid, junior − x ≥ minimum · (all − x).
  const slack = (junior * U256.from(FULL_BPS)).minus(allPrincipal() * U256.from(minimum));
  return free.min(slack / U256.from(FULL_BPS - minimum));
}

/** The most that may be paid to a side request: what the queue asks for stays. */
function sideLimit(p: Position): U256 {
  const c = root.senior;
  const queued = c.requested - root.sideSenior;
  let most = queued.isZero ? root.liquid : root.liquid.minus(queued.mulDivUp(c.principal, c.shares));
  if (p.kind == JUNIOR) most = most.min(juniorMayTake());
  const m = findMiner(p.miner);
  return m === null ? most : most.min(m.net.positivePart);
}

/** FinalizeSide [id] → paid: one junior or in-kind request, once no queued senior request is unpaid. */
export function finalizeSide(id: u64): U256 {
  change();
  const request = requestOf(id);
  const p = request.position;
  check((id & 1) == 1 && !p.shares.isZero, ILLEGAL_ARGUMENT, utf8("not an open side request"));
  check(isMatured(id, request), ILLEGAL_STATE, utf8("the request has not matured"));
  // Seniors who lost everything wait for nothing that could be paid; what has not matured could stand there for ever, and its money stays.
  if (root.queued != 0 && !root.senior.principal.isZero && isHeadMatured()) failNumber(ILLEGAL_STATE, utf8("queued senior requests come first, open:"), root.queued);
  lock();
  measureAll();
  addClaim(p.owner, settle(p));
  let paid = U256.zero;
  if (isAlive(p)) {
    paid = fill(id, request, sideLimit(p));
    check(!paid.isZero, INSUFFICIENT_FUNDS, utf8("nothing may be paid to this request now"));
    if (findMiner(p.miner) !== null) subtractNet(minerOf(p.miner), paid);
  }
  if (p.shares.isZero) close(id, request);
  else putRequest(id, request);
  save();
  return paid;
}

/** ClaimRedemption [ids] → amount: sends what was finalised to the requests' owners. */
export function claimRedemption(ids: IdSet): U256 {
  change();
  const owners = new StaticArray<u64>(ids.length);
  const amounts = new StaticArray<U256>(ids.length);
  let sum = U256.zero;
  for (let i = 0; i < ids.length; i++) {
    const request = requestOf(ids[i]);
    const amount = request.paid - request.claimed;
    request.claimed = request.paid;
    if (request.position.shares.isZero) deleteRequest(ids[i]);
    else putRequest(ids[i], request);
    owners[i] = request.position.owner;
    amounts[i] = amount;
    sum = sum + amount;
    if (!amount.isZero) new Event(utf8("redemption-claimed")).u64(utf8("request"), ids[i], true).u64(utf8("owner"), owners[i], true).amount(utf8("amount"), amount).emit();
  }
  root.finalized = root.finalized - sum;
  save();
  for (let i = 0; i < ids.length; i++) pay(owners[i], amounts[i]);
  return sum;
}
