import { readAddress } from "../../../wallet/read-address.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { KnownNetworks } from "../chain/known-networks.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { NewKeys } from "../deeds/new-keys.ts";
import type { Keyring } from "../secrets/keys/keyring.ts";
import type { Signer } from "../secrets/keys/signer.ts";
import { newWords, type WordList } from "../secrets/keys/words.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Vault } from "../secrets/vault/vault.ts";
import type { BookStore } from "../settings/book.ts";
import type { Surroundings } from "../storage/stores.ts";
import { storedAccountViews, type AccountParts } from "../views/account-views.ts";
import { accountOfLotusKey, accountsOfWords } from "../views/found-accounts.ts";
import { walletState, type WalletStateParts } from "../views/wallet-state.ts";
import type { Handlers } from "./handlers.ts";

/** Answers for secret.html: the only page that ever sees or gives words, private keys, vault files and new passwords. */

type Names =
  | "secret.newWords"
  | "secret.previewWords"
  | "secret.previewLotusKey"
  | "secret.createVault"
  | "secret.createVaultBeside"
  | "secret.addKey"
  | "secret.revealWords"
  | "secret.proveWords"
  | "secret.exportLotusKey"
  | "secret.changePassword"
  | "secret.exportFile"
  | "secret.restoreFile"
  | "secret.deleteArchive"
  | "secret.switchArchive";

type Parts = AccountParts &
  WalletStateParts & {
    s: Pick<Surroundings, "random" | "now" | "tell">;
    lock: Pick<Lock, "mustBeOpen">;
    vault: Vault;
    keyring: Keyring;
    books: Pick<BookStore, "change">;
    known: Pick<KnownNetworks, "selected">;
    scopes: Pick<Scopes, "of">;
    newKeys: NewKeys;
    signer: Signer;
    wordList(): Promise<WordList>;
  };

export const secretHandlers = (parts: Parts): Handlers<Names> => ({
  "secret.newWords": async ({ count }) => ({ words: newWords(await parts.wordList(), count, parts.s.random).split(" ") }),

  "secret.previewWords": async ({ words }) => ({ accounts: await accountsOfWords(parts, await parts.known.selected(), words) }),
  "secret.previewLotusKey": async ({ hex }) => accountOfLotusKey(parts, await parts.known.selected(), hex),

  "secret.createVault": async ({ password, source }) => {
    await parts.newKeys.createVault(password, source, false);
    return { accounts: (await storedAccountViews(parts)).accounts };
  },

  "secret.createVaultBeside": async ({ password, source }) => {
    await parts.newKeys.createVault(password, source, true);
    return { accounts: (await storedAccountViews(parts)).accounts };
  },

  "secret.addKey": async ({ password, source }) => {
    await parts.newKeys.add(password, source);
    return { accounts: (await storedAccountViews(parts)).accounts };
  },

  "secret.revealWords": async ({ password, keyId }) => {
    await parts.lock.mustBeOpen();
    await parts.vault.checkPassword(password);
    return { words: (await parts.keyring.revealWords(keyId, await realmOfKey(parts.vault, keyId))).split(" ") };
  },

  "secret.proveWords": async ({ keyId, proof }) => {
    await parts.keyring.proveWords(keyId, await realmOfKey(parts.vault, keyId), proof);
    parts.s.tell(["wallet"]);
    return {};
  },

  "secret.exportLotusKey": async ({ password, address }) => {
    await parts.lock.mustBeOpen();
    await parts.vault.checkPassword(password);
    const network = await parts.known.selected();
    const account = await parts.keyring.account(readAddress(address, network.prefix), network.genesis);
    return { hex: await parts.keyring.exportLotusKey(account, network.genesis) };
  },

  "secret.changePassword": async ({ password, next }) => {
    await parts.lock.mustBeOpen();
    await parts.vault.changePassword(password, next, (await parts.settings()).lockMinutes);
    return {};
  },

  "secret.exportFile": async ({ which }) => {
    const day = new Date(parts.s.now()).toISOString().slice(0, 10);
    if (which.kind === "vault") {
      const text = await parts.vault.exportText();
      if ((await parts.lock.openUntil()) !== null) await parts.books.change((book) => void (book.fileExportedAt = parts.s.now()));
      return { fileName: `fil-peggy-vault-${day}.json`, text };
    }
    if (which.kind === "archive") {
      const archive = (await parts.vault.copies.archives()).find(({ id }) => id === which.id);
      if (archive === undefined) throw new Refusal("unknownKey", { detail: which.id });
      await parts.vault.copies.markArchiveExported(which.id);
      return { fileName: `fil-peggy-archive-${which.id.slice(0, 8)}-${day}.json`, text: archive.text };
    }
    return { fileName: `fil-peggy-copies-${day}.json`, text: JSON.stringify((await parts.vault.find()).raw) };
  },

  "secret.restoreFile": async ({ text, password, beside }) => {
    await parts.vault.restore(text, password, beside, (await parts.settings()).lockMinutes);
    parts.s.tell(["wallet", "accounts"]);
    return walletState(parts);
  },

  "secret.deleteArchive": async ({ id, typed }) => {
    const archive = (await parts.vault.copies.archives()).find((a) => a.id === id);
    if (archive === undefined) throw new Refusal("unknownKey", { detail: id });
    if (!archive.exported) throw new Refusal("archiveNotExported");
    if (typed.trim() !== id.slice(0, 8)) throw new Refusal("wordNeeded", { text: id.slice(0, 8) });
    await parts.vault.copies.deleteArchive(id);
    return {};
  },

  "secret.switchArchive": async ({ id }) => {
    await parts.vault.switchTo(id);
    parts.s.tell(["wallet", "accounts"]);
    return walletState(parts);
  },
});

async function realmOfKey(vault: Vault, keyId: string): Promise<string> {
  const head = (await vault.heads()).find((record) => record.id === keyId);
  if (head === undefined) throw new Refusal("unknownKey", { detail: keyId });
  return head.realm;
}
