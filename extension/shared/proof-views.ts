/** What is proven of a miner, an owner actor or a position, and by which blocks: for pages that show how it is known. */
import * as v from "valibot";
import { checkRow, cidText, count, epochNumber, idText, phraseValue, time, addressText } from "../../wallet/values.ts";

export const proofSubject = v.variant("kind", [
  v.strictObject({ kind: v.literal("miner"), address: addressText }),
  v.strictObject({ kind: v.literal("owner"), address: addressText }),
  v.strictObject({ kind: v.literal("position"), address: addressText, token: idText }),
]);
export type ProofSubject = v.InferOutput<typeof proofSubject>;

/** Facts that the same blocks prove. A fact without values: it is proven that there is none. */
const provenPart = v.object({
  facts: v.array(v.object({ name: v.string(), values: v.array(phraseValue) })),
  /** from the block headers down; `cid`: the first of `blocks` blocks of one kind */
  path: v.array(v.object({ kind: v.string(), blocks: count, cid: cidText })),
});
export type ProvenPart = v.InferOutput<typeof provenPart>;

export const proofView = v.object({
  /** who names the tipset, or why nothing could be proven */
  ground: checkRow,
  /** null: nothing could be proven */
  tipset: v.nullable(
    v.object({
      epoch: epochNumber,
      time,
      key: v.array(cidText),
      /** the state before the tipset's own messages */ stateRoot: cidText,
      nodes: v.array(v.string()),
    }),
  ),
  parts: v.array(provenPart),
});
export type ProofView = v.InferOutput<typeof proofView>;
