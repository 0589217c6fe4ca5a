/** The flag of a miner whose sectors were extended beyond the offer's end (design 4, Reports). */
import { ILLEGAL_STATE } from "../sdk/abort";
import { failActor } from "./fail-actor";
import { Miner } from "./codec.generated";
import { minerOf } from "./miner-list";

/** A miner in custody that is flagged; else 17 or 20. */
export function mustBeFlagged(id: u64): Miner {
  const m = minerOf(id);
  if (!m.flagged) failActor(ILLEGAL_STATE, utf8("not flagged: miner"), id);
  return m;
}

/** A vote has forgiven the operator. */
export function clearFlag(id: u64): void {
  mustBeFlagged(id).flagged = false;
}
