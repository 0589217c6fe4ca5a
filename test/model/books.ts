/**
 * The books of an owner actor as plain data. The rules that change them stand one file per group: accumulator.ts, stream.ts, coupon.ts,
 * share-class.ts (positions and time), miner-money.ts, waterfall.ts (money), exit-queue.ts, custody.ts, governance.ts.
 * They are written from the accounting rules, never from the actor's code, so that the two can be held against each other.
 * Amounts are attoFIL, times are epochs, accounts and miners are actor ids.
 */

import { type Governance, type ModelLimits, type VotingTerms, newGovernance } from "./governance-books.ts";

export type Side = "senior" | "junior";

export interface ModelTerms {
  /** The first one. */
  readonly operator: bigint;
  /** beneficiary null = the operator */
  readonly fees: readonly { readonly beneficiary: bigint | null; readonly bps: bigint }[];
  readonly tipBps: bigint;
  readonly tipMaximum: bigint;
  readonly smoothing: number;
  readonly notice: number;
  readonly minimumDeposit: bigint;
  readonly cap: bigint;
  readonly reserveBps: bigint;
  readonly juniorMinimumBps: bigint;
  /** Until a vote sets others. */
  readonly limits: ModelLimits;
  readonly voting: VotingTerms;
  /** Silent for longer, the operator counts as gone. */
  readonly absence: number;
  readonly exitDiscountBps: bigint;
  /** FixedIncome: what seniors are promised a year; 0 = FixedFeeRate. */
  readonly annualRateBps: bigint;
  /** Forward needs an attestation of the issuer. */
  readonly attested: boolean;
  readonly issuer: bigint | null;
}

/** One class: principal P, shares N, accumulator Y (attoFIL per share × 2^128) with the rest of its last division. */
export interface ShareClass {
  P: bigint;
  N: bigint;
  Y: bigint;
  carry: bigint;
  generation: number;
  /** Shares that stand in open requests of this generation. */
  requested: bigint;
  /** Y of each closed generation when it closed. */
  readonly closed: Map<number, bigint>;
}

/** Shares of somebody: a position, or the part of one that was asked back. */
export interface Stake {
  owner: bigint;
  side: Side;
  generation: number;
  shares: bigint;
  /** Y at which this stake was settled last, and the rest of that settlement (2^-128 attoFIL). */
  y: bigint;
  rem: bigint;
  since: number;
  /** It voted for other code. */
  frozenUntil: number;
  /** The miner whose takeover it came from; null = cash. */
  miner: bigint | null;
}

export interface Request extends Stake {
  /** Finalised so far, and how much of that was sent out. */
  paid: bigint;
  claimed: bigint;
}

/** The former owner's claim on what was vesting at takeover. */
export interface Legacy {
  owner: bigint;
  entries: (readonly [epoch: number, amount: bigint])[];
  /** Scaled 2^64; falls when penalties burn the vesting behind it. */
  factor: bigint;
  last: number;
  due: bigint;
  /** Paid for, not yet withdrawn. */
  payable: bigint;
}

/** Who works for a miner. */
export interface Crew {
  readonly worker: bigint;
  readonly controls: readonly bigint[];
}

export interface MinerBook {
  /** Principal K at the miner. */
  K: bigint;
  /** Principal that came back minus what was forwarded and what was paid to its in-kind positions. */
  net: bigint;
  since: number;
  confirmed: boolean;
  lastHarvest: number;
  measured: number;
  /** A gap too small to be booked. */
  gap: bigint;
  /** A sector of it outlives the offer. */
  flagged: boolean;
  /** It was told so once: the same sector tells nothing new. */
  reported: boolean;
  legacy: Legacy | null;
  /** As the operator wants it. */
  crew: Crew;
  /** What its take-over made: it alone takes the miner back. */
  right: StakeName | null;
}

/** Where the right to take a miner back goes when a stake becomes another. */
export function moveRight(b: Books, from: StakeName, to: StakeName): void {
  for (const m of b.miners.values()) if (m.right === from) m.right = to;
}

/** Names a stake: a position by its token, a request by its id. */
export type StakeName = `token ${number}` | `request ${number}`;

/** What a message did to classes and stakes, in order: enough to follow each holder in exact arithmetic. */
export type Posting =
  | { readonly did: "credit"; readonly side: Side; readonly n: bigint }
  | { readonly did: "lose"; readonly side: Side; readonly amount: bigint }
  /** v of principal, beside it what was paid for coupon while so much was due. */
  | {
      readonly did: "mint";
      readonly stake: StakeName;
      readonly side: Side;
      readonly owner: bigint;
      readonly v: bigint;
      readonly bought: bigint;
      readonly due: bigint;
    }
  | { readonly did: "close"; readonly side: Side }
  /** A stake, or `amount` of its principal, goes on under another name. */
  | { readonly did: "move"; readonly from: StakeName; readonly to: StakeName; readonly amount: bigint | "all" }
  /** A stake goes into another. */
  | { readonly did: "join"; readonly from: StakeName; readonly to: StakeName }
  | { readonly did: "leave"; readonly stake: StakeName; readonly out: bigint; readonly all: boolean }
  | { readonly did: "sell"; readonly stake: StakeName; readonly to: bigint }
  /** Fees that become a claim. */
  | { readonly did: "grant"; readonly owner: bigint; readonly amount: bigint }
  | { readonly did: "withdraw"; readonly owner: bigint; readonly amount: bigint };

