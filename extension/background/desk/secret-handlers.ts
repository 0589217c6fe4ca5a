import type { KeySource } from "../../shared/messages.ts";
import { orNull } from "../../../wallet/told/rpc-refusal.ts";
import { ledgerPathOf, pathOf } from "../secrets/keys/hd-path.ts";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../../../filecoin/network-genesis.ts";
import { readLotusKey, type NewKey } from "../secrets/keys/keyring.ts";
import { addressAt, newWords, readWords, seedOf } from "../secrets/keys/words.ts";
import type { KnownNetwork, Network } from "../../../wallet/network.ts";
import { isLoopback } from "../../../wallet/network.ts";
import { askRehearsal, type Rehearsal } from "../chain/rehearsal.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { addressBySigner } from "../signing/sign-message.ts";
import type { OpenRecord } from "../secrets/vault/vault-cipher.ts";
import { checkNewPassword } from "../secrets/vault/vault.ts";
import type { App, Handlers } from "./app.ts";
import { storedAccountViews } from "../views/account-views.ts";
import { walletState } from "../views/wallet-state.ts";

/** Answers for secret.html: the only page that ever sees or gives words, private keys, vault files and new passwords. */

/** Unused addresses in a row after which a family is not searched further (BIP-44: 20; each costs a call, so 5 here). */
const GAP = 5;
const FAMILY_LIMIT = 50;

/** The selected network; a first vault may be made while a public node is silent, for public realms are known. */
async function networkForKeys(app: App): Promise<KnownNetwork> {
  const network: Network = await app.wallet.networks.selected();
  if (network.genesis !== null && !(network.rehearsal && isLoopback(network.url))) return { ...network, genesis: network.genesis };
  return app.wallet.known(network);
}

interface Prepared {
  key: NewKey | null;
  watch: string | null;
  rehearsal: Rehearsal | null;
  network: KnownNetwork;
}

async function prepare(app: App, source: KeySource): Promise<Prepared> {
  const network = await networkForKeys(app);
  if (source.kind === "watch") return { key: null, watch: readAddress(source.address, network.prefix).toString(), rehearsal: null, network };
  if (source.kind !== "rehearsal") return { key: source, watch: null, rehearsal: null, network };
  const rehearsal = await rehearsalOf(app, network);
  return { key: { kind: "rehearsal", words: rehearsal.words }, watch: null, rehearsal, network };
}

export async function rehearsalOf(app: App, network: KnownNetwork): Promise<Rehearsal> {
  const rehearsal = await askRehearsal(network.url, await app.wallet.tokenOf(network.url), app.wallet.s.fetch);
  if (rehearsal.realm !== network.genesis || !network.rehearsal) throw new Refusal("notRehearsal", { detail: "the node declares another chain" });
  return rehearsal;
}

/** After a key is in: what came with it goes into the book. */
async function addBeside(app: App, prepared: Prepared): Promise<void> {
  const { rehearsal, watch, network } = prepared;
  if (rehearsal?.token) await app.wallet.books.change((book) => void (book.tokens[network.url] = rehearsal.token as string));
  if (watch !== null)
    await app.wallet.books.change(
      (book) => void (book.watchedAccounts[network.genesis] = [...new Set([...(book.watchedAccounts[network.genesis] ?? []), watch])]),
    );
}

async function create(app: App, password: string, source: KeySource, beside: boolean): Promise<void> {
  checkNewPassword(password);
  const prepared = await prepare(app, source);
  const records: OpenRecord[] = prepared.key === null ? [] : await app.wallet.keyring.recordsFor(prepared.key, prepared.network, [], new Set());
  await app.wallet.vault.create(password, records, beside, (await app.wallet.settings()).lockMinutes);
  await addBeside(app, prepared);
  app.wallet.s.tell(["wallet", "accounts"]);
}

async function realmOfKey(app: App, keyId: string): Promise<string> {
  const head = (await app.wallet.vault.heads()).find((record) => record.id === keyId);
  if (head === undefined) throw new Refusal("unknownKey", { detail: keyId });
  return head.realm;
}

export const secretHandlers: Handlers<
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
  | "secret.switchArchive"
