import type { ApprovalView, AttemptStateName, SlotView } from "../approval-views.ts";
import type { Phrase } from "../values.ts";
import { say } from "../phrase.ts";
import { Refusal } from "../refusal.ts";
import { costAt } from "../price/fee.ts";

/**
 * A slot is (account, nonce) on one network; its attempts are the messages made for it. A signed message is over only when its
 * nonce is used by a final message: until then the slot is held and the bytes are kept. Everything here is plain JSON (base64
 * bytes, decimal amounts) and every rule is a pure function; slot-store.ts writes one strict transaction for each transition.
 */

export type AttemptState = AttemptStateName;
export type Purpose = SlotView["attempts"][number]["purpose"];

export interface Inclusion {
  epoch: number;
  /** key of the tipset in which the receipt was found */
  tipset: string[];
  exitCode: number;
  /** base64 */
  returned: string;
  gasUsed: number;
  /** attoFIL per gas in the tipset that took the message, decimal; left out where the node no longer told it */
  baseFee?: string;
}

export interface Attempt {
  /** CID of the unsigned bytes */
  cid: string;
  purpose: Purpose;
  state: AttemptState;
  approvalId: string;
  /** base64 CBOR of the unsigned message */
  unsigned: string;
  /** base64 CBOR of the signed message, kept for ever once there */
  signed: string | null;
  /** CID under which chain and pool know it */
  chainCid: string | null;
  createdAt: number;
  changedAt: number;
  /** while approved: not signed after this */
  expiresAt: number;
  note: Phrase | null;
  /** `again`: its owner asked for it */
  pushes: { node: string; at: number; answer: string; again?: boolean }[];
  tries: number;
  nextPushAt: number | null;
  acceptedEpoch: number | null;
  seenBy: string[];
  inclusion: Inclusion | null;
  /** what the dry run at confirm predicted; compared again before a late signature */
  predicted: { exitCode: number; gasUsed: number; receiverCode?: string | null; changes?: Record<string, string> };
  value: string;
  gasLimit: number;
  gasFeeCap: string;
  gasPremium: string;
  expected: string;
}

export interface Slot {
  id: string;
  genesis: string;
  networkId: string;
  /** f-prefixed address */
  account: string;
  nonce: number;
  kind: ApprovalView["kind"];
  sentence: Phrase;
  createdAt: number;
  changedAt: number;
  attempts: Attempt[];
}

export const slotId = (genesis: string, account: string, nonce: number): string => `${slotPrefix(genesis, account)}${String(nonce).padStart(16, "0")}`;
export const slotPrefix = (genesis: string, account: string): string => `${genesis}/${account}/`;

/** What may follow what. `foreign`, `final` and `replaced` are ends; `void` is an end that frees the nonce. */
const NEXT: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  approved: ["signed", "void"],
  void: [],
  signed: ["pushing", "included", "foreign", "unknown"],
  pushing: ["pushing", "accepted", "refused", "included", "foreign", "unknown"],
  accepted: ["pushing", "seen", "silent", "missing", "included", "foreign", "unknown"],
  refused: ["pushing", "accepted", "seen", "included", "foreign", "unknown"],
  seen: ["seen", "silent", "missing", "pushing", "included", "foreign", "unknown"],
  silent: ["silent", "seen", "missing", "pushing", "included", "foreign", "unknown"],
  missing: ["pushing", "seen", "silent", "included", "foreign", "unknown"],
  included: ["included", "final", "seen", "missing", "foreign", "unknown"],
  final: [],
  replaced: [],
  foreign: [],
  unknown: ["included", "seen", "missing", "foreign"],
};

const LIVE: ReadonlySet<AttemptState> = new Set(["approved", "signed", "pushing", "accepted", "refused", "seen", "silent", "missing", "included", "unknown"]);
const TAKEN: ReadonlySet<AttemptState> = new Set(["accepted", "seen", "silent", "missing", "included", "final", "replaced", "foreign", "unknown"]);

/** Is the attempt still open. */
export const isLive = (attempt: Attempt): boolean => LIVE.has(attempt.state);

