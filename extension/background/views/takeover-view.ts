import { METHOD_NUMBERS } from "../../../actor/abi/methods.generated.ts";
import { Address } from "../../../filecoin/address.ts";
import { addressOf, amountOf, numberOf, say, textOf } from "../../../wallet/phrase.ts";
import type { TakeoverView } from "../../shared/miner-views.ts";
import type { TakeoverStep } from "../../../wallet/takeover/step.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { Slot } from "../../../wallet/slots/slot.ts";
import { chainText } from "../../../wallet/told/chain-text.ts";
import { knownRelease } from "../../../wallet/told/known-actor.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { requireMiner } from "../../../wallet/told/miner-money.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { OwnAccounts } from "../secrets/keys/own-accounts.ts";
import type { TakeoverDrafts } from "../settings/takeover-drafts.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import { nextOf, ORDER, stepLine, stepOf } from "./takeover-steps.ts";
import { readMiner } from "./miner-view.ts";
import { readChain } from "./read-chain.ts";
import { gateOne, gateTwo } from "../../../wallet/takeover/gates.ts";
import { lastUseOf } from "../../../wallet/takeover/key-use.ts";
import { stepCosts, subjectOf } from "../../../wallet/takeover/step-costs.ts";
import { slotUnderWay } from "../../../wallet/takeover/step-slots.ts";
import type { TakeoverDraft } from "../../../wallet/takeover/takeover-draft.ts";
import { gateSubject, readTakeover, type TakeoverFacts } from "../../../wallet/takeover/takeover-facts.ts";
import { isOfferOf } from "../../../wallet/takeover/terms.ts";

/** What a take-over is seen from, besides the chain. */
export interface TakeoverViewParts {
  scopes: Pick<Scopes, "selected">;
  ownAccounts: Pick<OwnAccounts, "must">;
  drafts: Pick<TakeoverDrafts, "get" | "list">;
  slots: Pick<SlotStore, "of">;
}

/** The page's view. Throws notAMiner, actorNotFound, unknownAccount. */
export const readTakeoverView = (parts: TakeoverViewParts, body: { miner: string; account: string }): Promise<TakeoverView> =>
  readChain(parts.scopes, async (scope) => {
    const { network } = scope;
    const miner = readAddress(body.miner, network.prefix);
    const { address: account } = await parts.ownAccounts.must(network, body.account);
    await requireMiner(scope, miner);
    const draft = await parts.drafts.get(network.genesis, miner.toString(), account.toString());
    return takeoverViewOf(scope, miner, account, draft, await parts.slots.of(network.genesis, account.toString()));
  });

/** `slots`: this account's slots on the network, oldest first. */
async function takeoverViewOf(scope: Scope, miner: Address, account: Address, draft: TakeoverDraft, slots: readonly Slot[]): Promise<TakeoverView> {
  const minerView = await readMiner(scope, miner);
  const facts = await readTakeover(scope, miner, account, draft);
  const { actor } = facts;
  const { prefix, source } = scope.actors;
  const step = stepOf(facts, draft);
  const gate1 = step === "propose" || step === "approve" ? await gateOne(scope, gateSubject(facts), draft) : [];
  const gate2 = step === "take" ? await gateTwo(scope, gateSubject(facts), draft) : [];
  const subject = await subjectOf(scope, facts);
  const slot = slotUnderWay(step, slots, subject);
  const closed = [...gate1, ...gate2].some((row) => row.state !== "ok" && row.state !== "warn");
  const costs = await stepCosts(scope, step, facts, draft, {
    slots,
    subject,
    underWay: slot,
    estimate: step !== "propose" && step !== "take" ? true : !closed,
  });
  const idText = async (text: string): Promise<string> => ((await scope.actors.at(Address.parse(text))).id ?? Address.parse(text)).toString(prefix);
  return {
    miner: await scope.actors.forms(miner),
    account: account.toString(prefix),
    epoch: scope.head.height,
    source,
    impossible: impossible(scope, facts),
    step,
    steps: ORDER.map((each) => stepLine(each, step, slot, facts, draft, prefix, costs.of.get(each) ?? null)),
    costAtMost: costs.atMost.toString(),
    next: nextOf(step, slot, facts, [...gate1, ...gate2], scope.head.height),
    code: { codeCid: scope.build.codeCid, release: knownRelease(scope.build.codeCid, scope.build), size: scope.build.size, installed: facts.code.installed },
    ownerActor:
      actor === null
        ? null
        : {
            forms: await scope.actors.forms(actor.id),
            robust: ((await scope.actors.robust(actor.address)) ?? actor.address).toString(prefix),
            identity: await scope.actors.identity(actor.address),
            createFinal: actor.final,
            termsEqualForm: draft.terms === null ? null : await isOfferOf(draft.terms, actor.terms, prefix, idText),
            approved: facts.approved,
          },
    draft: draft.terms,
    keys: await keysOf(scope, facts, draft, step === "approve" || step === "propose"),
    newWorker: draft.newWorker,
    addedControls: draft.addedControls,
    gate1,
    gate2,
    facts: factRows(scope, facts, minerView),
    wayBack: wayBackOf(step),
    canStop: actor !== null && facts.info.pendingOwner?.equals(actor.id) === true && facts.accountId !== null && facts.info.owner.equals(facts.accountId),
    minerView,
  };
}

