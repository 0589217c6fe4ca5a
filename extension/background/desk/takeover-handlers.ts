import type { Address } from "../../../filecoin/address.ts";
import type { Reply } from "../../shared/messages.ts";
import { say } from "../../../wallet/phrase.ts";
import { draftOf, type Act } from "../../../wallet/draft.ts";
import type { GateCheck } from "../signing/make-approval.ts";
import type { ChainScope } from "../../../wallet/scope.ts";
import { refusalOfGetter } from "../../../wallet/told/refusal-of-getter.ts";
import { requireMiner } from "../../../wallet/told/miner-money.ts";
import { requireOwnerActor } from "../../../wallet/told/owner-reads.ts";
import type { App, Handlers } from "./app.ts";
import { openScope, scopeOf } from "./scope-of.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { gateOne, gateTwo } from "../../../wallet/takeover/gates.ts";
import { createActor, installCode, takeoverAct } from "../../../wallet/takeover/takeover-acts.ts";
import { TakeoverDrafts } from "../settings/takeover-drafts.ts";
import type { TakeoverDraft } from "../../../wallet/takeover/takeover-draft.ts";
import { readTakeover } from "../../../wallet/takeover/takeover-facts.ts";
import { stepOf, takeoverViewOf } from "../views/takeover-view.ts";
import { defaultTerms, termsOfForm } from "../../../wallet/takeover/terms.ts";

/** The take-over: read from the chain at each question; a draft holds only what no chain knows yet. */

interface Opened {
  scope: ChainScope;
  miner: Address;
  account: Address;
  drafts: TakeoverDrafts;
  draft: TakeoverDraft;
  network: { id: string; genesis: string };
}

async function open(app: App, body: { miner: string; account: string }): Promise<Opened> {
  const { scope, chain } = await openScope(app.wallet);
  const miner = readAddress(body.miner, scope.actors.prefix);
  const { address: account } = await app.wallet.mustAccount(chain, body.account);
  await requireMiner(scope, miner);
  const drafts = new TakeoverDrafts(app.wallet.s.database);
  return { scope, miner, account, drafts, draft: await drafts.get(chain.network.genesis, miner.toString(), account.toString()), network: chain.network };
}

async function view(app: App, body: { miner: string; account: string }): Promise<Reply<"takeover.get">> {
  const { scope, miner, account, draft, network } = await open(app, body);
  const slots = await app.wallet.slots.of(network.genesis, account.toString());
  try {
    return await takeoverViewOf(scope, miner, account, draft, slots);
  } catch (error) {
    throw refusalOfGetter(scope, error);
  }
}

async function review(app: App, body: { miner: string; account: string }, make: (opened: Opened) => Promise<Act> | Act): Promise<{ approvalId: string }> {
  const opened = await open(app, body);
  return app.approvals.request(draftOf(opened.network, opened.account, await make(opened)));
}

const step =
  (name: "approve" | "propose" | "take" | "worker" | "stop") =>
  (app: App, body: { miner: string; account: string }): Promise<{ approvalId: string }> =>
    review(app, body, ({ scope, miner, account, draft }) => takeoverAct(scope, name, miner, account, draft));

async function change(
  app: App,
  body: { miner: string; account: string },
  part: (opened: Opened) => Promise<Partial<TakeoverDraft>> | Partial<TakeoverDraft>,
): Promise<Reply<"takeover.get">> {
  const opened = await open(app, body);
  await opened.drafts.change(opened.network.genesis, opened.miner.toString(), opened.account.toString(), app.wallet.s.now(), await part(opened));
  app.wallet.s.tell(["takeover"]);
  return view(app, body);
}

/** The gate of an approval, computed again from the chain whenever the approval is made, refreshed or confirmed. */
export const takeoverGates: GateCheck = async (wallet, chain, gate) => {
  const scope = await scopeOf(wallet, chain);
  const { miner, account } = gate;
  const saved = await new TakeoverDrafts(wallet.s.database).get(chain.network.genesis, miner.toString(), account.toString());
  // The actor is the one that the message names, whatever was chosen in the wizard meanwhile.
  const draft = { ...saved, actor: gate.actor.toString() };
  const facts = await readTakeover(scope, miner, account, draft);
  const named = await scope.actors.at(gate.actor);
  if (facts.actor === null || named.id === null || !facts.actor.id.equals(named.id))
    return [{ id: "actor", state: "bad", text: say("gate.noActor"), source: scope.actors.source }];
  return gate.name === "proposeOwner" ? gateOne(scope, facts, draft) : gateTwo(scope, facts);
};

export const takeoverHandlers: Handlers<
  | "takeover.get"
  | "takeover.defaults"
  | "takeover.saveDraft"
  | "takeover.useActor"
  | "takeover.installCode"
  | "takeover.createActor"
  | "takeover.approveMiner"
  | "takeover.propose"
  | "takeover.takeOwner"
  | "takeover.confirmWorker"
  | "takeover.stop"
  | "takeover.list"
> = {
  "takeover.get": view,
  "takeover.defaults": async ({ wallet }) => ({ terms: defaultTerms((await openScope(wallet)).scope.head.height) }),
  "takeover.saveDraft": (app, body) =>
    change(app, body, ({ scope, account }) => {
      const { prefix } = scope.actors;
      if (body.terms !== null) termsOfForm(body.terms, { operator: account, now: scope.head.height, prefix });
      const read = (text: string): string => readAddress(text, prefix).toString(prefix);
      return {
        terms: body.terms,
        keep: body.keep,
        newWorker: body.newWorker === null ? null : read(body.newWorker),
        addedControls: body.addedControls.map(read),
      };
    }),
  "takeover.useActor": (app, body) =>
    change(app, body, async ({ scope }) => {
      if (body.actor === null) return { actor: null };
      const actor = readAddress(body.actor, scope.actors.prefix);
      await requireOwnerActor(scope, actor);
      return { actor: actor.toString() };
    }),
  "takeover.installCode": (app, body) => review(app, body, ({ scope }) => installCode(scope)),
  "takeover.createActor": (app, body) => review(app, body, ({ scope, draft, account }) => createActor(scope, draft, account)),
  "takeover.approveMiner": step("approve"),
  "takeover.propose": step("propose"),
  "takeover.takeOwner": step("take"),
  "takeover.confirmWorker": step("worker"),
  "takeover.stop": step("stop"),
  "takeover.list": async ({ wallet }) => {
    const { scope, chain } = await openScope(wallet);
    const drafts = await new TakeoverDrafts(wallet.s.database).list(chain.network.genesis);
    const takeovers: Reply<"takeover.list">["takeovers"] = [];
    for (const { miner, account, draft } of drafts) {
      const facts = await readTakeover(scope, readAddress(miner, "f"), readAddress(account, "f"), draft).catch(() => null);
      const now = facts === null ? null : stepOf(facts, draft);
      if (now !== null && now !== "done")
        takeovers.push({ miner, account, step: now, text: say(`takeoverNeed.${now}`, { miner: { kind: "text", text: miner } }), changedAt: draft.changedAt });
    }
    return { takeovers };
  },
};
