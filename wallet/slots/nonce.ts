import { minus } from "../../filecoin/integers.ts";
import type { PoolTold } from "../told/pool.ts";
import { Refusal } from "../refusal.ts";
import { isHeld, isOver, isTaken, leadingAttempt, mayRun, reservedBy, type Slot } from "./slot.ts";

/** Which nonce a new message gets, whether it may be made at all, and which nonces nothing fills. */

/** An account's numbers: `chainNonce` is the next one at the head, `slots` those of this account and chain. */
export interface Numbers {
  slots: readonly Slot[];
  chainNonce: number;
}

/**
 * The nonce of a new message: the lowest one, from the chain's on, that no message of this wallet may run with. So it never leaves a
 * gap, and closes one that is there. Throws Refusal: nodeBehind when the chain's is below what was already final, previousNotAccepted
 * while no node took the message before.
 */
export function nextNonce(numbers: Numbers & { node: string }): number {
  mustBeAhead(numbers);
  const nonce = firstFree(numbers);
  const waiting = numbers.slots.find((slot) => mayRun(slot) && slot.nonce >= numbers.chainNonce && slot.nonce < nonce && !isTaken(slot));
  if (waiting !== undefined) throw new Refusal("previousNotAccepted", { nonce: waiting.nonce });
  return nonce;
}

/** The lowest nonce, from the chain's on, that no message of this wallet may run with. */
export function firstFree({ slots, chainNonce }: Numbers): number {
  const taken = new Set(slots.filter(mayRun).map((slot) => slot.nonce));
  let nonce = chainNonce;
  while (taken.has(nonce)) nonce++;
  return nonce;
}

/** A nonce that fills a gap, when no message of this wallet may run with it. Throws Refusal noGap, nodeBehind. */
export function mustBeFree(numbers: Numbers & { node: string }, nonce: number): number {
  mustBeAhead(numbers);
  if (nonce < numbers.chainNonce || numbers.slots.some((slot) => mayRun(slot) && slot.nonce === nonce)) throw new Refusal("noGap", { nonce });
  return nonce;
}

/** Throws nodeBehind: the chain of a node that knows less than what was already final. */
function mustBeAhead({ slots, chainNonce, node }: Numbers & { node: string }): void {
  const lastFinal = Math.max(-1, ...slots.filter(isOver).map((slot) => slot.nonce));
  if (chainNonce < lastFinal + 1) throw new Refusal("nodeBehind", { node, chainNonce, expected: lastFinal + 1 });
}

/** Messages that a node says to hold from an account and that this wallet did not sign: another copy of the keys did, or the node lies. */
export interface Ahead {
  node: string;
  /** the first nonce of them */
  from: number;
  count: number;
}

/** What the pools hold ahead of a nonce that is free for this wallet: shown beside it, never built upon. */
export function aheadOf(nonce: number, pools: readonly PoolTold[]): Ahead | null {
  const [most] = pools.filter(({ nextNonce }) => nextNonce > nonce).sort((a, b) => b.nextNonce - a.nextNonce);
  return most === undefined ? null : { node: most.host, from: nonce, count: most.nextNonce - nonce };
}

/** A nonce that nothing fills, and the lowest one above it whose message waits for it in vain. */
export interface Gap {
  nonce: number;
  waiting: number;
}

/**
 * The lowest gap of an account, or null. `waiting`: nonces of messages that pools hold, where nodes list them. What pools hold from the
 * chain's nonce on without a break is no gap, whoever signed it.
 */
export function gapOf({ slots, chainNonce }: Numbers, pools: readonly PoolTold[], waiting: readonly number[]): Gap | null {
  const own = slots.filter(mayRun).map((slot) => slot.nonce);
  const above = new Set([...own, ...waiting]);
  let nonce = Math.max(chainNonce, ...pools.map(({ nextNonce }) => nextNonce));
  while (above.has(nonce)) nonce++;
  const next = Math.min(...[...above].filter((each) => each > nonce));
  return next === Infinity ? null : { nonce, waiting: next };
}

/** attoFIL that held slots may still take, the one at `except` left out (a replacement takes its place). */
export function reserved(slots: readonly Slot[], chainNonce: number, except?: string): bigint {
  return slots.filter((slot) => mayRun(slot) && slot.nonce >= chainNonce && slot.id !== except).reduce((sum, slot) => sum + reservedBy(slot), 0n);
}

/** attoFIL of a balance that a new message may set aside for its value and its fee. */
export const spendable = (balance: bigint, slots: readonly Slot[], chainNonce: number): bigint => minus(balance, reserved(slots, chainNonce));

/** The lowest held nonce of its account before this slot that no block has taken: what it waits for. */
export function waitsFor(slot: Slot, slots: readonly Slot[]): number | null {
  const { genesis, account, nonce } = slot;
  const before = slots.filter((s) => s.account === account && s.genesis === genesis && s.nonce < nonce && isHeld(s) && leadingAttempt(s).state !== "included");
  return before.length === 0 ? null : Math.min(...before.map((s) => s.nonce));
}
