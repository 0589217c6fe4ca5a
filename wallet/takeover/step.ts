import * as v from "valibot";
import { atto, epochNumber } from "../values.ts";

/** The steps of a take-over, and what is known of keys and costs, as pages and commands show them. */

/** When a key last signed: at an epoch; never; not since `epoch`, which is as far as was looked; or nobody could tell. */
export const lastUseView = v.object({ kind: v.picklist(["at", "never", "notWithin", "unknown"]), epoch: v.nullable(epochNumber) });

export type LastUse = v.InferOutput<typeof lastUseView>;

export const takeoverStep = v.picklist(["terms", "install", "create", "accept", "approve", "propose", "take", "worker", "done"]);
export type TakeoverStep = v.InferOutput<typeof takeoverStep>;

/** paid: from a receipt; atMost: ceiling of the message on its way; estimate: before it exists */
export const stepCost = v.object({ kind: v.picklist(["paid", "atMost", "estimate"]), atto });
export type StepCost = v.InferOutput<typeof stepCost>;
