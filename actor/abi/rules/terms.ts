/** Which terms an owner actor takes when it is created. Amounts are attoFIL, times epochs. */
import type { OwnerStructs } from "../methods.generated.ts";
import { METHOD_NUMBERS } from "../methods.generated.ts";
import {
  CUSTODY_TYPE,
  FULL_BPS,
  LONGEST_EPOCHS,
  LONGEST_STREAM_EPOCHS,
  MAX_FEES,
  MAX_LABEL,
  MAX_MINERS,
  MAX_NAME,
  MAX_SYMBOL,
  MAX_URI,
  MIN_ABSENCE_EPOCHS,
  MIN_APPROVAL_BPS,
  MIN_QUORUM_BPS,
  WEEK_EPOCHS,
} from "../policy.ts";

type Terms = OwnerStructs["Terms"];

/** The terms' fields that have a bound. */
export type TermField =
  | "custodyType"
  | "annualRateBps"
  | "name"
  | "symbol"
  | "metadataUri"
  | "minimumDeposit"
  | "cap"
  | "fees"
  | "feeLabel"
  | "feeBeneficiary"
  | "fee"
  | "reserveBps"
  | "juniorMinimumBps"
  | "tipBps"
  | "exitDiscountBps"
  | "notice"
  | "smoothing"
  | "absence"
  | "lastExpiration"
  | "votingDelay"
  | "votingPeriod"
  | "votingGrace"
  | "votingQuorumBps"
  | "votingApprovalBps"
  | "maxMiners"
  | "maxPerMiner"
  | "maxForwardPerDay"
  | "attestedMethods"
  | "issuer";

/** A bound that terms break. */
export interface BrokenBound {
  readonly field: TermField;
  /** of several of one kind, the first is 1 */
  readonly at: number | null;
  /** whole: a number outside least and most; bytes: a text of another length; least: an amount below; count, sum: of the fees; other: see the field */
  readonly bound: "whole" | "bytes" | "least" | "count" | "sum" | "operator" | "other";
  readonly least: number | bigint | null;
  readonly most: number | null;
}

/** Length in bytes of UTF-8, as the actor counts it. */
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The numbers of terms with their bounds. `epoch`: of the creation. */
function numbersOf(terms: Terms, epoch: number): [TermField, number, number, number][] {
  const { voting, limits } = terms;
  const isFixed = terms.custodyType === CUSTODY_TYPE.FIXED_INCOME;
  return [
    ["custodyType", terms.custodyType, 0, CUSTODY_TYPE.FIXED_INCOME],
    ["annualRateBps", terms.annualRateBps, isFixed ? 1 : 0, isFixed ? FULL_BPS : 0],
    ["reserveBps", terms.reserveBps, 0, FULL_BPS],
    ["juniorMinimumBps", terms.juniorMinimumBps, 0, FULL_BPS],
    ["tipBps", terms.tipBps, 0, FULL_BPS],
    ["exitDiscountBps", terms.exitDiscountBps, 0, FULL_BPS],
    ["notice", terms.notice, WEEK_EPOCHS, LONGEST_EPOCHS],
    ["smoothing", terms.smoothing, WEEK_EPOCHS, LONGEST_STREAM_EPOCHS],
    ["absence", terms.absence, MIN_ABSENCE_EPOCHS, LONGEST_EPOCHS],
    ["lastExpiration", terms.lastExpiration, epoch + 1, epoch + LONGEST_EPOCHS],
    ["votingDelay", voting.delay, 1, LONGEST_EPOCHS],
    ["votingPeriod", voting.period, 1, LONGEST_EPOCHS],
    ["votingGrace", voting.grace, 1, LONGEST_EPOCHS],
    ["votingQuorumBps", voting.quorumBps, MIN_QUORUM_BPS, FULL_BPS],
    ["votingApprovalBps", voting.approvalBps, MIN_APPROVAL_BPS, FULL_BPS],
    ["maxMiners", limits.maxMiners, 1, MAX_MINERS],
  ];
}

/** The first bound that terms break at an epoch, or null: the constructor takes them. Whether addresses are of actors that can be paid, only the chain tells. */
export function brokenBound(terms: Terms, epoch: number): BrokenBound | null {
  const number = numbersOf(terms, epoch).find(([, value, least, most]) => !(Number.isSafeInteger(value) && value >= least && value <= most));
  if (number !== undefined) return { field: number[0], at: null, bound: "whole", least: number[2], most: number[3] };
  return brokenText(terms) ?? brokenAmount(terms) ?? brokenFees(terms) ?? brokenAttestation(terms);
}

const outside = (text: string, least: number, most: number): boolean => bytesOf(text) < least || bytesOf(text) > most;

function brokenText(terms: Terms): BrokenBound | null {
  const texts: [TermField, string, number, number][] = [
    ["name", terms.name, 1, MAX_NAME],
    ["symbol", terms.symbol, 1, MAX_SYMBOL],
    ["metadataUri", terms.metadataUri, 0, MAX_URI],
  ];
  const found = texts.find(([, text, least, most]) => outside(text, least, most));
  return found === undefined ? null : { field: found[0], at: null, bound: "bytes", least: found[2], most: found[3] };
}

function brokenAmount({ minimumDeposit, cap, limits }: Terms): BrokenBound | null {
  const amounts: [TermField, bigint, bigint][] = [
    ["minimumDeposit", minimumDeposit, 1n],
    ["cap", cap, minimumDeposit],
    ["maxPerMiner", limits.maxPerMiner, 1n],
    ["maxForwardPerDay", limits.maxForwardPerDay, 1n],
  ];
  const found = amounts.find(([, amount, least]) => amount < least);
  return found === undefined ? null : { field: found[0], at: null, bound: "least", least: found[2], most: null };
}

function brokenFees({ fees, operator }: Terms): BrokenBound | null {
  if (fees.length > MAX_FEES) return { field: "fees", at: null, bound: "count", least: null, most: MAX_FEES };
  for (const [i, { label, bps, beneficiary }] of fees.entries()) {
    const at = i + 1;
    if (outside(label, 1, MAX_LABEL)) return { field: "feeLabel", at, bound: "bytes", least: 1, most: MAX_LABEL };
    if (!Number.isSafeInteger(bps) || bps < 0 || bps > FULL_BPS) return { field: "fee", at, bound: "whole", least: 0, most: FULL_BPS };
    if (beneficiary?.equals(operator) === true) return { field: "feeBeneficiary", at, bound: "operator", least: null, most: null };
  }
  const sum = fees.reduce((total, { bps }) => total + bps, 0);
  return sum > FULL_BPS ? { field: "fees", at: null, bound: "sum", least: null, most: FULL_BPS } : null;
}

/** Only Forward can need an attestation, and then somebody must issue them. */
function brokenAttestation({ attestedMethods, issuer }: Terms): BrokenBound | null {
  if (attestedMethods.length === 0) return null;
  const fits = attestedMethods.length === 1 && attestedMethods[0] === BigInt(METHOD_NUMBERS.Forward);
  if (!fits) return { field: "attestedMethods", at: null, bound: "other", least: null, most: null };
  return issuer === null ? { field: "issuer", at: null, bound: "other", least: null, most: null } : null;
}
