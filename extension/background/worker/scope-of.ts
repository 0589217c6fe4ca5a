import { Address } from "../../../filecoin/address.ts";
import { refuseUnusable } from "../approvals/receiver-rules.ts";
import type { ChainScope } from "../chain/scope.ts";
import { Refusal } from "../refusal.ts";
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

/** An address as a page sent it, with this network's prefix. Throws Refusal wrongPrefix, badAddress, receiverRefused. */
export function readAddress(text: string, prefix: "f" | "t"): Address {
  try {
    const address = Address.parse(text, prefix);
    refuseUnusable(address);
    return address;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    if (code === "wrong-network") throw new Refusal("wrongPrefix", { text, expected: prefix }, { cause: error });
    throw new Refusal("badAddress", { text, detail: error instanceof Error ? error.message : String(error) }, { cause: error });
  }
}
