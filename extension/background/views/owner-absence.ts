import type { PoolView, Terms } from "../../../actor/abi/methods.generated.ts";
import { STATUS } from "../../../wallet/told/owner-reads.ts";

/** Silent for longer than the terms allow; a sign of life ends it. An actor that is really leaving or gone has nobody to wait for. */
export function isAbsent(pool: PoolView, terms: Terms, now: number): boolean {
  return pool.status === STATUS.leaving && pool.accepted && now - pool.lastSeen > terms.absence;
}
