import { say } from "../phrase.ts";
import { Refusal } from "../refusal.ts";
import type { Phrase } from "../values.ts";
import { isFree, isLeft, isLive, isOver, leadingAttempt, type Answer, type Attempt, type AttemptState, type Inclusion, type Slot } from "./slot.ts";

/** How a slot goes on: every rule is a pure function of the slot as it was, one event and the clock. */

/**
 * What may follow what. `foreign`, `final` and `replaced` are ends; `void` is an end that frees the nonce. `left` is no end: its owner
 * lets it lie, its nonce stays taken, and it can be taken up again.
 */
const NEXT: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  approved: ["signed", "void"],
  void: [],
  signed: ["pushing", "included", "foreign", "unknown", "left"],
  pushing: ["pushing", "accepted", "refused", "included", "foreign", "unknown", "left"],
  accepted: ["pushing", "seen", "silent", "missing", "included", "foreign", "unknown", "left"],
  refused: ["pushing", "accepted", "seen", "included", "foreign", "unknown", "left"],
  seen: ["seen", "silent", "missing", "pushing", "included", "foreign", "unknown", "left"],
  silent: ["silent", "seen", "missing", "pushing", "included", "foreign", "unknown", "left"],
  missing: ["pushing", "seen", "silent", "included", "foreign", "unknown", "left"],
  included: ["included", "final", "seen", "missing", "foreign", "unknown", "left"],
  final: [],
  replaced: [],
  foreign: [],
  unknown: ["unknown", "included", "seen", "missing", "foreign", "left"],
  left: ["missing"],
};

export type SlotEvent =
  | { to: "signed"; signed: string; chainCid: string }
  | { to: "void"; note: Phrase }
  | { to: "pushing" }
  | { to: "accepted"; answers: readonly Answer[]; epoch: number | null; again?: boolean }
  | { to: "refused"; answers: readonly Answer[]; note: Phrase; nextPushAt: number; again?: boolean }
  | { to: "seen"; nodes: string[] }
  | { to: "silent"; note: Phrase }
  | { to: "missing"; note: Phrase | null }
  | { to: "included"; inclusion: Inclusion }
  | { to: "final" }
  | { to: "foreign"; note: Phrase }
  | { to: "unknown"; note: Phrase }
  | { to: "left"; note: Phrase };

/** One event on the attempt with this CID of its unsigned bytes. */
export interface Step {
  cid: string;
  event: SlotEvent;
}

/** A first attempt, or the next one in a slot whose earlier attempts allow it. Throws Refusal secondSignature. */
export function withAttempt(slot: Slot | undefined, fresh: Omit<Slot, "attempts">, attempt: Attempt): Slot {
  if (slot === undefined || isFree(slot)) return { ...fresh, createdAt: slot?.createdAt ?? fresh.createdAt, attempts: [...(slot?.attempts ?? []), attempt] };
  if (isOver(slot) || isLeft(slot) || slot.attempts.some((a) => a.state === "included"))
    throw new Refusal("notReplaceable", { state: leadingAttempt(slot).state });
  if (attempt.purpose === "first") throw new Refusal("secondSignature", { cid: leadingAttempt(slot).cid });
  if (slot.attempts.some((a) => a.state === "approved")) throw new Refusal("secondSignature", { cid: attempt.cid });
  return { ...slot, changedAt: attempt.createdAt, attempts: [...slot.attempts, attempt] };
}

const PUSHES_KEPT = 20;

/** An attempt whose slot is at an end, or left: what was never signed is void. */
function ended(attempt: Attempt, state: "replaced" | "foreign" | "left", now: number): Attempt {
  if (attempt.signed !== null) return { ...attempt, state, changedAt: now, nextPushAt: null };
  return { ...attempt, state: "void", changedAt: now, note: say(state === "left" ? "void.left" : "void.overtaken") };
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
  // A nonce that is used for ever ends every other attempt: replaced by ours, or overtaken by a foreign message. A slot is left as a whole.
  const end = event.to === "final" ? ("replaced" as const) : event.to === "foreign" || event.to === "left" ? event.to : null;
  const attempts = slot.attempts.map((a) => (a === attempt ? next : end !== null && isLive(a) ? ended(a, end, now) : a));
  return { ...slot, changedAt: now, attempts };
}

function changed(a: Attempt, event: SlotEvent, now: number): Attempt {
  const pushes = ({ answers, again = false }: { answers: readonly Answer[]; again?: boolean }): Attempt["pushes"] =>
    [...a.pushes, ...answers.map((each) => ({ ...each, at: now, ...(again ? { again } : {}) }))].slice(-PUSHES_KEPT);
  switch (event.to) {
    case "signed":
      return { ...a, signed: event.signed, chainCid: event.chainCid };
    case "void":
    case "silent":
    case "unknown":
    case "foreign":
    case "left":
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
