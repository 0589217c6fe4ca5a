import type { MinerView as CustodyView, PoolView, Terms } from "../../../actor/abi/methods.generated.ts";
import { Address } from "../../../filecoin/address.ts";
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import { addressOf, amountOf, epochOf, numberOf, say } from "../../../wallet/phrase.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { STATUS } from "../../../wallet/told/owner-reads.ts";
import type { Phrase } from "../../../wallet/values.ts";
import { isAbsent } from "./owner-absence.ts";
import { lossOf } from "./owner-miners.ts";

/** An operator who is this close to counting as absent is told so. */
const ABSENCE_SOON = 7 * EPOCHS_PER_DAY;

/** What a holder or an operator should see first. */
export function alarmsOf(pool: PoolView, terms: Terms, custody: readonly CustodyView[], { network: { prefix }, head: { height: now } }: Scope): Phrase[] {
  const alarms: Phrase[] = [];
  const lost = pool.writtenOffSenior + pool.writtenOffJunior;
  if (lost > 0n)
    alarms.push(say("owner.lossBorne", { lost: amountOf(lost), senior: amountOf(pool.writtenOffSenior), junior: amountOf(pool.writtenOffJunior) }));
  if (isAbsent(pool, terms, now))
    alarms.push(say("owner.absent", { seen: epochOf(pool.lastSeen), days: numberOf(Math.round(terms.absence / EPOCHS_PER_DAY)) }));
  else if (pool.status === STATUS.leaving) alarms.push(say("owner.leaving"));
  else if (pool.status === STATUS.active && pool.accepted && pool.lastSeen + terms.absence - now < ABSENCE_SOON)
    alarms.push(say("owner.absentSoon", { seen: epochOf(pool.lastSeen), until: epochOf(pool.lastSeen + terms.absence + 1) }));
  for (const miner of custody)
    if (lossOf(miner) > 0n) alarms.push(say("owner.lossOpen", { miner: addressOf(Address.id(miner.id).toString(prefix)), loss: amountOf(lossOf(miner)) }));
  for (const miner of custody)
    if (miner.available < 0n)
      alarms.push(say("owner.minerInDebt", { miner: addressOf(Address.id(miner.id).toString(prefix)), debt: amountOf(-miner.available) }));
  return alarms;
}
