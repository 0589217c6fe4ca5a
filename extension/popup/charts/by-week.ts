const WEEK_MS = 7 * 86_400_000;

export interface TimedAmount {
  readonly time: number;
  readonly atto: string;
}

/** Sums entries (milliseconds, attoFIL) into weeks counted from `start`; weeks without entries in between are zero. */
export function byWeek(entries: readonly TimedAmount[], start: number): TimedAmount[] {
  const sums = new Map<number, bigint>();
  for (const { time, atto } of entries) {
    const week = Math.max(0, Math.floor((time - start) / WEEK_MS));
    sums.set(week, (sums.get(week) ?? 0n) + BigInt(atto));
  }
  const last = Math.max(-1, ...sums.keys());
  return Array.from({ length: last + 1 }, (_, week) => ({ time: start + week * WEEK_MS, atto: (sums.get(week) ?? 0n).toString() }));
}
