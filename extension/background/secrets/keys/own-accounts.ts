import type { Address } from "../../../../filecoin/address.ts";
import type { KnownNetwork } from "../../../../wallet/network.ts";
import { readAddress } from "../../../../wallet/read-address.ts";
import { Refusal } from "../../../../wallet/refusal.ts";
import type { BookStore } from "../../settings/book.ts";
import type { Account, Keyring } from "./keyring.ts";

/** Accounts as a page names them, by text. */
export class OwnAccounts {
  readonly #keyring: Pick<Keyring, "account" | "accountsIn">;
  readonly #books: Pick<BookStore, "readOrNull">;

  constructor(parts: { keyring: Pick<Keyring, "account" | "accountsIn">; books: Pick<BookStore, "readOrNull"> }) {
    this.#keyring = parts.keyring;
    this.#books = parts.books;
  }

  /** An account whose key is in this vault, for this network. Throws badAddress, wrongPrefix, unknownAccount, watchOnly, keyInOtherRealm, locked. */
  async must(network: Pick<KnownNetwork, "genesis" | "prefix">, text: string): Promise<{ account: Account; address: Address }> {
    const address = readAddress(text, network.prefix);
    const watched = (await this.#books.readOrNull())?.watchedAccounts[network.genesis] ?? [];
    if (watched.includes(address.toString())) {
      const own = await this.#keyring.accountsIn(network.genesis);
      if (!own.some((account) => account.address === address.toString())) throw new Refusal("watchOnly", { address: text });
    }
    try {
      return { account: await this.#keyring.account(address, network.genesis), address };
    } catch (error) {
      // Keys know no network's prefix: the refusal names the address as this network writes it.
      if (!(error instanceof Refusal) || !("address" in error.params)) throw error;
      throw new Refusal(error.code, { ...error.params, address: address.toString(network.prefix) }, { cause: error });
    }
  }
}
