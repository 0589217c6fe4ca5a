import * as v from "valibot";
import { termsForm } from "./terms-form.ts";

/** What a person chose for a take-over and what no chain knows yet. No secret; survives lock and worker. */
export const takeoverDraft = v.object({
  // A draft from before there was FixedIncome has no rate.
  terms: v.nullable(v.strictObject({ ...termsForm.entries, annualRateBps: v.optional(termsForm.entries.annualRateBps, 0) })),
  /** f0 address of worker or control → keep it */
  keep: v.record(v.string(), v.boolean()),
  newWorker: v.nullable(v.string()),
  addedControls: v.array(v.string()),
  /** an owner actor chosen by hand */
  actor: v.nullable(v.string()),
  changedAt: v.number(),
});
export type TakeoverDraft = v.InferOutput<typeof takeoverDraft>;

export const EMPTY_DRAFT: TakeoverDraft = { terms: null, keep: {}, newWorker: null, addedControls: [], actor: null, changedAt: 0 };
