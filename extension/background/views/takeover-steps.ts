import { addressOf, epochOf, numberOf, say } from "../../../wallet/phrase.ts";
import type { TakeoverView } from "../../shared/miner-views.ts";
import type { TakeoverStep } from "../../../wallet/takeover/step.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { Slot } from "../../../wallet/slots/slot.ts";
import type { TakeoverDraft } from "../../../wallet/takeover/takeover-draft.ts";
import type { TakeoverFacts } from "../../../wallet/takeover/takeover-facts.ts";

/** The steps of a take-over: which one is next, what each says, and what it waits for. */

export const ORDER: readonly TakeoverStep[] = ["terms", "install", "create", "approve", "propose", "take", "worker", "done"];

/** A worker change of the former owner may still take effect for this long after a take-over; the actor confirms nothing before. */
const WORKER_DELAY = 900;

/** The command that each step's button sends. */
const COMMAND: Partial<Record<TakeoverStep, string>> = {
  install: "takeover.installCode",
  create: "takeover.createActor",
  approve: "takeover.approveMiner",
  propose: "takeover.propose",
  take: "takeover.takeOwner",
  worker: "takeover.confirmWorker",
};

/** The first step that is not done, from the chain alone but for the terms, which no chain knows before the actor is there. */
export function stepOf(facts: TakeoverFacts, draft: TakeoverDraft): TakeoverStep {
  const { actor, info } = facts;
  if (actor !== null && info.owner.equals(actor.id)) return actor.custody === null || actor.custody.confirmed ? "done" : "worker";
  if (actor === null) return draft.terms === null ? "terms" : facts.code.installed ? "create" : "install";
  // A choice made anew, or a consent that ran out, is approved again, whatever is proposed already.
  if (!facts.approved) return "approve";
  return info.pendingOwner?.equals(actor.id) === true ? "take" : "propose";
}

export function stepLine(
  each: TakeoverStep,
  step: TakeoverStep,
  slot: Slot | null,
  facts: TakeoverFacts,
  draft: TakeoverDraft,
  prefix: "f" | "t",
  cost: TakeoverView["steps"][number]["cost"],
): TakeoverView["steps"][number] {
  const at = ORDER.indexOf(each);
  const now = ORDER.indexOf(step);
  const state = each === step ? (each === "done" ? "done" : slot !== null ? "waiting" : "current") : at < now ? "done" : "ahead";
  return { step: each, state, note: noteOf(each, facts, draft, prefix), slotId: each === step ? (slot?.id ?? null) : null, cost };
}

function noteOf(step: TakeoverStep, facts: TakeoverFacts, draft: TakeoverDraft, prefix: "f" | "t"): Phrase | null {
  const terms = facts.actor?.terms;
  if (step === "terms" && (terms !== undefined || draft.terms !== null)) {
    const fee = (terms?.fees ?? draft.terms?.fees ?? []).reduce((sum, each) => sum + each.bps, 0);
    return say("step.terms", { fee: { kind: "bps", bps: fee }, reserve: { kind: "bps", bps: terms?.reserveBps ?? draft.terms?.reserveBps ?? 0 } });
  }
  if (step === "install" && facts.code.installed) return say("step.installed");
  if (step === "create" && facts.actor !== null)
    return facts.actor.final
      ? say("step.created", { actor: addressOf(facts.actor.id.toString(prefix)) })
      : say("step.createdNotFinal", { actor: addressOf(facts.actor.id.toString(prefix)) });
  if (step === "done" && facts.actor !== null && facts.info.owner.equals(facts.actor.id)) return say("step.done");
  return null;
}

export function nextOf(step: TakeoverStep, slot: Slot | null, facts: TakeoverFacts, gate: TakeoverView["gate1"], head: number): TakeoverView["next"] {
  const command = COMMAND[step];
  if (command === undefined) return null;
  const usual = { from: 30, to: 90 };
  if (slot !== null) return { command, ready: false, waitingFor: say("wait.included"), usual, since: slot.createdAt };
  if (step === "worker" && facts.actor?.custody) {
    const from = facts.actor.custody.since + WORKER_DELAY;
    if (head < from)
      return { command, ready: false, waitingFor: say("wait.workerDelay", { epoch: epochOf(from), left: numberOf(from - head) }), usual: null, since: null };
  }
  if (step === "approve")
    return facts.keys === null
      ? { command, ready: false, waitingFor: say("wait.keys"), usual: null, since: null }
      : { command, ready: true, waitingFor: null, usual: null, since: null };
  if (gate.some((row) => row.state === "wait")) return { command, ready: false, waitingFor: say("wait.final"), usual, since: null };
  const closed = gate.find((row) => row.state === "bad" || row.state === "unknown");
  return { command, ready: closed === undefined, waitingFor: closed?.text ?? null, usual: null, since: null };
}
