import { Address, type NetworkPrefix } from "../../filecoin/address.ts";
import { attoFil, epoch, type AttoFil } from "../../filecoin/units.ts";
import type { Terms } from "../../actor/abi/methods.generated.ts";
import type { TermsForm } from "./terms-form.ts";
import { Refusal } from "../refusal.ts";

/** The terms as the form has them, and back. Bounds are those of the actor, which checks them again. */

const FIL = 10n ** 18n;
const DAY = 2_880;
const WEEK = 7 * DAY;
const YEAR = 1_051_200;

/** Careful defaults: a week's notice, a week's smoothing, 10 % fee, 15 % of the operator's own money before the holders'. */
export function defaultTerms(now: number): TermsForm {
  return {
    name: "My miner",
    symbol: "PEGGY",
    uri: "",
    custody: "FixedFeeRate",
    annualRateBps: 0,
    fees: [{ label: "operator", beneficiary: null, bps: 1_000 }],
    reserveBps: 500,
    minimumDeposit: (10n * FIL).toString(),
    cap: (1_000_000n * FIL).toString(),
    juniorMinimumBps: 1_500,
    tipBps: 50,
    tipMaximum: (FIL / 50n).toString(),
    exitDiscountBps: 200,
    noticeEpochs: WEEK,
    smoothingEpochs: WEEK,
    absenceEpochs: 30 * DAY,
    legacyMaximum: (1_000_000n * FIL).toString(),
    lastExpiration: now + 5 * YEAR,
    voting: { delay: 7 * DAY, period: 7 * DAY, grace: 7 * DAY, quorumBps: 2_000, approvalBps: 6_000 },
    limits: { maxMiners: 8, maxPrincipalPerMiner: (1_000_000n * FIL).toString(), maxForwardPerDay: (100_000n * FIL).toString() },
  };
}

const FIXED_INCOME = 1;

/** Holders are promised a rate, and the juniors get what is left over. */
export const isFixedIncome = (terms: Terms): boolean => terms.custodyType === FIXED_INCOME;

/** Principal goes to a miner only with a statement that an issuer has signed. */
export const forwardNeedsAttestation = (terms: Terms): boolean => terms.attestedMethods.length > 0;

/** Ten years: the actor takes no longer duration. */
const LONGEST = 10 * YEAR;
/** Half a year, the longest stream of a harvest. */
const LONGEST_STREAM = 518_400;
const MOST_FEES = 5;
/** Room for every real sum and none for a number that no actor could read. */
const AMOUNT = /^(0|[1-9]\d{0,39})$/;

/** Who creates, when and where: what bounds depend on besides the form. */
export interface TermsFor {
  operator: Address;
  /** epoch of the head */
  now: number;
  prefix: NetworkPrefix;
}

/** Which field, and which one of its kind where there are several. */
type Field = string | { field: string; at: number };
type Bound = "whole" | "digits" | "least" | "bytes" | "count" | "sum" | "operator" | "address";

const bad = (field: Field, bound: Bound, { least = null, most = null }: { least?: number | string | null; most?: number | null } = {}): never => {
  throw new Refusal("badTerms", {
    field: typeof field === "string" ? field : field.field,
    at: typeof field === "string" ? null : field.at,
    bound,
    least,
    most,
  });
};

const whole = (field: Field, value: number, least: number, most: number): number =>
  Number.isSafeInteger(value) && value >= least && value <= most ? value : bad(field, "whole", { least, most });
const bps = (field: Field, value: number, least = 0): number => whole(field, value, least, 10_000);
const span = (field: Field, value: number, least: number, most = LONGEST): Terms["notice"] => epoch(whole(field, value, least, most));

function amount(field: Field, text: string, least = 0n): AttoFil {
  if (!AMOUNT.test(text)) return bad(field, "digits");
  return BigInt(text) >= least ? attoFil(BigInt(text)) : bad(field, "least", { least: least.toString() });
}

/** Length in bytes of UTF-8, as the actor counts it. */
function text(field: Field, value: string, least: number, most: number): string {
  const size = new TextEncoder().encode(value).length;
  return size >= least && size <= most ? value : bad(field, "bytes", { least, most });
}

function feesOf(fees: TermsForm["fees"], { operator, prefix }: TermsFor): Terms["fees"] {
  if (fees.length > MOST_FEES) bad("fees", "count", { most: MOST_FEES });
  const read = fees.map((fee, at) => ({
    label: text({ field: "feeLabel", at: at + 1 }, fee.label, 1, 32),
    beneficiary: beneficiaryOf({ field: "feeBeneficiary", at: at + 1 }, fee.beneficiary, prefix),
    bps: bps({ field: "fee", at: at + 1 }, fee.bps),
  }));
  const own = read.findIndex((fee) => fee.beneficiary?.equals(operator) === true);
  if (own >= 0) bad({ field: "feeBeneficiary", at: own + 1 }, "operator");
  if (read.reduce((sum, fee) => sum + fee.bps, 0) > 10_000) bad("fees", "sum");
  return read;
}

function beneficiaryOf(field: Field, given: string | null, prefix: NetworkPrefix): Address | null {
  if (given === null) return null;
  try {
    return Address.parse(given, prefix);
  } catch {
    return bad(field, "address");
  }
}

