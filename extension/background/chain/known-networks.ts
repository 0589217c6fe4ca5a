import { hostOf, isLoopback, type KnownNetwork, type Network } from "../../../wallet/network.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { Nodes } from "./nodes.ts";
import { declaredRealm } from "./rehearsal.ts";

interface Parts {
  networks: NetworkStore;
  nodes: Nodes;
  tokenOf(url: string): Promise<string | null>;
  fetch: typeof fetch;
}

/** Networks with the chain they are on. */
export class KnownNetworks {
  readonly #parts: Parts;
  /** called when a devnet turned out to be a new chain, with the genesis of the old one */
  onChainReplaced: (genesis: string) => Promise<void> = async () => {};

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async selected(): Promise<KnownNetwork> {
    return this.known(await this.#parts.networks.selected());
  }

  async byId(id: string): Promise<KnownNetwork> {
    return this.known(await this.#parts.networks.get(id));
  }

  /**
   * A network with its genesis. A devnet on this machine may have begun a new chain: then the network follows it, and keys and slots of
   * the old chain stay with the old chain. It follows to nothing but a chain that the node declares a rehearsal: a node of mainnet may
   * listen at the same address.
   */
  async known(network: Network): Promise<KnownNetwork> {
    if (network.genesis !== null && !(network.rehearsal && isLoopback(network.url))) return { ...network, genesis: network.genesis };
    const { networks, nodes, tokenOf, fetch } = this.#parts;
    const client = await nodes.client(network.url, network.prefix, await tokenOf(network.url));
    const cid = await nodes.genesisOf(network.url, client, network.rehearsal);
    if (cid === network.genesis) return { ...network, genesis: cid };
    if (network.rehearsal && (await declaredRealm(network.url, await tokenOf(network.url), fetch)) !== cid) {
      throw new Refusal("wrongChain", { node: hostOf(network.url), expected: network.genesis ?? network.name, found: cid });
    }
    const [genesis, name, version] = await Promise.all([client.chainGetGenesis(), client.stateNetworkName(), client.version()]);
    const known: KnownNetwork = {
      ...network,
      genesis: cid,
      networkName: name,
      genesisTime: (genesis.blocks[0]?.timestamp ?? 0) * 1000,
      epochSeconds: Math.max(1, version.blockDelay),
      acceptsCode: "unknown",
    };
    await networks.save(known);
    if (network.genesis !== null) await this.onChainReplaced(network.genesis);
    return known;
  }
}
