import { Address } from "../../filecoin/address.ts";
import { exitCodeText } from "../../filecoin/exit-code.ts";
import { actorId, type ActorId } from "../../filecoin/units.ts";
import { bareMessage, draftOf, type Act } from "../draft.ts";
import { told, type Told } from "../fact.ts";
import { changeWorker, withdraw } from "../acts/miner-acts.ts";
import { takeOwner } from "../acts/owner-acts.ts";
import { addressOf, amountOf, epochOf, numberOf, say, textOf } from "../phrase.ts";
import { ProofFailure } from "../proof/proof-failure.ts";
import { refusalOfRoots } from "../reading/known-facts.ts";
import type { Scope } from "../scope.ts";
import { abortText } from "../told/abort-text.ts";
import { knownRelease } from "../told/known-actor.ts";
import type { CheckRow, Phrase, SourceView } from "../values.ts";
import { type GateActor, type GateFacts, type GateSubject, plainGate, proveGate, type ProvenGate } from "./gate-facts.ts";
import type { TakeoverDraft } from "./takeover-draft.ts";
import { chosenKeys } from "./takeover-facts.ts";
import { toldGate } from "./told-gate.ts";
import { isOfferOf } from "./terms.ts";

/**
 * The two gates of a take-over. A row that is not "ok" or "warn" closes its gate. They look at what is proven; where a node gives no blocks they look at what it
 * tells, which can close a gate, and opens none: such a message asks for the words "one node".
 */

/** Where a gate's facts come from. */
type Grounded =
  { readonly proven: ProvenGate; readonly source: SourceView } | { readonly proven: null; readonly told: Told<GateFacts | null>; readonly source: SourceView };

async function groundOf(scope: Scope, subject: GateSubject, draft: TakeoverDraft): Promise<Grounded> {
  try {
    const proven = await proveGate(scope, subject, addressesOf(draft));
    const { standing } = (await scope.roots.now()).root;
    return { proven, source: standing === "oneNode" ? { kind: "oneNode", node: scope.host } : { kind: "agreed", node: null } };
  } catch (error) {
    if (!(error instanceof ProofFailure)) throw refusalOfRoots(error, scope.nodes);
    return { proven: null, told: told(await toldGate(scope, subject, draft), scope.host, error.why), source: { kind: "oneNode", node: scope.host } };
  }
}

/** Addresses that a draft names and whose ids decide. */
function addressesOf({ newWorker, addedControls, terms }: TakeoverDraft): Address[] {
  const beneficiaries = terms?.fees.flatMap(({ beneficiary }) => beneficiary ?? []) ?? [];
  return [...(newWorker === null ? [] : [newWorker]), ...addedControls, ...beneficiaries].map((text) => Address.parse(text));
}

const factsOf = (ground: Grounded, scope: Scope): GateFacts | null =>
  ground.proven === null ? ground.told.value : plainGate(ground.proven, scope.head.height);

interface Looked {
  readonly scope: Scope;
  readonly subject: GateSubject;
  readonly facts: GateFacts;
  readonly actor: GateActor;
  readonly source: SourceView;
}

/** Looks at the facts of a subject; a row that says so where miner or actor are not there. */
async function looked(scope: Scope, subject: GateSubject, draft: TakeoverDraft, rowsOf: (looked: Looked) => Promise<CheckRow[]>): Promise<CheckRow[]> {
  const ground = await groundOf(scope, subject, draft);
  const facts = factsOf(ground, scope);
  const { source } = ground;
  if (facts === null || facts.actor === null) return [row("actor", false, say("gate.actor"), say("gate.noActor"), source)];
  return rowsOf({ scope, subject, facts, actor: facts.actor, source });
}

const row = (id: string, ok: boolean, good: Phrase, bad: Phrase, source: SourceView): CheckRow => ({
  id,
  state: ok ? "ok" : "bad",
  text: ok ? good : bad,
  source,
});

/** Gate 1, before ChangeOwnerAddress: right code, right instance, right terms, and everything TakeOwner will ask. */
export const gateOne = (scope: Scope, subject: GateSubject, draft: TakeoverDraft): Promise<CheckRow[]> =>
  looked(scope, subject, draft, async (at) => [
    codeRow(at),
    finalRow(at),
    await termsRow(at, draft),
    consentRow(at, draft),
    ...accountRows(at),
    beneficiaryRow(at),
    ...moneyRows(at),
    proposalRow(at),
    keysRow(at, draft),
    ...(await runRows(at)),
  ]);

