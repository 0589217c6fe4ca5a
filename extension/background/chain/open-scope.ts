import { Address } from "../../../filecoin/address.ts";
import type { Memory } from "../../../wallet/memory.ts";
import { hostOf, type KnownNetwork } from "../../../wallet/network.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Scope, Watched } from "../../../wallet/scope.ts";
import { makeScope } from "../../../wallet/make-scope.ts";
import type { OwnBuild } from "../../../wallet/told/known-actor.ts";
import type { Keyring } from "../secrets/keys/keyring.ts";
import { namesIn, type Book, type BookStore } from "../settings/book.ts";
import type { KnownNetworks } from "./known-networks.ts";
import type { Nodes } from "./nodes.ts";
import { mustNotBeCopy } from "./rehearsal.ts";

interface Parts {
  networks: Pick<KnownNetworks, "selected" | "byId">;
  nodes: Pick<Nodes, "open" | "forget">;
  keyring: Pick<Keyring, "accountsOrNone">;
  books: Pick<BookStore, "readOrNull">;
  tokenOf(url: string): Promise<string | null>;
  fetch: typeof fetch;
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

  /**
   * The same, for what is signed next: signatures of f1 and f3 keys name no network, so the nodes are asked anew of which chain they are, and none
   * of them may go on from a copy. Throws wrongChain too.
   */
  async toSign(draft: { networkId: string; genesis: string }): Promise<Scope> {
    this.#parts.nodes.forget();
    const scope = await this.madeFor(draft);
    await mustNotBeCopy(scope.network, this.#parts.tokenOf, this.#parts.fetch);
    return scope;
  }

  async of(network: KnownNetwork): Promise<Scope> {
    const { keyring, books, build: ownBuild, memory, now } = this.#parts;
    const [{ nodes, head }, held, book, build] = await Promise.all([
      this.#parts.nodes.open(network),
      keyring.accountsOrNone(network.genesis),
      books.readOrNull(),
      ownBuild(),
    ]);
    return makeScope({
      nodes,
      head,
      accounts: selectedFirst(held, book?.selectedAccount[network.genesis]).map(({ address }) => Address.parse(address)),
      names: namesIn(book, network.genesis),
      watched: watchedIn(book, network.genesis),
      build,
      memory,
      now,
    });
  }
}

function selectedFirst<A extends { readonly address: string }>(accounts: readonly A[], selected: string | undefined): A[] {
  const isSelected = ({ address }: A): boolean => address === selected;
  return [...accounts.filter(isSelected), ...accounts.filter((account) => !isSelected(account))];
}

function watchedIn(book: Book | null, genesis: string): Watched {
  const addresses = (list: "watchedMiners" | "watchedOwners" | "watchedAccounts"): Address[] =>
    (book?.[list][genesis] ?? []).map((text) => Address.parse(text));
  return { miners: addresses("watchedMiners"), owners: addresses("watchedOwners"), accounts: addresses("watchedAccounts") };
}
