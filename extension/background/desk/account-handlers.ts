import { Address } from "../../../filecoin/address.ts";
import { receiverWarnings, refusedReceiver } from "../../../wallet/care/receiver-rules.ts";
import { readAddress, readReceiver } from "../../../wallet/read-address.ts";
import { bookKey } from "../settings/book.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { ReceiverView } from "../../shared/wallet-views.ts";
import { say } from "../../../wallet/phrase.ts";
import type { App, Handlers } from "./app.ts";
import { freshAccountViews, storedAccountViews } from "../views/account-views.ts";
import type { OpenChain } from "./wallet.ts";
import { rehearsalOf } from "./secret-handlers.ts";

/** Printable and short: labels are shown beside money. */
function cleanLabel(label: string | null): string | null {
  if (label === null) return null;
  const clean = label
    .normalize("NFC")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
    .trim()
    .slice(0, 40);
  return clean === "" ? null : clean;
}

async function prefixHere(app: App): Promise<{ prefix: "f" | "t"; genesis: string }> {
  const { prefix, genesis } = await app.wallet.selectedNetwork();
  return { prefix, genesis };
}

async function rename(app: App, text: string, label: string | null): Promise<void> {
  const { prefix, genesis } = await prefixHere(app);
  const key = bookKey(genesis, readAddress(text, prefix).toString());
  await app.wallet.books.change((book) => {
    const clean = cleanLabel(label);
    if (clean === null) delete book.labels[key];
    else book.labels[key] = clean;
  });
  app.wallet.s.tell(["accounts", "miners"]);
}

export const accountHandlers: Handlers<
  | "keys.list"
  | "keys.addRehearsal"
  | "accounts.list"
  | "accounts.refresh"
  | "accounts.select"
  | "accounts.derive"
  | "accounts.watch"
  | "accounts.unwatch"
  | "accounts.rename"
  | "address.inspect"
  | "contacts.list"
  | "contacts.save"
  | "contacts.remove"
> = {
  "keys.list": async (app) => {
    const { wallet } = app;
    const [accounts, words, networks] = [await wallet.keyring.accounts(), await wallet.keyring.words(), await wallet.networks.list()];
    const realmsOf = (keyId: string): { genesis: string; networkId: string | null; accounts: number }[] =>
      [...new Set(accounts.filter((a) => a.keyId === keyId).map((a) => a.realm))].map((genesis) => ({
        genesis,
        networkId: networks.find((n) => n.genesis === genesis)?.id ?? null,
        accounts: accounts.filter((a) => a.keyId === keyId && a.realm === genesis).length,
      }));
    const lotus = [...new Set(accounts.filter((a) => a.path === null).map((a) => a.keyId))];
    return {
      keys: [
        ...words.map((word) => ({
          keyId: word.id,
          kind: word.origin === "rehearsal" ? ("rehearsal" as const) : ("words" as const),
          label: null,
          realms: realmsOf(word.id),
          wordsProved: word.proved,
        })),
        ...lotus.map((keyId) => ({ keyId, kind: "lotus" as const, label: null, realms: realmsOf(keyId), wordsProved: false })),
      ],
    };
  },

  "keys.addRehearsal": async (app) => {
    const network = await app.wallet.selectedNetwork();
    const rehearsal = await rehearsalOf(app, network);
    await app.wallet.keyring.add({ kind: "rehearsal", words: rehearsal.words }, network);
    if (rehearsal.token !== null) await app.wallet.books.change((book) => void (book.tokens[network.url] = rehearsal.token as string));
    app.wallet.s.tell(["accounts"]);
    return { accounts: (await storedAccountViews(app.wallet)).accounts };
  },

  "accounts.list": (app) => storedAccountViews(app.wallet),
  "accounts.refresh": async (app) => {
    await app.wallet.lock.mustBeOpen();
    return freshAccountViews(app.wallet);
  },

  "accounts.select": async (app, { address }) => {
    const network = await app.wallet.selectedNetwork();
    const { account } = await app.wallet.mustAccount({ network, book: await app.wallet.books.read() }, address);
    await app.wallet.books.change((book) => void (book.selectedAccount[network.genesis] = account.address));
    await app.approvals.kill("account");
    app.wallet.s.tell(["accounts"]);
    return {};
  },

  "accounts.derive": async (app, { keyId }) => {
    const network = await app.wallet.selectedNetwork();
    const address = (await app.wallet.keyring.derive(keyId, network)).toString(network.prefix);
    const { accounts } = await storedAccountViews(app.wallet);
    const account = accounts.find((a) => a.address === address);
    if (account === undefined) throw new Refusal("unknownAccount", { address });
    app.wallet.s.tell(["accounts"]);
    return { account };
  },

  "accounts.watch": async (app, { address: text, label }) => {
    const network = await app.wallet.selectedNetwork();
    const address = readAddress(text, network.prefix).toString();
    await app.wallet.books.change(
      (book) => void (book.watchedAccounts[network.genesis] = [...new Set([...(book.watchedAccounts[network.genesis] ?? []), address])]),
    );
    if (label !== null) await rename(app, text, label);
    const shown = Address.parse(address).toString(network.prefix);
    const account = (await storedAccountViews(app.wallet)).accounts.find((a) => a.address === shown);
    if (account === undefined) throw new Refusal("unknownAccount", { address: shown });
    app.wallet.s.tell(["accounts"]);
    return { account };
  },

  "accounts.unwatch": async (app, { address }) => {
    const { prefix, genesis } = await prefixHere(app);
    const gone = readAddress(address, prefix).toString();
    await app.wallet.books.change((book) => void (book.watchedAccounts[genesis] = (book.watchedAccounts[genesis] ?? []).filter((a) => a !== gone)));
    app.wallet.s.tell(["accounts"]);
    return {};
  },

  "accounts.rename": async (app, { address, label }) => {
    await rename(app, address, label);
    return {};
  },

  "address.inspect": async (app, { text }) => {
    const chain = await app.wallet.openChain();
    return receiverView(app, chain, readReceiver(text, chain.network.prefix));
  },

  "contacts.list": async (app) => {
    const network = await app.wallet.selectedNetwork();
    const book = await app.wallet.books.read();
    const sent = await sentTo(app, network.genesis);
    return {
      contacts: Object.entries(book.contacts).flatMap(([key, label]) => {
        const [genesis, address] = key.split(" ");
        if (genesis !== network.genesis || address === undefined) return [];
        return [
          {
            address: Address.parse(address).toString(network.prefix),
            label,
            networkId: network.id,
            sentTimes: sent.get(address)?.times ?? 0,
            lastSent: sent.get(address)?.last ?? null,
          },
        ];
      }),
    };
  },

  "contacts.save": async (app, { address, label }) => {
    const { prefix, genesis } = await prefixHere(app);
    const key = bookKey(genesis, readReceiver(address, prefix).toString());
    const clean = cleanLabel(label);
    if (clean === null) throw new Refusal("badRequest", { detail: "label" });
    await app.wallet.books.change((book) => void (book.contacts[key] = clean));
    app.wallet.s.tell(["accounts"]);
    return {};
  },

  "contacts.remove": async (app, { address }) => {
    const { prefix, genesis } = await prefixHere(app);
    const key = bookKey(genesis, readAddress(address, prefix).toString());
    await app.wallet.books.change((book) => void delete book.contacts[key]);
    app.wallet.s.tell(["accounts"]);
    return {};
  },
};

