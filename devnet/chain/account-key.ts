/** The key address behind an actor id. Source: lotus chain/vm ResolveToDeterministicAddr. */
import type { Address } from "../../filecoin/address.ts";
import { TupleReader } from "../../filecoin/cbor.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { BuiltinRegistry } from "../kernel/runtime.ts";
import { mustGet } from "../state/blockstore.ts";
import type { StateTree } from "../state/state-tree.ts";

/** f1 or f3 of an account, f4 of an actor that has one; undefined for every other actor, and for none. */
export function keyAddressOf(state: StateTree, id: ActorId, builtins: BuiltinRegistry): Address | undefined {
  const actor = state.getActor(id);
  if (actor === undefined) return undefined;
  if (actor.delegated !== null) return actor.delegated;
  const account = builtins.manifest.find((entry) => entry.name === "account")?.code;
  if (account === undefined || !actor.code.equals(account)) return undefined;
  return TupleReader.decode(mustGet(state.blockstore, actor.head, "account state"), 1, "account state").address();
}
