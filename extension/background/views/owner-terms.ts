import type { PoolView, Terms } from "../../../actor/abi/methods.generated.ts";
import type { NetworkPrefix } from "../../../filecoin/address.ts";
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import { amountOf, bpsOf, numberOf, say } from "../../../wallet/phrase.ts";
import { formOfTerms, forwardNeedsAttestation, isFixedIncome } from "../../../wallet/takeover/terms.ts";
import { chainText } from "../../../wallet/told/chain-text.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { OwnerView } from "../../shared/owner-views.ts";

/** Terms of an owner actor for people: as fields, in plain sentences, and what can be lost under them. */

const BPS = 10_000n;
const WARN_JUNIOR_BPS = 1_500n;

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

export function plainTerms(terms: Terms, pool: PoolView): Phrase[] {
  const fees = terms.fees.reduce((sum, fee) => sum + fee.bps, 0);
  const income = isFixedIncome(terms)
    ? [say("terms.fixed", { rate: bpsOf(terms.annualRateBps) }), say("terms.arrears"), say("terms.surplus", { fee: bpsOf(fees) })]
    : [say("terms.share"), say("terms.keep", { kept: bpsOf(10_000 - fees), fee: bpsOf(fees) })];
  return [
    ...income,
    ...(forwardNeedsAttestation(terms) ? [say("terms.attested")] : []),
    pool.junior.principal > 0n ? say("terms.firstLoss", { junior: amountOf(pool.junior.principal) }) : say("terms.noJunior"),
    say("terms.leave", { notice: numberOf(Math.round(terms.notice / EPOCHS_PER_DAY)), reserve: bpsOf(terms.reserveBps) }),
    say(isFixedIncome(terms) ? "terms.smoothingLosses" : "terms.smoothing", { days: numberOf(Math.round(terms.smoothing / EPOCHS_PER_DAY)) }),
    say("terms.tip", { tip: bpsOf(terms.tipBps), most: amountOf(terms.tipMaximum) }),
  ];
}

export function risksOf(terms: Terms, pool: PoolView): Phrase[] {
  const risks = [say("risk.faults", { junior: amountOf(pool.junior.principal) }), say("risk.pledge"), say("risk.network"), say("risk.worker")];
  if (isFixedIncome(terms)) risks.unshift(say("risk.promise"));
  const P = pool.senior.principal + pool.junior.principal;
  if (BPS * pool.junior.principal < WARN_JUNIOR_BPS * P || BigInt(terms.juniorMinimumBps) < WARN_JUNIOR_BPS)
    risks.unshift(say("risk.thinJunior", { least: bpsOf(terms.juniorMinimumBps) }));
  return risks;
}