/** Form → params of the constructor. Throws Refusal badTerms naming the field and its bound. */
export function termsOfForm(form: TermsForm, given: TermsFor): Terms {
  const { voting, limits } = form;
  const fixed = form.custody === "FixedIncome";
  const minimumDeposit = amount("minimumDeposit", form.minimumDeposit, 1n);
  return {
    operator: given.operator,
    name: text("name", form.name, 1, 64),
    symbol: text("symbol", form.symbol, 1, 16),
    metadataUri: text("uri", form.uri, 0, 256),
    custodyType: fixed ? FIXED_INCOME : 0,
    annualRateBps: whole("annualRateBps", form.annualRateBps, fixed ? 1 : 0, fixed ? 10_000 : 0),
    fees: feesOf(form.fees, given),
    reserveBps: bps("reserveBps", form.reserveBps),
    minimumDeposit,
    cap: amount("cap", form.cap, minimumDeposit),
    juniorMinimumBps: bps("juniorMinimumBps", form.juniorMinimumBps),
    tipBps: bps("tipBps", form.tipBps),
    tipMaximum: amount("tipMaximum", form.tipMaximum),
    exitDiscountBps: bps("exitDiscountBps", form.exitDiscountBps),
    notice: span("noticeEpochs", form.noticeEpochs, WEEK),
    smoothing: span("smoothingEpochs", form.smoothingEpochs, WEEK, LONGEST_STREAM),
    absence: span("absenceEpochs", form.absenceEpochs, 30 * DAY),
    legacyMaximum: amount("legacyMaximum", form.legacyMaximum),
    lastExpiration: span("lastExpiration", form.lastExpiration, given.now + 1, given.now + LONGEST),
    voting: {
      delay: span("votingDelay", voting.delay, 1),
      period: span("votingPeriod", voting.period, 1),
      grace: span("votingGrace", voting.grace, 1),
      quorumBps: bps("votingQuorumBps", voting.quorumBps, 2_000),
      approvalBps: bps("votingApprovalBps", voting.approvalBps, 6_000),
    },
    limits: {
      maxMiners: whole("maxMiners", limits.maxMiners, 1, 32),
      maxPerMiner: amount("maxPrincipalPerMiner", limits.maxPrincipalPerMiner, 1n),
      maxForwardPerDay: amount("maxForwardPerDay", limits.maxForwardPerDay, 1n),
    },
    issuer: null,
    attestedMethods: [],
  };
}

/** Terms as stored → form. */
export function formOfTerms(terms: Terms, prefix: NetworkPrefix): TermsForm {
  return {
    name: terms.name,
    symbol: terms.symbol,
    uri: terms.metadataUri,
    custody: isFixedIncome(terms) ? "FixedIncome" : "FixedFeeRate",
    annualRateBps: terms.annualRateBps,
    fees: terms.fees.map((fee) => ({ label: fee.label, beneficiary: fee.beneficiary?.toString(prefix) ?? null, bps: fee.bps })),
    reserveBps: terms.reserveBps,
    minimumDeposit: terms.minimumDeposit.toString(),
    cap: terms.cap.toString(),
    juniorMinimumBps: terms.juniorMinimumBps,
    tipBps: terms.tipBps,
    tipMaximum: terms.tipMaximum.toString(),
    exitDiscountBps: terms.exitDiscountBps,
    noticeEpochs: terms.notice,
    smoothingEpochs: terms.smoothing,
    absenceEpochs: terms.absence,
    legacyMaximum: terms.legacyMaximum.toString(),
    lastExpiration: terms.lastExpiration,
    voting: {
      delay: terms.voting.delay,
      period: terms.voting.period,
      grace: terms.voting.grace,
      quorumBps: terms.voting.quorumBps,
      approvalBps: terms.voting.approvalBps,
    },
    limits: {
      maxMiners: terms.limits.maxMiners,
      maxPrincipalPerMiner: terms.limits.maxPerMiner.toString(),
      maxForwardPerDay: terms.limits.maxForwardPerDay.toString(),
    },
  };
}

/** Is an actor's offer that of the form? The form knows no attestations: an offer that needs them is another one. */
export async function isOfferOf(form: TermsForm, stored: Terms, prefix: NetworkPrefix, idOf: (address: string) => Promise<string>): Promise<boolean> {
  return !forwardNeedsAttestation(stored) && (await sameTerms(formOfTerms(stored, prefix), form, idOf));
}

/** JSON whose keys stand in one order: a page may name the fields in another one. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** Are the stored terms those of the form? `idOf` gives the f0 that a beneficiary's address stands for, since the actor stores ids. */
export async function sameTerms(stored: TermsForm, form: TermsForm, idOf: (address: string) => Promise<string>): Promise<boolean> {
  const withIds = async (terms: TermsForm): Promise<string> =>
    canonical({
      ...terms,
      fees: await Promise.all(terms.fees.map(async (fee) => ({ ...fee, beneficiary: fee.beneficiary === null ? null : await idOf(fee.beneficiary) }))),
    });
  return (await withIds(stored)) === (await withIds(form));
}
