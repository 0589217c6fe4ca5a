import * as v from "valibot";
import type { Vault } from "../secrets/vault/vault.ts";

/** One encrypted record with what is private but no key: labels, contacts, watched things, tokens of nodes. */

const bookSchema = v.object({
  /** "<genesis> <f-address>" → label */
  labels: v.record(v.string(), v.string()),
  contacts: v.record(v.string(), v.string()),
  /** node address → bearer token */
  tokens: v.record(v.string(), v.string()),
  watchedAccounts: v.record(v.string(), v.array(v.string())),
  watchedMiners: v.record(v.string(), v.array(v.string())),
  watchedOwners: v.record(v.string(), v.array(v.string())),
  selectedAccount: v.record(v.string(), v.string()),
  fileExportedAt: v.nullable(v.number()),
});
export type Book = v.InferOutput<typeof bookSchema>;

const EMPTY: Book = {
  labels: {},
  contacts: {},
  tokens: {},
  watchedAccounts: {},
  watchedMiners: {},
  watchedOwners: {},
  selectedAccount: {},
  fileExportedAt: null,
};

export const bookKey = (genesis: string, address: string): string => `${genesis} ${address}`;

export class BookStore {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Throws locked. */
  async read(): Promise<Book> {
    const [record] = await this.#vault.list("book");
    return record === undefined ? structuredClone(EMPTY) : v.parse(bookSchema, { ...EMPTY, ...(record.value as object) });
  }

  async change(act: (book: Book) => void): Promise<Book> {
    return this.#vault.inTurn("book", async () => {
      const [record] = await this.#vault.list("book");
      const book = await this.read();
      act(book);
      await this.#vault.change({ put: [{ kind: "book", id: record?.id ?? this.#vault.newRecordId(), realm: "*", value: book }] });
      return book;
    });
  }
}
