import type { ShownField, ShownValue } from "../../filecoin/methods/codec.ts";
import type { DecodedField } from "../../filecoin/methods/decode.ts";
import { say } from "../phrase.ts";
import type { Phrase } from "../values.ts";
import type { Call, Presenter } from "./reading-parts.ts";

/** Ends that lie in the past: what a message opens until then is over before it begins. */

/**
 * Fields that say until when something holds. Not the other epochs of a call: durations, moments that were (an attestation's `issued`), the start of a
 * multisig's lock, which may lie in the past; and not a beneficiary's expiration, which has an alarm of its own.
 */
export const ENDS: ReadonlySet<string> = new Set(["until", "validUntil", "lastExpiration"]);

/** The first end of a call that has come already; null when there is none. A room of nothing closes deposits, and needs no end. */
export function pastEpoch(call: Call, now: number, show: Presenter): Phrase | null {
  if (call.name === "OpenDeposits" && call.fields.some(({ label, value }) => label === "amount" && value === 0n)) return null;
  const end = endsIn(call.fields).find(({ epoch }) => epoch <= now);
  return end === undefined ? null : say("alarm.past", { epoch: show.epoch(end.epoch) });
}

function endsIn(fields: readonly (ShownField | DecodedField)[]): { label: string; epoch: number }[] {
  const walk = (label: string, field: ShownValue | DecodedField): { label: string; epoch: number }[] => {
    // A relayed call's own fields stand as "Method.field".
    const name = label.slice(label.lastIndexOf(".") + 1);
    if (field.kind === "epoch") return ENDS.has(name) ? [{ label: name, epoch: field.value }] : [];
    if (field.kind === "tuple") return field.value.flatMap((inner) => walk(inner.label, inner));
    if (field.kind === "list") return field.value.flatMap((item) => walk(label, item));
    return field.kind === "call" ? endsIn(field.value.fields) : [];
  };
  return fields.flatMap((field) => walk(field.label, field));
}
