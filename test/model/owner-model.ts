/**
 * The model of an owner actor: each method takes a message's epoch and arguments, decides by the
 * accounting rules whether it is let through, and predicts every amount to the attoFIL. Who may call is not decided here.
 */
import { settle } from "./accumulator.ts";
import { type Books, type ModelTerms, Refused, allPrincipal, least, minerOf, newBooks, positionOf, requireActive } from "./books.ts";
import { accrue, due, giveToHolders } from "./coupon.ts";
import { confirmWorker, covered, forward, release, requireFresh, requireHarvested, takeOwner } from "./custody.ts";
import { cancel, claimRedemption, exitNow, finalize, finalizeSide, lacking, redeem } from "./exit-queue.ts";
import { type MinerFacts, measure, retained, split, unvested, withdrawable } from "./miner-money.ts";
import { burnWorthless, mint, mintWithCoupon } from "./share-class.ts";
import { merge, split as splitPosition } from "./split.ts";
import { flow } from "./stream.ts";
import { type Divided, divide, turn } from "./waterfall.ts";

export interface Taken extends Divided {
  readonly withdrawn: bigint;
  readonly reward: bigint;
  readonly principal: bigint;
}

/** Facts of all miners in custody, each after its debt was repaid as far as it can. */
export type AllFacts = ReadonlyMap<bigint, MinerFacts>;

export class OwnerModel {
  books: Books;

  constructor(terms: ModelTerms, created: number) {
    this.books = newBooks(terms, created);
  }

