import { Address } from "../../filecoin/address.ts";
import { exitCodeText } from "../../filecoin/exit-code.ts";
import { bareMessage, draftOf, type Act } from "../draft.ts";
import { abortText } from "../told/abort-text.ts";
import { knownRelease } from "../told/known-actor.ts";
import type { Scope } from "../scope.ts";
import { changeWorker, withdraw } from "../acts/miner-acts.ts";
import { takeOwner } from "../acts/owner-acts.ts";
import { addressOf, amountOf, epochOf, numberOf, say, textOf } from "../phrase.ts";
import type { CheckRow, Phrase, SourceView } from "../values.ts";
import type { TakeoverDraft } from "./takeover-draft.ts";
import type { TakeoverFacts } from "./takeover-facts.ts";
import { isOfferOf } from "./terms.ts";

/** The two gates of a take-over. A row that is not "ok" or "warn" closes its gate. */

const row = (id: string, ok: boolean, good: Phrase, bad: Phrase, source: SourceView): CheckRow => ({
  id,
  state: ok ? "ok" : "bad",
  text: ok ? good : bad,
  source,
});

/** Gate 1, before ChangeOwnerAddress: right code, right instance, right terms, and everything TakeOwner will ask. */
export async function gateOne(scope: Scope, facts: TakeoverFacts, draft: TakeoverDraft): Promise<CheckRow[]> {
  const { actor, info, money, accountId } = facts;
  const { source, prefix } = scope.actors;
  const own: SourceView = { kind: "own", node: null };
  if (actor === null) return [row("actor", false, say("gate.actor"), say("gate.noActor"), source)];
  const release = knownRelease(actor.code, scope.build);
  const idText = async (text: string): Promise<string> => ((await scope.actors.at(Address.parse(text))).id ?? Address.parse(text)).toString(prefix);
  const same = draft.terms === null || (await isOfferOf(draft.terms, actor.terms, prefix, idText));
  const { approval } = actor;
  const term = info.beneficiaryTerm;
  const beneficiaryFree = info.beneficiary.equals(info.owner) || term === null || term.expiration <= scope.head.height || term.usedQuota >= term.quota;
  const { limits, legacyMaximum, cap } = actor.terms;
  const equity = money.balance - money.vesting;
  const P = actor.pool.senior.principal + actor.pool.junior.principal;
  const ownsIt = accountId !== null && info.owner.equals(accountId);
  const [empties, takesKeys] = await Promise.all([
    runAsOwner(scope, facts, withdraw(facts.miner, 0n)),
    approval === null
      ? null
      : runAsOwner(
          scope,
          facts,
          changeWorker(
            facts.miner,
            Address.id(approval.worker),
            approval.controls.map((id) => Address.id(id)),
          ),
        ),
  ]);
  const refused = (code: string, run: Run): Phrase => say(code, { exit: numberOf(run.exit), text: textOf(exitCodeText(run.exit)), detail: textOf(run.detail) });
  const foreignProposal = info.pendingOwner !== null && !info.pendingOwner.equals(actor.id) && !info.pendingOwner.equals(info.owner);
  return [
    row("code", release !== null, say("gate.code", { release: textOf(release ?? "") }), say("gate.codeUnknown", { code: textOf(actor.code) }), source),
    actor.final
      ? row(
          "final",
          true,
          say("gate.final", { actor: addressOf(actor.id.toString(prefix)) }),
          say("gate.notFinal", { actor: addressOf(actor.id.toString(prefix)) }),
          source,
        )
      : { id: "final", state: "wait", text: say("gate.notFinal", { actor: addressOf(actor.id.toString(prefix)) }), source },
    row("terms", same, draft.terms === null ? say("gate.termsOnChain") : say("gate.terms"), say("gate.termsDiffer"), source),
    row("approved", facts.approved, say("gate.approved", { until: epochOf(approval?.until ?? 0) }), say("gate.notApproved"), source),
    row(
      "operator",
      accountId !== null && actor.pool.operator === accountId.id,
      say("gate.operator"),
      say("gate.notOperator", { operator: addressOf(Address.id(actor.pool.operator).toString(prefix)) }),
      source,
    ),
    row("owner", ownsIt, say("gate.owner"), say("gate.notOwner", { owner: addressOf(info.owner.toString(prefix)) }), source),
    row("status", actor.pool.status === 0, say("gate.active"), say("gate.notActive"), source),
    row(
      "beneficiary",
      beneficiaryFree,
      say("gate.beneficiary"),
      say("gate.foreignBeneficiary", {
        beneficiary: addressOf(info.beneficiary.toString(prefix)),
        quota: amountOf(term?.quota ?? 0n),
        until: epochOf(term?.expiration ?? 0),
      }),
      source,
    ),
    row(
      "debt",
      money.debt <= money.available,
      say("gate.noDebt"),
      say("gate.debt", { debt: amountOf(money.debt), available: amountOf(money.available) }),
      source,
    ),
    row("withdrawal", empties.exit === 0, say("gate.withdrawal"), refused("gate.noWithdrawal", empties), source),
    row("custody", actor.custody === null, say("gate.noCustody"), say("gate.custody"), source),
    row(
      "vesting",
      money.vesting <= legacyMaximum,
      say("gate.vesting"),
      say("gate.vestingTooMuch", { vesting: amountOf(money.vesting), most: amountOf(legacyMaximum) }),
      source,
    ),
    row(
      "limits",
      actor.pool.miners < limits.maxMiners && equity <= limits.maxPerMiner && P + equity <= cap,
      say("gate.limits"),
      say("gate.overLimits", { miners: numberOf(limits.maxMiners), most: amountOf(limits.maxPerMiner), equity: amountOf(equity) }),
      source,
    ),
    row(
      "proposal",
      !foreignProposal,
      say("gate.noOtherProposal"),
      say("gate.otherProposal", { owner: textOf(info.pendingOwner?.toString(prefix) ?? "") }),
      source,
    ),
    row("keys", facts.keys !== null || approval !== null, say("gate.keys"), say("gate.keysOpen"), own),
    ...(takesKeys === null ? [] : [row("worker", takesKeys.exit === 0, say("gate.worker"), refused("gate.noWorker", takesKeys), source)]),
  ];
}

