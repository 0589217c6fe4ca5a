import type { LotusClient } from "../filecoin/rpc/client.ts";
import { RpcError } from "../filecoin/rpc/errors.ts";
import type { TipSet, TipSetKey } from "../filecoin/rpc/lotus-json.ts";
import { epoch } from "../filecoin/units.ts";
import type { ChainNode, NodeSet } from "./node-set.ts";

/** What cannot be undone: a tipset that is an ancestor of the one a node calls final (both nodes, where there are two). */

/** Epochs behind the head when a node has no ChainGetFinalizedTipSet. */
export const CHAIN_FINALITY = 900;

/** What of a node's client tells what is final. */
export type FinalityNode = Pick<LotusClient, "chainHead" | "chainGetFinalizedTipSet" | "chainGetTipSetByHeight">;

/** The tipset a node calls final; 900 epochs back where it refuses to say, which is stricter, so that the reason need not be understood. */
async function finalizedOf(client: FinalityNode): Promise<TipSet> {
  try {
    return await client.chainGetFinalizedTipSet();
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const head = await client.chainHead();
    return client.chainGetTipSetByHeight(epoch(Math.max(0, head.height - CHAIN_FINALITY)), head.cids);
  }
}

export const sameKey = (a: readonly { toString(): string }[], b: readonly { toString(): string }[]): boolean =>
  a.length === b.length && a.every((cid, i) => cid.toString() === String(b[i]));

/** Is the tipset (by key and height) on the chain that ends in `tip`. */
export async function isAncestor(client: Pick<FinalityNode, "chainGetTipSetByHeight">, key: readonly string[], height: number, tip: TipSet): Promise<boolean> {
  if (height > tip.height) return false;
  if (height === tip.height) return sameKey(key, tip.cids);
  return sameKey(key, (await client.chainGetTipSetByHeight(epoch(height), tip.cids)).cids);
}

/** Final for every one of a network's nodes. */
export async function isFinal(clients: readonly FinalityNode[], key: readonly string[], height: number): Promise<boolean> {
  for (const client of clients) if (!(await isAncestor(client, key, height, await finalizedOf(client)))) return false;
  return true;
}

/** The key at which final state is read: the lower of both nodes' finalized tipsets. */
export async function finalKey(nodes: NodeSet<ChainNode>): Promise<TipSetKey> {
  const clients = nodes.second === null ? [nodes.node] : [nodes.node, nodes.second];
  const finalized = await Promise.all(clients.map(finalizedOf));
  return finalized.reduce((lowest, each) => (each.height < lowest.height ? each : lowest)).cids;
}
