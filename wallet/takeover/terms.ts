import { Address, AddressError, type NetworkPrefix } from "../../filecoin/address.ts";
import { attoFil, type AttoFil, type Epoch } from "../../filecoin/units.ts";
import type { Terms } from "../../actor/abi/methods.generated.ts";
import { CUSTODY_TYPE, MIN_ABSENCE_EPOCHS, MIN_APPROVAL_BPS, MIN_QUORUM_BPS, THIN_JUNIOR_BPS, WEEK_EPOCHS, YEAR_EPOCHS } from "../../actor/abi/policy.ts";
import { isFixedIncome } from "../../actor/abi/rules/books.ts";
import { TERM_BOUNDS, TERM_FIELDS, brokenBound, type BrokenBound, type TermField } from "../../actor/abi/rules/terms.ts";
import type { TermsForm } from "./terms-form.ts";
import { Refusal } from "../refusal.ts";

/** The terms as the form has them, and back. Bounds are those of the actor, which checks them again. */

const FIL = 10n ** 18n;

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
    juniorMinimumBps: THIN_JUNIOR_BPS,
    tipBps: 50,
    tipMaximum: (FIL / 50n).toString(),
    exitDiscountBps: 200,
    noticeEpochs: WEEK_EPOCHS,
    smoothingEpochs: WEEK_EPOCHS,
    absenceEpochs: MIN_ABSENCE_EPOCHS,
    legacyMaximum: (1_000_000n * FIL).toString(),
    lastExpiration: now + 5 * YEAR_EPOCHS,
    voting: { delay: WEEK_EPOCHS, period: WEEK_EPOCHS, grace: WEEK_EPOCHS, quorumBps: MIN_QUORUM_BPS, approvalBps: MIN_APPROVAL_BPS },
    limits: { maxMiners: 8, maxPrincipalPerMiner: (1_000_000n * FIL).toString(), maxForwardPerDay: (100_000n * FIL).toString() },
  };
}

/** Principal goes to a miner only with a statement that an issuer has signed. */
export const forwardNeedsAttestation = (terms: Terms): boolean => terms.attestedMethods.length > 0;

/** Room for every real sum and none for a number that no actor could read. */
const AMOUNT = /^(0|[1-9]\d{0,39})$/;

/** Who creates, when and where: what bounds depend on besides the form. */
export interface TermsFor {
  operator: Address;
  /** epoch of the head */
  now: number;
  prefix: NetworkPrefix;
}

/** The fields of the form whose names differ from those of the terms. */
const FORM_NAMES: Partial<Record<TermField, string>> = {
  metadataUri: "uri",
  notice: "noticeEpochs",
  smoothing: "smoothingEpochs",
  absence: "absenceEpochs",
  maxPerMiner: "maxPrincipalPerMiner",
};

/** What a form cannot get wrong: it offers no other. */
const NOT_TYPED: readonly TermField[] = ["custodyType", "attestedMethods", "issuer"];
const formName = (field: TermField): string => FORM_NAMES[field] ?? field;

/** Every field and every bound that badTerms names. */
export const NAMED_FIELDS: readonly string[] = [...TERM_FIELDS.filter((field) => !NOT_TYPED.includes(field)).map(formName), "tipMaximum", "legacyMaximum"];
export const NAMED_BOUNDS: readonly string[] = [...TERM_BOUNDS.filter((bound) => bound !== "other"), "digits", "address"];

interface Broken extends Pick<BrokenBound, "at" | "least" | "most"> {
  field: string;
  bound: BrokenBound["bound"] | "digits" | "address";
}

const badTerms = ({ least, ...broken }: Broken): Refusal => new Refusal("badTerms", { ...broken, least: typeof least === "bigint" ? least.toString() : least });

function amount(field: string, text: string): AttoFil {
  if (!AMOUNT.test(text)) throw badTerms({ field, at: null, bound: "digits", least: null, most: null });
  return attoFil(BigInt(text));
}

function beneficiaryOf(given: string | null, at: number, prefix: NetworkPrefix): Address | null {
  if (given === null) return null;
  try {
    return Address.parse(given, prefix);
  } catch (error) {
    if (error instanceof AddressError) throw badTerms({ field: "feeBeneficiary", at, bound: "address", least: null, most: null });
    throw error;
  }
}

/** Form → params of the constructor. Throws Refusal badTerms naming the field and its bound. */
export function termsOfForm(form: TermsForm, given: TermsFor): Terms {
  const terms = readForm(form, given);
  const broken = brokenBound(terms, given.now);
  if (broken !== null) throw badTerms({ ...broken, field: formName(broken.field) });
  return terms;
}

/** The form's texts and numbers as terms; whether these hold the actor's bounds is another matter. */
function readForm(form: TermsForm, { operator, prefix }: TermsFor): Terms {
  const { voting, limits } = form;
  // A number that is no epoch at all breaks its bound as well.
  const unchecked = (value: number): Epoch => value as Epoch;
  return {
    operator,
    name: form.name,
    symbol: form.symbol,
    metadataUri: form.uri,
    custodyType: form.custody === "FixedIncome" ? CUSTODY_TYPE.FIXED_INCOME : CUSTODY_TYPE.FIXED_FEE_RATE,
    annualRateBps: form.annualRateBps,
    fees: form.fees.map(({ label, beneficiary, bps }, i) => ({ label, beneficiary: beneficiaryOf(beneficiary, i + 1, prefix), bps })),
    reserveBps: form.reserveBps,
    minimumDeposit: amount("minimumDeposit", form.minimumDeposit),
    cap: amount("cap", form.cap),
    juniorMinimumBps: form.juniorMinimumBps,
    tipBps: form.tipBps,
    tipMaximum: amount("tipMaximum", form.tipMaximum),
    exitDiscountBps: form.exitDiscountBps,
    notice: unchecked(form.noticeEpochs),
    smoothing: unchecked(form.smoothingEpochs),
    absence: unchecked(form.absenceEpochs),
    legacyMaximum: amount("legacyMaximum", form.legacyMaximum),
    lastExpiration: unchecked(form.lastExpiration),
    voting: { ...voting, delay: unchecked(voting.delay), period: unchecked(voting.period), grace: unchecked(voting.grace) },
    limits: {
      maxMiners: limits.maxMiners,
      maxPerMiner: amount("maxPrincipalPerMiner", limits.maxPrincipalPerMiner),
      maxForwardPerDay: amount("maxForwardPerDay", limits.maxForwardPerDay),
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
