import { FULL_BPS } from "../../../actor/abi/policy.ts";

/** Percentages as people type them; basis points inside. */

/** "12.5" per cent → 1250; undefined when it is not a percentage with two decimals at most. */
export function bpsOfPercent(text: string): number | undefined {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const bps = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return bps <= FULL_BPS ? bps : undefined;
}

/** 1250 → "12.50", 1200 → "12": what stands in a field before anybody types. */
export const percentText = (bps: number): string => (bps % 100 === 0 ? String(bps / 100) : `${Math.trunc(bps / 100)}.${String(bps % 100).padStart(2, "0")}`);