/** How often this wallet sent to an address, from its own slots. */
export async function sentTo(app: App, genesis: string): Promise<Map<string, { times: number; last: number }>> {
  const sent = new Map<string, { times: number; last: number }>();
  for (const slot of await app.wallet.slots.all()) {
    const to = slot.sentence.params["to"];
    if (slot.genesis !== genesis || to?.kind !== "address" || slot.attempts.every((a) => a.state === "void")) continue;
    const address = Address.parse(to.address).toString();
    const known = sent.get(address) ?? { times: 0, last: 0 };
    sent.set(address, { times: known.times + 1, last: Math.max(known.last, slot.createdAt) });
  }
  return sent;
}

/** Everything a person should see of a receiver before typing an amount. */
export async function receiverView(app: App, chain: OpenChain, address: Address): Promise<ReceiverView> {
  const { network, actors, book } = chain;
  const [forms, actor, sent] = await Promise.all([actors.forms(address), actors.at(address), sentTo(app, network.genesis)]);
  const history = sent.get(address.toString());
  const label = book?.contacts[bookKey(network.genesis, address.toString())] ?? null;
  const facts = { actor, idFinal: forms.idFinal, firstTime: history === undefined, aboveLimit: false, own: forms.own, prefix: network.prefix };
  return {
    forms,
    contact: label === null ? null : { address: forms.address, label, networkId: network.id, sentTimes: history?.times ?? 0, lastSent: history?.last ?? null },
    sentTimes: history?.times ?? 0,
    firstTime: history === undefined,
    lookAlike: lookAlike(address, chain, [...sent.keys()]),
    refused: address.protocol === 0 && actor.type === "none" ? say("receiver.noActor") : refusedReceiver({ actor }),
    warnings: receiverWarnings(facts),
  };
}

/** A known address whose first six and last six characters are the same, and which is another. */
function lookAlike(address: Address, chain: OpenChain, sent: readonly string[]): ReceiverView["lookAlike"] {
  const text = address.toString();
  const { genesis, prefix } = chain.network;
  const contacts = Object.keys(chain.book?.contacts ?? {}).flatMap((key) => (key.startsWith(`${genesis} `) ? [key.slice(genesis.length + 1)] : []));
  for (const known of [...chain.accounts.map((a) => a.address), ...contacts, ...sent]) {
    if (known === text || known.length !== text.length || known.slice(2, 6) !== text.slice(2, 6) || known.slice(-4) !== text.slice(-4)) continue;
    const differing = [...known].filter((character, i) => character !== text[i]).length;
    return { address: Address.parse(known).toString(prefix), label: chain.labelOf(Address.parse(known)), differing };
  }
  return null;
}