interface Run {
  exit: number;
  detail: string;
}

/** What TakeOwner will ask of the miner as its owner, asked by the present owner on the head state. */
async function runAsOwner(scope: Scope, facts: TakeoverFacts, act: Act): Promise<Run> {
  const { receipt, error } = await scope.node.stateCall(bareMessage(draftOf(scope.network, facts.info.owner, act)));
  return { exit: receipt?.exitCode ?? -1, detail: abortText(error) };
}

/** Gate 2, before TakeOwner, the point of no return: the proposal is there, and the exact message runs to its end. */
export async function gateTwo(scope: Scope, facts: TakeoverFacts): Promise<CheckRow[]> {
  const { actor, info } = facts;
  const { source } = scope.actors;
  if (actor === null) return [row("actor", false, say("gate.actor"), say("gate.noActor"), source)];
  const release = knownRelease(actor.code, scope.build);
  const proposed = info.pendingOwner?.equals(actor.id) === true;
  const rows: CheckRow[] = [
    row("code", release !== null, say("gate.code", { release: textOf(release ?? "") }), say("gate.codeUnknown", { code: textOf(actor.code) }), source),
    proposed
      ? row("proposed", true, say("gate.proposed"), say("gate.proposed"), source)
      : { id: "proposed", state: "wait", text: say("gate.notProposed"), source },
  ];
  if (proposed) rows.push(await rehearse(scope, facts, actor.address));
  return rows;
}

/** Runs TakeOwner on the head state. The actor itself ends it with an error unless owner and beneficiary are the actor and nothing is pending. */
async function rehearse(scope: Scope, facts: TakeoverFacts, actor: Address): Promise<CheckRow> {
  const act = await takeOwner(scope, actor, facts.miner);
  const { receipt, error } = await scope.node.stateCall(bareMessage(draftOf(scope.network, facts.account, act)));
  const exit = receipt?.exitCode ?? -1;
  return row(
    "rehearsal",
    exit === 0,
    say("gate.rehearsed"),
    say("gate.rehearsalFailed", { exit: numberOf(exit), text: textOf(exitCodeText(exit)), detail: textOf(abortText(error)) }),
    scope.actors.source,
  );
}
