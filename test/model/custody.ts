/** A miner comes in and goes out again, and principal goes to it. */
import { settle } from "./accumulator.ts";
import {
  addTo,
  type Books,
  type Crew,
  type Legacy,
  type MinerBook,
  Refused,
  allPrincipal,
  minerOf,
  positionOf,
  requireActive,
  requireOperator,
} from "./books.ts";
import { type Given, attest } from "./attestations.ts";
import { requestedOf } from "./exit-queue.ts";
import { requireNotMoving, requireNotReplaced } from "./governance.ts";
import { type MinerFacts, measure, retained, unvested, withdrawable } from "./miner-money.ts";
import { mint } from "./share-class.ts";

const WORKER_DELAY = 900;
const DAY = 2_880;
const FRESH = DAY;
const COVER = 518_400;
const BPS = 10_000n;

const newMiner = (now: number, K: bigint, legacy: Legacy | null, crew: Crew, token: number): MinerBook => ({
  K,
  net: 0n,
  since: now,
  confirmed: false,
  lastHarvest: now,
  measured: now,
  gap: 0n,
  flagged: false,
  reported: false,
  legacy,
  crew,
  right: token === 0 ? null : `token ${token}`,
});

export function requireOutside(b: Books, id: bigint): void {
  if (b.miners.has(id)) throw new Refused("already in custody");
}

/** TakeOwner: the miner's equity becomes an in-kind junior of its former owner, its vesting table his legacy. */
export function takeOwner(b: Books, id: bigint, owner: bigint, crew: Crew, facts: MinerFacts): { token: number; principal: bigint; legacy: bigint } {
  requireActive(b);
  requireNotMoving(b);
  requireOutside(b, id);
  withdrawable(b, facts);
  const legacy = unvested(b, facts);
  const K = facts.balance - legacy;
  if (b.miners.size >= b.votes.limits.maxMiners) throw new Refused("the limit of miners");
  if (K > b.votes.limits.maxPerMiner) throw new Refused("above the limit of the miner");
  if (K > 0n) requireHarvested(b);
  const entries = facts.vesting.filter(([epoch]) => epoch >= b.now);
  const token = K === 0n ? 0 : mint(b, "junior", owner, K, id);
  b.miners.set(id, newMiner(b.now, K, legacy === 0n ? null : { owner, entries, factor: 1n << 64n, last: b.now, due: 0n, payable: 0n }, crew, token));
  return { token, principal: K, legacy };
}

/** Whom the operator named for a miner that comes in. */
export function consentFor(b: Books, id: bigint): Crew {
  const crew = b.consents.get(id);
  if (crew === undefined) throw new Refused("the operator has not approved it");
  b.consents.delete(id);
  return crew;
}

/** AdoptMiner: one that was made for this actor; all that it holds is reward. */
export function adopt(b: Books, id: bigint): void {
  requireOperator(b);
  requireActive(b);
  requireNotMoving(b);
  requireOutside(b, id);
  if (b.miners.size >= b.votes.limits.maxMiners) throw new Refused("the limit of miners");
  b.miners.set(id, newMiner(b.now, 0n, null, consentFor(b, id), 0));
}

/** With a fixed income the juniors get all surplus: whoever joined them just before a harvest would take what others had earned. */
export function requireHarvested(b: Books): void {
  if (b.coupon !== null) for (const [id, m] of b.miners) if (b.now - m.lastHarvest > FRESH) throw new Refused(`f0${id} not harvested`);
}

/** Who works for a miner, on the miner's own word. */
export interface Desk extends Crew {
  /** Becomes the worker once asked for at `at` or later. */
  readonly pending: { readonly worker: bigint; readonly at: number } | null;
}

/** The miner puts new controls to work at once, a new worker after 900 epochs; who waits already goes first. */
function ask(b: Books, desk: Desk, { worker, controls }: Crew): Desk {
  const pending = desk.pending === null && desk.worker !== worker ? { worker, at: b.now + WORKER_DELAY } : desk.pending;
  return { ...desk, controls, pending };
}

/** ConfirmWorker: who waited long enough begins, the operator's crew is asked for anew; true once its worker works and 900 epochs of custody are over. */
export function confirmWorker(b: Books, id: bigint, desk: Desk): { works: boolean; desk: Desk } {
  const m = minerOf(b, id);
  const { pending } = desk;
  const after = ask(b, pending !== null && b.now >= pending.at ? { ...desk, worker: pending.worker, pending: null } : desk, m.crew);
  const works = b.now >= m.since + WORKER_DELAY && after.worker === m.crew.worker;
  if (works) m.confirmed = true;
  return { works, desk: after };
}

