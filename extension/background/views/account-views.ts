import * as v from "valibot";
import { Address } from "../../../filecoin/address.ts";
import { accountView, type AccountView } from "../../shared/wallet-views.ts";
import { orNull } from "../../../wallet/told/rpc-refusal.ts";
import { bookKey, type Book } from "../settings/book.ts";
import type { Account } from "../secrets/keys/keyring.ts";
import type { KnownNetwork, Network } from "../../../wallet/network.ts";
import { pushClient } from "../signing/wallet-provider.ts";
import type { OpenChain, Wallet } from "../desk/wallet.ts";

/** Accounts of a network as pages see them; balances last read stay with their age when the node does not answer. */

interface Balances {
  [address: string]: { atto: string; epoch: number; time: number; nonce: number; id: string | null };
}

const cacheKey = (genesis: string): string => `balances ${genesis}`;

export async function cachedBalances(wallet: Wallet, genesis: string): Promise<Balances> {
  return ((await wallet.s.database.read(["cache"], (tx) => tx.get("cache", cacheKey(genesis)))) as Balances | undefined) ?? {};
}

/** Asks the node for balances, nonces and ids of all accounts and keeps the answers. */
export async function readBalances(wallet: Wallet, chain: OpenChain): Promise<Balances> {
  const { network, nodes, accounts, book } = chain;
  const addresses = [...accounts.map((a) => a.address), ...(book?.watchedAccounts[network.genesis] ?? [])].map((text) => Address.parse(text));
  const client = pushClient(network, await wallet.tokenOf(network.url), wallet.s.fetch);
  const head = await wallet.nodes.head(network.url, nodes.node);
  const balances = await cachedBalances(wallet, network.genesis);
  for (const address of addresses) {
    const [actor, id, atto] = await Promise.all([
      orNull(nodes.node.stateGetActor(address)),
      orNull(nodes.node.stateLookupID(address)),
      client.balance(address.toString(network.prefix)),
    ]);
    balances[address.toString()] = {
      atto: atto.toString(),
      epoch: head.height,
      time: wallet.s.now(),
      nonce: actor?.nonce ?? 0,
      id: id === null ? null : Address.id(id).toString(network.prefix),
    };
  }
  await wallet.s.database.write(["cache"], (tx) => tx.put("cache", cacheKey(network.genesis), balances));
  return balances;
}

/** Views of a network's accounts from what was last read. */
export async function accountViews(
  wallet: Wallet,
  network: KnownNetwork,
  accounts: readonly Account[],
  book: Book | null,
  balances: Balances,
): Promise<AccountView[]> {
  const held = (await wallet.slots.held()).filter((slot) => slot.genesis === network.genesis);
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
      pending: held.filter((slot) => slot.account === address).length,
    });
  };
  return [...accounts.map((account) => view(account.address, account)), ...watched.map((address) => view(address, null))];
}

/** Reads balances when the node answers, else shows the last ones. */
export async function freshAccountViews(wallet: Wallet): Promise<{ accounts: AccountView[]; selected: string | null }> {
  const network = await wallet.selectedNetwork();
  const chain = await wallet.openChainOf(network);
  const balances = await readBalances(wallet, chain);
  return { accounts: await accountViews(wallet, network, chain.accounts, chain.book, balances), selected: selectedOf(network, chain.accounts, chain.book) };
}

/** A devnet may have begun a new chain, which only its node can say; one that takes longer than this is not waited for. */
const PATIENCE_MS = 500;

/** What was last read, without asking for balances. */
export async function storedAccountViews(wallet: Wallet): Promise<{ accounts: AccountView[]; selected: string | null }> {
  const asStored = async (): Promise<Network> => wallet.networks.selected();
  const network = await Promise.race([
    wallet.selectedNetwork().catch(asStored),
    new Promise<void>((resolve) => wallet.s.later(PATIENCE_MS, resolve)).then(asStored),
  ]);
  if (network.genesis === null) return { accounts: [], selected: null };
  const known = { ...network, genesis: network.genesis };
  const [accounts, book] = [await wallet.accountsOrNone(known.genesis), await wallet.bookOrNull()];
  return {
    accounts: await accountViews(wallet, known, accounts, book, await cachedBalances(wallet, known.genesis)),
    selected: selectedOf(known, accounts, book),
  };
}

/** The account chosen on a network, else its first one; with the network's prefix. */
export function selectedOf(network: KnownNetwork, accounts: readonly Account[], book: Book | null): string | null {
  const chosen = book?.selectedAccount[network.genesis];
  const address = accounts.find((account) => account.address === chosen)?.address ?? accounts[0]?.address;
  return address === undefined ? null : Address.parse(address).toString(network.prefix);
}
