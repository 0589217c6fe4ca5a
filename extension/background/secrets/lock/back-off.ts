import * as v from "valibot";
import type { Surroundings } from "../../storage/stores.ts";
import { hasCome } from "../../../../wallet/moments.ts";
import { Refusal } from "../../../../wallet/refusal.ts";

/** Waiting after wrong passwords: 1, 2, 4 … 30 s, kept across restarts. */

const KEY = "lock.tries";
const LONGEST_MS = 30_000;
const schema = v.object({ wrong: v.pipe(v.number(), v.safeInteger(), v.minValue(0)), waitUntil: v.number() });

type Stores = Pick<Surroundings, "local" | "report">;

export interface Tries {
  wrong: number;
  waitUntil: number | null;
}

/** Milliseconds to wait after the n-th wrong password in a row (n from 1). */
export const waitAfter = (wrong: number): number => Math.min(LONGEST_MS, 1000 * 2 ** Math.min(wrong - 1, 10));

/** Wrong passwords so far. A waiting time beyond the longest one was set by another clock, and nobody waits for that to come round again. */
export async function readTries({ local, report }: Stores, now: number): Promise<Tries> {
  const parsed = v.safeParse(
    schema,
    await local.get(KEY).catch((error: unknown) => {
      // A store that fails must not keep the owner of the other copy out.
      report(error);
      return undefined;
    }),
  );
  if (!parsed.success) return { wrong: 0, waitUntil: null };
  const { wrong, waitUntil } = parsed.output;
  return { wrong, waitUntil: hasCome(waitUntil, now, LONGEST_MS) ? null : waitUntil };
}

/**
 * Runs a password check under the back-off: refuses while waiting, counts a wrong one before it answers, forgets after a right one.
 * `check` says false for a wrong password.
 */
export async function tryPassword<T>(stores: Stores, now: () => number, check: () => Promise<T | false>): Promise<T> {
  const { local } = stores;
  const tries = await readTries(stores, now());
  if (tries.waitUntil !== null) throw new Refusal("backOff", { waitUntil: tries.waitUntil });
  // Counted before the check: a worker killed during it does not give a free try.
  const wrong = tries.wrong + 1;
  await local.set(KEY, { wrong, waitUntil: now() + waitAfter(wrong) });
  const result = await check();
  if (result === false) {
    const waitUntil = now() + waitAfter(wrong);
    await local.set(KEY, { wrong, waitUntil });
    throw new Refusal("wrongPassword", { waitUntil, tries: wrong });
  }
  await local.remove(KEY);
  return result;
}
