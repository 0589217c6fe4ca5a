import { say } from "../../../wallet/phrase.ts";
import type { GateCheck } from "./prepare-draft.ts";
import type { TakeoverDrafts } from "../settings/takeover-drafts.ts";
import { gateOne, gateTwo } from "../../../wallet/takeover/gates.ts";
import { readTakeover } from "../../../wallet/takeover/takeover-facts.ts";

/** The gate of an approval, computed again from the chain whenever the approval is made, refreshed or confirmed. */
export const takeoverGates =
  (drafts: Pick<TakeoverDrafts, "get">): GateCheck =>
  async (scope, gate) => {
    const { miner, account } = gate;
    const saved = await drafts.get(scope.network.genesis, miner.toString(), account.toString());
    // The actor is the one that the message names, whatever was chosen in the wizard meanwhile.
    const draft = { ...saved, actor: gate.actor.toString() };
    const facts = await readTakeover(scope, miner, account, draft);
    const named = await scope.actors.at(gate.actor);
    if (facts.actor === null || named.id === null || !facts.actor.id.equals(named.id))
      return [{ id: "actor", state: "bad", text: say("gate.noActor"), source: scope.actors.source }];
    return gate.name === "proposeOwner" ? gateOne(scope, facts, draft) : gateTwo(scope, facts);
  };
