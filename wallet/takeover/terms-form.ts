import * as v from "valibot";

export const custodyType = v.picklist(["FixedFeeRate", "FixedIncome"]);

/** The take-over form: Epoch counts; basis points; attoFIL. `beneficiary` null: the present operator. */
export const termsForm = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  symbol: v.pipe(v.string(), v.minLength(1), v.maxLength(11)),
  uri: v.pipe(v.string(), v.maxLength(200)),
  custody: custodyType,
  /** FixedIncome: what holders are promised a year; else 0 */
  annualRateBps: v.number(),
  fees: v.pipe(
    v.array(v.strictObject({ label: v.pipe(v.string(), v.minLength(1), v.maxLength(40)), beneficiary: v.nullable(v.string()), bps: v.number() })),
    v.maxLength(16),
  ),
  reserveBps: v.number(),
  minimumDeposit: v.string(),
  cap: v.string(),
  juniorMinimumBps: v.number(),
  tipBps: v.number(),
  tipMaximum: v.string(),
  exitDiscountBps: v.number(),
  noticeEpochs: v.number(),
  smoothingEpochs: v.number(),
  absenceEpochs: v.number(),
  legacyMaximum: v.string(),
  lastExpiration: v.number(),
  voting: v.strictObject({ delay: v.number(), period: v.number(), grace: v.number(), quorumBps: v.number(), approvalBps: v.number() }),
  limits: v.strictObject({ maxMiners: v.number(), maxPrincipalPerMiner: v.string(), maxForwardPerDay: v.string() }),
});
export type TermsForm = v.InferOutput<typeof termsForm>;
