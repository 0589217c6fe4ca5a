import { STATUS } from "../../../actor/abi/policy.ts";
import { isAbsent } from "../../../actor/abi/rules/books.ts";
import { measure } from "../../../actor/abi/rules/loss.ts";
import { Address } from "../../../filecoin/address.ts";
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import { addressOf, amountOf, epochOf, numberOf, say } from "../../../wallet/phrase.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { Phrase, PhraseValue } from "../../../wallet/values.ts";
import type { Custody, OwnerFigures } from "./owner-figures.ts";

/** An operator who is this close to counting as absent is told so. */
const ABSENCE_SOON = 7 * EPOCHS_PER_DAY;

/** What a holder or an operator should see first. */
export function alarmsOf({ pool, terms, books, custody }: OwnerFigures, { network: { prefix }, head: { height: now } }: Scope): Phrase[] {
  const alarms: Phrase[] = [];
  const lost = pool.writtenOffSenior + pool.writtenOffJunior;
  if (lost > 0n)
    alarms.push(say("owner.lossBorne", { lost: amountOf(lost), senior: amountOf(pool.writtenOffSenior), junior: amountOf(pool.writtenOffJunior) }));
  if (isAbsent(pool, terms, now))
    alarms.push(say("owner.absent", { seen: epochOf(pool.lastSeen), days: numberOf(Math.round(terms.absence / EPOCHS_PER_DAY)) }));
  else if (pool.status === STATUS.LEAVING) alarms.push(say("owner.leaving"));
  else if (pool.status === STATUS.ACTIVE && pool.accepted && pool.lastSeen + terms.absence - now < ABSENCE_SOON)
    alarms.push(say("owner.absentSoon", { seen: epochOf(pool.lastSeen), until: epochOf(pool.lastSeen + terms.absence + 1) }));
  const nameOf = ({ book }: Custody): PhraseValue => addressOf(Address.id(book.id).toString(prefix));
  for (const miner of custody) {
    const { loss } = measure(books, miner.book, miner.facts);
    if (loss > 0n) alarms.push(say("owner.lossOpen", { miner: nameOf(miner), loss: amountOf(loss) }));
  }
  for (const miner of custody) {
    if (miner.facts.debt > 0n) alarms.push(say("owner.minerInDebt", { miner: nameOf(miner), debt: amountOf(miner.facts.debt) }));
  }
  return alarms;
}
