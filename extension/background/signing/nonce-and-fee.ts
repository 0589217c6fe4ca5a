import { suggestedGasLimit, type Fee } from "../../../filecoin/gas/fee.ts";
import type { Prediction } from "../../../wallet/prediction/dry-run.ts";
import { checkCeiling, replacementFee } from "../../../wallet/price/fee.ts";
import { newFee } from "../../../wallet/prediction/message-cost.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { namedClients } from "../../../wallet/node-set.ts";
import { aheadOf, mustBeFree, nextNonce, spendable, type Ahead } from "../../../wallet/slots/nonce.ts";
import { leadingAttempt } from "../../../wallet/slots/slot.ts";
import { poolOrNull } from "../../../wallet/told/pool.ts";
import type { Prepared } from "./prepare-draft.ts";

/** Which nonce a draft's message gets, and what it may cost. */

/** The nonce, and what nodes say to hold from this account at it already. Throws unknownSlot, nodeBehind, previousNotAccepted, noGap. */
export async function nonceFor({ draft, slots, scope, from, sender }: Prepared): Promise<{ nonce: number; ahead: Ahead | null }> {
  if (draft.slotId !== null) {
    const slot = slots.find((each) => each.id === draft.slotId);
    if (slot === undefined) throw new Refusal("unknownSlot", { id: draft.slotId });
    return { nonce: slot.nonce, ahead: null };
  }
  const numbers = { slots, chainNonce: sender.nonce, node: scope.host };
  if (draft.fills !== undefined) return { nonce: mustBeFree(numbers, draft.fills), ahead: null };
  const nonce = nextNonce(numbers);
  const pools = await Promise.all(namedClients(scope.nodes).map(({ client, host }) => poolOrNull(client, host, from)));
  const told = pools.filter((pool) => pool !== null);
  return { nonce, ahead: aheadOf(nonce, told) };
}

/** Throws feeTooHigh. */
export async function feeFrom(prepared: Prepared, run: Prediction, baseFee: bigint): Promise<Fee> {
  const fee = prepared.draft.slotId === null ? await newFee(prepared.scope, prepared.draft, run, spendableOf(prepared)) : raisedFee(prepared, run, baseFee);
  checkCeiling(fee);
  return fee;
}

/** attoFIL that a new message of this sender may set aside. */
const spendableOf = ({ sender, slots }: Prepared): bigint => spendable(sender.balance ?? 0n, slots, sender.nonce);

/** A message in the place of another one of the same nonce. */
function raisedFee({ draft, slots }: Prepared, run: Prediction, baseFee: bigint): Fee {
  const slot = slots.find((each) => each.id === draft.slotId);
  if (slot === undefined) throw new Refusal("unknownSlot", { id: draft.slotId });
  const old = leadingAttempt(slot);
  const oldFee = { gasLimit: old.gasLimit, gasFeeCap: BigInt(old.gasFeeCap), gasPremium: BigInt(old.gasPremium) };
  const limit = Math.max(suggestedGasLimit(run.gasUsed), 1);
  return replacementFee(oldFee, { baseFee, speed: draft.speed, gasLimit: draft.purpose === "cancel" ? limit : Math.max(limit, old.gasLimit) });
}
