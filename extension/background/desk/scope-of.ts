import { Address } from "../../../filecoin/address.ts";
import type { ChainScope } from "../../../wallet/scope.ts";
import type { OpenChain, Wallet } from "./wallet.ts";

/** Opens the selected chain for one read: one head, the accounts and what is watched there. */
export async function openScope(wallet: Wallet): Promise<{ scope: ChainScope; chain: OpenChain }> {
  const chain = await wallet.openChain();
  return { scope: await scopeOf(wallet, chain), chain };
}

export async function scopeOf(wallet: Wallet, chain: OpenChain): Promise<ChainScope> {
  const { network, nodes, actors, accounts, book, build } = chain;
  const head = await wallet.nodes.head(network.url, nodes.node);
  const timestamp = (head.blocks[0]?.timestamp ?? 0) * 1000;
  const watched = (list: Record<string, string[]> | undefined): Address[] => (list?.[network.genesis] ?? []).map((text) => Address.parse(text));
  return {
    nodes,
    actors,
    head,
    build,
    accounts: accounts.map((account) => Address.parse(account.address)),
    watchedMiners: watched(book?.watchedMiners),
    watchedOwners: watched(book?.watchedOwners),
    labelOf: (address) => book?.labels[`${network.genesis} ${address.toString()}`] ?? null,
    now: () => wallet.s.now(),
    timeOf: (epoch) => timestamp + (epoch - head.height) * network.epochSeconds * 1000,
  };
}
