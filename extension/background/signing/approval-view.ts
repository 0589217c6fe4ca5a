import { Address } from "../../../filecoin/address.ts";
import { toHex } from "../../../filecoin/bytes.ts";
import { messageCid, type Message } from "../../../filecoin/message.ts";
import { knownRelease } from "../../../wallet/told/known-actor.ts";
import type { ApprovalView, DecodedField } from "../../../wallet/approval-views.ts";
import { aheadWords, type Care } from "../../../wallet/care/care.ts";
import { amountOf, addressOf, numberOf, say, textOf } from "../../../wallet/phrase.ts";
import type { Prediction } from "../../../wallet/prediction/dry-run.ts";
import { ceilingOf, costAt, type Fee } from "../../../wallet/price/fee.ts";
import { certainForms } from "../../../wallet/reading/certain-forms.ts";
import { groundRow, sourceOf } from "../../../wallet/reading/known-facts.ts";
import { messageView } from "../../../wallet/reading/message-json.ts";
import { rowsOf } from "../../../wallet/reading/shown-fields.ts";
import { reserved, type Ahead } from "../../../wallet/slots/nonce.ts";
import type { CheckRow, Phrase, SourceView } from "../../../wallet/values.ts";
import { APPROVAL_MS, DEAD_MS } from "./approval-record.ts";
import type { Prepared } from "./prepare-draft.ts";
import type { ReadDraft } from "./read-draft.ts";
import type { Sent } from "./sent-before.ts";

/** An approval as it is shown: every line with its source. */

export interface Shown {
  readonly id: string;
  readonly revision: number;
  readonly createdAt: number;
  readonly prepared: Prepared;
  readonly message: Message;
  readonly fee: Fee;
  /** attoFIL per gas */
  readonly baseFee: bigint;
  readonly prediction: Prediction;
  readonly dryRun: ApprovalView["dryRun"];
  readonly read: ReadDraft;
  readonly care: Care;
  readonly gateRows: readonly CheckRow[];
  /** messages of this account that this wallet did not sign and that a node says to hold */
  readonly ahead: Ahead | null;
  /** how often something was sent to an address */
  sent(address: Address): Sent;
  /** milliseconds since 1970 */
  readonly now: number;
}

export function viewOf(shown: Shown): ApprovalView {
  const { prepared, read, care, message } = shown;
  const { scope, draft } = prepared;
  const { reading, known } = read;
  const { network } = scope;
  const balance = balanceOf(shown);
  const blocked = care.blocked ?? closedGate(shown.gateRows) ?? tooLittle(balance) ?? fails(shown);
  return {
    id: shown.id,
    revision: shown.revision,
    kind: draft.purpose === "speedUp" ? "speedUp" : draft.purpose === "cancel" ? "cancel" : reading.kind,
    state: blocked === null ? "open" : "blocked",
    deadReason: null,
    createdAt: shown.createdAt,
    revisedAt: shown.now,
    expiresAt: shown.createdAt + APPROVAL_MS,
    origin: "peggy",
    network: { id: network.id, name: network.name, kind: network.kind, prefix: network.prefix, rehearsal: network.rehearsal, genesis: network.genesis },
    message: messageView(message, network.prefix),
    cid: messageCid(message).toString(),
    sentence: sentenceOf(shown),
    mark: markOf(read, scope.host),
    alarm: care.alarm,
    code: codeOf(shown),
    method: { number: message.method, name: reading.name, actor: reading.actor, otherFits: reading.otherFits },
    parties: partiesOf(shown),
    wayBack: reading.wayBack,
    checks: checksOf(shown),
    dryRun: shown.dryRun,
    params: { fields: paramsOf(shown), decodable: reading.decodable, hex: toHex(message.params) },
    fee: feeView(shown, sourceOf(known, scope.host)),
    balance: { atto: String(balance.has), needed: String(balance.needed), missing: String(balance.missing), after: String(balance.has - balance.needed) },
    tier: care.tier,
    confirm: {
      gesture: care.tier === 1 ? "button" : "hold",
      word: care.tier === 1 ? null : reading.verb,
      password: care.tier === 3,
      typed: [...care.typed],
      deadMs: DEAD_MS,
      verb: reading.verb,
      reasons: [...care.reasons],
    },
    blocked,
    changed: [],
    slotId: null,
  };
}

/** A cancel and a filler are bare sends to oneself: what they are for stands in their nonce. */
function sentenceOf({ prepared: { draft }, message, read }: Shown): Phrase {
  const nonce = numberOf(message.nonce);
  if (draft.purpose === "cancel") return say("sentence.cancel", { nonce });
  return draft.fills === undefined ? read.reading.sentence : say("sentence.fillGap", { nonce });
}

