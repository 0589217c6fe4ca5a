/** The flag of a miner whose sectors were extended beyond the offer's end (design 4, Reports). */
import { ILLEGAL_STATE, failNumber } from "../sdk/abort";
import { getNominalSectorExpiration } from "../sdk/builtin";
import { Event } from "../sdk/events";
import { failActor } from "./fail-actor";
import { Miner, ReportOverExtensionParams } from "./codec.generated";
import { minerOf } from "./miner-list";
import { mustBeMiner } from "./miner-type";
import { change, lock, readMiners, save, terms } from "./state";

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

/** True while any miner is flagged: what would be the operator's goes to the holders. */
export function isFlagged(): bool {
  const list = readMiners().list;
  for (let i = 0; i < list.length; i++) if (list[i].flagged) return true;
  return false;
}

/** ReportOverExtension [miner, sector]: anyone. What was reported once counts no second time, also after a vote has forgiven it. */
export function reportOverExtension(p: ReportOverExtensionParams): void {
  change();
  const m = minerOf(p.miner);
  mustBeMiner(p.miner);
  lock();
  const expires = getNominalSectorExpiration(p.miner, p.sector);
  const known = max(<i64>terms().lastExpiration, m.reported);
  if (expires <= known) failNumber(ILLEGAL_STATE, utf8("no sector that is known to expire later than epoch"), known);
  m.flagged = true;
  m.reported = expires;
  new Event(utf8("flag")).u64(utf8("miner"), p.miner, true).u64(utf8("sector"), p.sector).u64(utf8("expires"), expires).emit();
  save();
}
