/**
 * The model of an owner actor: each method takes a message's epoch and arguments, decides by the
 * rules whether it is let through, and predicts every amount to the attoFIL. Of who may call it knows the operator and the voters.
 */
import { settle } from "./accumulator.ts";
import {
  type Books,
  type Crew,
  type ModelTerms,
  Refused,
  allPrincipal,
  isLeaving,
  least,
  minerOf,
  newBooks,
  positionOf,
  requireActive,
  requireOperator,
} from "./books.ts";
import { accrue, due, giveToHolders } from "./coupon.ts";
import type { Given } from "./attestations.ts";
import {
  type Desk,
  adopt,
  changeWorker,
  confirmWorker,
  consentFor,
  covered,
  forward,
  release,
  requireFresh,
  requireHarvested,
  requireOutside,
  takeOwner,
} from "./custody.ts";
import { cancel, claimRedemption, exitNow, finalize, finalizeSide, lacking, redeem } from "./exit-queue.ts";
import {
  acceptOperator,
  cancelProposal,
  convertJunior,
  execute,
  propose,
  proposeOperator,
  requireFree,
  requireNotMoving,
  requireNotReplaced,
  vote,
} from "./governance.ts";
import type { ModelAction } from "./governance-books.ts";
import { type MinerFacts, measure, retained, split, unvested, withdrawable } from "./miner-money.ts";
import { type RelayOrder, advanceNonce, authorize } from "./relay.ts";
import { burnWorthless, mint, mintWithCoupon } from "./share-class.ts";
import { merge, split as splitPosition } from "./split.ts";
import { flow } from "./stream.ts";
import type { Ballot } from "./votes.ts";
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
  /** Sends the next message: the operator, if nothing else is said. */
  #caller: bigint;

  constructor(terms: ModelTerms, created: number) {
    this.books = newBooks(terms, created);
    this.#caller = terms.operator;
  }

  /** Says who sends what comes next. */
  sentBy(caller: bigint): this {
    this.#caller = caller;
    return this;
  }

  /** One message: stream and coupon are brought up to date, the rule runs, and all of it or nothing is kept. */
  #message<T>(now: number, rule: (b: Books) => T): T {
    const b = structuredClone(this.books);
    b.now = now;
    b.caller = this.#caller;
    // Any call of the operator is a sign of life.
    if (b.caller === b.operator.id) Object.assign(b.operator, { seen: now, called: true });
    b.postings = [];
    flow(b);
    accrue(b);
    const result = rule(b);
    b.coveredSince = covered(b) ? (b.coveredSince ?? now) : null;
    this.books = b;
    return result;
  }

  /** Whether a message of somebody would go through. */
  wouldLet(caller: bigint, rule: () => void): boolean {
    const before = this.books;
    try {
      this.sentBy(caller);
      rule();
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    } finally {
      this.books = before;
    }
  }

  /** A message that changes no amount: Approve, and whatever only looks. */
  touch(now: number): void {
    this.#message(now, () => undefined);
  }

  openDeposits(now: number, room: bigint, until: number): void {
    this.#message(now, (b) => {
      requireOperator(b);
      Object.assign(b, { room, roomUntil: until });
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
      requireOperator(b);
      requireHarvested(b);
      return this.#comeIn(b, "junior", b.operator.id, v);
    });
  }

  #comeIn(b: Books, side: "senior" | "junior", owner: bigint, v: bigint): number {
    requireActive(b);
    requireNotMoving(b);
    if (b.now > b.roomUntil) throw new Refused("deposits are closed");
    if (v > b.room) throw new Refused("above the room");
    b.room -= v;
    const { token, bought } = side === "junior" || b.coupon === null ? { token: mint(b, side, owner, v, null), bought: 0n } : mintWithCoupon(b, owner, v);
    if (allPrincipal(b) > b.terms.cap) throw new Refused("above the cap");
    b.L += v - bought;
    b.R += bought;
    return token;
  }

  takeOwner(now: number, miner: bigint, owner: bigint, facts: MinerFacts): { token: number; principal: bigint; legacy: bigint } {
    return this.#message(now, (b) => takeOwner(b, miner, owner, consentFor(b, miner), facts));
  }

  /** CreateMiner: the operator's own, born in custody. */
  createMiner(now: number, miner: bigint, worker: bigint, facts: MinerFacts): { token: number; principal: bigint; legacy: bigint } {
    return this.#message(now, (b) => {
      requireOperator(b);
      return takeOwner(b, miner, b.caller, { worker, controls: [] }, facts);
    });
  }

  approveMiner(now: number, miner: bigint, crew: Crew): void {
    this.#message(now, (b) => {
      requireOperator(b);
      requireActive(b);
      requireOutside(b, miner);
      b.consents.set(miner, crew);
    });
  }

  adoptMiner(now: number, miner: bigint): void {
    this.#message(now, (b) => adopt(b, miner));
  }

  /** Heartbeat. */
  heartbeat(now: number): void {
    this.#message(now, requireOperator);
  }

  /** ChangePeerID and ChangeMultiaddrs. */
  changePeer(now: number, miner: bigint): void {
    this.#message(now, (b) => {
      requireOperator(b);
      requireNotReplaced(b);
      minerOf(b, miner);
    });
  }

  propose(now: number, token: number, action: ModelAction): number {
    return this.#message(now, (b) => propose(b, token, action));
  }

  vote(now: number, proposal: number, tokens: readonly number[], choice: Ballot["choice"] | null): bigint {
    return this.#message(now, (b) => vote(b, proposal, tokens, choice));
  }

  cancelProposal(now: number, proposal: number): void {
    this.#message(now, (b) => cancelProposal(b, proposal));
  }

  /** `isHeir`: the successor of a Migrate waits for this actor. */
  execute(now: number, proposal: number, facts: AllFacts, isHeir: boolean): void {
    this.#message(now, (b) => execute(b, proposal, () => measureAll(b, facts), isHeir));
  }

  proposeOperator(now: number, who: bigint, payee: boolean): void {
    this.#message(now, (b) => {
      requireOperator(b);
      proposeOperator(b, who, payee);
    });
  }

  acceptOperator(now: number): void {
    this.#message(now, acceptOperator);
  }

  convertJunior(now: number, token: number, facts: AllFacts): bigint {
    return this.#message(now, (b) => {
      measureAll(b, facts);
      return convertJunior(b, token);
    });
  }

  confirmWorker(now: number, miner: bigint, desk: Desk): { works: boolean; desk: Desk } {
    return this.#message(now, (b) => confirmWorker(b, miner, desk));
  }

  changeWorker(now: number, miner: bigint, crew: Crew, fit: boolean, desk: Desk): Desk {
    return this.#message(now, (b) => changeWorker(b, miner, crew, fit, desk));
  }

  forward(now: number, miner: bigint, amount: bigint, facts: MinerFacts, given: Given | null): void {
    this.#message(now, (b) => forward(b, miner, amount, facts, given));
  }

  advanceNonce(now: number, nonce: bigint): void {
    this.#message(now, (b) => advanceNonce(b, nonce));
  }

  /** ExecuteWithAuth: nonce and fee, then what was signed as if the signer had sent it; all of it or nothing. What is wrong with the order itself is said last. */
  relay<T>(now: number, order: RelayOrder, errand: () => T): T {
    const before = this.books;
    const relayer = this.#caller;
    try {
      const wrong = this.#message(now, (b) => authorize(b, order));
      const paid = this.books.postings;
      const result = this.sentBy(order.account) && errand();
      if (wrong !== null) throw new Refused(wrong);
      this.books.postings = [...paid, ...this.books.postings];
      return result;
    } catch (error) {
      this.books = before;
      throw error;
    } finally {
      this.#caller = relayer;
    }
  }

  measure(now: number, miner: bigint, facts: MinerFacts): bigint {
    return this.#message(now, (b) => measure(b, miner, facts));
  }

  setLeaving(now: number): void {
    this.#message(now, (b) => {
      requireOperator(b);
      requireActive(b);
      b.leaving = true;
    });
  }

  /** LowerFees of the operator's entry at a place. */
  lowerFees(now: number, place: number, bps: bigint): void {
    this.#message(now, (b) => {
      requireOperator(b);
      const entry = b.terms.fees[place];
      if (entry?.beneficiary !== null || bps >= entry.bps) throw new Refused("no fee of the operator's, or not lower");
      b.terms = { ...b.terms, fees: b.terms.fees.map((fee, i) => (i === place ? { ...fee, bps } : fee)) };
    });
  }

  /** A sector of the miner outlives the offer. */
  flag(now: number, miner: bigint): void {
    this.#message(now, (b) => {
      const m = minerOf(b, miner);
      if (m.reported) throw new Refused("known");
      m.flagged = m.reported = true;
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

  /** Recall by the operator, or by a stranger up to what matured requests lack; by anybody once he leaves or sealing is off. */
  recall(now: number, miner: bigint, amount: bigint, facts: MinerFacts): Taken {
    return this.#message(now, (b) => {
      measure(b, miner, facts);
      const m = minerOf(b, miner);
      const wanted = b.caller === b.operator.id || isLeaving(b) || !b.sealing ? amount : least(amount, lacking(b));
      const w = least(wanted, withdrawable(b, facts));
      if (w === 0n) throw new Refused("nothing to recall");
      const { reward, principal } = split(b, m, w, facts);
      return { withdrawn: w, reward, principal, ...divide(b, m, reward, unvested(b, facts), false) };
    });
  }

  /** Withdraw: settles tokens and pays the caller's claim, fees and legacy. */
  withdraw(now: number, tokens: readonly number[]): bigint {
    return this.#message(now, (b) => {
      const { caller } = b;
      for (const token of tokens) {
        const position = positionOf(b, token);
        if (position.owner !== caller) throw new Refused("not the caller's token");
        settle(b, position);
      }
      const isOperator = caller === b.operator.id;
      if (isOperator) turn(b);
      const claim = b.claims.get(caller) ?? 0n;
      let reward = claim;
      for (const { legacy } of b.miners.values()) {
        if (legacy?.owner !== caller) continue;
        reward += legacy.payable;
        legacy.payable = 0n;
      }
      const fees = (b.feesPayable.get(caller) ?? 0n) + (isOperator ? b.operator.payable : 0n);
      if (isOperator) b.operator.payable = 0n;
      for (const sums of [b.claims, b.feesPayable]) sums.delete(caller);
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

  /** ReleaseMiner: measures every miner, harvests this one without a tip, then gives it back. */
  releaseMiner(now: number, miner: bigint, token: number, all: AllFacts): bigint {
    return this.#message(now, (b) => {
      requireFree(b, positionOf(b, token));
      measureAll(b, all);
      const facts = all.get(miner)!;
      const { withdrawn } = this.#harvest(b, miner, facts, false);
      if (due(b) > 0n) throw new Refused("a coupon is due");
      return release(b, miner, token, retained(b, minerOf(b, miner), facts) - withdrawn);
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