export interface Books {
  terms: ModelTerms;
  now: number;
  /** Who sent the message. */
  caller: bigint;
  operator: {
    id: bigint;
    /** Last sign of life, or the day he was voted in. */
    seen: number;
    /** Nobody is operator of an offer against his will: it waits for his first call. */
    called: boolean;
    /** Fees that he may pull. */
    payable: bigint;
  };
  votes: Governance;
  /** False once a vote has stopped Forward. */
  sealing: boolean;
  /** What was forwarded on a day, counted against the limit. */
  readonly forwarded: { day: number; amount: bigint };
  /** No deposits, forwards and take-overs any more; anybody may recall. */
  leaving: boolean;
  /** Liquid principal, finalised redemptions, rewards owed, fees owed. */
  L: bigint;
  Q: bigint;
  R: bigint;
  F: bigint;
  /** What losses took from each class and is not yet earned back. */
  readonly W: Record<Side, bigint>;
  readonly classes: Record<Side, ShareClass>;
  readonly stream: { left: bigint; end: number; last: number };
  /** FixedIncome: what a senior share was promised so far, and what of it was paid (attoFIL × 2^128). */
  readonly coupon: { level: bigint; paid: bigint; last: number } | null;
  /** The operator's fees that losses may still take. */
  readonly withheld: { older: bigint; newer: bigint; turned: number };
  room: bigint;
  /** The last epoch of the room. */
  roomUntil: number;
  /** Since when liquid principal has covered the seniors and all junior requests; null = it does not. */
  coveredSince: number | null;
  readonly claims: Map<bigint, bigint>;
  /** Fees that may be pulled. */
  readonly feesPayable: Map<bigint, bigint>;
  /** The nonce that the next request signed by an account must have. */
  readonly nonces: Map<bigint, bigint>;
  /** The sequence last used of `issuer/miner`. */
  readonly sequences: Map<string, bigint>;
  /** With whom the operator would have a miner come in. */
  readonly consents: Map<bigint, Crew>;
  readonly positions: Map<number, Stake>;
  readonly requests: Map<number, Request>;
  readonly miners: Map<bigint, MinerBook>;
  nextToken: number;
  /** Ids beside the queue are odd, ids in the queue even. */
  nextSide: number;
  nextQueued: number;
  /** Queue ids below it have matured for good. */
  freedBelow: number;
  /** First place of the queue that was not passed yet; a cancelled request leaves an empty place. */
  queueHead: number;
  /** Postings of the last message. */
  postings: Posting[];
}

const emptyClass = (): ShareClass => ({ P: 0n, N: 0n, Y: 0n, carry: 0n, generation: 0, requested: 0n, closed: new Map() });

export function newBooks(terms: ModelTerms, created: number): Books {
  return {
    terms,
    now: created,
    caller: terms.operator,
    operator: { id: terms.operator, seen: created, called: true, payable: 0n },
    votes: newGovernance(terms.limits, terms.issuer),
    sealing: true,
    forwarded: { day: 0, amount: 0n },
    leaving: false,
    L: 0n,
    Q: 0n,
    R: 0n,
    F: 0n,
    W: { senior: 0n, junior: 0n },
    classes: { senior: emptyClass(), junior: emptyClass() },
    stream: { left: 0n, end: 0, last: created },
    coupon: terms.annualRateBps > 0n ? { level: 0n, paid: 0n, last: created } : null,
    withheld: { older: 0n, newer: 0n, turned: created },
    room: 0n,
    roomUntil: 0,
    coveredSince: null,
    claims: new Map(),
    feesPayable: new Map(),
    nonces: new Map(),
    sequences: new Map(),
    consents: new Map(),
    positions: new Map(),
    requests: new Map(),
    miners: new Map(),
    nextToken: 1,
    nextSide: 1,
    nextQueued: 2,
    freedBelow: 0,
    queueHead: 2,
    postings: [],
  };
}

/** Deposits and custody end when the operator leaves. */
export function requireActive(b: Books): void {
  if (!b.operator.called) throw new Refused("the operator has not called yet");
  if (isLeaving(b)) throw new Refused("leaving");
}

/** He said so, or has been silent for too long. */
export const isLeaving = (b: Books): boolean => b.leaving || b.now - b.operator.seen > b.terms.absence;

export function requireOperator(b: Books): void {
  if (b.caller !== b.operator.id) throw new Refused("not the operator");
}

/** A rule does not let this through; the books stay as they were. */
export class Refused extends Error {
  override readonly name = "Refused";
}

export function minerOf(b: Books, id: bigint): MinerBook {
  const miner = b.miners.get(id);
  if (miner === undefined) throw new Refused(`no miner f0${id} in custody`);
  return miner;
}

export function positionOf(b: Books, token: number): Stake {
  const position = b.positions.get(token);
  if (position === undefined) throw new Refused(`no token ${token}`);
  return position;
}

export function requestOf(b: Books, id: number): Request {
  const request = b.requests.get(id);
  if (request === undefined) throw new Refused(`no request ${id}`);
  return request;
}

/** Adds to somebody's sum. */
export function addTo(sums: Map<bigint, bigint>, account: bigint, amount: bigint): void {
  if (amount !== 0n) sums.set(account, (sums.get(account) ?? 0n) + amount);
}

/** P_s + P_j. */
export const allPrincipal = (b: Books): bigint => b.classes.senior.P + b.classes.junior.P;

/** Principal at all miners. */
export const atMiners = (b: Books): bigint => [...b.miners.values()].reduce((sum, miner) => sum + miner.K, 0n);

export const least = (first: bigint, ...rest: bigint[]): bigint => rest.reduce((a, v) => (v < a ? v : a), first);
export const most = (first: bigint, ...rest: bigint[]): bigint => rest.reduce((a, v) => (v > a ? v : a), first);
