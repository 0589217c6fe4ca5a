import type { Address } from "../../filecoin/address.ts";
import type { TipSetKey } from "../../filecoin/rpc/lotus-json.ts";
import type { LotusClient } from "../../filecoin/rpc/client.ts";
import { epoch } from "../../filecoin/units.ts";
import { Refusal } from "../refusal.ts";
import { baseFeeOf, type NodeSet } from "../node-set.ts";
import { orNull } from "./rpc-refusal.ts";
import { checkBaseFees } from "../price/fee.ts";

/**
 * Compares the facts a signature rests on between two nodes: network name, an equal tipset key five epochs back, there the code and
 * head of the actors concerned, their ids and (of miners) owner, worker, beneficiary; at the head nonce and base fee. A
 * difference stops the signature and shows both answers.
 */

const DEPTH = 5;
const NONE = "none";

export interface Agreement {
  agreed: boolean;
  epoch: number | null;
}

export async function crossCheck(nodes: NodeSet, subjects: readonly { address: Address; miner: boolean }[], sender: Address): Promise<Agreement> {
  const { node, second } = nodes;
  if (second === null) return { agreed: false, epoch: null };
  const differ = (fact: string, answer: string, otherAnswer: string): Refusal =>
    new Refusal("nodesDiffer", { fact, node: nodes.host, answer, otherNode: nodes.secondHost, otherAnswer });
  const same = async (fact: string, read: (client: LotusClient) => Promise<string>): Promise<string> => {
    const [a, b] = await Promise.all([read(node), read(second)]);
    if (a !== b) throw differ(fact, a, b);
    return a;
  };
  await same("networkName", (client) => client.stateNetworkName());
  const [headA, headB] = await Promise.all([node.chainHead(), second.chainHead()]);
  const height = Math.max(0, Math.min(headA.height, headB.height) - DEPTH);
  const [tipsetA, tipsetB] = await Promise.all([node.chainGetTipSetByHeight(epoch(height)), second.chainGetTipSetByHeight(epoch(height))]);
  const keyText = (key: TipSetKey): string => key.map(String).join(",");
  if (keyText(tipsetA.cids) !== keyText(tipsetB.cids)) throw differ("tipset", keyText(tipsetA.cids), keyText(tipsetB.cids));
  // An actor younger than that is compared at the head, where both nodes have the same one.
  const sameHead = keyText(headA.cids) === keyText(headB.cids) ? headA.cids : null;
  let agreed = true;
  for (const { address, miner } of subjects) {
    const name = address.toString(nodes.network.prefix);
    const old = await same(`actor ${name}`, (client) => actorText(client, address, tipsetA.cids));
    const at = old !== NONE ? tipsetA.cids : sameHead;
    if (at === null) {
      agreed = false;
      continue;
    }
    if (old === NONE) await same(`actor ${name}`, (client) => actorText(client, address, at));
    if (miner) await same(`miner ${name}`, (client) => minerText(client, address, at));
  }
  const nonceOf = async (client: LotusClient): Promise<number> => (await orNull(client.stateGetActor(sender)))?.nonce ?? 0;
  const [nonceA, nonceB] = await Promise.all([nonceOf(node), nonceOf(second)]);
  // Heads may be an epoch apart, in which the sender's own message can have been executed; more than that is no delay.
  if (Math.abs(nonceA - nonceB) > Math.abs(headA.height - headB.height)) throw differ("nonce", String(nonceA), String(nonceB));
  checkBaseFees({ node: nodes.host, baseFee: baseFeeOf(headA) }, { node: nodes.secondHost ?? "", baseFee: baseFeeOf(headB) });
  return { agreed, epoch: height };
}

async function actorText(client: LotusClient, address: Address, at: TipSetKey): Promise<string> {
  const actor = await orNull(client.stateGetActor(address, at));
  if (actor === null) return NONE;
  const id = address.protocol === 0 ? address.id : await orNull(client.stateLookupID(address, at));
  return `${id} code ${actor.code.toString()} head ${actor.head.toString()}`;
}

async function minerText(client: LotusClient, miner: Address, at: TipSetKey): Promise<string> {
  const info = await client.stateMinerInfo(miner, at);
  const text = (address: Address | null): string => address?.toString() ?? "none";
  const { beneficiaryTerm: term, pendingBeneficiaryTerm: pending } = info;
  const shown = [
    `owner ${text(info.owner)} pending ${text(info.pendingOwner)} worker ${text(info.worker)} next ${text(info.newWorker)} controls ${info.controlAddresses.map(text).join(" ")}`,
    `beneficiary ${text(info.beneficiary)} ${term === null ? "" : `quota ${term.quota} used ${term.usedQuota} until ${term.expiration}`} pending ${pending === null ? "none" : `${text(pending.newBeneficiary)} ${pending.newQuota} ${pending.newExpiration}`}`,
  ];
  return shown.join(" ");
}