/** The nonce is taken and not yet used by a final message. */
export function isHeld(slot: Slot): boolean {
  return slot.attempts.some(isLive) && !slot.attempts.some((a) => a.state === "final" || a.state === "foreign");
}

/** The nonce is used for ever. */
export const isOver = (slot: Slot): boolean => slot.attempts.some((a) => a.state === "final" || a.state === "foreign");

/** Closed slots that stay for the activity page and the costs of a take-over, per account and network. */
export const CLOSED_KEPT = 500;

/**
 * Ids of slots that may go from the disk: the oldest closed ones beyond what is kept. A held slot never goes, nor the highest used
 * nonce, by which a node that is behind is told.
 */
export function dropped(slots: readonly Slot[]): string[] {
  const closed = slots.filter((slot) => !isHeld(slot)).sort((a, b) => b.nonce - a.nonce);
  const highest = closed.find(isOver);
  return closed
    .slice(CLOSED_KEPT)
    .filter((slot) => slot !== highest)
    .map((slot) => slot.id);
}

/** Nothing was ever signed and nothing will be: the nonce may be given out again. */
export const isFree = (slot: Slot): boolean => slot.attempts.every((a) => a.state === "void");

/** A node has taken at least one attempt: the next nonce may be used. */
export const isTaken = (slot: Slot): boolean => slot.attempts.some((a) => TAKEN.has(a.state));

/** The attempt whose state counts for people: the final one, else an included one, else the newest live one, else the newest. */
export function leadingAttempt(slot: Slot): Attempt {
  const by = (states: readonly AttemptState[]): Attempt | undefined => slot.attempts.findLast((a) => states.includes(a.state));
  const attempt = by(["final"]) ?? by(["foreign"]) ?? by(["included"]) ?? slot.attempts.findLast(isLive) ?? slot.attempts.at(-1);
  if (attempt === undefined) throw new Error(`slot ${slot.id} has no attempt`);
  return attempt;
}

/** The attempt a replacement outbids: the newest signed one that is still open. Throws Refusal notReplaceable. */
export function outbid(slot: Slot): Attempt {
  const attempt = slot.attempts.findLast((a) => isLive(a) && a.signed !== null);
  if (attempt === undefined || !isHeld(slot) || attempt.state === "included") throw new Refusal("notReplaceable", { state: leadingAttempt(slot).state });
  return attempt;
}

export type SlotEvent =
  | { to: "signed"; signed: string; chainCid: string }
  | { to: "void"; note: Phrase }
  | { to: "pushing"; node: string }
  | { to: "accepted"; node: string; answer: string; epoch: number | null; again?: boolean }
  | { to: "refused"; node: string; answer: string; note: Phrase; nextPushAt: number; again?: boolean }
  | { to: "seen"; nodes: string[] }
  | { to: "silent"; note: Phrase }
  | { to: "missing"; note: Phrase | null }
  | { to: "included"; inclusion: Inclusion }
  | { to: "final" }
  | { to: "foreign"; note: Phrase }
  | { to: "unknown"; note: Phrase };

/** A first attempt, or the next one in a slot whose earlier attempts allow it. Throws Refusal secondSignature. */
export function withAttempt(slot: Slot | undefined, fresh: Omit<Slot, "attempts">, attempt: Attempt): Slot {
  if (slot === undefined || isFree(slot)) return { ...fresh, createdAt: slot?.createdAt ?? fresh.createdAt, attempts: [...(slot?.attempts ?? []), attempt] };
  if (isOver(slot) || slot.attempts.some((a) => a.state === "included")) throw new Refusal("notReplaceable", { state: leadingAttempt(slot).state });
  if (attempt.purpose === "first") throw new Refusal("secondSignature", { cid: leadingAttempt(slot).cid });
  if (slot.attempts.some((a) => a.state === "approved")) throw new Refusal("secondSignature", { cid: attempt.cid });
  return { ...slot, changedAt: attempt.createdAt, attempts: [...slot.attempts, attempt] };
}

