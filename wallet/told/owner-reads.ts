import { decodeStruct } from "../../actor/abi/codec.ts";
import { Address } from "../../filecoin/address.ts";
import { parseCid } from "../../filecoin/cid.ts";
import type { OwnerReader } from "../../actor/abi/views.ts";
import { Refusal } from "../refusal.ts";
import { callGetter } from "./getter.ts";
import type { Scope } from "../scope.ts";
import type { PinnedNode } from "./pinned-node.ts";

/** Throws Refusal notAnOwnerActor when the code is not one of this product's releases, actorNotFound when nothing is there. */
export async function requireOwnerActor(scope: Scope, actor: Address): Promise<void> {
  const known = await scope.actors.at(actor);
  const address = actor.toString(scope.actors.prefix);
  if (known.type === "none") throw new Refusal("actorNotFound", { address });
  if (known.type !== "owner") throw new Refusal("notAnOwnerActor", { address, code: known.builtin ?? known.code ?? "" });
}

/** Status of an owner actor, as its views number it. */
export const STATUS = { active: 0, leaving: 1, migrated: 2, heir: 3 } as const;

/** Where a migrated actor's miners, money and positions went; for an heir the actor that it waits for; else null. No view tells it, the state does. */
export async function otherHalf(scope: Scope, actor: Address): Promise<Address | null> {
  const { head } = await scope.actors.at(actor);
  if (head === null) return null;
  const { successor } = decodeStruct("Root", await scope.node.chainReadObj(parseCid(head)));
  return successor === null ? null : Address.id(successor);
}

/** Throws Refusal ownerIsHeir for an actor that has nothing yet; its views have no terms to show. */
export async function requireNoHeir(scope: Scope, actor: Address, { status }: { status: number }): Promise<void> {
  if (status !== STATUS.heir) return;
  const { prefix } = scope.actors;
  throw new Refusal("ownerIsHeir", { address: actor.toString(prefix), of: (await otherHalf(scope, actor))?.toString(prefix) ?? null });
}

export const ownerReader =
  ({ node }: { node: PinnedNode }, actor: Address): OwnerReader =>
  (method, params) =>
    callGetter(node, actor, method, params);
