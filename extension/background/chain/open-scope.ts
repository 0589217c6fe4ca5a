import { Address } from "../../../filecoin/address.ts";
import type { TipSet } from "../../../filecoin/rpc/lotus-json.ts";
import { finalKey } from "../../../wallet/finality.ts";
import type { Memory } from "../../../wallet/memory.ts";
import { hostOf, type KnownNetwork } from "../../../wallet/network.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { NodeSet } from "../../../wallet/node-set.ts";
import { chooseRoot, rootAt } from "../../../wallet/proof/choose-root.ts";
import type { ProofNode } from "../../../wallet/proof/proof-blocks.ts";
import { Actors, type OwnBuild } from "../../../wallet/told/known-actor.ts";
import { PinnedNode } from "../../../wallet/told/pinned-node.ts";
import type { Keyring } from "../secrets/keys/keyring.ts";
import { nameIn, type BookStore } from "../settings/book.ts";
import { kept } from "../storage/kept.ts";
import type { KnownNetworks } from "./known-networks.ts";
import type { Nodes } from "./nodes.ts";

interface Parts {
  networks: Pick<KnownNetworks, "selected" | "byId">;
  nodes: Pick<Nodes, "of" | "head">;
  keyring: Pick<Keyring, "accountsOrNone">;
  books: Pick<BookStore, "readOrNull">;
  build(): Promise<OwnBuild>;
  memory: Memory;
  now(): number;
}

/** Opens a network for one read or one review: its nodes checked, its head read once, the accounts and names of this wallet beside. */
export class Scopes {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Of the network that people look at. Throws nodeSilent, wrongChain, noPermission. */
  async selected(): Promise<Scope> {
    return this.of(await this.#parts.networks.selected());
  }

  /** Of the network that a draft or a slot was made for. Throws wrongChain when another chain is there now. */
  async madeFor({ networkId, genesis }: { networkId: string; genesis: string }): Promise<Scope> {
    const network = await this.#parts.networks.byId(networkId);
    if (network.genesis !== genesis) throw new Refusal("wrongChain", { node: hostOf(network.url), expected: genesis, found: network.genesis });
    return this.of(network);
  }

  async of(network: KnownNetwork): Promise<Scope> {
    const { keyring, books, build: ownBuild, memory, now } = this.#parts;
    const [nodes, held, book, build] = await Promise.all([
      this.#parts.nodes.of(network),
      keyring.accountsOrNone(network.genesis),
      books.readOrNull(),
      ownBuild(),
    ]);
    const head = await this.#parts.nodes.head(network.url, nodes.node);
    const node = new PinnedNode(nodes.node, head.cids);
    const own = new Set(held.map(({ address }) => address));
    const addresses = (list: Record<string, string[]> | undefined): Address[] => (list?.[network.genesis] ?? []).map((text) => Address.parse(text));
    const labelOf = (address: Address): string | null => nameIn(book, network.genesis, address.toString());
    const timestamp = (head.blocks[0]?.timestamp ?? 0) * 1000;
    return {
      network,
      host: nodes.host,
      nodes,
      head,
      node,
      second: nodes.second === null ? null : new PinnedNode(nodes.second, head.cids),
      actors: new Actors({ nodes, node, build, memory, labelOf, isOwn: (address) => own.has(address.toString()) }),
      accounts: held.map(({ address }) => Address.parse(address)),
      watched: { miners: addresses(book?.watchedMiners), owners: addresses(book?.watchedOwners), accounts: addresses(book?.watchedAccounts) },
      build,
      memory,
      proof: kept(() => chooseRoot(witnesses(nodes, head), memory.blocks)),
      finalProof: kept(async () => rootAt(witnesses(nodes, head), memory.blocks, await finalKey(nodes))),
      labelOf,
      now,
      timeOf: (epoch) => timestamp + (epoch - head.height) * network.epochSeconds * 1000,
    };
  }
}

/** Two ports of one machine are one witness. The first names the head that was read for this scope: what is told and what is proven then belong together. */
function witnesses({ network, node, second }: NodeSet, head: TipSet): ProofNode[] {
  const pinned: ProofNode["client"] = {
    call: (...asked) => node.call(...asked),
    chainHead: async () => head,
    chainGetTipSetByHeight: (...asked) => node.chainGetTipSetByHeight(...asked),
  };
  const first = { host: new URL(network.url).hostname, client: pinned };
  return network.secondUrl === null || second === null ? [first] : [first, { host: new URL(network.secondUrl).hostname, client: second }];
}