function codeRow({ scope, actor, source }: Looked): CheckRow {
  const release = knownRelease(actor.code, scope.build);
  return row("code", release !== null, say("gate.code", { release: textOf(release ?? "") }), say("gate.codeUnknown", { code: textOf(actor.code) }), source);
}

function finalRow({ scope, actor, source }: Looked): CheckRow {
  const shown = { actor: addressOf(Address.id(actor.id).toString(scope.network.prefix)) };
  if (actor.final) return { id: "final", state: "ok", text: say("gate.final", shown), source };
  return { id: "final", state: "wait", text: say("gate.notFinal", shown), source };
}

async function termsRow({ scope, facts, actor, source }: Looked, { terms }: TakeoverDraft): Promise<CheckRow> {
  const { prefix } = scope.network;
  const idText = async (text: string): Promise<string> => {
    const id = facts.idOf(Address.parse(text));
    return id === null ? text : Address.id(id).toString(prefix);
  };
  const same = terms === null || (await isOfferOf(terms, actor.terms, prefix, idText));
  return row("terms", same, terms === null ? say("gate.termsOnChain") : say("gate.terms"), say("gate.termsDiffer"), source);
}

/** The consent on the chain names this owner, and the worker and controls that were chosen; without a choice here it stands as it is. */
function consentRow({ scope, facts, actor, source }: Looked, draft: TakeoverDraft): CheckRow {
  const { approval } = actor;
  const keys = keysOf(facts, draft, scope.network.prefix);
  const chosen = keys === null ? null : [keys.worker, ...keys.controls].map((address) => facts.idOf(address));
  const fits = approval !== null && approval.owner === facts.info.owner && (chosen === null || sameList([approval.worker, ...approval.controls], chosen));
  return row("approved", fits, say("gate.approved", { until: epochOf(approval?.until ?? 0) }), say("gate.notApproved"), source);
}

const sameList = (a: readonly ActorId[], b: readonly (ActorId | null)[]): boolean => a.length === b.length && a.every((id, i) => id === b[i]);

const keysOf = ({ info }: GateFacts, draft: TakeoverDraft, prefix: "f" | "t"): ReturnType<typeof chosenKeys> =>
  chosenKeys({ worker: Address.id(info.worker), controlAddresses: info.control.map((id) => Address.id(id)) }, draft, prefix);

function accountRows({ scope, facts, actor, source }: Looked): CheckRow[] {
  const { prefix } = scope.network;
  const named = (id: ActorId): ReturnType<typeof addressOf> => addressOf(Address.id(id).toString(prefix));
  const { accountId, info } = facts;
  return [
    row("operator", accountId === actor.operator, say("gate.operator"), say("gate.notOperator", { operator: named(actor.operator) }), source),
    row("owner", accountId === info.owner, say("gate.owner"), say("gate.notOwner", { owner: named(info.owner) }), source),
    row("status", actor.isActive, say("gate.active"), say("gate.notActive"), source),
  ];
}

function beneficiaryRow({ scope, facts, source }: Looked): CheckRow {
  const { beneficiary, owner, beneficiaryTerm: term } = facts.info;
  const free = beneficiary === owner || term.expiration <= BigInt(facts.now) || term.usedQuota >= term.quota;
  const shown = {
    beneficiary: addressOf(Address.id(beneficiary).toString(scope.network.prefix)),
    quota: amountOf(term.quota),
    until: epochOf(term.expiration),
  };
  return row("beneficiary", free, say("gate.beneficiary"), say("gate.foreignBeneficiary", shown), source);
}

