import { told, type Proven, type Told } from "./fact.ts";
import type { ProofScope } from "./proof/proof-scope.ts";
import { ProofFailure } from "./proof/proof-failure.ts";
import { refusalOfRoots } from "./reading/known-facts.ts";
import type { Scope } from "./scope.ts";

export type ProvenOrTold<T> = Proven<T> | Told<T>;

/**
 * A fact that a message is made with: proven, or, from a node that gives no blocks, told. The approval proves what it says by itself, so a message made with a
 * told fact is shown as what it is. Throws Refusal nodesDiffer, and what `tell` throws.
 * @example const info = await provenOrTold(scope, (root) => proveMinerInfo(root, miner), () => toldMiner(scope, miner));
 */
export async function provenOrTold<T>(
  scope: Pick<Scope, "roots" | "host" | "nodes">,
  prove: (root: ProofScope) => Promise<Proven<T>>,
  tell: () => Promise<T>,
): Promise<ProvenOrTold<T>> {
  try {
    return await prove(await scope.roots.now());
  } catch (error) {
    if (!(error instanceof ProofFailure)) throw refusalOfRoots(error, scope.nodes);
    return told(await tell(), scope.host, error.why);
  }
}