const PUSHES_KEPT = 20;

/** An attempt whose nonce another message used: what was never signed is void. */
function ended(attempt: Attempt, state: "replaced" | "foreign", now: number): Attempt {
  return attempt.signed === null ? { ...attempt, state: "void", changedAt: now, note: say("void.overtaken") } : { ...attempt, state, changedAt: now };
}

/** The slot after an event on one attempt. Throws Refusal: stale for a step that is not allowed, secondSignature for other bytes. */
export function after(slot: Slot, cid: string, event: SlotEvent, now: number): Slot {
  const attempt = slot.attempts.findLast((a) => a.cid === cid);
  if (attempt === undefined) throw new Refusal("unknownSlot", { id: `${slot.id} ${cid}` });
  if (event.to === "signed" && attempt.signed !== null) {
    if (attempt.signed !== event.signed) throw new Refusal("secondSignature", { cid });
    return slot;
  }
  if (!NEXT[attempt.state].includes(event.to)) throw new Refusal("stale", { detail: `${attempt.state} to ${event.to}` });
  const next = changed({ ...attempt, state: event.to, changedAt: now }, event, now);
  // A nonce that is used for ever ends every other attempt: replaced by ours, or overtaken by a foreign message.
  const end = event.to === "final" ? ("replaced" as const) : event.to === "foreign" ? event.to : null;
  const attempts = slot.attempts.map((a) => (a === attempt ? next : end !== null && isLive(a) ? ended(a, end, now) : a));
  return { ...slot, changedAt: now, attempts };
}

function changed(a: Attempt, event: SlotEvent, now: number): Attempt {
  const pushes = ({ node, answer, again = false }: { node: string; answer: string; again?: boolean }): Attempt["pushes"] =>
    [...a.pushes, { node, at: now, answer, ...(again ? { again } : {}) }].slice(-PUSHES_KEPT);
  switch (event.to) {
    case "signed":
      return { ...a, signed: event.signed, chainCid: event.chainCid };
    case "void":
    case "silent":
    case "unknown":
    case "foreign":
      return { ...a, note: event.note, nextPushAt: null };
    case "pushing":
      return { ...a, tries: a.tries + 1, nextPushAt: null };
    case "accepted":
      return { ...a, tries: 0, pushes: pushes(event), acceptedEpoch: event.epoch ?? a.acceptedEpoch, nextPushAt: null, note: null };
    case "refused":
      return { ...a, pushes: pushes(event), note: event.note, nextPushAt: event.nextPushAt };
    case "seen":
      return { ...a, seenBy: event.nodes, note: null, inclusion: null };
    case "missing":
      return { ...a, note: event.note, inclusion: null, nextPushAt: now };
    case "included":
      return { ...a, inclusion: event.inclusion, note: null, nextPushAt: null };
    case "final":
      return { ...a, nextPushAt: null };
  }
}

/** What the included message cost its sender in fees, attoFIL; null before, and where the base fee of its tipset is not known. */
export function paidFee(attempt: Attempt): bigint | null {
  const { inclusion } = attempt;
  if (inclusion?.baseFee === undefined) return null;
  return costAt(
    { gasLimit: attempt.gasLimit, gasFeeCap: BigInt(attempt.gasFeeCap), gasPremium: BigInt(attempt.gasPremium) },
    inclusion.gasUsed,
    BigInt(inclusion.baseFee),
  );
}

/** Waiting before the same bytes are pushed again: 15 s, 30 s, … at most 10 min. */
export const pushAgainAfter = (tries: number): number => Math.min(15_000 * 2 ** Math.max(0, tries - 1), 600_000);

/** The ceiling plus value that a held slot may still take from its account: the dearest live attempt. */
export function reservedBy(slot: Slot): bigint {
  let most = 0n;
  for (const a of slot.attempts) {
    if (!isLive(a)) continue;
    const cost = BigInt(a.value) + BigInt(a.gasLimit) * BigInt(a.gasFeeCap);
    if (cost > most) most = cost;
  }
  return most;
}
