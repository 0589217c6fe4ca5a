import type { PoolView, Terms } from "../../../actor/abi/methods.generated.ts";
import { getPool, getTerms } from "../../../actor/abi/views.ts";
import type { Address } from "../../../filecoin/address.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { chainText } from "../../../wallet/told/chain-text.ts";
import { STATUS, otherHalf, ownerReader, requireNoHeir, requireOwnerActor } from "../../../wallet/told/owner-reads.ts";
import type { CodeIdentity } from "../../../wallet/values.ts";

/** An owner actor as those see it who hold positions in it. */
export interface PositionOffer {
  address: Address;
  name: string;
  identity: CodeIdentity;
  pool: PoolView;
  terms: Terms;
}

/** Throws Refusal notAnOwnerActor, ownerIsHeir, ownerMigrated naming where everything went. */
export async function positionOffer(scope: Scope, actor: Address): Promise<PositionOffer> {
  await requireOwnerActor(scope, actor);
  const reader = ownerReader(scope, actor);
  const pool = await getPool(reader);
  await requireNoHeir(scope, actor, pool);
  if (pool.status === STATUS.migrated) {
    const { prefix } = scope.network;
    throw new Refusal("ownerMigrated", { address: actor.toString(prefix), to: (await otherHalf(scope, actor))?.toString(prefix) ?? null });
  }
  const [terms, identity] = await Promise.all([getTerms(reader), scope.actors.identity(actor)]);
  if (identity === null) throw new Error("an owner actor has code");
  return { address: actor, name: chainText(terms.name), identity, pool, terms };
}