function moneyRows({ facts: { money }, actor, source }: Looked): CheckRow[] {
  const { limits, terms, principal } = actor;
  const equity = money.balance - money.vesting;
  const fits = actor.miners < limits.maxMiners && equity <= limits.maxPerMiner && principal + equity <= terms.cap;
  return [
    row(
      "debt",
      money.debt <= money.available,
      say("gate.noDebt"),
      say("gate.debt", { debt: amountOf(money.debt), available: amountOf(money.available) }),
      source,
    ),
    row("custody", !actor.inCustody, say("gate.noCustody"), say("gate.custody"), source),
    row(
      "vesting",
      money.vesting <= terms.legacyMaximum,
      say("gate.vesting"),
      say("gate.vestingTooMuch", { vesting: amountOf(money.vesting), most: amountOf(terms.legacyMaximum) }),
      source,
    ),
    row(
      "limits",
      fits,
      say("gate.limits"),
      say("gate.overLimits", { miners: numberOf(limits.maxMiners), most: amountOf(limits.maxPerMiner), equity: amountOf(equity) }),
      source,
    ),
  ];
}

function proposalRow({ scope, facts: { info }, actor, source }: Looked): CheckRow {
  const foreign = info.pendingOwner !== null && info.pendingOwner !== actor.id && info.pendingOwner !== info.owner;
  const owner = info.pendingOwner === null ? "" : Address.id(info.pendingOwner).toString(scope.network.prefix);
  return row("proposal", !foreign, say("gate.noOtherProposal"), say("gate.otherProposal", { owner: textOf(owner) }), source);
}

function keysRow({ scope, facts, actor }: Looked, draft: TakeoverDraft): CheckRow {
  const chosen = keysOf(facts, draft, scope.network.prefix) !== null || actor.approval !== null;
  return row("keys", chosen, say("gate.keys"), say("gate.keysOpen"), { kind: "own", node: null });
}

/** What TakeOwner will ask of the miner as its owner, as the node predicts it. */
async function runRows({ scope, subject, facts, actor }: Looked): Promise<CheckRow[]> {
  const predicted = scope.actors.source;
  const { approval } = actor;
  const asOwner = (act: Act): Promise<Run> => runAs(scope, Address.id(facts.info.owner), act);
  const controls = approval?.controls.map((id) => Address.id(id)) ?? [];
  const [empties, takesKeys] = await Promise.all([
    asOwner(withdraw(subject.miner, 0n)),
    approval === null ? null : asOwner(changeWorker(subject.miner, Address.id(approval.worker), controls)),
  ]);
  const refused = (code: string, run: Run): Phrase => say(code, { exit: numberOf(run.exit), text: textOf(exitCodeText(run.exit)), detail: textOf(run.detail) });
  return [
    row("withdrawal", empties.exit === 0, say("gate.withdrawal"), refused("gate.noWithdrawal", empties), predicted),
    ...(takesKeys === null ? [] : [row("worker", takesKeys.exit === 0, say("gate.worker"), refused("gate.noWorker", takesKeys), predicted)]),
  ];
}

interface Run {
  readonly exit: number;
  readonly detail: string;
}

async function runAs(scope: Scope, from: Address, act: Act): Promise<Run> {
  const { receipt, error } = await scope.node.stateCall(bareMessage(draftOf(scope.network, from, act)));
  return { exit: receipt?.exitCode ?? -1, detail: abortText(error) };
}

/** Gate 2, before TakeOwner, the point of no return: the proposal is there, and the exact message runs to its end. */
export const gateTwo = (scope: Scope, subject: GateSubject, draft: TakeoverDraft): Promise<CheckRow[]> =>
  looked(scope, subject, draft, async (at) => {
    const proposed = at.facts.info.pendingOwner === at.actor.id;
    const waits: CheckRow = { id: "proposed", state: "wait", text: say("gate.notProposed"), source: at.source };
    return [
      codeRow(at),
      proposed ? row("proposed", true, say("gate.proposed"), say("gate.proposed"), at.source) : waits,
      ...(proposed ? [await rehearse(at)] : []),
    ];
  });

/** Runs TakeOwner on the head state. The actor itself ends it with an error unless owner and beneficiary are the actor and nothing is pending. */
async function rehearse({ scope, subject, facts, actor }: Looked): Promise<CheckRow> {
  const miner = facts.minerId === null ? subject.miner : Address.id(facts.minerId);
  const run = await runAs(scope, subject.account, await takeOwner(scope, Address.id(actorId(actor.id)), miner));
  const failed = say("gate.rehearsalFailed", { exit: numberOf(run.exit), text: textOf(exitCodeText(run.exit)), detail: textOf(run.detail) });
  return row("rehearsal", run.exit === 0, say("gate.rehearsed"), failed, scope.actors.source);
}
