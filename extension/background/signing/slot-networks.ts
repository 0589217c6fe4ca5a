import { Address } from "../../../filecoin/address.ts";
import type { LotusClient } from "../../../filecoin/rpc/client.ts";
import type { KnownNetwork } from "../../../wallet/network.ts";
import type { BlockCache } from "../../../wallet/proof/block-cache.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Slot } from "../../../wallet/slots/slot.ts";
import type { SlotNode, SlotNodes } from "../../../wallet/slots/slot-node.ts";
import { lookAt, type AccountTold } from "../../../wallet/slots/follow.ts";
import { declaredRealm } from "../chain/rehearsal.ts";
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
  nodes: Pick<Nodes, "of" | "forget">;
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
  async reach({ networkId, genesis }: Pick<Slot, "networkId" | "genesis">): Promise<Reached> {
    const network = await this.#parts.networks.get(networkId);
    if (network.genesis !== null && network.genesis !== genesis)
      throw new Refusal("wrongChain", { node: network.name, expected: genesis, found: network.genesis });
    const known: KnownNetwork = { ...network, genesis };
    const set = await this.#parts.nodes.of(known);
    const first = await this.#slotNode(known, network.url, set.node, set.host);
    if (set.second === null || network.secondUrl === null) return { network: known, nodes: [first] };
    return { network: known, nodes: [first, await this.#slotNode(known, network.secondUrl, set.second, set.secondHost ?? "")] };
  }

  /** For a signature: those of f1 and f3 keys name no network, so the nodes are asked for their genesis anew right before one. */
  async reachToSign(slot: Pick<Slot, "networkId" | "genesis">): Promise<Reached> {
    this.#parts.nodes.forget();
    const reached = await this.reach(slot);
    await this.mustNotBeCopy(reached.network);
    return reached;
  }

  /** A devnet may go on from a copy of a public chain, genesis and all: a message signed there would be valid on the original. Throws wrongChain. */
  async mustNotBeCopy(network: KnownNetwork): Promise<void> {
    if (network.rehearsal) return;
    for (const url of [network.url, network.secondUrl]) {
      const declared = url === null ? null : await declaredRealm(url, await this.#parts.tokenOf(url), this.#parts.fetch);
      if (declared !== null) throw new Refusal("wrongChain", { node: network.name, expected: network.genesis, found: `a rehearsal of ${declared}` });
    }
  }

  /** What the nodes say of a slot's account. Throws RpcFailure. */
  look({ nodes }: Reached, { account }: Pick<Slot, "account">): Promise<AccountTold> {
    return lookAt(nodes, Address.parse(account), this.#parts.blocks);
  }

  async #slotNode(network: KnownNetwork, url: string, client: LotusClient, host: string): Promise<SlotNode> {
    const pusher = pushClient({ url, prefix: network.prefix }, await this.#parts.tokenOf(url), this.#parts.fetch);
    return { host, machine: new URL(url).hostname, client, push: (signed) => pusher.push(signed) };
  }
}
