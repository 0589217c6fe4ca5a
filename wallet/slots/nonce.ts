import { minus } from "../../filecoin/integers.ts";
import { Refusal } from "../refusal.ts";
import { isFree, isHeld, isOver, isTaken, leadingAttempt, reservedBy, type Slot } from "./slot.ts";

/** Which nonce a new message gets, and whether it may be made at all. */

/**
 * The next nonce of an account: the chain's at the head, or one above the highest held slot, or one above what the pool holds from
 * this sender with a good signature (another copy of these keys). Throws Refusal: nodeBehind when the chain nonce is below what
 * was already final, previousNotAccepted while the slot before was not taken by a node.
 */
export function nextNonce(input: { slots: readonly Slot[]; chainNonce: number; poolNonces: readonly number[]; node: string }): number {
  const { slots, chainNonce } = input;
  const lastFinal = Math.max(-1, ...slots.filter(isOver).map((slot) => slot.nonce));
  if (chainNonce < lastFinal + 1) throw new Refusal("nodeBehind", { node: input.node, chainNonce, expected: lastFinal + 1 });
  const held = slots.filter((slot) => isHeld(slot) && slot.nonce >= chainNonce).sort((a, b) => a.nonce - b.nonce);
  const waiting = held.find((slot) => !isTaken(slot));
  if (waiting !== undefined) throw new Refusal("previousNotAccepted", { nonce: waiting.nonce });
  return Math.max(chainNonce, (held.at(-1)?.nonce ?? -1) + 1, ...input.poolNonces.map((nonce) => nonce + 1));
}

/** attoFIL that held slots may still take, the one at `except` left out (a replacement takes its place). */
export function reserved(slots: readonly Slot[], chainNonce: number, except?: string): bigint {
  return slots.filter((slot) => isHeld(slot) && slot.nonce >= chainNonce && slot.id !== except).reduce((sum, slot) => sum + reservedBy(slot), 0n);
}

/** attoFIL of a balance that a new message may set aside for its value and its fee. */
export const spendable = (balance: bigint, slots: readonly Slot[], chainNonce: number): bigint => minus(balance, reserved(slots, chainNonce));

/** The lowest held nonce before this slot that no block has taken: what it waits for. */
export function waitsFor(slot: Slot, slots: readonly Slot[]): number | null {
  const before = slots.filter((s) => s.nonce < slot.nonce && !isFree(s) && isHeld(s) && leadingAttempt(s).state !== "included");
  return before.length === 0 ? null : Math.min(...before.map((s) => s.nonce));
}