/** What stands in the way before anything is asked. */
function impossible(scope: Scope, facts: TakeoverFacts): Phrase | null {
  const { prefix } = scope.actors;
  if (!facts.code.accepts && facts.actor === null) return say("takeover.noCodeHere", { network: { kind: "text", text: scope.network.name } });
  if (facts.actor !== null && facts.info.owner.equals(facts.actor.id)) return null;
  if (facts.accountId === null || !facts.info.owner.equals(facts.accountId))
    return say("takeover.notYours", { owner: addressOf(facts.info.owner.toString(prefix)) });
  return null;
}

/** `asks`: the list is on the page, so that the last use of each is worth its questions. */
async function keysOf(scope: Scope, facts: TakeoverFacts, draft: TakeoverDraft, asks: boolean): Promise<TakeoverView["keys"]> {
  const one = async (address: Address, role: "worker" | "control"): Promise<TakeoverView["keys"][number]> => {
    const forms = await scope.actors.forms(address);
    return { forms, role, keep: draft.keep[forms.address] ?? null, lastUse: asks ? await lastUseOf(scope, address) : { kind: "unknown", epoch: null } };
  };
  return Promise.all([one(facts.info.worker, "worker"), ...facts.info.controlAddresses.map((control) => one(control, "control"))]);
}

function factRows(scope: Scope, facts: TakeoverFacts, minerView: TakeoverView["minerView"]): TakeoverView["facts"] {
  const { prefix } = scope.actors;
  const owner = say("fact.address", { address: addressOf(facts.info.owner.toString(prefix), minerView.owner.label) });
  const actor =
    facts.actor === null
      ? say("fact.ownerActor")
      : say("fact.actor", { address: addressOf(facts.actor.id.toString(prefix)), name: textOf(chainText(facts.actor.terms.name)) });
  const pending = facts.info.pendingOwner === null ? say("fact.none") : say("fact.address", { address: addressOf(facts.info.pendingOwner.toString(prefix)) });
  const same = say("fact.noChange");
  const amount = (atto: bigint): Phrase => say("fact.amount", { amount: amountOf(atto) });
  return [
    { fact: "owner", now: owner, afterPropose: owner, afterTake: actor },
    { fact: "pendingOwner", now: pending, afterPropose: actor, afterTake: say("fact.none") },
    {
      fact: "worker",
      now: say("fact.address", { address: addressOf(facts.info.worker.toString(prefix), minerView.worker.label) }),
      afterPropose: same,
      afterTake: say("fact.setAgain"),
    },
    { fact: "controls", now: say("fact.count", { n: numberOf(facts.info.controlAddresses.length) }), afterPropose: same, afterTake: say("fact.asChosen") },
    {
      fact: "withdraws",
      now: say("fact.address", { address: addressOf(facts.info.beneficiary.toString(prefix), minerView.beneficiary.label) }),
      afterPropose: same,
      afterTake: say("fact.actorForHolders"),
    },
    { fact: "equity", now: amount(facts.money.balance - facts.money.vesting), afterPropose: same, afterTake: say("fact.junior") },
    { fact: "vesting", now: amount(facts.money.vesting), afterPropose: same, afterTake: say("fact.legacy") },
  ];
}

/** From this build's own methods: code that can be inherited from can be left by vote. */
const afterwards = (): Phrase => ("Inherit" in METHOD_NUMBERS ? say("wayBack.vote") : say("wayBack.release"));

function wayBackOf(step: TakeoverStep): TakeoverView["wayBack"] {
  const now = step === "done" || step === "worker" ? afterwards() : step === "take" ? say("wayBack.proposeSelf") : say("wayBack.notNeeded");
  return { now, after: afterwards() };
}
