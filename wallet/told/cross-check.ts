import type { Address } from "../../filecoin/address.ts";
import { agreeOnChain } from "../agree-on-chain.ts";
import { baseFeeOf } from "../node-set.ts";
import { checkBaseFees } from "../price/fee.ts";
import { Refusal } from "../refusal.ts";
import type { Scope } from "../scope.ts";
import type { PinnedNode } from "./pinned-node.ts";
import { orNull } from "./rpc-refusal.ts";

/**
 * Compares what two nodes tell and no block proves: genesis and network name, heads that are near each other, and at them the sender's nonce and the base fee, within
 * what the epochs between them explain. A difference stops the signature and shows both answers.
 */
export async function crossCheck({ nodes, node, second, head }: Scope, sender: Address): Promise<void> {
  const otherHead = await agreeOnChain(nodes, head);
  if (otherHead === null || second === null) return;
  const [nonce, otherNonce] = await Promise.all([nonceOf(node, sender), nonceOf(second.at(otherHead.cids), sender)]);
  // Heads may be an epoch apart, in which the sender's own message can have been executed; more than that is no delay.
  if (Math.abs(nonce - otherNonce) > Math.abs(head.height - otherHead.height))
    throw new Refusal("nodesDiffer", { fact: "nonce", node: nodes.host, answer: String(nonce), otherNode: nodes.secondHost, otherAnswer: String(otherNonce) });
  checkBaseFees({ node: nodes.host, baseFee: baseFeeOf(head) }, { node: nodes.secondHost ?? "", baseFee: baseFeeOf(otherHead) });
}

const nonceOf = async (node: PinnedNode, sender: Address): Promise<number> => (await orNull(node.stateGetActor(sender)))?.nonce ?? 0;
