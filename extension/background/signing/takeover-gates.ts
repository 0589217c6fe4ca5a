import type { GateCheck } from "./prepare-draft.ts";
import type { TakeoverDrafts } from "../settings/takeover-drafts.ts";
import { gateOne, gateTwo } from "../../../wallet/takeover/gates.ts";

/** The gate of an approval, computed again from the chain whenever the approval is made, refreshed and confirmed. */
export const takeoverGates =
  (drafts: Pick<TakeoverDrafts, "get">): GateCheck =>
  async (scope, gate) => {
    const draft = await drafts.get(scope.network.genesis, gate.miner.toString(), gate.account.toString());
    return gate.name === "proposeOwner" ? gateOne(scope, gate, draft) : gateTwo(scope, gate, draft);
  };
