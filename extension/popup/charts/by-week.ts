import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";

export const WEEK_EPOCHS = 7 * EPOCHS_PER_DAY;

export interface EpochAmount {
  readonly epoch: number;
  readonly atto: string;
}

/** Sums entries into weeks of 20,160 epochs counted from `start`, each under its first epoch; weeks without entries in between are zero. */
export function byWeek(entries: readonly EpochAmount[], start: number): EpochAmount[] {
  const sums = new Map<number, bigint>();
  for (const { epoch, atto } of entries) {
    const week = Math.max(0, Math.floor((epoch - start) / WEEK_EPOCHS));
    sums.set(week, (sums.get(week) ?? 0n) + BigInt(atto));
  }
  const last = Math.max(-1, ...sums.keys());
  return Array.from({ length: last + 1 }, (_, week) => ({ epoch: start + week * WEEK_EPOCHS, atto: (sums.get(week) ?? 0n).toString() }));
}
