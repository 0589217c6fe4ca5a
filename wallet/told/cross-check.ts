import type { Address } from "../../filecoin/address.ts";
import type { TipSetKey } from "../../filecoin/rpc/lotus-json.ts";
import { epoch } from "../../filecoin/units.ts";
import { agreeOnChain } from "../agree-on-chain.ts";
import { Refusal } from "../refusal.ts";
import { baseFeeOf } from "../node-set.ts";
import type { Scope } from "../scope.ts";
import type { PinnedNode } from "./pinned-node.ts";
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

type Compared = { fact: string; a: string; b: string };

export async function crossCheck(scope: Scope, subjects: readonly { address: Address; miner: boolean }[], sender: Address): Promise<Agreement> {
  const { nodes, node, second, head } = scope;
  if (second === null) return { agreed: false, epoch: null };
  const same = ({ fact, a, b }: Compared): string => {
    if (a !== b) throw new Refusal("nodesDiffer", { fact, node: nodes.host, answer: a, otherNode: nodes.secondHost, otherAnswer: b });
    return a;
  };
  const bothSay = async (fact: string, at: TipSetKey, read: (node: PinnedNode) => Promise<string>): Promise<string> => {
    const [a, b] = await Promise.all([read(node.at(at)), read(second.at(at))]);
    return same({ fact, a, b });
  };
  const otherHead = await agreeOnChain(nodes, head);
  if (otherHead === null) return { agreed: false, epoch: null };
  const height = Math.max(0, Math.min(head.height, otherHead.height) - DEPTH);
  const [tipset, otherTipset] = await Promise.all([node.tipsetAt(epoch(height)), second.at(otherHead.cids).tipsetAt(epoch(height))]);
  same({ fact: "tipset", a: keyText(tipset.cids), b: keyText(otherTipset.cids) });
  // An actor younger than that is compared at the head, where both nodes have the same one.
  const sameHead = keyText(head.cids) === keyText(otherHead.cids) ? head.cids : null;
  let agreed = true;
  for (const { address, miner } of subjects) {
    const name = address.toString(nodes.network.prefix);
    const old = await bothSay(`actor ${name}`, tipset.cids, (each) => actorText(each, address));
    const at = old !== NONE ? tipset.cids : sameHead;
    if (at === null) {
      agreed = false;
      continue;
    }
    if (old === NONE) await bothSay(`actor ${name}`, at, (each) => actorText(each, address));
    if (miner) await bothSay(`miner ${name}`, at, (each) => minerText(each, address));
  }
  const [nonceA, nonceB] = await Promise.all([nonceOf(node, sender), nonceOf(second.at(otherHead.cids), sender)]);
  // Heads may be an epoch apart, in which the sender's own message can have been executed; more than that is no delay.
  if (Math.abs(nonceA - nonceB) > Math.abs(head.height - otherHead.height)) same({ fact: "nonce", a: String(nonceA), b: String(nonceB) });
  checkBaseFees({ node: nodes.host, baseFee: baseFeeOf(head) }, { node: nodes.secondHost ?? "", baseFee: baseFeeOf(otherHead) });
  return { agreed, epoch: height };
}

const keyText = (key: TipSetKey): string => key.map(String).join(",");

const nonceOf = async (node: PinnedNode, sender: Address): Promise<number> => (await orNull(node.stateGetActor(sender)))?.nonce ?? 0;

async function actorText(node: PinnedNode, address: Address): Promise<string> {
  const actor = await orNull(node.stateGetActor(address));
  if (actor === null) return NONE;
  const id = address.protocol === 0 ? address.id : await orNull(node.stateLookupID(address));
  return `${id} code ${actor.code.toString()} head ${actor.head.toString()}`;
}

async function minerText(node: PinnedNode, miner: Address): Promise<string> {
  const info = await node.stateMinerInfo(miner);
  const text = (address: Address | null): string => address?.toString() ?? "none";
  const { beneficiaryTerm: term, pendingBeneficiaryTerm: pending } = info;
  const shown = [
    `owner ${text(info.owner)} pending ${text(info.pendingOwner)} worker ${text(info.worker)} next ${text(info.newWorker)} controls ${info.controlAddresses.map(text).join(" ")}`,
    `beneficiary ${text(info.beneficiary)} ${term === null ? "" : `quota ${term.quota} used ${term.usedQuota} until ${term.expiration}`} pending ${pending === null ? "none" : `${text(pending.newBeneficiary)} ${pending.newQuota} ${pending.newExpiration}`}`,
  ];
  return shown.join(" ");
}
