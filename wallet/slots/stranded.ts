import type { Network } from "../network.ts";
import { isHeld, mayRun, type Slot } from "./slot.ts";

/**
 * A slot belongs to the network it was reviewed with: through that one's nodes, and no other's, it is pushed, followed and finished. Where
 * the network is gone its owner says through which other entry for the same chain it goes on, or lets it lie.
 */

/** `removed`: the network is no longer in the list; `replaced`: it is another chain now, as a devnet that began anew. */
export type Stranding = "removed" | "replaced";

export function strandingOf(slot: Pick<Slot, "networkId" | "genesis">, networks: readonly Network[]): Stranding | null {
  const network = networks.find(({ id }) => id === slot.networkId);
  if (network === undefined) return "removed";
  return network.genesis === null || network.genesis === slot.genesis ? null : "replaced";
}

/** Other entries for a stranded slot's chain. */
export const othersFor = (slot: Pick<Slot, "networkId" | "genesis">, networks: readonly Network[]): Network[] =>
  networks.filter(({ id, genesis }) => genesis === slot.genesis && id !== slot.networkId);

/** Belongs to what is shown of a network: its own chain's slots, and those that nobody can follow, whose own network may be gone. */
export const isShownWith = (slot: Slot, { genesis }: Pick<Network, "genesis">, networks: readonly Network[]): boolean =>
  slot.genesis === genesis || (mayRun(slot) && strandingOf(slot, networks) !== null);

/** Held slots that somebody can push and follow now. */
export const reachable = (slots: readonly Slot[], networks: readonly Network[]): Slot[] =>
  slots.filter((slot) => isHeld(slot) && strandingOf(slot, networks) === null);
