import { Address } from "../../../filecoin/address.ts";
import { receiverWarnings, refusedReceiver } from "../../../wallet/care/receiver-rules.ts";
import { say } from "../../../wallet/phrase.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { ReceiverView } from "../../shared/wallet-views.ts";
import { addressOfBookKey, bookKey, type Book, type BookStore } from "../settings/book.ts";
import { allSentBefore } from "../signing/sent-before.ts";
import type { Database } from "../storage/stores.ts";

export interface ReceiverParts {
  s: { database: Database };
  books: Pick<BookStore, "readOrNull">;
}

/** Everything a person should see of a receiver before typing an amount. */
export async function receiverView(parts: ReceiverParts, scope: Scope, address: Address): Promise<ReceiverView> {
  const { network, actors } = scope;
  const [forms, actor, sent, book] = await Promise.all([
    actors.forms(address),
    actors.at(address),
    allSentBefore(parts.s.database, network.genesis),
    parts.books.readOrNull(),
  ]);
  const { sentTimes, lastSent } = sent.get(address.toString()) ?? { sentTimes: 0, lastSent: null };
  const firstTime = sentTimes === 0;
  const label = book?.contacts[bookKey(network.genesis, address.toString())] ?? null;
  const facts = { actor, idFinal: forms.idFinal, firstTime, aboveLimit: false, own: forms.own, prefix: network.prefix };
  return {
    forms,
    contact: label === null ? null : { address: forms.address, label, networkId: network.id, sentTimes, lastSent },
    sentTimes,
    firstTime,
    lookAlike: lookAlike(address, scope, book, [...sent.keys()]),
    refused: address.protocol === 0 && actor.type === "none" ? say("receiver.noActor") : refusedReceiver({ actor }),
    warnings: receiverWarnings(facts),
  };
}

/** A known address whose first six and last six characters are the same, and which is another. */
function lookAlike(address: Address, scope: Scope, book: Book | null, sent: readonly string[]): ReceiverView["lookAlike"] {
  const text = address.toString();
  const { genesis, prefix } = scope.network;
  const contacts = Object.keys(book?.contacts ?? {}).flatMap((key) => addressOfBookKey(key, genesis) ?? []);
  for (const known of [...scope.accounts.map(String), ...contacts, ...sent]) {
    if (known === text || known.length !== text.length || known.slice(2, 6) !== text.slice(2, 6) || known.slice(-4) !== text.slice(-4)) continue;
    const differing = [...known].filter((character, i) => character !== text[i]).length;
    return { address: Address.parse(known).toString(prefix), label: scope.labelOf(Address.parse(known)), differing };
  }
  return null;
}
