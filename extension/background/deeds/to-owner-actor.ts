import type { Address } from "../../../filecoin/address.ts";
import type { Act } from "../../../wallet/draft.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { requireOwnerActor } from "../../../wallet/told/owner-reads.ts";
import { requestAct, type DeedParts, type Review } from "./request-act.ts";

/** Makes a message to an owner actor of a known release and asks for its approval. Throws notAnOwnerActor, actorNotFound. */
export const toOwnerActor = (parts: DeedParts, body: { actor: string; from: string }, make: (scope: Scope, actor: Address) => Promise<Act> | Act): Review =>
  requestAct(parts, body.from, async (scope) => {
    const actor = readAddress(body.actor, scope.network.prefix);
    await requireOwnerActor(scope, actor);
    return make(scope, actor);
  });
