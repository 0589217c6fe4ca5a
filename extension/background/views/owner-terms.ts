import type { Terms } from "../../../actor/abi/methods.generated.ts";
import { FULL_BPS, THIN_JUNIOR_BPS } from "../../../actor/abi/policy.ts";
import { isFixedIncome, type Books } from "../../../actor/abi/rules/books.ts";
import { isJuniorEnough } from "../../../actor/abi/rules/forwards.ts";
import type { NetworkPrefix } from "../../../filecoin/address.ts";
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import { amountOf, bpsOf, numberOf, say } from "../../../wallet/phrase.ts";
import { formOfTerms, forwardNeedsAttestation } from "../../../wallet/takeover/terms.ts";
import { chainText } from "../../../wallet/told/chain-text.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { OwnerView } from "../../shared/owner-views.ts";

/** Terms of an owner actor for people: as fields, in plain sentences, and what can be lost under them. */

/** The fields; texts are somebody else's, so they are written so that they cannot pass for other texts. */
export function shownTerms(terms: Terms, prefix: NetworkPrefix): OwnerView["terms"] {
  const form = formOfTerms(terms, prefix);
  return {
    ...form,
    name: chainText(form.name),
    symbol: chainText(form.symbol),
    uri: printable(form.uri),
    fees: form.fees.map((fee) => ({ ...fee, label: chainText(fee.label) })),
  };
}

/** An address of the web is ASCII; anything else in it could pass for another one. */
export const printable = (text: string): string => [...text].filter((char) => char > " " && char <= "~").join("");

export function plainTerms(terms: Terms, books: Books): Phrase[] {
  const fees = terms.fees.reduce((sum, fee) => sum + fee.bps, 0);
  const income = isFixedIncome(terms)
    ? [say("terms.fixed", { rate: bpsOf(terms.annualRateBps) }), say("terms.arrears"), say("terms.surplus", { fee: bpsOf(fees) })]
    : [say("terms.share"), say("terms.keep", { kept: bpsOf(FULL_BPS - fees), fee: bpsOf(fees) })];
  return [
    ...income,
    ...(forwardNeedsAttestation(terms) ? [say("terms.attested")] : []),
    books.junior.principal > 0n ? say("terms.firstLoss", { junior: amountOf(books.junior.principal) }) : say("terms.noJunior"),
    say("terms.leave", { notice: numberOf(Math.round(terms.notice / EPOCHS_PER_DAY)), reserve: bpsOf(terms.reserveBps) }),
    say(isFixedIncome(terms) ? "terms.smoothingLosses" : "terms.smoothing", { days: numberOf(Math.round(terms.smoothing / EPOCHS_PER_DAY)) }),
    say("terms.tip", { tip: bpsOf(terms.tipBps), most: amountOf(terms.tipMaximum) }),
  ];
}

export function risksOf(terms: Terms, books: Books): Phrase[] {
  const risks = [say("risk.faults", { junior: amountOf(books.junior.principal) }), say("risk.pledge"), say("risk.network"), say("risk.worker")];
  if (isFixedIncome(terms)) risks.unshift(say("risk.promise"));
  if (terms.juniorMinimumBps < THIN_JUNIOR_BPS || !isJuniorEnough(books, { juniorMinimumBps: THIN_JUNIOR_BPS }))
    risks.unshift(say("risk.thinJunior", { least: bpsOf(terms.juniorMinimumBps) }));
  return risks;
}
