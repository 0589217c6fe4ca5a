import { readAddress, readReceiver } from "../../../wallet/read-address.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { KnownNetworks } from "../chain/known-networks.ts";
import { bookKey, type BookStore } from "../settings/book.ts";
import type { Surroundings } from "../storage/stores.ts";

interface Parts {
  s: Pick<Surroundings, "tell">;
  known: Pick<KnownNetworks, "selected">;
  books: Pick<BookStore, "change">;
}

/** Gives addresses names of the user's own: labels of what is his, contacts of others. */
export class Naming {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** null or empty takes the label away. */
  async label(text: string, label: string | null): Promise<void> {
    const { prefix, genesis } = await this.#parts.known.selected();
    const key = bookKey(genesis, readAddress(text, prefix).toString());
    const clean = cleanLabel(label);
    await this.#parts.books.change((book) => {
      if (clean === null) delete book.labels[key];
      else book.labels[key] = clean;
    });
    this.#parts.s.tell(["accounts", "miners"]);
  }

  /** Throws badRequest for a name without a printable character. */
  async saveContact(text: string, name: string): Promise<void> {
    const { prefix, genesis } = await this.#parts.known.selected();
    const key = bookKey(genesis, readReceiver(text, prefix).toString());
    const clean = cleanLabel(name);
    if (clean === null) throw new Refusal("badRequest", { detail: "label" });
    await this.#parts.books.change((book) => void (book.contacts[key] = clean));
    this.#parts.s.tell(["accounts"]);
  }

  async removeContact(text: string): Promise<void> {
    const { prefix, genesis } = await this.#parts.known.selected();
    const key = bookKey(genesis, readAddress(text, prefix).toString());
    await this.#parts.books.change((book) => void delete book.contacts[key]);
    this.#parts.s.tell(["accounts"]);
  }
}

/** Printable and short: labels are shown beside money. */
function cleanLabel(label: string | null): string | null {
  const clean = (label ?? "")
    .normalize("NFC")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
    .trim()
    .slice(0, 40);
  return clean === "" ? null : clean;
}
