import * as v from "valibot";
import { Address } from "../../../filecoin/address.ts";
import { accountView, type AccountView } from "../../shared/wallet-views.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { orNull } from "../../../wallet/told/rpc-refusal.ts";
import { bookKey, type Book, type BookStore } from "../settings/book.ts";
import type { Account, Keyring } from "../secrets/keys/keyring.ts";
import type { KnownNetwork, Network } from "../../../wallet/network.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { KnownNetworks } from "../chain/known-networks.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import type { Database, Surroundings } from "../storage/stores.ts";

/** Accounts of a network as pages see them; balances last read stay with their age when the node does not answer. */

interface Balances {
  [address: string]: { atto: string; epoch: number; time: number; nonce: number; id: string | null };
}

/** What accounts are shown from. */
export interface AccountParts {
  s: Pick<Surroundings, "database" | "later">;
  keyring: Pick<Keyring, "accountsOrNone">;
  books: Pick<BookStore, "readOrNull">;
  slots: Pick<SlotStore, "held">;
  networks: Pick<NetworkStore, "selected">;
  known: Pick<KnownNetworks, "selected">;
  scopes: Pick<Scopes, "selected">;
}

/** Accounts whose balances are asked where nobody names them. */
const ON_A_PAGE = 20;

const cacheKey = (genesis: string): string => `balances ${genesis}`;

async function cachedBalances(database: Database, genesis: string): Promise<Balances> {
  return ((await database.read(["cache"], (tx) => tx.get("cache", cacheKey(genesis)))) as Balances | undefined) ?? {};
}

/** Asks the node for balances and nonces of accounts, with `ids` for their ids too, and keeps the answers. An id that an account got is its own for ever. */
export async function readBalances(database: Database, scope: Scope, addresses: readonly Address[], ids: boolean): Promise<Balances> {
  const { network, node, head } = scope;
  const before = await cachedBalances(database, network.genesis);
  const read = await Promise.all(
    addresses.map(async (address) => {
      const known = before[address.toString()]?.id ?? null;
      const [actor, id] = await Promise.all([orNull(node.stateGetActor(address)), known === null && ids ? orNull(node.stateLookupID(address)) : null]);
      const found = known ?? (id === null ? null : Address.id(id).toString(network.prefix));
      const balance = {
        atto: (actor?.balance ?? 0n).toString(),
        epoch: head.height,
        time: scope.now(),
        nonce: actor?.nonce ?? 0,
        id: actor === null ? null : found,
      };
      return [address.toString(), balance] as const;
    }),
  );
  return database.write(["cache"], async (tx) => {
    const balances = { ...((await tx.get("cache", cacheKey(network.genesis))) as Balances | undefined), ...Object.fromEntries(read) };
    await tx.put("cache", cacheKey(network.genesis), balances);
    return balances;
  });
}

/** Views of a network's accounts from what was last read. */
async function accountViews(
  slots: Pick<SlotStore, "held">,
  network: KnownNetwork,
  accounts: readonly Account[],
  book: Book | null,
  balances: Balances,
): Promise<AccountView[]> {
  const pending = new Map<string, number>();
  for (const { genesis, account } of await slots.held()) if (genesis === network.genesis) pending.set(account, (pending.get(account) ?? 0) + 1);
  const watched = (book?.watchedAccounts[network.genesis] ?? []).filter((address) => !accounts.some((account) => account.address === address));
  const view = (address: string, own: Account | null): AccountView => {
    const read = balances[address];
    return v.parse(accountView, {
      address: Address.parse(address).toString(network.prefix),
      id: read?.id ?? null,
      label: book?.labels[bookKey(network.genesis, address)] ?? null,
      kind: own?.kind ?? "watch",
      keyId: own?.keyId ?? null,
      path: own?.path ?? null,
      rehearsal: own?.rehearsal ?? false,
      balance: { atto: read?.atto ?? null, epoch: read?.epoch ?? null, time: read?.time ?? null },
      nonce: read?.nonce ?? null,
      pending: pending.get(address) ?? 0,
    });
  };
  return [...accounts.map((account) => view(account.address, account)), ...watched.map((address) => view(address, null))];
}

/** Reads the balances of these accounts now and shows all. */
export async function freshAccountViews(
  parts: AccountParts,
  addresses: readonly string[] | null,
): Promise<{ accounts: AccountView[]; selected: string | null }> {
  const scope = await parts.scopes.selected();
  const asked = addresses?.map((text) => readAddress(text, scope.network.prefix)) ?? [...scope.accounts, ...scope.watched.accounts].slice(0, ON_A_PAGE);
  return shown(parts, scope.network, await readBalances(parts.s.database, scope, asked, true));
}

/** The accounts of a network with balances that were read before. */
export async function shown(parts: AccountParts, network: KnownNetwork, balances: Balances): Promise<{ accounts: AccountView[]; selected: string | null }> {
  const [accounts, book] = [await parts.keyring.accountsOrNone(network.genesis), await parts.books.readOrNull()];
  return { accounts: await accountViews(parts.slots, network, accounts, book, balances), selected: selectedOf(network, accounts, book) };
}

/** A devnet may have begun a new chain, which only its node can say; one that takes longer than this is not waited for. */
const PATIENCE_MS = 500;

/** What was last read, without asking for balances. */
export async function storedAccountViews(parts: AccountParts): Promise<{ accounts: AccountView[]; selected: string | null }> {
  const { s, networks, known } = parts;
  const asStored = async (): Promise<Network> => networks.selected();
  const network = await Promise.race([known.selected().catch(asStored), new Promise<void>((resolve) => s.later(PATIENCE_MS, resolve)).then(asStored)]);
  if (network.genesis === null) return { accounts: [], selected: null };
  return shown(parts, { ...network, genesis: network.genesis }, await cachedBalances(s.database, network.genesis));
}

/** The account chosen on a network, else its first one; with the network's prefix. */
export function selectedOf(network: KnownNetwork, accounts: readonly Account[], book: Book | null): string | null {
  const chosen = book?.selectedAccount[network.genesis];
  const address = accounts.find((account) => account.address === chosen)?.address ?? accounts[0]?.address;
  return address === undefined ? null : Address.parse(address).toString(network.prefix);
}
