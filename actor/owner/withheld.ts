/**
 * The operator's fee is withheld in two buckets, so that it stands behind losses for three to six weeks (design 5.4): turned,
 * the old bucket becomes payable and the new one old.
 */
import { epoch } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { TURN_EPOCHS } from "./policy.generated";
import { root } from "./state";

function turnOnce(): void {
  const o = root.operator;
  o.payable = o.payable + o.older;
  o.older = o.newer;
  o.newer = U256.zero;
}

/** Turns the buckets as often as time allows; before every credit and in the operator's Withdraw. */
export function turn(): void {
  const passed = epoch() - root.operator.turned;
  if (passed < TURN_EPOCHS) return;
  turnOnce();
  if (passed >= 2 * TURN_EPOCHS) turnOnce();
  root.operator.turned = epoch();
}

/** Adds the operator's part of a reward. */
export function withhold(n: U256): void {
  turn();
  root.operator.newer = root.operator.newer + n;
}

/** Takes up to `loss` out of the buckets, the old one first, and returns what was taken: it is no fee any more. */
export function takeWithheld(loss: U256): U256 {
  const o = root.operator;
  const older = loss.min(o.older);
  const newer = loss.sub(older).min(o.newer);
  o.older = o.older - older;
  o.newer = o.newer - newer;
  root.fees = root.fees - older - newer;
  return older + newer;
}
