import { hasCome } from "../moments.ts";
import type { Attempt } from "./slot.ts";

/** When an attempt is due: to be pushed, or to be given up unsigned. */

const LONGEST_PAUSE_MS = 600_000;

/** Waiting before the same bytes are pushed again: 15 s, 30 s, … at most 10 min. */
export const pushAgainAfter = (tries: number): number => Math.min(15_000 * 2 ** Math.max(0, tries - 1), LONGEST_PAUSE_MS);

/**
 * Does it want to go out now. `now`: milliseconds since 1970. Only for whoever holds the account's lock: an attempt found "pushing" then
 * is one whose worker is gone.
 */
export function wantsPush(attempt: Attempt, now: number): boolean {
  if (attempt.signed === null) return false;
  if (attempt.state === "signed" || attempt.state === "missing" || attempt.state === "pushing") return true;
  return attempt.state === "refused" && hasCome(attempt.nextPushAt ?? 0, now, LONGEST_PAUSE_MS);
}

/** An approved message that nobody signed within this time is void. */
export const UNSIGNED_MS = 5 * 60_000;

export const isExpired = (attempt: Attempt, now: number): boolean => hasCome(attempt.expiresAt, now, UNSIGNED_MS);
