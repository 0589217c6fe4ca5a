/** What the mempool has to know of a sender, from the state after the head. */
import type { Address } from "../../filecoin/address.ts";
import type { BuiltinRegistry } from "../kernel/runtime.ts";
import type { StateTree } from "../state/state-tree.ts";

export interface PoolSender {
  nonce: number;
  /** attoFIL */
  balance: bigint;
  /** Only accounts sign messages; a placeholder becomes one by its first (FIP-0055). */
  maySend: boolean;
}

/** Undefined where there is no such actor. */
export function poolSender(state: StateTree, builtins: BuiltinRegistry, address: Address): PoolSender | undefined {
  const id = state.resolve(address);
  const actor = id === undefined ? undefined : state.getActor(id);
  if (actor === undefined) return undefined;
  const type = builtins.manifest.find((entry) => entry.code.equals(actor.code))?.name;
  const newEthAccount = type === "placeholder" && actor.nonce === 0 && actor.delegated?.bytes[1] === 10;
  return {
    nonce: actor.nonce,
    balance: actor.balance,
    maySend: type === "account" || type === "ethaccount" || newEthAccount,
  };
}
