import { Address } from "../../../filecoin/address.ts";
import type { WalletState } from "../../shared/wallet-views.ts";
import { bookKey } from "../settings/book.ts";
import { readTries } from "../secrets/lock/back-off.ts";
import { networkView } from "./network-views.ts";
import { reachable } from "../../../wallet/slots/stranded.ts";
import type { App } from "../desk/app.ts";
import { selectedOf } from "./account-views.ts";

/** Where the wallet stands: first run, recovery, locked or unlocked, and what every screen needs of it. */
export async function walletState(app: App): Promise<WalletState> {
  const { wallet } = app;
  const [found, locksAt, tries, settings, selected, build] = await Promise.all([
    wallet.vault.find(),
    wallet.lock.openUntil(),
    readTries(wallet.s.local, wallet.s.now()),
    wallet.settings(),
    wallet.networks.selected(),
    wallet.build().catch(() => null),
  ]);
  const book = locksAt === null ? null : await wallet.bookOrNull();
  const accounts = locksAt === null || selected.genesis === null ? [] : await wallet.keyring.accountsIn(selected.genesis);
  const words = locksAt === null ? [] : await wallet.keyring.words();
  const current = locksAt === null ? null : await app.approvals.current();
  const damaged = found.storage.state !== "whole" || found.database.state !== "whole";
  const wordsProved = words.some((word) => word.origin !== "rehearsal" && word.proved);
  const unprovedWords = words.some((word) => word.origin !== "rehearsal" && !word.proved);
  // Words are no backup of an imported key, and a file none of a key that came after it.
  const alone = (locksAt === null ? [] : await wallet.keyring.accounts()).some(
    (account) => account.path === null && !account.rehearsal && account.createdAt > (book?.fileExportedAt ?? 0),
  );
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
    copies: [copy(found.storage), copy(found.database)],
    vault: header === undefined ? null : { id: header.vaultId, generation: header.generation, createdAt: header.createdAt },
    archives: (await wallet.vault.copies.archives()).map(({ id, createdAt, exported }) => ({ id, createdAt, exported })),
    lock: {
      waitUntil: tries.waitUntil,
      wrongTries: tries.wrong,
      locksAt,
      reason: locksAt === null && !found.empty ? await wallet.lock.reason() : null,
      droppedApproval: locksAt === null && (await wallet.s.session.get("lock.droppedApproval")) === true,
    },
    backup: {
      wordsProved,
      fileExportedAt: book?.fileExportedAt ?? null,
      needed: locksAt !== null && (alone || (unprovedWords && book?.fileExportedAt === null)),
    },
    network: networkView(selected, wallet.nodes, selected.id, new Set(Object.keys(book?.tokens ?? {}))),
    accounts: accounts.length,
    selectedAccount:
      chosen === null ? null : { address: chosen, label: book?.labels[bookKey(selected.genesis ?? "", Address.parse(chosen).toString())] ?? null },
    openApproval: current?.id ?? null,
    waiting: reachable(await wallet.slots.all(), await wallet.networks.list()).length,
    settings,
    build: { version: wallet.s.version, ownerCodeCid: build?.codeCid ?? null },
  };
}
