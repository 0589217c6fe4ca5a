import { Address } from "../../filecoin/address.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { Request } from "../../actor/abi/methods.generated.ts";
import type { Proven } from "../fact.ts";
import { proveOwnerRequest } from "../proof/owner.ts";
import type { ProofScope } from "../proof/proof-scope.ts";
import type { Call } from "./reading-parts.ts";

/** Anybody may pay a redemption request, and the money is its owner's: whose it is must be proven before the call is read. */

export type ProvenRequests = ReadonlyMap<bigint, Proven<Request | null>>;

/** Numbers of the requests that a call pays. */
export function requestsIn({ name, fields }: Call): bigint[] {
  if (name === "FinalizeSide") return fields.flatMap(({ label, kind, value }) => (label === "request" && kind === "integer" ? [value] : []));
  if (name !== "ClaimRedemption") return [];
  const list = fields.find(({ label }) => label === "requests");
  return list?.kind === "list" ? list.value.flatMap((item) => (item.kind === "integer" ? [item.value] : [])) : [];
}

/** Throws ProofFailure, RpcCancelled. */
export async function provenRequests(scope: ProofScope, actor: ActorId, call: Call): Promise<ProvenRequests> {
  return new Map(await Promise.all(requestsIn(call).map(async (id) => [id, await proveOwnerRequest(scope, actor, id)] as const)));
}

/** Owners of requests, each once. */
export const ownersOf = (requests: ProvenRequests): Address[] =>
  [...new Set([...requests.values()].flatMap(({ value }) => (value === null ? [] : [value.position.owner])))].map((id) => Address.id(id));
