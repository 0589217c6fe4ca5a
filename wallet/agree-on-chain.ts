import { RpcFailure } from "../filecoin/rpc/errors.ts";
import type { TipSet } from "../filecoin/rpc/lotus-json.ts";
import { isPassing, type ChainNode, type NodeSet } from "./node-set.ts";
import { Refusal } from "./refusal.ts";

/** Two nodes speak of one chain, and neither is behind: asked before anything is signed. */

/** Epochs that the heads of two nodes may be apart; more is a node that is behind, not a block on its way. */
export const HEADS_APART = 5;

/**
 * The second node's head, when there is a second node: its genesis and network name equal, its head near the first one's. Throws wrongChain, nodesDiffer,
 * nodeBehindOther; secondNodeAway when it does not answer, noPermission when it may not be asked.
 */
export async function agreeOnChain({ network, node, host, second, secondHost }: NodeSet<ChainNode>, head: TipSet): Promise<TipSet | null> {
  if (second === null || secondHost === null) return null;
  const [name, otherName, genesis, otherHead] = await Promise.all([
    node.stateNetworkName(),
    ofSecond(second.stateNetworkName()),
    ofSecond(second.chainGetGenesis()),
    ofSecond(second.chainHead()),
  ]);
  const found = genesis.cids[0]?.toString() ?? "";
  if (found !== network.genesis) throw new Refusal("wrongChain", { node: secondHost, expected: network.genesis, found });
  if (name !== otherName) throw new Refusal("nodesDiffer", { fact: "networkName", node: host, answer: name, otherNode: secondHost, otherAnswer: otherName });
  const apart = head.height - otherHead.height;
  if (Math.abs(apart) > HEADS_APART) {
    const [behind, ahead] = apart > 0 ? [secondHost, host] : [host, secondHost];
    throw new Refusal("nodeBehindOther", { node: behind, otherNode: ahead, epochs: Math.abs(apart) });
  }
  return otherHead;
}

/** A second node that is away stops the signature alone, and is named for what it is. */
async function ofSecond<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof RpcFailure) || !isPassing(error)) throw error;
    if (error.cause instanceof Refusal) throw error.cause;
    throw new Refusal("secondNodeAway", { node: error.node, detail: error.message.slice(0, 300) }, { cause: error });
  }
}