/** What stands in the sentence itself where one node alone names the tipset that it rests on. FIL alone is told by its bytes. */
function markOf({ known, reading }: ReadDraft, host: string): Phrase | null {
  if (known.certain === null || known.root.standing !== "oneNode" || reading.kind === "send") return null;
  return say("mark.oneNode", { node: textOf(host) });
}

interface Balance {
  readonly has: bigint;
  readonly needed: bigint;
  readonly missing: bigint;
}

/** attoFIL: what the sender has, and what this message and those under way can take. */
function balanceOf({ prepared: { sender, slots, draft }, message, fee }: Shown): Balance {
  const has = sender.balance ?? 0n;
  const needed = message.value + ceilingOf(fee) + reserved(slots, sender.nonce, draft.slotId ?? undefined);
  return { has, needed, missing: needed > has ? needed - has : 0n };
}

const tooLittle = ({ has, needed, missing }: Balance): Phrase | null =>
  missing > 0n ? say("blocked.notEnough", { missing: amountOf(missing), balance: amountOf(has), needed: amountOf(needed) }) : null;

function closedGate(rows: readonly CheckRow[]): Phrase | null {
  const closed = rows.find((row) => row.state === "bad" || row.state === "wait" || row.state === "unknown");
  return closed === undefined ? null : say("blocked.gate", { row: textOf(closed.id) });
}

function fails({ prediction: { exitCode }, prepared: { scope, to } }: Shown): Phrase | null {
  if (exitCode === 0) return null;
  return say("blocked.dryRun", { exit: numberOf(exitCode), receiver: addressOf(to.toString(scope.network.prefix)) });
}

/** The owner actor concerned: the new owner that is named, or the receiver itself. Null for built-in code, and where nothing is proven. */
function codeOf({ read, prepared: { scope, to } }: Shown): ApprovalView["code"] {
  const { known, reading } = read;
  if (known.certain === null) return null;
  const named = reading.roles.find(({ role }) => role === "newOwner")?.address ?? to;
  const forms = certainForms(scope, known, named);
  if (forms.codeCid === null || (forms.type !== "owner" && forms.type !== "unknown")) return null;
  return { codeCid: forms.codeCid, release: knownRelease(forms.codeCid, scope.build), source: sourceOf(known, scope.host) };
}

function partiesOf({ read, prepared: { scope, from }, sent }: Shown): ApprovalView["parties"] {
  const source = sourceOf(read.known, scope.host);
  return [{ role: "from" as const, address: from }, ...read.reading.roles].map(({ role, address }) => ({
    role,
    forms: certainForms(scope, read.known, address),
    history: sent(address),
    source: role === "from" || role === "to" ? { kind: "signed" as const, node: null } : source,
  }));
}

function paramsOf({ read, prepared: { scope } }: Shown): DecodedField[] {
  const withForms = (row: DecodedField): DecodedField =>
    row.kind === "address" ? { ...row, address: certainForms(scope, read.known, Address.parse(row.value)) } : row;
  return rowsOf(read.reading.fields, scope.network.prefix).map(withForms);
}

function checksOf({ gateRows, ahead, read, prediction, prepared: { scope } }: Shown): CheckRow[] {
  const succeeds = prediction.exitCode === 0;
  const dryRun: CheckRow = {
    id: "dryRun",
    state: succeeds ? "ok" : "bad",
    text: say(succeeds ? "check.dryRunOk" : "check.dryRunFails", { epoch: { kind: "epoch", epoch: prediction.epoch, time: null } }),
    source: { kind: "oneNode", node: scope.host },
  };
  const { about } = read.reading;
  const proposal: CheckRow[] = about === null ? [] : [{ id: "proposal", state: "ok", text: about, source: sourceOf(read.known, scope.host) }];
  const pool: CheckRow[] =
    ahead === null ? [] : [{ id: "poolAhead", state: "warn", text: say("check.poolAhead", aheadWords(ahead)), source: { kind: "oneNode", node: ahead.node } }];
  return [...gateRows, dryRun, ...proposal, ...pool, ...read.rows, groundRow(read.known, scope.host)];
}

function feeView({ fee, prediction, baseFee, prepared: { draft } }: Shown, source: SourceView): ApprovalView["fee"] {
  return {
    speed: draft.speed,
    gasLimit: fee.gasLimit,
    gasUsed: prediction.gasUsed,
    baseFee: baseFee.toString(),
    premium: fee.gasPremium.toString(),
    feeCap: fee.gasFeeCap.toString(),
    expected: costAt(fee, prediction.gasUsed, baseFee).toString(),
    ceiling: ceilingOf(fee).toString(),
    source,
  };
}
