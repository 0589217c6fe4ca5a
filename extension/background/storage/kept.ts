import { untilItFails } from "../../../wallet/waiting.ts";

/** Makes a thing when it is first asked for and keeps it; a making that failed is tried again. */
export function kept<T>(make: () => Promise<T>): () => Promise<T> {
  let present: Promise<T> | undefined;
  return () => {
    if (present !== undefined) return present;
    const making = make();
    present = making;
    return untilItFails(making, () => {
      if (present === making) present = undefined;
    });
  };
}
