import { Address } from "../../../filecoin/address.ts";
import type { Draft } from "../../../wallet/draft.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { Slot } from "../../../wallet/slots/slot.ts";
import type { KnownActor } from "../../../wallet/told/known-actor.ts";
import type { CheckRow } from "../../../wallet/values.ts";
import type { Settings } from "../settings/settings.ts";
import type { Surroundings } from "../storage/stores.ts";
import type { SlotStore } from "./slot-store.ts";

/** A gate of the take-over: checked whenever the approval is made, refreshed and confirmed. */
export interface Gate {
  name: "proposeOwner" | "takeOwner";
  miner: Address;
  account: Address;
  /** the owner actor that the message names or calls */
  actor: Address;
}

/** Computes the rows of a take-over gate; a bad row closes it. */
export type GateCheck = (scope: Scope, gate: Gate) => Promise<CheckRow[]>;

/** What an approval is made with. */
export interface MakingParts {
  s: Pick<Surroundings, "database" | "now">;
  slots: Pick<SlotStore, "of">;
  settings(): Promise<Settings>;
}

/** A draft with its network open. */
export interface Prepared {
  readonly scope: Scope;
  readonly draft: Draft;
  readonly from: Address;
  readonly to: Address;
  /** nonce and balance at the head, as one node tells them: they decide what may be sent, never what it means */
  readonly sender: KnownActor;
  readonly slots: readonly Slot[];
}

/** Everything one approval says is read at the scope's tipset. */
export async function prepareDraft(parts: MakingParts, scope: Scope, draft: Draft): Promise<Prepared> {
  const [from, to] = [Address.parse(draft.from), Address.parse(draft.to)];
  const [sender, slots] = await Promise.all([scope.actors.at(from), parts.slots.of(draft.genesis, draft.from)]);
  return { scope, draft, from, to, sender, slots };
}
