import { readAddress } from "../../../wallet/read-address.ts";
import type { KnownNetwork } from "../../../wallet/network.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { KeySource } from "../../shared/questions.ts";
import type { KnownNetworks } from "../chain/known-networks.ts";
import { askRehearsal, type Rehearsal } from "../chain/rehearsal.ts";
import type { Keyring, NewKey } from "../secrets/keys/keyring.ts";
import type { OpenRecord } from "../secrets/vault/vault-cipher.ts";
import { checkNewPassword, type Vault } from "../secrets/vault/vault.ts";
import type { BookStore } from "../settings/book.ts";
import type { Settings } from "../settings/settings.ts";
import type { Surroundings } from "../storage/stores.ts";

interface Parts {
  s: Pick<Surroundings, "fetch" | "tell">;
  vault: Pick<Vault, "create" | "checkPassword">;
  keyring: Pick<Keyring, "add" | "recordsFor">;
  books: BookStore;
  known: Pick<KnownNetworks, "selected">;
  settings(): Promise<Settings>;
}

interface Prepared {
  key: NewKey | null;
  /** f-prefixed address that is only watched */
  watch: string | null;
  rehearsal: Rehearsal | null;
  network: KnownNetwork;
}

/** Makes vaults and puts keys into them; what comes with a key goes into the book. */
export class NewKeys {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A first vault, or with `beside` a second one while the present becomes an archive. Throws passwordTooShort, notEmpty. */
  async createVault(password: string, source: KeySource, beside: boolean): Promise<void> {
    checkNewPassword(password);
    const { keyring, vault, settings, s } = this.#parts;
    const prepared = await this.#prepare(source);
    const records: OpenRecord[] = prepared.key === null ? [] : await keyring.recordsFor(prepared.key, prepared.network, [], new Set());
    await vault.create(password, records, beside, (await settings()).lockMinutes);
    await this.#addBeside(prepared);
    s.tell(["wallet", "accounts"]);
  }

  /** Throws wrongPassword, backOff, keyExists, keyInOtherRealm. */
  async add(password: string, source: KeySource): Promise<void> {
    const { keyring, vault, s } = this.#parts;
    await vault.checkPassword(password);
    const prepared = await this.#prepare(source);
    if (prepared.key !== null) await keyring.add(prepared.key, prepared.network);
    await this.#addBeside(prepared);
    s.tell(["wallet", "accounts"]);
  }

  /** The rehearsal wallet of the selected devnet. Throws notRehearsal, locked. */
  async addRehearsal(): Promise<void> {
    const prepared = await this.#prepare({ kind: "rehearsal" });
    if (prepared.key !== null) await this.#parts.keyring.add(prepared.key, prepared.network);
    await this.#addBeside(prepared);
    this.#parts.s.tell(["accounts"]);
  }

  async #prepare(source: KeySource): Promise<Prepared> {
    const network = await this.#parts.known.selected();
    if (source.kind === "watch") return { key: null, watch: readAddress(source.address, network.prefix).toString(), rehearsal: null, network };
    if (source.kind !== "rehearsal") return { key: source, watch: null, rehearsal: null, network };
    const rehearsal = await this.#rehearsalOf(network);
    return { key: { kind: "rehearsal", words: rehearsal.words }, watch: null, rehearsal, network };
  }

  async #rehearsalOf(network: KnownNetwork): Promise<Rehearsal> {
    const { books, s } = this.#parts;
    const rehearsal = await askRehearsal(network.url, await books.tokenOf(network.url), s.fetch);
    if (rehearsal.realm !== network.genesis || !network.rehearsal) throw new Refusal("notRehearsal", { detail: "the node declares another chain" });
    return rehearsal;
  }

  async #addBeside({ rehearsal, watch, network }: Prepared): Promise<void> {
    const { books } = this.#parts;
    const token = rehearsal?.token ?? null;
    if (token === null && watch === null) return;
    await books.change((book) => {
      if (token !== null) book.tokens[network.url] = token;
      if (watch !== null) book.watchedAccounts[network.genesis] = [...new Set([...(book.watchedAccounts[network.genesis] ?? []), watch])];
    });
  }
}
