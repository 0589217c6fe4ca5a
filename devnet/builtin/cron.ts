/** The cron actor (f03): once an epoch it calls the listed methods. State: [[[receiver, method], …]]. Source: actors/cron. */
import type { Address } from "../../filecoin/address.ts";
import { type CborValue, TupleReader } from "../../filecoin/cbor.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { actorOf, withoutParams, withParams } from "./dispatch.ts";
import { requireCallerIs } from "./caller.ts";
import { readU64 } from "./params.ts";
import { trySend } from "./send.ts";
import { SYSTEM_ACTOR } from "./singletons.ts";
import { createState, loadState } from "./state-root.ts";

/** One call of every epoch. */
export interface CronEntry {
  readonly receiver: Address;
  readonly method: bigint;
}

function decodeEntries(value: CborValue): CronEntry[] {
  const reader = new TupleReader(value, 1, "cron entries");
  return reader.list((item) => item.tuple(2, (entry) => ({ receiver: entry.address(), method: readU64(entry) })));
}

/** State and constructor parameters alike. */
export function encodeCronEntries(entries: readonly CronEntry[]): CborValue {
  return [entries.map(({ receiver, method }) => [receiver.bytes, method])];
}

function epochTick(rt: Runtime): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  // One entry's failure must not keep the others from running.
  for (const { receiver, method } of loadState(rt, decodeEntries)) trySend(rt, receiver, method, null, 0n);
}

export const cron = actorOf("cron", [
  {
    name: "Constructor",
    number: 1,
    run: withParams(decodeEntries, (rt, entries) => {
      requireCallerIs(rt, SYSTEM_ACTOR);
      createState(rt, encodeCronEntries(entries));
      return undefined;
    }),
  },
  { name: "EpochTick", number: 2, run: withoutParams(epochTick) },
]);
