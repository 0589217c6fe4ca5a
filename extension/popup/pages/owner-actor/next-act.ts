import type { OwnerView } from "../../../shared/owner-views.ts";

/** What stands open at an owner actor before anything new is begun; the page's one primary button. */
export type NextAct = { readonly act: "measure" | "harvest"; readonly miner: string } | { readonly act: "heartbeat" | "room" };

type Facts = Pick<OwnerView, "operatorAccepted" | "operatorAbsent"> & {
  readonly miners: readonly { readonly miner: { readonly address: string }; readonly lossNow: string; readonly harvestNow: unknown }[];
};

/** A loss is booked first, then the operator shows that he is there, then what is ripe is harvested; else there is time to open room. */
export function nextAct(owner: Facts, isOperator: boolean): NextAct {
  const loss = owner.miners.find(({ lossNow }) => BigInt(lossNow) > 0n);
  if (loss !== undefined) return { act: "measure", miner: loss.miner.address };
  if (isOperator && (!owner.operatorAccepted || owner.operatorAbsent)) return { act: "heartbeat" };
  const ripe = owner.miners.find(({ harvestNow }) => harvestNow !== null);
  return ripe === undefined ? { act: "room" } : { act: "harvest", miner: ripe.miner.address };
}
