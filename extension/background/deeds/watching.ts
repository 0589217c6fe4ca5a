import { readAddress } from "../../../wallet/read-address.ts";
import type { KnownNetwork } from "../../../wallet/network.ts";
import { requireMiner } from "../../../wallet/told/miner-money.ts";
import { requireOwnerActor } from "../../../wallet/told/owner-reads.ts";
import type { KnownNetworks } from "../chain/known-networks.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { BookStore } from "../settings/book.ts";
import type { Surroundings } from "../storage/stores.ts";
import type { Naming } from "./naming.ts";

type List = "watchedMiners" | "watchedOwners" | "watchedAccounts";
const TOPICS: Readonly<Record<List, string>> = { watchedMiners: "miners", watchedOwners: "owners", watchedAccounts: "accounts" };

interface Parts {
  s: Pick<Surroundings, "tell">;
  known: Pick<KnownNetworks, "selected">;
  scopes: Pick<Scopes, "selected">;
  books: Pick<BookStore, "change">;
  naming: Pick<Naming, "label">;
}

/** Puts things on the lists of what is watched, and takes them off. */
export class Watching {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** On the selected network. Returns the f-prefixed address. Throws badAddress, wrongPrefix. */
  async change(list: List, text: string, add: boolean): Promise<string> {
    return this.changeOn(await this.#parts.known.selected(), list, text, add);
  }

  async changeOn(network: Pick<KnownNetwork, "genesis" | "prefix">, list: List, text: string, add: boolean): Promise<string> {
    const { books, s } = this.#parts;
    const address = readAddress(text, network.prefix).toString();
    await books.change((book) => {
      const rest = (book[list][network.genesis] ?? []).filter((each) => each !== address);
      book[list][network.genesis] = add ? [...rest, address] : rest;
    });
    s.tell([TOPICS[list]]);
    return address;
  }

  /** Throws notAMiner, actorNotFound. */
  async watchMiner(text: string, label: string | null): Promise<void> {
    const scope = await this.#parts.scopes.selected();
    await requireMiner(scope, readAddress(text, scope.network.prefix));
    await this.change("watchedMiners", text, true);
    if (label !== null) await this.#parts.naming.label(text, label);
  }

  /** Throws notAnOwnerActor, actorNotFound. */
  async watchOwner(text: string): Promise<void> {
    const scope = await this.#parts.scopes.selected();
    await requireOwnerActor(scope, readAddress(text, scope.network.prefix));
    await this.change("watchedOwners", text, true);
  }

  /** Any address may be watched as an account. Returns it f-prefixed. */
  async watchAccount(text: string, label: string | null): Promise<string> {
    const address = await this.change("watchedAccounts", text, true);
    if (label !== null) await this.#parts.naming.label(text, label);
    return address;
  }
}
