import { Address } from "../../../filecoin/address.ts";
import { fromBase64 } from "../../../filecoin/bytes.ts";
import { decodeMessage } from "../../../filecoin/message.ts";
import type { SlotView } from "../../../wallet/approval-views.ts";
import { withLabels } from "../../../wallet/labels.ts";
import type { Network } from "../../../wallet/network.ts";
import { numberOf, say } from "../../../wallet/phrase.ts";
import { messageView } from "../../../wallet/reading/message-json.ts";
import { exitPhrase, returnRows } from "../../../wallet/prediction/dry-run.ts";
import type { KnownActor } from "../../../wallet/told/known-actor.ts";
import { isFree, isHeld, isLeft, leadingAttempt, mayRun, paidFee, type Attempt, type Slot } from "../../../wallet/slots/slot.ts";
import { waitsFor } from "../../../wallet/slots/nonce.ts";
import { othersFor, strandingOf } from "../../../wallet/slots/stranded.ts";

/** Slots as pages see them. */

export interface SlotFacts {
  prefix: "f" | "t";
  label(address: string): string | null;
  /** type of the receiver, to read returns; null when not known */
  receiver(slot: Slot): KnownActor | null;
  all: readonly Slot[];
  networks: readonly Network[];
  headEpoch: number | null;
}

type Status = SlotView["status"];

const STATUS: Readonly<Record<Attempt["state"], Status>> = {
  approved: "stored",
  void: "void",
  signed: "sending",
  pushing: "sending",
  accepted: "waiting",
  refused: "held",
  seen: "waiting",
  silent: "late",
  missing: "held",
  included: "included",
  final: "final",
  replaced: "replaced",
  foreign: "foreign",
  unknown: "unknown",
  left: "left",
};
/** seconds until a block usually takes a message, and until it is final, in epochs of 30 s */
const USUAL_BLOCK = { from: 30, to: 90 };

/** States in which a message may stay for long without its owner being able to do anything about it. */
const LEAVEABLE: ReadonlySet<Attempt["state"]> = new Set(["refused", "silent", "missing", "unknown"]);

export function slotView(slot: Slot, facts: SlotFacts): SlotView {
  const lead = leadingAttempt(slot);
  const failed = (lead.state === "included" || lead.state === "final") && lead.inclusion !== null && lead.inclusion.exitCode !== 0;
  const cancelled = lead.purpose === "cancel" && lead.state === "final";
  const status: Status = failed && lead.state === "final" ? "failed" : cancelled ? "replaced" : STATUS[lead.state];
  const held = isHeld(slot);
  const signed = slot.attempts.some((a) => a.signed !== null);
  const waiting = held && signed && lead.state !== "included";
  const stranded = mayRun(slot) ? strandingOf(slot, facts.networks) : null;
  const attempts = slot.attempts.map((attempt) => attemptView(attempt, slot, facts));
  return {
    id: slot.id,
    account: Address.parse(slot.account).toString(facts.prefix),
    accountLabel: facts.label(slot.account),
    networkId: slot.networkId,
    nonce: slot.nonce,
    kind: slot.kind,
    sentence: withLabels(slot.sentence, (address) => facts.label(Address.parse(address).toString())),
    state: lead.state,
    status,
    statusText: say(`status.${failed ? "failed" : status}`, { nonce: numberOf(slot.nonce) }),
    value: lead.value,
    moved: lead.inclusion === null ? null : failed ? "0" : lead.value,
    attempts,
    waitsForNonce: held ? waitsFor(slot, facts.all) : null,
    createdAt: slot.createdAt,
    changedAt: slot.changedAt,
    canSpeedUp: waiting && stranded === null,
    canCancel: waiting && stranded === null && lead.purpose !== "cancel",
    canResend: waiting && stranded === null,
    stranded,
    canMoveTo: stranded === null ? [] : othersFor(slot, facts.networks).map(({ id, name }) => ({ id, name })),
    canLeave: held && signed && (stranded !== null || facts.headEpoch === null || LEAVEABLE.has(lead.state)),
    canTakeUp: isLeft(slot) && strandingOf(slot, facts.networks) === null,
    epochsDeep: lead.inclusion === null || facts.headEpoch === null ? null : Math.max(0, facts.headEpoch - lead.inclusion.epoch),
    usual: isFree(slot) || lead.state === "final" ? null : USUAL_BLOCK,
  };
}

function attemptView(attempt: Attempt, slot: Slot, facts: SlotFacts): SlotView["attempts"][number] {
  const message = decodeMessage(fromBase64(attempt.unsigned));
  const { inclusion } = attempt;
  const receiver = facts.receiver(slot);
  return {
    cid: attempt.cid,
    chainCid: attempt.chainCid,
    purpose: attempt.purpose,
    state: attempt.state,
    approvalId: attempt.approvalId,
    message: messageView(message, facts.prefix),
    createdAt: attempt.createdAt,
    changedAt: attempt.changedAt,
    note: attempt.note,
    pushes: attempt.pushes.map(({ node, at, answer, again = false }) => ({ node, at, answer, again })),
    nextPushAt: attempt.nextPushAt,
    seenBy: attempt.seenBy,
    inclusion:
      inclusion === null
        ? null
        : {
            epoch: inclusion.epoch,
            tipset: inclusion.tipset,
            exitCode: inclusion.exitCode,
            exitText: exitPhrase(inclusion.exitCode, receiver, null),
            gasUsed: inclusion.gasUsed,
            returned: receiver === null ? [] : returnRows(message, receiver, fromBase64(inclusion.returned), facts.prefix),
            paidFee: paidFee(attempt)?.toString() ?? null,
          },
    expected: attempt.expected,
    ceiling: (BigInt(attempt.gasLimit) * BigInt(attempt.gasFeeCap)).toString(),
  };
}
