import type { Address } from "../../filecoin/address.ts";
import { parseCid } from "../../filecoin/cid.ts";
import type { LotusClient } from "../../filecoin/rpc/client.ts";
import { RpcBadReply, RpcError, RpcFailure } from "../../filecoin/rpc/errors.ts";
import { orNull } from "./rpc-refusal.ts";

/**
 * What a node's pool holds of one sender. The pool is never read whole: it may hold 50,000 messages of strangers, of which one odd message
 * must stop nobody. Every node answers by nonce (MpoolGetNonce); Lotus nodes of one's own also list a sender's messages by CID.
 */

/** What of a node's client is asked about its pool. */
export type PoolNode = Pick<LotusClient, "mpoolGetNonce" | "mpoolCheckPendingMessages" | "chainGetMessage">;

export interface PoolTold {
  /** the node's host, for people */
  host: string;
  /** the first nonce that neither this node's chain nor its pool has; everything below it is used or waits */
  nextNonce: number;
  /** CIDs of the unsigned messages that wait, also those above a gap; null where the node does not list them, as gateways and Forest */
  pending: ReadonlySet<string> | null;
}

/** Throws RpcFailure. */
export async function poolOf(node: PoolNode, host: string, sender: Address): Promise<PoolTold> {
  const [nextNonce, pending] = await Promise.all([orNull(node.mpoolGetNonce(sender)), listed(node, sender)]);
  return { host, nextNonce: nextNonce ?? 0, pending };
}

async function listed(node: PoolNode, sender: Address): Promise<ReadonlySet<string> | null> {
  try {
    return new Set(await node.mpoolCheckPendingMessages(sender));
  } catch (error) {
    // Every node software refuses a method that it does not offer in its own way; the nonce is enough.
    if (error instanceof RpcError || error instanceof RpcBadReply) return null;
    throw error;
  }
}

/** The same, null when the node does not answer: what a pool holds is never needed to go on. */
export async function poolOrNull(node: PoolNode, host: string, sender: Address): Promise<PoolTold | null> {
  try {
    return await poolOf(node, host, sender);
  } catch (error) {
    if (error instanceof RpcFailure) return null;
    throw error;
  }
}

/** Messages of one sender that are looked up at most to find those above a gap. */
const LOOKED_UP = 50;

/** Nonces of the messages that a pool lists; those that the node does not show are left out. */
export async function noncesIn(node: PoolNode, sender: Address, { pending }: PoolTold): Promise<number[]> {
  const messages = await Promise.all(
    [...(pending ?? [])].slice(0, LOOKED_UP).map(async (cid) => {
      try {
        return await node.chainGetMessage(parseCid(cid));
      } catch (error) {
        if (error instanceof RpcFailure) return null;
        throw error;
      }
    }),
  );
  return messages.flatMap((message) => (message?.from.equals(sender) === true ? [message.nonce] : []));
}
