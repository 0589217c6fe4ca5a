import { Address } from "../../../filecoin/address.ts";
import type { WalletState } from "../../shared/wallet-views.ts";
import { bookKey } from "../settings/book.ts";
import { readTries } from "../secrets/lock/back-off.ts";
import { reachable } from "../../../wallet/slots/stranded.ts";
import { networkView } from "./network-views.ts";
import type { OwnBuild } from "../../../wallet/told/known-actor.ts";
import type { Nodes } from "../chain/nodes.ts";
import type { Keyring } from "../secrets/keys/keyring.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Vault } from "../secrets/vault/vault.ts";
import type { BookStore } from "../settings/book.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { Settings } from "../settings/settings.ts";
import type { Approvals } from "../signing/approvals.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import type { Surroundings } from "../storage/stores.ts";
import { selectedOf } from "./account-views.ts";

/** What the wallet's state is seen from. */
export interface WalletStateParts {
  s: Pick<Surroundings, "local" | "session" | "now" | "version" | "report">;
  lock: Pick<Lock, "openUntil" | "reason">;
  vault: Pick<Vault, "find" | "copies">;
  keyring: Pick<Keyring, "accounts" | "words">;
  books: Pick<BookStore, "readOrNull">;
  networks: Pick<NetworkStore, "selected" | "list">;
  nodes: Nodes;
  slots: Pick<SlotStore, "held">;
  approvals: Pick<Approvals, "current">;
  settings(): Promise<Settings>;
  build(): Promise<OwnBuild>;
}

/** The owner actor's code that comes along; null when the browser does not hand its file out, which stops no other page. */
async function buildOrNull({ build, s }: WalletStateParts): Promise<OwnBuild | null> {
  try {
    return await build();
  } catch (error) {
    s.report(error);
    return null;
  }
}

/** Where the wallet stands: first run, recovery, locked or unlocked, and what every screen needs of it. */
export async function walletState(parts: WalletStateParts): Promise<WalletState> {
  const { s, lock, vault, keyring } = parts;
  const [found, locksAt, tries, settings, selected, build] = await Promise.all([
    vault.find(),
    lock.openUntil(),
    readTries(s, s.now()),
    parts.settings(),
    parts.networks.selected(),
    buildOrNull(parts),
  ]);
  const book = locksAt === null ? null : await parts.books.readOrNull();
  const all = locksAt === null ? [] : await keyring.accounts();
  const accounts = all.filter((account) => account.realm === selected.genesis);
  const words = locksAt === null ? [] : await keyring.words();
  const current = locksAt === null ? null : await parts.approvals.current();
  const damaged = found.storage.state !== "whole" || found.database.state !== "whole";
  const wordsProved = words.some((word) => word.origin !== "rehearsal" && word.proved);
  const unprovedWords = words.some((word) => word.origin !== "rehearsal" && !word.proved);
  // Words are no backup of an imported key, and a file none of a key that came after it.
  const alone = all.some((account) => account.path === null && !account.rehearsal && account.createdAt > (book?.fileExportedAt ?? 0));
  const chosen = selected.genesis === null ? null : selectedOf({ ...selected, genesis: selected.genesis }, accounts, book);
  const header = found.best?.file.header;
  const copy = (c: typeof found.storage): WalletState["copies"][number] => ({
    where: c.where,
    state: c.state,
    generation: c.file?.header.generation ?? null,
    writtenAt: c.file?.header.writtenAt ?? null,
  });
  return {
    phase: found.empty ? "empty" : locksAt !== null ? "unlocked" : damaged ? "recovery" : "locked",
    canUnlock: found.candidates.length > 0 && !found.newer,
    copies: [copy(found.storage), copy(found.database)],
    vault: header === undefined ? null : { id: header.vaultId, generation: header.generation, createdAt: header.createdAt },
    archives: (await vault.copies.archives()).map(({ id, createdAt, exported }) => ({ id, createdAt, exported })),
    lock: {
      waitUntil: tries.waitUntil,
      wrongTries: tries.wrong,
      locksAt,
      reason: locksAt === null && !found.empty ? await lock.reason() : null,
      droppedApproval: locksAt === null && (await s.session.get("lock.droppedApproval")) === true,
    },
    backup: {
      wordsProved,
      fileExportedAt: book?.fileExportedAt ?? null,
      needed: locksAt !== null && (alone || (unprovedWords && book?.fileExportedAt === null)),
    },
    network: networkView(selected, {
      nodes: parts.nodes,
      networks: await parts.networks.list(),
      selectedId: selected.id,
      tokens: new Set(Object.keys(book?.tokens ?? {})),
    }),
    accounts: accounts.length,
    selectedAccount:
      chosen === null ? null : { address: chosen, label: book?.labels[bookKey(selected.genesis ?? "", Address.parse(chosen).toString())] ?? null },
    openApproval: current?.id ?? null,
    waiting: reachable(await parts.slots.held(), await parts.networks.list()).length,
    settings,
    build: { version: s.version, ownerCodeCid: build?.codeCid ?? null },
  };
}
