import type { Address } from "../../../filecoin/address.ts";
import type { OwnerReader } from "../../../actor/abi/views.ts";
import type { TipSetKey } from "../../../filecoin/rpc/lotus-json.ts";
import { Refusal } from "../refusal.ts";
import { callGetter } from "../chain/getter.ts";
import type { ChainScope } from "../chain/scope.ts";

/** Throws Refusal notAnOwnerActor when the code is not one of this product's releases, actorNotFound when nothing is there. */
export async function requireOwnerActor(scope: ChainScope, actor: Address): Promise<void> {
  const known = await scope.actors.at(actor);
  const address = actor.toString(scope.actors.prefix);
  if (known.type === "none") throw new Refusal("actorNotFound", { address });
  if (known.type !== "owner") throw new Refusal("notAnOwnerActor", { address, code: known.builtin ?? known.code ?? "" });
}

export const ownerReader =
  (scope: ChainScope, actor: Address, at: TipSetKey | null = null): OwnerReader =>
  (method, params) =>
    callGetter(scope.nodes.node, actor, method, params, at);
