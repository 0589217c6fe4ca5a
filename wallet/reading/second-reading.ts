import { decodeOwnerCall, OwnerCallError } from "../../actor/abi/describe.ts";
import { SINGLETON_IDS } from "../../filecoin/methods/actor-type.ts";
import { decodeCall, DecodeCallError, readings } from "../../filecoin/methods/decode.ts";
import type { Address } from "../../filecoin/address.ts";
import type { Message } from "../../filecoin/message.ts";
import type { Call } from "./reading-parts.ts";

/** A message as a call of one type of actor, and as a call of any other: bytes that fit two types are an alarm. */

/** Null when the bytes are no call that this build knows of such an actor. `actor`: "owner", or a built-in actor's manifest name. */
export function decodeAs(actor: string, message: Pick<Message, "method" | "params">): Call | null {
  if (message.method === 0) return message.params.length === 0 ? { name: "Send", fields: [] } : null;
  try {
    return actor === "owner" ? decodeOwnerCall(message.method, message.params) : decodeCall(actor, message.method, message.params);
  } catch (error) {
    if (error instanceof DecodeCallError || error instanceof OwnerCallError) return null;
    throw error;
  }
}

/** Actors whose type their address says for ever, on every network: the signed bytes leave no second reading. */
const SINGLETONS: ReadonlyMap<bigint, string> = new Map(Object.entries(SINGLETON_IDS).map(([name, id]) => [id, name === "burntFunds" ? "account" : name]));

/** Manifest name of the actor that stands at an address on every network; null for any other address. */
export const singletonAt = (address: Address): string | null => (address.protocol === 0 ? (SINGLETONS.get(address.id) ?? null) : null);

/** Types besides `actor` under which the bytes can be read. */
export function fitsElsewhere(actor: string, message: Message): string[] {
  if (message.method === 0 || singletonAt(message.to) !== null) return [];
  const fits = readings(message.method, message.params)
    .map(({ actorType }) => actorType)
    .filter((type) => type !== actor);
  return actor !== "owner" && decodeAs("owner", message) !== null ? [...fits, "owner"] : fits;
}
