import { MethodNotFound, RpcError } from "../filecoin/rpc/errors.ts";
import type { TipSet, TipSetKey } from "../filecoin/rpc/lotus-json.ts";
import { epoch } from "../filecoin/units.ts";
import type { ChainNode, NodeSet } from "./node-set.ts";

/** What cannot be undone: a tipset that is an ancestor of the one a node calls final (both nodes, where there are two). */

/** Epochs behind the head when a node has no ChainGetFinalizedTipSet. */
const CHAIN_FINALITY = 900;

/** The tipset a node calls final, or the one 900 epochs back. */
export async function finalizedOf(client: ChainNode, head: TipSet): Promise<TipSet> {
  try {
    return await client.chainGetFinalizedTipSet();
  } catch (error) {
    if (!(error instanceof MethodNotFound) && !(error instanceof RpcError && /not (found|supported)/i.test(error.detail))) throw error;
    return client.chainGetTipSetByHeight(epoch(Math.max(0, head.height - CHAIN_FINALITY)), head.cids);
  }
}

export const sameKey = (a: readonly { toString(): string }[], b: readonly { toString(): string }[]): boolean =>
  a.length === b.length && a.every((cid, i) => cid.toString() === String(b[i]));

/** Is the tipset (by key and height) on the chain that ends in `tip`. */
export async function isAncestor(client: Pick<ChainNode, "chainGetTipSetByHeight">, key: readonly string[], height: number, tip: TipSet): Promise<boolean> {
  if (height > tip.height) return false;
  if (height === tip.height) return sameKey(key, tip.cids);
  return sameKey(key, (await client.chainGetTipSetByHeight(epoch(height), tip.cids)).cids);
}

/** Final for every node of the network. */
export async function isFinal(nodes: NodeSet<ChainNode>, key: readonly string[], height: number): Promise<boolean> {
  for (const client of nodes.second === null ? [nodes.node] : [nodes.node, nodes.second]) {
    const finalized = await finalizedOf(client, await client.chainHead());
    if (!(await isAncestor(client, key, height, finalized))) return false;
  }
  return true;
}

/** The key at which final state is read: the lower of both nodes' finalized tipsets. */
export async function finalKey(nodes: NodeSet<ChainNode>): Promise<TipSetKey> {
  const clients = nodes.second === null ? [nodes.node] : [nodes.node, nodes.second];
  const finalized = await Promise.all(clients.map(async (client) => finalizedOf(client, await client.chainHead())));
  return finalized.reduce((lowest, each) => (each.height < lowest.height ? each : lowest)).cids;
}
