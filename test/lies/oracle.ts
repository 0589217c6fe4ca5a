import type { ApprovalView } from "../../wallet/approval-views.ts";
import { withoutLabels } from "../../wallet/labels.ts";

/** What a lie has done to an approval: compared with the one that honest nodes give of the same draft. */

/** A node's word alone stops these, or lets them through. */
const TOLD_STOPS: readonly string[] = ["blocked.dryRun", "blocked.notEnough", "blocked.changedSince"];

interface Row {
  readonly id: string;
  readonly state: string;
  readonly text: unknown;
}

const text = (value: unknown): string => JSON.stringify(withoutLabels(value));

/** Differences in what is signed or called proven, each in one line. Empty: no lie has come through. */
export function lostTruth(shown: ApprovalView, honest: ApprovalView): string[] {
  if (shown.state === "blocked") return [];
  const differ = (what: string, a: unknown, b: unknown): string[] => (text(a) === text(b) ? [] : [`${what}: ${text(a)} instead of ${text(b)}`]);
  const bytes = [
    ...differ("receiver", shown.message.To, honest.message.To),
    ...differ("sender", shown.message.From, honest.message.From),
    ...differ("value", shown.message.Value, honest.message.Value),
    ...differ("method", shown.message.Method, honest.message.Method),
    ...differ("params", shown.params.hex, honest.params.hex),
  ];
  if (isUnproven(shown)) return [...bytes, ...unproven(shown)];
  const stops = honest.blocked === null || TOLD_STOPS.includes(honest.blocked.code) ? [] : [`open instead of ${honest.blocked.code}`];
  return [
    ...bytes,
    ...stops,
    ...differ("kind", shown.kind, honest.kind),
    ...differ("sentence", shown.sentence, honest.sentence),
    ...differ("way back", shown.wayBack, honest.wayBack),
    ...differ("method", [shown.method.name, shown.method.actor], [honest.method.name, honest.method.actor]),
    ...differ(
      "code",
      shown.code === null ? null : [shown.code.codeCid, shown.code.release],
      honest.code === null ? null : [honest.code.codeCid, honest.code.release],
    ),
    ...openIds(shown, honest),
    ...differ("parties", partiesOf(shown), partiesOf(honest)),
    ...differ("fields", fieldsOf(shown), fieldsOf(honest)),
    ...rows(shown, honest),
    ...care(shown, honest),
    ...standing(shown),
  ];
}

/** Nothing is said of a message whose facts could not be proven but its bytes, and words are asked for. */
function unproven(shown: ApprovalView): string[] {
  const named = shown.parties.filter(({ forms }) => forms.codeCid !== null || forms.balance !== null).map(({ role }) => `${role} is told as proven`);
  const words = shown.message.Method === 0 || shown.confirm.typed.some(({ id }) => id === "oneNode") ? [] : ["no words are asked for"];
  return [...named, ...words, ...shown.checks.filter(({ source }) => source.kind === "agreed").map(({ id }) => `row ${id} is called agreed`)];
}

const isUnproven = ({ checks }: ApprovalView): boolean => checks.some(({ id, text: { code } }) => id === "agreement" && code.startsWith("check.unproven."));

/** Rows that two nodes are said to agree on. */
function rows(shown: ApprovalView, honest: ApprovalView): string[] {
  const told = (view: ApprovalView): Row[] => view.checks.filter(({ source, id }) => source.kind === "agreed" && id !== "agreement");
  const known = new Map(honest.checks.map((row) => [row.id, row]));
  return told(shown).flatMap(({ id, state, text: said }) => {
    const truth = known.get(id);
    return truth !== undefined && text([truth.state, truth.text]) === text([state, said])
      ? []
      : [`row ${id}: ${text(said)} instead of ${text(truth?.text ?? null)}`];
  });
}

type Forms = ApprovalView["parties"][number]["forms"];
const withoutFinality = (forms: Forms | null): unknown => (forms === null ? null : { ...forms, idFinal: null });
const partiesOf = ({ parties }: ApprovalView): unknown => parties.map(({ role, forms }) => [role, withoutFinality(forms)]);
const fieldsOf = ({ params }: ApprovalView): unknown => params.fields.map((field) => ({ ...field, address: withoutFinality(field.address) }));

/** An id may be called open for want of a final tipset, but none that is open may be called final. */
function openIds(shown: ApprovalView, honest: ApprovalView): string[] {
  const open = new Set(honest.parties.filter(({ forms }) => !forms.idFinal).map(({ forms }) => forms.address));
  return shown.parties.filter(({ forms }) => forms.idFinal && open.has(forms.address)).map(({ forms }) => `${forms.address} is called final`);
}

/** A lie may ask for more care, never for less. */
function care(shown: ApprovalView, honest: ApprovalView): string[] {
  const asked = new Set(shown.confirm.reasons.map(({ code }) => code));
  return [
    ...(shown.tier < honest.tier ? [`tier ${shown.tier} instead of ${honest.tier}`] : []),
    ...(shown.alarm === null && honest.alarm !== null ? [`no alarm instead of ${honest.alarm.code}`] : []),
    ...honest.confirm.reasons.filter(({ code }) => !asked.has(code)).map(({ code }) => `no ${code}`),
  ];
}

/** One node's word is called that. */
const standing = ({ checks, mark, kind }: ApprovalView): string[] =>
  checks.find(({ id }) => id === "agreement")?.source.kind === "oneNode" && mark === null && kind !== "send" && kind !== "cancel" && kind !== "speedUp"
    ? ["one node's word without a mark"]
    : [];
