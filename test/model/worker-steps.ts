/** Steps of a history about who works for a miner. */
import { decodeMinerInfo } from "../../filecoin/state/miner-info.ts";
import { Address } from "../../filecoin/address.ts";
import { decodeCbor } from "../../filecoin/cbor.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { World } from "../owner/world.ts";
import type { Desk } from "./custody.ts";
import type { History, Step } from "./history.ts";

/** Who works for a miner and who waits to, from its own state. */
function deskOf(world: World, miner: ActorId): Desk {
  const { worker, control, pendingWorker } = decodeMinerInfo(decodeCbor(world.block(world.minerState(miner).info)));
  return { worker, controls: control, pending: pendingWorker && { worker: pendingWorker.newWorker, at: pendingWorker.effectiveAt } };
}

/** Mostly after the time that a change of the worker takes. */
export function confirm(h: History, step: Step): void {
  const miner = h.miner(step.pick);
  if (!h.books.miners.has(miner)) return;
  if (step.part % 4 > 0) h.world.advance(900);
  const desk = deskOf(h.world, miner);
  const done = h.both(
    "ConfirmWorker",
    "stranger",
    (from) => h.world.call(from, "ConfirmWorker", { miner }),
    () => h.model.confirmWorker(h.world.epoch, miner, desk),
    ({ ret }) => ({ works: ret, desk: deskOf(h.world, miner) }),
  );
  if (done !== undefined) h.note(done.works ? "a worker confirmed" : "a worker not yet confirmed");
}

/** Now and then somebody without a BLS key, or the worker among his own controls. */
export function changeWorker(h: History, step: Step): void {
  const { world } = h;
  const { worker, newWorker, alice, bob } = h.people;
  const miner = h.miner(step.pick);
  if (!h.books.miners.has(miner)) return;
  const next = step.part % 9 === 8 ? bob : step.part % 2 === 0 ? worker : newWorker;
  const controls = [[], [alice], [alice, bob], step.part % 3 === 0 ? [next] : [bob]][step.pick % 4] as ActorId[];
  const desk = deskOf(world, miner);
  h.both(
    "ChangeWorker",
    h.operator(step),
    (from) => world.call(from, "ChangeWorker", { miner, worker: Address.id(next), controls: controls.map((id) => Address.id(id)) }),
    () => h.model.changeWorker(world.epoch, miner, { worker: next, controls }, next !== bob, desk),
    () => deskOf(world, miner),
  );
}
