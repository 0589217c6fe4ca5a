import { Address } from "../../../filecoin/address.ts";
import { readReceiver } from "../../../wallet/read-address.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { AccountView } from "../../shared/wallet-views.ts";
import type { NewKeys } from "../deeds/new-keys.ts";
import type { Naming } from "../deeds/naming.ts";
import type { Watching } from "../deeds/watching.ts";
import type { OwnAccounts } from "../secrets/keys/own-accounts.ts";
import type { Keyring } from "../secrets/keys/keyring.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { BookStore } from "../settings/book.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { Approvals } from "../signing/approvals.ts";
import type { Surroundings } from "../storage/stores.ts";
import { freshAccountViews, storedAccountViews, type AccountParts } from "../views/account-views.ts";
import { contactViews } from "../views/contact-views.ts";
import { keyViews } from "../views/key-views.ts";
import { receiverView } from "../views/receiver-view.ts";
import type { Handlers } from "./handlers.ts";

type Names =
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
  | "contacts.remove";

type Parts = AccountParts & {
  s: Pick<Surroundings, "tell">;
  lock: Pick<Lock, "mustBeOpen">;
  keyring: Keyring;
  books: BookStore;
  networks: Pick<NetworkStore, "list">;
  ownAccounts: Pick<OwnAccounts, "must">;
  approvals: Pick<Approvals, "kill">;
  newKeys: Pick<NewKeys, "addRehearsal">;
  naming: Naming;
  watching: Watching;
};

export const accountHandlers = (parts: Parts): Handlers<Names> => ({
  "keys.list": async () => ({ keys: await keyViews(parts) }),

  "keys.addRehearsal": async () => {
    await parts.newKeys.addRehearsal();
    return { accounts: (await storedAccountViews(parts)).accounts };
  },

  "accounts.list": () => storedAccountViews(parts),

  "accounts.refresh": async ({ addresses }) => {
    await parts.lock.mustBeOpen();
    return freshAccountViews(parts, addresses);
  },

  "accounts.select": async ({ address }) => {
    const network = await parts.known.selected();
    const { account } = await parts.ownAccounts.must(network, address);
    await parts.books.change((book) => void (book.selectedAccount[network.genesis] = account.address));
    await parts.approvals.kill("account");
    parts.s.tell(["accounts"]);
    return {};
  },

  "accounts.derive": async ({ keyId }) => {
    const network = await parts.known.selected();
    const address = await parts.keyring.derive(keyId, network);
    parts.s.tell(["accounts"]);
    return { account: await mustView(parts, address.toString(network.prefix)) };
  },

  "accounts.watch": async ({ address: text, label }) => {
    const address = Address.parse(await parts.watching.watchAccount(text, label));
    return { account: await mustView(parts, address.toString((await parts.known.selected()).prefix)) };
  },

  "accounts.unwatch": async ({ address }) => {
    await parts.watching.change("watchedAccounts", address, false);
    return {};
  },

  "accounts.rename": async ({ address, label }) => {
    await parts.naming.label(address, label);
    return {};
  },

  "address.inspect": async ({ text }) => {
    const scope = await parts.scopes.selected();
    return receiverView(parts, scope, readReceiver(text, scope.network.prefix));
  },

  "contacts.list": async () => ({ contacts: await contactViews(parts, await parts.known.selected()) }),

  "contacts.save": async ({ address, label }) => {
    await parts.naming.saveContact(address, label);
    return {};
  },

  "contacts.remove": async ({ address }) => {
    await parts.naming.removeContact(address);
    return {};
  },
});

async function mustView(parts: AccountParts, address: string): Promise<AccountView> {
  const account = (await storedAccountViews(parts)).accounts.find((each) => each.address === address);
  if (account === undefined) throw new Refusal("unknownAccount", { address });
  return account;
}
