import type { Address } from "../filecoin/address.ts";
import { proveActor, proveKey } from "./proof/actor.ts";
import type { ProofScope } from "./proof/proof-scope.ts";

/**
 * Has the blocks fetched that prove actors, and the keys of those that are accounts, so that they are there when somebody asks for the proof. A failure is nobody's
 * yet: whoever reads the facts meets it again.
 */
export function beginProof(root: Promise<ProofScope>, addresses: readonly Address[]): void {
  void Promise.allSettled([root.then((scope) => Promise.allSettled(addresses.map((address) => proveAll(scope, address))))]);
}

async function proveAll(scope: ProofScope, address: Address): Promise<void> {
  const { value } = await proveActor(scope, address);
  if (value?.builtin === "account") await proveKey(scope, value.id);
}
