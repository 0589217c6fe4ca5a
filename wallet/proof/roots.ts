import type { TipSet, TipSetKey } from "../../filecoin/rpc/lotus-json.ts";
import type { BlockCache } from "./block-cache.ts";
import { chooseRoot, rootAt } from "./choose-root.ts";
import type { ProofNode } from "./proof-blocks.ts";
import type { ProofScope } from "./proof-scope.ts";

interface Parts {
  readonly nodes: readonly [ProofNode, ...ProofNode[]];
  readonly cache: BlockCache;
  /** of the first node, as it was read for this review */
  readonly head: TipSet;
  /** the tipset that is final for every node */
  finalKey(): Promise<TipSetKey>;
}

/**
 * The tipsets on which the proofs of one review hang: one for what is so now, and a final one for what a reorganisation must not change. Each is chosen when it is
 * first asked for, and stays. Both throw NodesDiffer, NodeBehind, ProofFailure, RpcCancelled.
 * @example const owner = await proveMinerInfo(await scope.roots.now(), actorId(1000));
 */
export class Roots {
  readonly #parts: Parts;
  #now: Promise<ProofScope> | undefined;
  #final: Promise<ProofScope> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The newest tipset that the nodes name alike; where there is one node, this review's head. */
  now(): Promise<ProofScope> {
    return (this.#now ??= chooseRoot(this.#nodes(), this.#parts.cache));
  }

  final(): Promise<ProofScope> {
    return (this.#final ??= this.#parts.finalKey().then((key) => rootAt(this.#parts.nodes, this.#parts.cache, key)));
  }

  /** The first node with the head that this review has read already: what is told and what is proven then belong together. */
  #nodes(): ProofNode[] {
    const { nodes, head } = this.#parts;
    const [{ host, client }, ...others] = nodes;
    const pinned: ProofNode["client"] = {
      call: (...asked) => client.call(...asked),
      chainHead: async () => head,
      chainGetTipSetByHeight: (...asked) => client.chainGetTipSetByHeight(...asked),
    };
    return [{ host, client: pinned }, ...others];
  }
}