/** ChangeWorker; `fit`: the miner takes such a worker. */
export function changeWorker(b: Books, id: bigint, crew: Crew, fit: boolean, desk: Desk): Desk {
  requireOperator(b);
  requireNotReplaced(b);
  const m = minerOf(b, id);
  if (crew.controls.includes(crew.worker)) throw new Refused("the worker is also a control");
  if (!fit) throw new Refused("no worker for this miner");
  m.crew = crew;
  return ask(b, desk, crew);
}

/** A miner with principal that nobody has measured for a day closes the door to deposits. */
export function requireFresh(b: Books, except?: bigint): void {
  for (const [id, m] of b.miners) if (id !== except && m.K > 0n && b.now - m.measured > FRESH) throw new Refused(`f0${id} not measured`);
}

/** Most that Forward may send now: what reserve and requests leave of L, and what fits below the miner's limit. */
export function forwardable(b: Books): bigint {
  const { senior } = b.classes;
  const reserve = (b.terms.reserveBps * senior.P + BPS - 1n) / BPS;
  return b.L - reserve - requestedOf(b, "senior") - requestedOf(b, "junior");
}

/** `given` is looked at last, so that what it is refused for is the only thing wrong. */
export function forward(b: Books, id: bigint, amount: bigint, facts: MinerFacts, given: Given | null): void {
  requireOperator(b);
  requireActive(b);
  requireNotMoving(b);
  if (!b.sealing) throw new Refused("sealing is off");
  const m = minerOf(b, id);
  measure(b, id, facts);
  requireFresh(b, id);
  for (const [other, state] of b.miners) if (other !== id && state.gap > 0n) throw new Refused(`an open gap at f0${other}`);
  if (!m.confirmed) throw new Refused("the worker is not confirmed");
  if (amount === 0n || amount > forwardable(b)) throw new Refused("reserve and requests leave less");
  if (m.K + amount > b.votes.limits.maxPerMiner) throw new Refused("above the limit of the miner");
  if (BPS * b.classes.junior.P < b.terms.juniorMinimumBps * allPrincipal(b)) throw new Refused("below the junior minimum");
  if (100n * retained(b, m, facts) > m.K + amount) throw new Refused("the miner retains reward: harvest first");
  const day = Math.floor(b.now / DAY);
  if (b.forwarded.day !== day) Object.assign(b.forwarded, { day, amount: 0n });
  b.forwarded.amount += amount;
  if (b.forwarded.amount > b.votes.limits.maxForwardPerDay) throw new Refused("above the limit of a day");
  attest(b, id, amount, given);
  b.L -= amount;
  m.K += amount;
  m.net -= amount;
}

/** Whether liquid principal covers all seniors and the juniors who asked to leave. */
export const covered = (b: Books): boolean => b.L >= b.classes.senior.P + requestedOf(b, "junior");

/** ReleaseMiner, behind its harvest: burns in-kind shares for all of K; the miner leaves the books. `kept`: reward that could not be harvested. */
export function release(b: Books, id: bigint, token: number, kept: bigint): bigint {
  const m = minerOf(b, id);
  const position = positionOf(b, token);
  if (m.flagged) throw new Refused("flagged until a vote ends it");
  if (100n * kept > m.K) throw new Refused("others' reward would leave with the miner");
  if (m.legacy !== null && m.legacy.owner !== b.caller && (m.legacy.due > 0n || m.legacy.entries.some(([epoch, amount]) => epoch >= b.now && amount > 0n)))
    throw new Refused("funds are vesting for its former owner, or due to him");
  if (position.miner !== id || position.side !== "junior") throw new Refused("not an in-kind junior of this miner");
  if (m.right !== `token ${token}`) throw new Refused("not the position of the take-over");
  if (b.coveredSince === null) throw new Refused("seniors and junior requests are not covered");
  if (b.classes.senior.N > 0n && b.now < b.coveredSince + COVER) throw new Refused("covered for too short a time");
  const c = b.classes.junior;
  const { K } = m;
  // Whoever lost everything with his class has no miner left to take back, not even an empty one.
  if (position.generation !== c.generation) throw new Refused("of a closed generation");
  settle(b, position);
  if (K > 0n) {
    const shares = (K * c.N) / c.P;
    if (position.shares < shares) throw new Refused("worth less than the miner's principal");
    c.P -= K;
    c.N -= shares;
    position.shares -= shares;
    b.postings.push({ did: "leave", stake: `token ${token}`, out: K, all: position.shares === 0n });
  }
  position.miner = null;
  if (position.shares === 0n) b.positions.delete(token);
  const { legacy } = m;
  if (legacy !== null && legacy.payable > 0n) {
    addTo(b.claims, legacy.owner, legacy.payable);
    b.postings.push({ did: "grant", owner: legacy.owner, amount: legacy.payable });
  }
  b.miners.delete(id);
  return K;
}
