import { Address } from "../../../filecoin/address.ts";
import type { KnownNetwork } from "../../../wallet/network.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { aheadOf, firstFree, gapOf, type Ahead, type Gap } from "../../../wallet/slots/nonce.ts";
import { noncesIn } from "../../../wallet/told/pool.ts";
import type { Reply } from "../../shared/messages.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { OwnAccounts } from "../secrets/keys/own-accounts.ts";
import type { BookStore } from "../settings/book.ts";
import type { SlotNetworks } from "../signing/slot-networks.ts";
import type { SlotStore } from "../signing/slot-store.ts";

/** What is odd about accounts' numbers, as nodes tell it: one that nothing fills, and messages that this wallet did not sign. */

export interface NumberParts {
  slots: Pick<SlotStore, "of">;
  slotNetworks: Pick<SlotNetworks, "reach" | "look">;
}

export interface OddNumbersParts extends NumberParts {
  slots: Pick<SlotStore, "of" | "held">;
  scopes: Pick<Scopes, "selected">;
  ownAccounts: Pick<OwnAccounts, "must">;
  books: Pick<BookStore, "readOrNull">;
}

/** Of one account. Throws RpcFailure. */
export async function oddNumbers(
  { slots, slotNetworks }: NumberParts,
  network: KnownNetwork,
  account: Address,
): Promise<{ gap: Gap | null; ahead: Ahead | null }> {
  const sender = account.toString();
  const told = await slotNetworks.look(await slotNetworks.reach({ networkId: network.id, genesis: network.genesis }), { account: sender });
  const numbers = { slots: await slots.of(network.genesis, sender), chainNonce: told.nonce };
  const listed = await Promise.all(
    told.nodes.map(async ({ host, client }) => {
      const pool = told.pools.find((each) => each.host === host);
      return pool === undefined ? [] : noncesIn(client, account, pool);
    }),
  );
  return { gap: gapOf(numbers, told.pools, listed.flat()), ahead: aheadOf(firstFree(numbers), told.pools) };
}

/** Accounts that are asked about unasked: a page must not wait for a thousand of them. */
const MOST_BUSY = 10;

/** Of one account of the selected network; null: of the selected account and those with messages on their way. Those alone that are odd. */
export async function oddAccounts(parts: OddNumbersParts, account: string | null): Promise<Reply<"activity.gaps">> {
  const scope = await parts.scopes.selected();
  const { network } = scope;
  const asked = account === null ? await busyAccounts(parts, scope) : [(await parts.ownAccounts.must(network, account)).address];
  const odd = await Promise.all(
    asked.map(async (address) => ({
      account: address.toString(network.prefix),
      label: scope.labelOf(address),
      ...(await oddNumbers(parts, network, address)),
    })),
  );
  return { accounts: odd.filter(({ gap, ahead }) => gap !== null || ahead !== null) };
}

async function busyAccounts({ slots, books }: OddNumbersParts, { network, accounts }: Scope): Promise<Address[]> {
  const chosen = (await books.readOrNull())?.selectedAccount[network.genesis];
  const selected = accounts.find((address) => address.toString() === chosen) ?? accounts[0];
  const held = (await slots.held()).filter((slot) => slot.genesis === network.genesis).map((slot) => slot.account);
  const busy = new Set([...(selected === undefined ? [] : [selected.toString()]), ...held]);
  return accounts.filter((address) => busy.has(address.toString())).slice(0, MOST_BUSY);
}
