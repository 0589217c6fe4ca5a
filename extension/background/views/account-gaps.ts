import type { Address } from "../../../filecoin/address.ts";
import type { KnownNetwork } from "../../../wallet/network.ts";
import { aheadOf, firstFree, gapOf, type Ahead, type Gap } from "../../../wallet/slots/nonce.ts";
import { noncesIn } from "../../../wallet/told/pool.ts";
import type { SlotNetworks } from "../signing/slot-networks.ts";
import type { SlotStore } from "../signing/slot-store.ts";

export interface GapParts {
  slots: Pick<SlotStore, "of">;
  networks: Pick<SlotNetworks, "reach" | "look">;
}

/** What is odd about an account's numbers, as its nodes tell it: one that nothing fills, and messages that this wallet did not sign. */
export async function oddNumbers({ slots, networks }: GapParts, network: KnownNetwork, account: Address): Promise<{ gap: Gap | null; ahead: Ahead | null }> {
  const sender = account.toString();
  const told = await networks.look(await networks.reach({ networkId: network.id, genesis: network.genesis }), { account: sender });
  const numbers = { slots: await slots.of(network.genesis, sender), chainNonce: told.nonce };
  const listed = await Promise.all(
    told.nodes.map(async ({ host, client }) => {
      const pool = told.pools.find((each) => each.host === host);
      return pool === undefined ? [] : noncesIn(client, account, pool);
    }),
  );
  return { gap: gapOf(numbers, told.pools, listed.flat()), ahead: aheadOf(firstFree(numbers), told.pools) };
}
