import { Address } from "../../filecoin/address.ts";
import { parseCid } from "../../filecoin/cid.ts";
import { encodeParams as encodeOwnerParams } from "../../actor/abi/codec.ts";
import { SINGLETON_IDS } from "../../filecoin/methods/actor-type.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { encodeParams, numberOf } from "../../filecoin/methods/method.ts";
import type { Act } from "../draft.ts";
import type { Scope } from "../scope.ts";
import { changeOwner, stopProposal } from "../acts/miner-acts.ts";
import { approveMiner, confirmWorker, takeOwner } from "../acts/owner-acts.ts";
import { minerFacts } from "../acts/who-may.ts";
import { Refusal } from "../refusal.ts";
import { gateOne, gateTwo } from "./gates.ts";
import type { TakeoverDraft } from "./takeover-draft.ts";
import { gateSubject, readTakeover, type ActorFacts, type TakeoverFacts } from "./takeover-facts.ts";
import { termsOfForm } from "./terms.ts";

/** The messages of a take-over, each built from what the chain says now. */

const INIT = Address.id(SINGLETON_IDS.init);

export const installCode = (scope: Scope): Act => ({
  to: INIT,
  method: numberOf(initMethods.InstallCode),
  params: encodeParams(initMethods.InstallCode, { code: scope.build.bytes }),
});

/** Throws Refusal badTerms. */
export function createActor(scope: Scope, draft: TakeoverDraft, operator: Address): Act {
  if (draft.terms === null) throw new Refusal("badTerms", { field: "terms", at: null, bound: "unsaved", least: null, most: null });
  const constructorParams = encodeOwnerParams("Constructor", {
    terms: termsOfForm(draft.terms, { operator, now: scope.head.height, prefix: scope.actors.prefix }),
  });
  return { to: INIT, method: numberOf(initMethods.Exec), params: encodeParams(initMethods.Exec, { code: parseCid(scope.build.codeCid), constructorParams }) };
}

function mustActor(facts: TakeoverFacts): ActorFacts {
  if (facts.actor === null) throw new Refusal("gateClosed", { row: "actor" });
  return facts.actor;
}

/** One step's message, made of what is proven of the miner. `draft`: as saved. Throws Refusal gateClosed naming the row, badTerms. */
export async function takeoverAct(
  scope: Scope,
  step: "approve" | "propose" | "take" | "worker" | "stop",
  miner: Address,
  account: Address,
  draft: TakeoverDraft,
): Promise<Act> {
  if (step === "stop") return stopProposal(miner, await minerFacts(scope, miner));
  const facts = await readTakeover(scope, miner, account, draft, await minerFacts(scope, miner));
  const act = await actOf(scope, step, facts);
  // The approval asks the same gates again, by what its message says.
  if (step === "propose") mustBeOpen(await gateOne(scope, gateSubject(facts), draft));
  if (step === "take") mustBeOpen(await gateTwo(scope, gateSubject(facts), draft));
  return act;
}

/** The bare message of a step, no gate asked. Throws Refusal gateClosed without an actor or chosen keys. */
export async function actOf(scope: Scope, step: "approve" | "propose" | "take" | "worker", facts: TakeoverFacts): Promise<Act> {
  const { miner, keys } = facts;
  const actor = mustActor(facts);
  switch (step) {
    case "approve":
      if (keys === null) throw new Refusal("gateClosed", { row: "keys" });
      return approveMiner(scope, actor.address, miner, facts.info.owner, keys.worker, keys.controls);
    case "propose":
      return changeOwner(scope, miner, actor.id);
    case "take":
      return takeOwner(scope, actor.address, miner);
    case "worker":
      return confirmWorker(scope, actor.address, miner);
  }
}

function mustBeOpen(rows: Awaited<ReturnType<typeof gateOne>>): void {
  const closed = rows.find((row) => row.state !== "ok" && row.state !== "warn");
  if (closed !== undefined) throw new Refusal("gateClosed", { row: closed.id });
}
