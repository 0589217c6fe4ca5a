import type { Address } from "../../../filecoin/address.ts";
import { draftOf, type Act } from "../../../wallet/draft.ts";
import { refusalOfGetter } from "../../../wallet/told/refusal-of-getter.ts";
import type { App } from "../desk/app.ts";
import { openScope } from "../desk/scope-of.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import type { ChainScope } from "../../../wallet/scope.ts";
import { requireOwnerActor } from "../../../wallet/told/owner-reads.ts";

/** How questions about owner actors are answered and commands to them become approvals. */

/** Answers a question from the chain; what a getter refuses comes back as a refusal. */
export async function read<T>(app: App, ask: (scope: ChainScope) => Promise<T>): Promise<T> {
  const { scope } = await openScope(app.wallet);
  try {
    return await ask(scope);
  } catch (error) {
    throw refusalOfGetter(scope, error);
  }
}

/** Builds a message to an owner actor of a known release and asks for its approval. */
export async function review(
  app: App,
  body: { actor: string; from: string },
  make: (scope: ChainScope, actor: Address) => Promise<Act> | Act,
): Promise<{ approvalId: string }> {
  const { scope, chain } = await openScope(app.wallet);
  const { address: from } = await app.wallet.mustAccount(chain, body.from);
  const actor = readAddress(body.actor, scope.actors.prefix);
  await requireOwnerActor(scope, actor);
  return app.approvals.request(draftOf(chain.network, from, await make(scope, actor)));
}
