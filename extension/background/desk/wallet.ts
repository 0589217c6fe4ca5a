import { Address } from "../../../filecoin/address.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { Actors, buildOf, type OwnBuild } from "../../../wallet/told/known-actor.ts";
import { Nodes } from "../chain/nodes.ts";
import type { NodeSet } from "../../../wallet/node-set.ts";
import { bookKey, BookStore, type Book } from "../settings/book.ts";
import { Keyring, type Account } from "../secrets/keys/keyring.ts";
import { Lock } from "../secrets/lock/lock.ts";
import { NetworkStore } from "../settings/network-store.ts";
import { hostOf, isLoopback, type KnownNetwork, type Network } from "../../../wallet/network.ts";
import { declaredRealm } from "../chain/rehearsal.ts";
import { SlotStore } from "../signing/slot-store.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { readSettings, type Settings } from "../settings/settings.ts";
import type { Surroundings } from "../storage/stores.ts";
import { Vault } from "../secrets/vault/vault.ts";

/** A chain that is open for one request: its nodes, what stands at addresses, and whose keys are here. */
export interface OpenChain {
  network: KnownNetwork;
  nodes: NodeSet;
  actors: Actors;
  accounts: Account[];
  book: Book | null;
  build: OwnBuild;
  labelOf(address: Address): string | null;
}

/** The worker's parts, put together once per start; everything lasting lies in storage. */
export class Wallet {
  readonly s: Surroundings;
  readonly lock: Lock;
  readonly vault: Vault;
  readonly keyring: Keyring;
  readonly books: BookStore;
  readonly networks: NetworkStore;
  readonly nodes: Nodes;
  readonly slots: SlotStore;
  /** called when a devnet turned out to be a new chain: approvals for the old one die */
  onChainReplaced: (genesis: string) => Promise<void> = async () => {};
  #build: Promise<OwnBuild> | undefined;
  #signer: Promise<Uint8Array> | undefined;

  constructor(surroundings: Surroundings) {
    this.s = surroundings;
    this.lock = new Lock(surroundings);
    this.vault = new Vault(surroundings, this.lock);
    this.keyring = new Keyring(this.vault, surroundings.now);
    this.books = new BookStore(this.vault);
    this.networks = new NetworkStore(surroundings);
    this.slots = new SlotStore(surroundings.database, surroundings.now);
    this.nodes = new Nodes(surroundings, (url) => this.tokenOf(url));
  }

  build(): Promise<OwnBuild> {
    return (this.#build ??= this.s.file("owner.wasm").then((bytes) => buildOf(bytes, this.s.version)));
  }

  /** The signer's Wasm bytes, kept in memory: they are no secret. */
  signerWasm(): Promise<Uint8Array> {
    return (this.#signer ??= this.s.file("filecoin_signer_wasm_bg.wasm"));
  }

  settings(): Promise<Settings> {
    return readSettings(this.s.database);
  }

  /** The bearer token of a node, null while locked or when there is none. */
  async tokenOf(url: string): Promise<string | null> {
    const book = await this.bookOrNull();
    return book?.tokens[url] ?? null;
  }

  async bookOrNull(): Promise<Book | null> {
    if ((await this.lock.openUntil()) === null) return null;
    return this.books.read().catch(() => null);
  }

  async accountsOrNone(realm: string): Promise<Account[]> {
    if ((await this.lock.openUntil()) === null) return [];
    return this.keyring.accountsIn(realm);
  }

  /**
   * The selected network with its genesis. A devnet on this machine may have begun a new chain: then the network follows it, and
   * keys and slots of the old chain stay with the old chain. It follows to nothing but a chain that the node declares a rehearsal:
   * a node of mainnet may listen at the same address.
   */
  async selectedNetwork(): Promise<KnownNetwork> {
    return this.known(await this.networks.selected());
  }

  async known(network: Network): Promise<KnownNetwork> {
    if (network.genesis !== null && !(network.rehearsal && isLoopback(network.url))) return { ...network, genesis: network.genesis };
    const client = await this.nodes.client(network.url, network.prefix, await this.tokenOf(network.url));
    const cid = await this.nodes.genesisOf(network.url, client, network.rehearsal);
    if (cid === network.genesis) return { ...network, genesis: cid };
    if (network.rehearsal && (await declaredRealm(network.url, await this.tokenOf(network.url), this.s.fetch)) !== cid) {
      throw new Refusal("wrongChain", { node: hostOf(network.url), expected: network.genesis ?? network.name, found: cid });
    }
    const [genesis, name, version] = await Promise.all([client.chainGetGenesis(), client.stateNetworkName(), client.version()]);
    const time = (genesis.blocks[0]?.timestamp ?? 0) * 1000;
    const known: KnownNetwork = {
      ...network,
      genesis: cid,
      networkName: name,
      genesisTime: time,
      epochSeconds: Math.max(1, version.blockDelay),
      acceptsCode: "unknown",
    };
    await this.networks.save(known);
    if (network.genesis !== null) await this.onChainReplaced(network.genesis);
    return known;
  }

  /** Opens the selected network's chain. */
  async openChain(): Promise<OpenChain> {
    return this.openChainOf(await this.selectedNetwork());
  }

  async openChainOf(network: KnownNetwork): Promise<OpenChain> {
    const [nodes, accounts, book, build] = await Promise.all([this.nodes.of(network), this.accountsOrNone(network.genesis), this.bookOrNull(), this.build()]);
    const own = new Set(accounts.map((account) => account.address));
    const labelOf = (address: Address): string | null =>
      book?.labels[bookKey(network.genesis, address.toString())] ?? book?.contacts[bookKey(network.genesis, address.toString())] ?? null;
    return { network, nodes, accounts, book, build, labelOf, actors: new Actors(nodes, build, labelOf, (address) => own.has(address.toString())) };
  }

  /** An account of this vault on a chain. Throws badAddress, wrongPrefix, unknownAccount, watchOnly, keyInOtherRealm. */
  async mustAccount(chain: Pick<OpenChain, "network" | "book">, text: string): Promise<{ account: Account; address: Address }> {
    const address = readAddress(text, chain.network.prefix);
    if (chain.book?.watchedAccounts[chain.network.genesis]?.includes(address.toString()) === true) {
      const own = await this.keyring.accountsIn(chain.network.genesis);
      if (!own.some((account) => account.address === address.toString())) throw new Refusal("watchOnly", { address: text });
    }
    try {
      return { account: await this.keyring.account(address, chain.network.genesis), address };
    } catch (error) {
      // Keys know no network's prefix: the refusal names the address as this network writes it.
      if (!(error instanceof Refusal) || !("address" in error.params)) throw error;
      throw new Refusal(error.code, { ...error.params, address: address.toString(chain.network.prefix) }, { cause: error });
    }
  }
}
