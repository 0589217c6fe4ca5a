import type { ApprovalView } from "../approval-views.ts";
import { withoutLabels } from "../labels.ts";

/** When a second dry run asks for a second look: another exit, another receiver, or less for the one who signs. */

export interface PredictionFacts {
  exitCode: number;
  receiverCode: string | null;
  /** attoFIL by address, fees left out */
  changes: Readonly<Record<string, string>>;
}

/**
 * What changed against the signer. Amounts that only grow in favour of the signer's accounts (a reward that streams in from epoch
 * to epoch) are no change; a new receiver, a greater loss or a smaller gain of an own account is.
 */
export function changesAgainst(
  before: PredictionFacts,
  now: PredictionFacts,
  isOwn: (address: string) => boolean,
): ("exit" | "code" | "receiver" | "amount")[] {
  const found = new Set<"exit" | "code" | "receiver" | "amount">();
  if (before.exitCode !== now.exitCode) found.add("exit");
  if (before.receiverCode !== now.receiverCode) found.add("code");
  const addresses = new Set([...Object.keys(before.changes), ...Object.keys(now.changes)]);
  for (const address of addresses) {
    const [a, b] = [BigInt(before.changes[address] ?? "0"), BigInt(now.changes[address] ?? "0")];
    if (a <= 0n && b > 0n && !isOwn(address)) found.add("receiver");
    if (isOwn(address) && b < a) found.add("amount");
  }
  return [...found];
}

/** Does the approval as made now ask for more care than the one that was shown: a higher tier, another text to type, a new alarm. */
export function careGrew(shown: Pick<ApprovalView, "tier" | "confirm" | "alarm">, now: Pick<ApprovalView, "tier" | "confirm" | "alarm">): boolean {
  const asked = new Set(shown.confirm.typed.map(({ id, text }) => `${id} ${text}`));
  return (
    now.tier > shown.tier ||
    now.confirm.typed.some(({ id, text }) => !asked.has(`${id} ${text}`)) ||
    (now.alarm !== null && now.alarm.code !== shown.alarm?.code)
  );
}

/**
 * Does the approval as made now say the same as the one that was shown: sentence, mark, alarm, parties, what a number stands for, the way back, code. Labels, the moment of
 * an epoch and how far a proof's tipset has come are no part of it.
 */
export function sameMeaning(shown: ApprovalView, now: ApprovalView): boolean {
  const said = (view: ApprovalView): string =>
    JSON.stringify(
      withoutLabels([
        view.kind,
        view.sentence,
        view.mark,
        view.alarm,
        view.wayBack,
        view.code === null ? null : [view.code.codeCid, view.code.release],
        view.parties.map(({ role, forms }) => [role, forms.address, forms.own]),
        view.checks.filter(({ id }) => id === "proposal" || id === "told" || id === "sameActor").map(({ state, text }) => [state, text]),
        view.blocked,
      ]),
      (key, value: unknown) => (key === "time" ? undefined : value),
    );
  return said(shown) === said(now);
}
