/** Which epochs cron has work in, so that a chain may jump over the others. */
import { decodeCbor } from "../../filecoin/cbor.ts";
import { mustGet } from "../state/blockstore.ts";
import type { StateTree } from "../state/state-tree.ts";
import { dueEpochs } from "./power/cron-queue.ts";
import { decodePowerState } from "../../filecoin/state/power.ts";
import { POWER_ACTOR } from "./singletons.ts";

/** Epochs strictly between `after` and `before` for which a miner ordered a call, ascending. */
export function cronWork(state: StateTree, after: number, before: number): number[] {
  const head = state.getActor(POWER_ACTOR)?.head;
  if (head === undefined) return [];
  const power = decodePowerState(decodeCbor(mustGet(state.blockstore, head, "power state")));
  return dueEpochs(state.blockstore, power, after + 1, before - 1);
}
