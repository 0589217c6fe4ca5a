import { Address } from "../../../filecoin/address.ts";
import type { SignedMessage } from "../../../filecoin/message.ts";
import type { LotusClient } from "../../../filecoin/rpc/client.ts";
import type { KnownNetwork } from "../../../wallet/network.ts";
import type { NodeSet } from "../../../wallet/node-set.ts";
import type { BlockCache } from "../../../wallet/proof/block-cache.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Slot } from "../../../wallet/slots/slot.ts";
import type { SlotNode, SlotNodes } from "../../../wallet/slots/slot-node.ts";
import { lookAt, type AccountTold } from "../../../wallet/slots/follow.ts";
import type { Nodes } from "../chain/nodes.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import { pushClient } from "./wallet-provider.ts";

/** A slot's network and the nodes that take and follow its messages. */
export interface Reached {
  network: KnownNetwork;
  nodes: SlotNodes;
}

interface Parts {
  networks: Pick<NetworkStore, "get">;
  nodes: Pick<Nodes, "of" | "mustBeOn">;
  tokenOf(url: string): Promise<string | null>;
  fetch: typeof fetch;
  /** blocks that proofs read */
  blocks: BlockCache;
}

/** The way from a slot to its nodes: those of the network it was reviewed with, of which each answers with the slot's genesis. */
export class SlotNetworks {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws unknownNetwork when it was removed, wrongChain when it is another chain now, noPermission, nodeSilent. */
  async reach(slot: Pick<Slot, "networkId" | "genesis">): Promise<Reached> {
    return this.#reached(await this.#open(slot));
  }

  async #open({ networkId, genesis }: Pick<Slot, "networkId" | "genesis">): Promise<NodeSet> {
    const network = await this.#parts.networks.get(networkId);
    if (network.genesis !== null && network.genesis !== genesis)
      throw new Refusal("wrongChain", { node: network.name, expected: genesis, found: network.genesis });
    return this.#parts.nodes.of({ ...network, genesis });
  }

  async #reached(set: NodeSet): Promise<Reached> {
    const { network, node, host, second, secondHost } = set;
    const first = await this.#slotNode(network, network.url, node, host);
    if (second === null || network.secondUrl === null) return { network, nodes: [first] };
    return { network, nodes: [first, await this.#slotNode(network, network.secondUrl, second, secondHost ?? "")] };
  }

  /** What the nodes say of a slot's account. Throws RpcFailure. */
  look({ nodes }: Reached, { account }: Pick<Slot, "account">): Promise<AccountTold> {
    return lookAt(nodes, Address.parse(account), this.#parts.blocks);
  }

  async #slotNode(network: KnownNetwork, url: string, client: LotusClient, host: string): Promise<SlotNode> {
    const pusher = pushClient({ url, prefix: network.prefix }, await this.#parts.tokenOf(url), this.#parts.fetch);
    const push = async (signed: SignedMessage): Promise<string> => {
      await this.#parts.nodes.mustBeOn(url, client, network);
      return pusher.push(signed);
    };
    return { host, machine: new URL(url).hostname, client, push };
  }
}
