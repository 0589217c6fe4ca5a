import { numberOf, say } from "../phrase.ts";
import { controls, none, type Meanings, type Said } from "./owner-said.ts";
import type { Phrase } from "../values.ts";
import { idAddress } from "./named-addresses.ts";
import { fieldOf } from "./reading-parts.ts";
import { tooEarly } from "./worker-reading.ts";

/** What the methods about miners do. */
export const CUSTODY: Meanings<
  | "ApproveMiner"
  | "TakeOwner"
  | "ConfirmWorker"
  | "ChangeWorker"
  | "CreateMiner"
  | "AdoptMiner"
  | "ChangePeerID"
  | "ChangeMultiaddrs"
  | "ReportOverExtension"
  | "ReleaseMiner"
> = {
  ApproveMiner: (s) => ({
    tier: 2,
    verb: "approve",
    kind: "approveMiner",
    words: { miner: s.shown("miner"), owner: s.shown("owner") },
    roles: [s.role("miner", "miner"), s.role("worker", "worker"), ...controls(s.call)],
    after: say("wayBack.approveMiner"),
    reasons: [say("reason.approveMiner")],
  }),
  TakeOwner: (s) => ({
    tier: 3,
    verb: "handOver",
    kind: "takeOwner",
    words: { miner: s.shown("miner") },
    roles: [s.role("miner", "miner")],
    after: say("wayBack.code"),
    reasons: [say("reason.owner")],
  }),
  ConfirmWorker: (s) => {
    const waiting = s.facts.minerAt(s.address("miner"))?.pendingWorker ?? null;
    return {
      tier: 1,
      verb: "confirm",
      words: { miner: s.shown("miner") },
      roles: [s.role("miner", "miner"), ...(waiting === null ? [] : [{ role: "worker" as const, address: idAddress(waiting.newWorker) }])],
      blocked: waiting === null ? null : tooEarly(waiting.effectiveAt, s.facts.now, s.show),
    };
  },
  ChangeWorker: (s) => ({
    tier: 3,
    verb: "change",
    words: { miner: s.shown("miner"), worker: s.shown("worker") },
    roles: [s.role("miner", "miner"), s.role("worker", "worker"), ...controls(s.call)],
    after: say("wayBack.again"),
    reasons: [say("reason.worker")],
    alarm: anotherWaits(s),
  }),
  CreateMiner: (s) => ({
    tier: 3,
    verb: "createMiner",
    words: { amount: s.value, worker: s.shown("worker") },
    roles: [s.role("worker", "worker")],
    after: say("wayBack.junior"),
    reasons: [say("reason.worker"), say("reason.deposit")],
  }),
  AdoptMiner: (s) => ({
    tier: 2,
    verb: "adopt",
    words: { miner: s.shown("miner") },
    roles: [s.role("miner", "miner")],
    after: none(),
    reasons: [say("reason.adopt")],
  }),
  ChangePeerID: (s) => ({
    tier: 2,
    verb: "change",
    words: { miner: s.shown("miner") },
    roles: [s.role("miner", "miner")],
    after: say("wayBack.again"),
    reasons: [say("reason.network")],
  }),
  ChangeMultiaddrs: (s) => ({
    tier: 2,
    verb: "change",
    words: { miner: s.shown("miner"), count: numberOf(fieldOf<unknown[]>(s.call, "addresses").length) },
    roles: [s.role("miner", "miner")],
    after: say("wayBack.again"),
    reasons: [say("reason.network")],
  }),
  ReportOverExtension: (s) => ({
    tier: 1,
    verb: "report",
    words: { miner: s.shown("miner"), sector: s.number("sector") },
    roles: [s.role("miner", "miner")],
  }),
  ReleaseMiner: (s) => ({
    tier: 3,
    verb: "release",
    words: { miner: s.shown("miner"), to: s.shown("to"), token: s.number("token") },
    roles: [s.role("miner", "miner"), s.role("newOwner", "to")],
    after: say("wayBack.newOwner", { owner: s.shown("to") }),
    reasons: [say("reason.owner")],
  }),
};

/** The miner lets nobody take the place of a worker who waits: whom the actor remembers comes after him, when somebody calls ConfirmWorker. */
function anotherWaits({ facts, show, address, shown }: Said): Phrase | null {
  const waiting = facts.minerAt(address("miner"))?.pendingWorker ?? null;
  const worker = address("worker");
  if (waiting === null || facts.who(worker).id === waiting.newWorker) return null;
  return say("alarm.workerLater", { worker: shown("worker"), waiting: show.address(idAddress(waiting.newWorker)), from: show.epoch(waiting.effectiveAt) });
}
