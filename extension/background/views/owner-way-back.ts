import type { PoolView } from "../../../actor/abi/methods.generated.ts";
import { amountOf, epochOf, say } from "../../../wallet/phrase.ts";
import type { OwnerView } from "../../shared/owner-views.ts";

/** How long liquid principal must have covered everybody else before a miner may leave. */
const COVER_EPOCHS = 518_400;
const NOT_COVERED = -1;

/** Is the way back of miners open: liquid principal has covered the seniors and all junior requests for long enough. */
export function wayBackOf(pool: PoolView, now: number): OwnerView["miners"][number]["release"] {
  const wanted = pool.senior.principal + pool.junior.requested;
  if (pool.coveredSince === NOT_COVERED)
    return { open: false, text: say("release.notCovered", { missing: amountOf(wanted > pool.liquid ? wanted - pool.liquid : 0n) }) };
  const opens = pool.coveredSince + COVER_EPOCHS;
  if (pool.senior.shares > 0n && now < opens) return { open: false, text: say("release.waits", { epoch: epochOf(opens) }) };
  return { open: true, text: say("release.open") };
}
