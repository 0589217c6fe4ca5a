import { Address } from "../../../filecoin/address.ts";
import type { KnownNetwork } from "../../../wallet/network.ts";
import type { Reply } from "../../shared/messages.ts";
import { addressOfBookKey, type BookStore } from "../settings/book.ts";
import { allSentBefore } from "../signing/sent-before.ts";
import type { Database } from "../storage/stores.ts";

/** The contacts of a network, with how often something was sent to each. Throws locked. */
export async function contactViews(
  parts: { s: { database: Database }; books: Pick<BookStore, "read"> },
  network: KnownNetwork,
): Promise<Reply<"contacts.list">["contacts"]> {
  const [book, sent] = [await parts.books.read(), await allSentBefore(parts.s.database, network.genesis)];
  return Object.entries(book.contacts).flatMap(([key, label]) => {
    const address = addressOfBookKey(key, network.genesis);
    if (address === null) return [];
    const { sentTimes, lastSent } = sent.get(address) ?? { sentTimes: 0, lastSent: null };
    return [{ address: Address.parse(address).toString(network.prefix), label, networkId: network.id, sentTimes, lastSent }];
  });
}
