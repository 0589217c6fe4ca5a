import { decodeStruct } from "../../actor/abi/codec.ts";
import type { OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { STATUS } from "../../actor/abi/policy.ts";
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

type Root = OwnerStructs["Root"];

/** The state root, as one node gives its block; null for an actor that has none. */
async function readRoot({ actors, node }: Pick<Scope, "actors" | "node">, actor: Address): Promise<Root | null> {
  const { head } = await actors.at(actor);
  return head === null ? null : decodeStruct("Root", await node.chainReadObj(parseCid(head)));
}

/** The ledger of miners, which holds what no view tells: what was forwarded today, flags, up to when a former owner's claim is counted. */
export async function readLedger(scope: Pick<Scope, "actors" | "node">, actor: Address): Promise<OwnerStructs["Miners"] | null> {
  const link = (await readRoot(scope, actor))?.miners ?? null;
  return link === null ? null : decodeStruct("Miners", await scope.node.chainReadObj(link));
}

/** Where a migrated actor's miners, money and positions went; for an heir the actor that it waits for; else null. No view tells it, the state does. */
export async function otherHalf(scope: Scope, actor: Address): Promise<Address | null> {
  const successor = (await readRoot(scope, actor))?.successor ?? null;
  return successor === null ? null : Address.id(successor);
}

/** Throws Refusal ownerIsHeir for an actor that has nothing yet; its views have no terms to show. */
export async function requireNoHeir(scope: Scope, actor: Address, { status }: { status: number }): Promise<void> {
  if (status !== STATUS.HEIR) return;
  const { prefix } = scope.actors;
  throw new Refusal("ownerIsHeir", { address: actor.toString(prefix), of: (await otherHalf(scope, actor))?.toString(prefix) ?? null });
}

export const ownerReader =
  ({ node }: { node: PinnedNode }, actor: Address): OwnerReader =>
  (method, params) =>
    callGetter(node, actor, method, params);
