import * as v from "valibot";
import { Refusal } from "../../../wallet/refusal.ts";

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

/** Where labels and contacts of a network's addresses stand, and what else is kept by network and address. `address`: f-prefixed text. */
export const bookKey = (genesis: string, address: string): string => `${genesis} ${address}`;

/** The address of a key of the book when it is of this network, else null. */
export const addressOfBookKey = (key: string, genesis: string): string | null => (key.startsWith(bookKey(genesis, "")) ? key.slice(genesis.length + 1) : null);

/** What the user calls addresses on a network, by their f-prefixed text: a label, else the name among the contacts. */
export function namesIn(book: Book | null, genesis: string): Map<string, string> {
  const names = Object.entries({ ...book?.contacts, ...book?.labels });
  return new Map(
    names.flatMap(([key, name]) => {
      const address = addressOfBookKey(key, genesis);
      return address === null ? [] : [[address, name] as const];
    }),
  );
}

/** Where the book lies encrypted. */
export interface Sealed {
  isOpen(): Promise<boolean>;
  /** What was written last, undefined before anything was. Throws locked. */
  read(): Promise<unknown>;
  /** Reads, changes and writes back, one after another. Throws locked. */
  change<T>(act: (present: unknown) => { next: unknown; result: T }): Promise<T>;
}

export class BookStore {
  readonly #sealed: Sealed;

  constructor(sealed: Sealed) {
    this.#sealed = sealed;
  }

  /** Throws locked. */
  async read(): Promise<Book> {
    return parsed(await this.#sealed.read());
  }

  /** The book, or null while the wallet is locked or the book cannot be read. */
  async readOrNull(): Promise<Book | null> {
    if (!(await this.#sealed.isOpen())) return null;
    try {
      return await this.read();
    } catch (error) {
      if (error instanceof Refusal || error instanceof v.ValiError) return null;
      throw error;
    }
  }

  /** The bearer token of a node, null while locked or when there is none. */
  async tokenOf(url: string): Promise<string | null> {
    return (await this.readOrNull())?.tokens[url] ?? null;
  }

  async change(act: (book: Book) => void): Promise<Book> {
    return this.#sealed.change((present) => {
      const book = parsed(present);
      act(book);
      return { next: book, result: book };
    });
  }
}

const parsed = (value: unknown): Book => (value === undefined ? structuredClone(EMPTY) : v.parse(bookSchema, { ...EMPTY, ...(value as object) }));
