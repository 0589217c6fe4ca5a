import { ProofFailure } from "./proof/proof-failure.ts";
import type { Proven } from "./proof/proven.ts";
import { told, type Told } from "./fact.ts";

/**
 * A fact as strong as it can be had: proven, or where it cannot be proven told by a node, with the reason. What proves that nodes lie (NodesDiffer,
 * NodeBehind) is thrown on: then nobody is to be believed.
 * @example
 * const actor = await provenOrTold(() => proveActor(scope, to), host, () => client.stateGetActor(to));
 * if (actor.source === "told") warn(actor.host, actor.why);
 */
export async function provenOrTold<P, T>(prove: () => Promise<Proven<P>>, host: string, tell: () => Promise<T>): Promise<Proven<P> | Told<T>> {
  try {
    return await prove();
  } catch (error) {
    if (!(error instanceof ProofFailure)) throw error;
    return told(await tell(), host, error.why);
  }
}
