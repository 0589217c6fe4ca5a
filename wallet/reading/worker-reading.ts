import type { ActorId } from "../../filecoin/units.ts";
import { numberOf, say } from "../phrase.ts";
import type { Phrase } from "../values.ts";
import { idAddress } from "./named-addresses.ts";
import type { MinerCall } from "./miner-call.ts";
import { addressField, listField, type Part, type Presenter } from "./reading-parts.ts";

/**
 * ChangeWorkerAddress replaces the control addresses at once, and puts another worker on the waiting list only while nobody waits there: whoever
 * waits is not replaced, and naming the present worker does not send him away. ConfirmChangeWorkerAddress does nothing before his epoch.
 */
export function workerChange(change: MinerCall): Part {
  const { call, miner, facts, show, message, roles } = change;
  const worker = addressField(call, "newWorker");
  const controls = listField(call, "newControlAddresses");
  const named = facts.who(worker).id;
  const waiting = miner.pendingWorker;
  const sameControls = sameIds(
    controls.map((address) => facts.who(address).id),
    miner.control,
  );
  const params = { miner: show.address(message.to), worker: show.address(worker), count: numberOf(controls.length) };
  const waits = waiting === null ? {} : { waiting: show.address(idAddress(waiting.newWorker)), from: show.epoch(waiting.effectiveAt) };
  const part = (sentence: Phrase, alarm: Phrase | null, isNothing: boolean): Part => ({
    kind: "minerWorker",
    verb: "change",
    tier: 3,
    roles: [...roles, { role: "worker", address: worker }, ...controls.map((address) => ({ role: "control" as const, address }))],
    sentence,
    wayBack: { now: say("wayBack.lastMoment"), after: say(waiting === null && named !== miner.worker ? "wayBack.workerWaits" : "wayBack.again") },
    reasons: [say("reason.worker")],
    alarm,
    blocked: isNothing ? say("blocked.nothingChanges") : null,
  });
  if (named !== miner.worker && waiting === null) return part(say("sentence.minerWorker", params), null, false);
  if (waiting === null) return part(say("sentence.minerControls", params), null, sameControls);
  if (named === waiting.newWorker) return part(say("sentence.minerWorkerWaits", { ...params, ...waits }), null, sameControls);
  return part(say("sentence.minerWorkerIgnored", { ...params, ...waits }), say("alarm.workerIgnored", { ...params, ...waits }), sameControls);
}

export function confirmWorker({ message, miner, facts, show, roles }: MinerCall): Part {
  const waiting = miner.pendingWorker;
  const worker = waiting === null ? null : idAddress(waiting.newWorker);
  const shown = { miner: show.address(message.to) };
  return {
    kind: "minerConfirmWorker",
    verb: "confirm",
    tier: 2,
    roles: worker === null ? roles : [...roles, { role: "worker", address: worker }],
    sentence: worker === null ? say("sentence.minerNoWorkerWaits", shown) : say("sentence.minerConfirmWorker", { ...shown, worker: show.address(worker) }),
    wayBack: { now: say("wayBack.lastMoment"), after: say("wayBack.again") },
    reasons: [say("reason.worker")],
    blocked: waiting === null ? say("blocked.noWorkerWaits") : tooEarly(waiting.effectiveAt, facts.now, show),
  };
}

/** Why a confirmation would do nothing now: it runs one epoch after the head at the soonest. Null when its time has come. */
export function tooEarly(effectiveAt: number, now: number, show: Presenter): Phrase | null {
  return effectiveAt > now + 1 ? say("blocked.workerEarly", { from: show.epoch(effectiveAt) }) : null;
}

/** The same actors, in whatever order: the miner makes no difference between them. */
function sameIds(named: readonly (ActorId | null)[], present: readonly ActorId[]): boolean {
  const ids = (list: readonly (ActorId | null)[]): string => [...new Set(list.map(String))].sort().join(" ");
  return ids(named) === ids(present);
}
