import type { Address } from "../../filecoin/address.ts";
import { messageCid, signedMessageCid, type SignedMessage } from "../../filecoin/message.ts";
import { isReadable } from "../../filecoin/rpc/json-values.ts";
import type { ChainNode, NodeSet } from "../node-set.ts";
import { verifySignature } from "../../filecoin/signature.ts";

/** What a node's pool holds from one sender. Only messages with a good signature count: a node cannot make up a nonce gap. */
export async function pendingOf(node: ChainNode, sender: Address, id: Address | null): Promise<SignedMessage[]> {
  const pending = await node.mpoolPending();
  // What cannot be read is no message of ours: strangers' messages stand there too.
  return pending.filter(isReadable).filter(({ message }) => message.from.equals(sender) || (id !== null && message.from.equals(id)));
}

/** Nonces of pooled messages that this sender really signed, at either node: another copy of the keys may have pushed to one alone. */
export async function poolNonces({ node, second }: Pick<NodeSet<ChainNode>, "node" | "second">, sender: Address, id: Address | null): Promise<number[]> {
  const pools = await Promise.all([node, ...(second === null ? [] : [second])].map((client) => pendingOf(client, sender, id)));
  return pools
    .flat()
    .filter(({ message, signature }) => verifySignature(signature, sender, messageCid(message).bytes))
    .map(({ message }) => message.nonce);
}

/** Chain CIDs of pooled messages from a sender. */
export async function poolCids(node: ChainNode, sender: Address, id: Address | null): Promise<Set<string>> {
  return new Set((await pendingOf(node, sender, id)).map((signed) => signedMessageCid(signed).toString()));
}