> = {
  "secret.newWords": async (app, { count }) => ({ words: newWords(count, app.wallet.s.random).split(" ") }),

  "secret.previewWords": async (app, { words }) => {
    const network = await networkForKeys(app);
    const seed = await seedOf(readWords(words));
    try {
      return { accounts: await scanFamilies(app, network, seed) };
    } finally {
      seed.fill(0);
    }
  },

  "secret.previewLotusKey": async (app, { hex }) => {
    const network = await networkForKeys(app);
    const { key, address, sameBytesAgain, signedAndVerified } = readLotusKey(hex);
    const second = await addressBySigner({ kind: key.type, privateKey: key.privateKey }, await app.wallet.signerWasm());
    key.privateKey.fill(0);
    if (!second.equals(address)) throw new Refusal("badLotusKey", { detail: "two readings of the key differ" });
    const forms = await app.wallet
      .openChainOf(network)
      .then((chain) => chain.actors.forms(address))
      .catch(() => null);
    const text = address.toString(network.prefix);
    return {
      kind: key.type,
      sameBytesAgain,
      signedAndVerified,
      forms: forms ?? {
        address: text,
        id: null,
        robust: text,
        delegated: null,
        eth: null,
        idFinal: false,
        type: "none",
        codeCid: null,
        label: null,
        own: false,
        balance: null,
      },
    };
  },

  "secret.createVault": async (app, { password, source }) => {
    await create(app, password, source, false);
    return { accounts: (await storedAccountViews(app.wallet)).accounts };
  },

  "secret.createVaultBeside": async (app, { password, source }) => {
    await create(app, password, source, true);
    return { accounts: (await storedAccountViews(app.wallet)).accounts };
  },

  "secret.addKey": async (app, { password, source }) => {
    await app.wallet.vault.checkPassword(password);
    const prepared = await prepare(app, source);
    if (prepared.key !== null) await app.wallet.keyring.add(prepared.key, prepared.network);
    await addBeside(app, prepared);
    app.wallet.s.tell(["wallet", "accounts"]);
    return { accounts: (await storedAccountViews(app.wallet)).accounts };
  },

  "secret.revealWords": async (app, { password, keyId }) => {
    await app.wallet.lock.mustBeOpen();
    await app.wallet.vault.checkPassword(password);
    return { words: (await app.wallet.keyring.revealWords(keyId, await realmOfKey(app, keyId))).split(" ") };
  },

  "secret.proveWords": async (app, { keyId, proof }) => {
    await app.wallet.keyring.proveWords(keyId, await realmOfKey(app, keyId), proof);
    app.wallet.s.tell(["wallet"]);
    return {};
  },

  "secret.exportLotusKey": async (app, { password, address }) => {
    await app.wallet.lock.mustBeOpen();
    await app.wallet.vault.checkPassword(password);
    const network = await networkForKeys(app);
    const account = await app.wallet.keyring.account(readAddress(address, network.prefix), network.genesis);
    return { hex: await app.wallet.keyring.exportLotusKey(account, network.genesis) };
  },

  "secret.changePassword": async (app, { password, next }) => {
    await app.wallet.lock.mustBeOpen();
    await app.wallet.vault.changePassword(password, next, (await app.wallet.settings()).lockMinutes);
    return {};
  },

  "secret.exportFile": async (app, { which }) => {
    const day = new Date(app.wallet.s.now()).toISOString().slice(0, 10);
    if (which.kind === "vault") {
      const text = await app.wallet.vault.exportText();
      if ((await app.wallet.lock.openUntil()) !== null) await app.wallet.books.change((book) => void (book.fileExportedAt = app.wallet.s.now()));
      return { fileName: `fil-peggy-vault-${day}.json`, text };
    }
    if (which.kind === "archive") {
      const archive = (await app.wallet.vault.copies.archives()).find(({ id }) => id === which.id);
      if (archive === undefined) throw new Refusal("unknownKey", { detail: which.id });
      await app.wallet.vault.copies.markArchiveExported(which.id);
      return { fileName: `fil-peggy-archive-${which.id.slice(0, 8)}-${day}.json`, text: archive.text };
    }
    return { fileName: `fil-peggy-copies-${day}.json`, text: JSON.stringify((await app.wallet.vault.find()).raw) };
  },

  "secret.restoreFile": async (app, { text, password, beside }) => {
    await app.wallet.vault.restore(text, password, beside, (await app.wallet.settings()).lockMinutes);
    app.wallet.s.tell(["wallet", "accounts"]);
    return walletState(app);
  },

  "secret.deleteArchive": async (app, { id, typed }) => {
    const archive = (await app.wallet.vault.copies.archives()).find((a) => a.id === id);
    if (archive === undefined) throw new Refusal("unknownKey", { detail: id });
    if (!archive.exported) throw new Refusal("archiveNotExported");
    if (typed.trim() !== id.slice(0, 8)) throw new Refusal("wordNeeded", { text: id.slice(0, 8) });
    await app.wallet.vault.copies.deleteArchive(id);
    return {};
  },

  "secret.switchArchive": async (app, { id }) => {
    await app.wallet.vault.switchTo(id);
    app.wallet.s.tell(["wallet", "accounts"]);
    return walletState(app);
  },
};

/** Searches both HD families of a network: address index and (Ledger) account index, until a gap of unused ones. */
async function scanFamilies(
  app: App,
  network: KnownNetwork,
  seed: Uint8Array,
): Promise<{ path: string; address: string; balance: string | null; nonce: number | null; used: boolean }[]> {
  const node = await app.wallet.nodes
    .of(network)
    .then((nodes) => nodes.node)
    .catch(() => null);
  const found = new Map<string, { path: string; address: string; balance: string | null; nonce: number | null; used: boolean }>();
  const twoFamilies = network.genesis === MAINNET_GENESIS || network.genesis === CALIBRATION_GENESIS;
  for (const pathAt of twoFamilies ? [pathOf, ledgerPathOf] : [pathOf]) {
    let unused = 0;
    for (let index = 0; index < FAMILY_LIMIT && unused < (node === null ? 1 : GAP); index++) {
      const path = pathAt(network.genesis, index);
      if (path === null) break;
      const address = addressAt(seed, path);
      const actor = node === null ? null : await orNull(node.stateGetActor(address));
      unused = actor === null ? unused + 1 : 0;
      if (actor !== null || index === 0)
        found.set(path, {
          path,
          address: address.toString(network.prefix),
          balance: node === null ? null : (actor?.balance ?? 0n).toString(),
          nonce: node === null ? null : (actor?.nonce ?? 0),
          used: actor !== null,
        });
    }
  }
  return [...found.values()];
}
