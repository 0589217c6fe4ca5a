import { shallowRef } from "vue";
import { type EpochClock, timeOfEpoch } from "../../../filecoin/epochs.ts";
import { groupThousands } from "./amount-text.ts";
import { hasDate, momentText } from "./time-text.ts";

/** How long epochs take on the network that is shown, and the moment of one of them; undefined until a node has named one. */
const clock = shallowRef<EpochClock>();

export function showTimesOf(next: EpochClock | undefined): void {
  clock.value = next;
}

/** Whether epochs get their dates already. */
export const knowsTimes = (): boolean => clock.value !== undefined;

/** When an epoch is or was on the network that is shown, milliseconds since 1970; null where nothing tells, and for an epoch that no number holds exactly. */
function momentOf(epoch: bigint): number | null {
  return clock.value === undefined || !Number.isSafeInteger(Number(epoch)) ? null : timeOfEpoch(clock.value, Number(epoch));
}

/**
 * An epoch with its date beside it: "51,268 (Dec 2 01:52)". `at`: its moment where the worker named it with the epoch; else it is reckoned from the network's clock.
 * The epoch alone where no calendar date can hold the moment.
 */
export function epochText(epoch: number | bigint, language: string, at: number | null = null): string {
  const moment = at ?? momentOf(BigInt(epoch));
  const written = groupThousands(BigInt(epoch));
  return moment === null || !hasDate(moment) ? written : `${written} (${momentText(moment, language)})`;
}