  /** One message: stream and coupon are brought up to date, the rule runs, and all of it or nothing is kept. */
  #message<T>(now: number, rule: (b: Books) => T): T {
    const b = structuredClone(this.books);
    b.now = now;
    b.postings = [];
    flow(b);
    accrue(b);
    const result = rule(b);
    b.coveredSince = covered(b) ? (b.coveredSince ?? now) : null;
    this.books = b;
    return result;
  }

  /** A message that changes no amount: Heartbeat, ApproveMiner. */
  touch(now: number): void {
    this.#message(now, () => undefined);
  }

  openDeposits(now: number, room: bigint): void {
    this.#message(now, (b) => {
      b.room = room;
    });
  }

  deposit(now: number, owner: bigint, v: bigint): number {
    return this.#message(now, (b) => {
      if (v < b.terms.minimumDeposit) throw new Refused("below the minimum deposit");
      requireFresh(b);
      return this.#comeIn(b, "senior", owner, v);
    });
  }

  stakeJunior(now: number, v: bigint): number {
    return this.#message(now, (b) => {
      requireHarvested(b);
      return this.#comeIn(b, "junior", b.terms.operator, v);
    });
  }

  #comeIn(b: Books, side: "senior" | "junior", owner: bigint, v: bigint): number {
    requireActive(b);
    if (v > b.room) throw new Refused("above the room");
    if (allPrincipal(b) + v > b.terms.cap) throw new Refused("above the cap");
    b.room -= v;
    if (side === "junior" || b.coupon === null) {
      b.L += v;
      return mint(b, side, owner, v, null);
    }
    const { token, bought } = mintWithCoupon(b, owner, v);
    b.L += v - bought;
    b.R += bought;
    return token;
  }

  takeOwner(now: number, miner: bigint, owner: bigint, facts: MinerFacts): { token: number; principal: bigint; legacy: bigint } {
    return this.#message(now, (b) => takeOwner(b, miner, owner, facts));
  }

  confirmWorker(now: number, miner: bigint): boolean {
    return this.#message(now, (b) => confirmWorker(b, miner));
  }

  forward(now: number, miner: bigint, amount: bigint, facts: MinerFacts): void {
    this.#message(now, (b) => forward(b, miner, amount, facts));
  }

  measure(now: number, miner: bigint, facts: MinerFacts): bigint {
    return this.#message(now, (b) => measure(b, miner, facts));
  }

  setLeaving(now: number): void {
    this.#message(now, (b) => {
      requireActive(b);
      b.leaving = true;
    });
  }

  /** LowerFees of the operator's entry at a place. */
  lowerFees(now: number, place: number, bps: bigint): void {
    this.#message(now, (b) => {
      const entry = b.terms.fees[place];
      if (entry?.beneficiary !== null || bps >= entry.bps) throw new Refused("no fee of the operator's, or not lower");
      b.terms = { ...b.terms, fees: b.terms.fees.map((fee, i) => (i === place ? { ...fee, bps } : fee)) };
    });
  }

  /** A sector of the miner outlives the offer. */
  flag(now: number, miner: bigint): void {
    this.#message(now, (b) => {
      minerOf(b, miner).flagged = true;
    });
  }

  harvest(now: number, miner: bigint, facts: MinerFacts): Taken {
    return this.#message(now, (b) => this.#harvest(b, miner, facts, true));
  }

  #harvest(b: Books, miner: bigint, facts: MinerFacts, withTip: boolean): Taken {
    measure(b, miner, facts);
    const m = minerOf(b, miner);
    const w = least(withdrawable(b, facts), retained(b, m, facts));
    const { reward, principal } = split(b, m, w, facts);
    const divided = divide(b, m, reward, unvested(b, facts), withTip);
    m.lastHarvest = b.now;
    return { withdrawn: w, reward, principal, ...divided };
  }

  /** Recall by the operator, or by a stranger up to what matured requests lack. */
  recall(now: number, miner: bigint, amount: bigint, facts: MinerFacts, byOperator: boolean): Taken {
    return this.#message(now, (b) => {
      measure(b, miner, facts);
      const m = minerOf(b, miner);
      const wanted = byOperator || b.leaving ? amount : least(amount, lacking(b));
      const w = least(wanted, withdrawable(b, facts));
      if (w === 0n) throw new Refused("nothing to recall");
      const { reward, principal } = split(b, m, w, facts);
      return { withdrawn: w, reward, principal, ...divide(b, m, reward, unvested(b, facts), false) };
    });
  }

  /** Withdraw: settles tokens and pays the caller's claim, fees and legacy. */
  withdraw(now: number, caller: bigint, tokens: readonly number[]): bigint {
    return this.#message(now, (b) => {
      for (const token of tokens) {
        const position = positionOf(b, token);
        if (position.owner !== caller) throw new Refused("not the caller's token");
        settle(b, position);
      }
      if (caller === b.terms.operator) turn(b);
      const claim = b.claims.get(caller) ?? 0n;
      const reward = claim + (b.legacyPayable.get(caller) ?? 0n);
      const fees = b.feesPayable.get(caller) ?? 0n;
      for (const sums of [b.claims, b.legacyPayable, b.feesPayable]) sums.delete(caller);
      b.postings.push({ did: "withdraw", owner: caller, amount: claim });
      b.R -= reward;
      b.F -= fees;
      return reward + fees;
    });
  }

  transfer(now: number, tokens: readonly number[], to: bigint): void {
    this.#message(now, (b) => {
      for (const token of tokens) {
        const position = positionOf(b, token);
        settle(b, position);
        position.owner = to;
        b.postings.push({ did: "sell", stake: `token ${token}`, to });
      }
    });
  }

  /** Burn: positions without principal, their reward settled. */
  burn(now: number, tokens: readonly number[]): void {
    this.#message(now, (b) => {
      for (const token of tokens) burnWorthless(b, token);
    });
  }

  split(now: number, token: number, amount: bigint): number {
    return this.#message(now, (b) => splitPosition(b, token, amount));
  }

  merge(now: number, tokens: readonly number[]): number {
    return this.#message(now, (b) => merge(b, tokens));
  }

  /** Sweep: bare sends go to the holders without fees. */
  sweep(now: number, surplus: bigint): void {
    this.#message(now, (b) => giveToHolders(b, surplus));
  }

  redeem(now: number, token: number, amount: bigint): number {
    return this.#message(now, (b) => redeem(b, token, amount));
  }

  cancel(now: number, request: number): number {
    return this.#message(now, (b) => cancel(b, request));
  }

  finalize(now: number, max: number, facts: AllFacts): { paid: bigint; done: number } {
    return this.#message(now, (b) => {
      measureAll(b, facts);
      return finalize(b, max);
    });
  }

  finalizeSide(now: number, request: number, facts: AllFacts): bigint {
    return this.#message(now, (b) => {
      measureAll(b, facts);
      return finalizeSide(b, request);
    });
  }

  exitNow(now: number, token: number, amount: bigint, wanted: bigint, facts: AllFacts): bigint {
    return this.#message(now, (b) => {
      measureAll(b, facts);
      return exitNow(b, token, amount, wanted);
    });
  }

  claimRedemption(now: number, request: number): bigint {
    return this.#message(now, (b) => claimRedemption(b, request));
  }

  /** ReleaseMiner: harvests without a tip, then gives the miner back. */
  releaseMiner(now: number, miner: bigint, token: number, facts: MinerFacts): bigint {
    return this.#message(now, (b) => {
      this.#harvest(b, miner, facts, false);
      if (due(b) > 0n) throw new Refused("a coupon is due");
      return release(b, miner, token);
    });
  }
}

function measureAll(b: Books, facts: AllFacts): void {
  for (const id of b.miners.keys()) {
    const shown = facts.get(id);
    if (shown === undefined) throw new Error(`no facts of miner f0${id}`);
    measure(b, id, shown);
  }
}
