import type { Address } from "../../../filecoin/address.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { ownerEvents } from "./owner-events.ts";

/** What went into each position and was not asked back, from the actor's events: attoFIL by token. */
export async function depositedByToken(scope: Scope, actor: Address): Promise<Map<bigint, bigint>> {
  const seen = new Map<bigint, bigint>();
  for (const { event } of await ownerEvents(scope, actor, 0)) {
    if (event.type === "deposit") seen.set(event.fields.token, event.fields.amount);
    if (event.type === "miner-custodied") seen.set(event.fields.token, event.fields.principal);
    if (event.type === "redemption-requested") {
      const before = seen.get(event.fields.token);
      if (before !== undefined) seen.set(event.fields.token, before > event.fields.amount ? before - event.fields.amount : 0n);
    }
  }
  return seen;
}
