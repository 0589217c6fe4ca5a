/** A miner comes in and goes out again, and principal goes to it. */
import { settle } from "./accumulator.ts";
import { type Books, type Legacy, type MinerBook, Refused, allPrincipal, minerOf, positionOf, requireActive, requireOperator } from "./books.ts";
import { requestedOf } from "./exit-queue.ts";
import { type MinerFacts, measure, retained, unvested, withdrawable } from "./miner-money.ts";
import { mint } from "./share-class.ts";

const WORKER_DELAY = 900;
const DAY = 2_880;
const FRESH = DAY;
const COVER = 518_400;
const BPS = 10_000n;

const newMiner = (now: number, K: bigint, legacy: Legacy | null): MinerBook => ({
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
});

/** TakeOwner: the miner's equity becomes an in-kind junior of its former owner, its vesting table his legacy. */
export function takeOwner(b: Books, id: bigint, owner: bigint, facts: MinerFacts): { token: number; principal: bigint; legacy: bigint } {
  requireActive(b);
  withdrawable(b, facts);
  const legacy = unvested(b, facts);
  const K = facts.balance - legacy;
  if (b.miners.size >= b.votes.limits.maxMiners) throw new Refused("the limit of miners");
  if (K > b.votes.limits.maxPerMiner) throw new Refused("above the limit of the miner");
  if (K > 0n) requireHarvested(b);
  const entries = facts.vesting.filter(([epoch]) => epoch >= b.now);
  const token = K === 0n ? 0 : mint(b, "junior", owner, K, id);
  b.miners.set(id, newMiner(b.now, K, legacy === 0n ? null : { owner, entries, factor: 1n << 64n, last: b.now, due: 0n }));
  return { token, principal: K, legacy };
}

/** AdoptMiner: one that was made for this actor; all that it holds is reward. */
export function adopt(b: Books, id: bigint): void {
  requireOperator(b);
  requireActive(b);
  if (b.miners.has(id)) throw new Refused("already in custody");
  if (b.miners.size >= b.votes.limits.maxMiners) throw new Refused("the limit of miners");
  b.miners.set(id, newMiner(b.now, 0n, null));
}

/** With a fixed income the juniors get all surplus: whoever joined them just before a harvest would take what others had earned. */
export function requireHarvested(b: Books): void {
  if (b.coupon !== null) for (const [id, m] of b.miners) if (b.now - m.lastHarvest > FRESH) throw new Refused(`f0${id} not harvested`);
}

/** ConfirmWorker answers true once 900 epochs of custody are over. */
export function confirmWorker(b: Books, id: bigint): boolean {
  const m = minerOf(b, id);
  if (b.now >= m.since + WORKER_DELAY) m.confirmed = true;
  return m.confirmed;
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

export function forward(b: Books, id: bigint, amount: bigint, facts: MinerFacts): void {
  requireOperator(b);
  requireActive(b);
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
  b.L -= amount;
  m.K += amount;
  m.net -= amount;
}

/** Whether liquid principal covers all seniors and the juniors who asked to leave. */
export const covered = (b: Books): boolean => b.L >= b.classes.senior.P + requestedOf(b, "junior");

/** ReleaseMiner, behind its harvest: burns in-kind shares for all of K; the miner leaves the books. */
export function release(b: Books, id: bigint, token: number): bigint {
  const m = minerOf(b, id);
  const position = positionOf(b, token);
  if (position.miner !== id || position.side !== "junior") throw new Refused("not an in-kind junior of this miner");
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
  b.miners.delete(id);
  return K;
}
