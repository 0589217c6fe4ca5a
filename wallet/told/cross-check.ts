import type { Address } from "../../filecoin/address.ts";
import { Refusal } from "../refusal.ts";
import { baseFeeOf } from "../node-set.ts";
import type { Scope } from "../scope.ts";
import type { PinnedNode } from "./pinned-node.ts";
import { orNull } from "./rpc-refusal.ts";
import { checkBaseFees } from "../price/fee.ts";

/**
 * Compares what two nodes tell and no block proves: the network's name, and at their heads the sender's nonce and the base fee, within what the epochs between them
 * explain. A difference stops the signature and shows both answers.
 */
export async function crossCheck({ nodes, node, second, head }: Scope, sender: Address): Promise<void> {
  if (nodes.second === null || second === null) return;
  const same = (fact: string, a: string, b: string): void => {
    if (a !== b) throw new Refusal("nodesDiffer", { fact, node: nodes.host, answer: a, otherNode: nodes.secondHost, otherAnswer: b });
  };
  const [name, otherName, otherHead] = await Promise.all([nodes.node.stateNetworkName(), nodes.second.stateNetworkName(), nodes.second.chainHead()]);
  same("networkName", name, otherName);
  const [nonce, otherNonce] = await Promise.all([nonceOf(node, sender), nonceOf(second.at(otherHead.cids), sender)]);
  // Heads may be an epoch apart, in which the sender's own message can have been executed; more than that is no delay.
  if (Math.abs(nonce - otherNonce) > Math.abs(head.height - otherHead.height)) same("nonce", String(nonce), String(otherNonce));
  checkBaseFees({ node: nodes.host, baseFee: baseFeeOf(head) }, { node: nodes.secondHost ?? "", baseFee: baseFeeOf(otherHead) });
}

const nonceOf = async (node: PinnedNode, sender: Address): Promise<number> => (await orNull(node.stateGetActor(sender)))?.nonce ?? 0;
