/** Sweep: bare sends run no code and name no sender; they go to the holders without fees and are never minted (design 4). */
import { Event } from "../sdk/events";
import { ownBalance } from "../sdk/message";
import { pay } from "../sdk/send";
import { U256 } from "../sdk/u256";
import { MIGRATED } from "./policy.generated";
import { change, root, save, view } from "./state";
import { giveToHolders } from "./waterfall";

/** X: what the actor holds beyond liquid principal, finalised redemptions, rewards and fees. */
export function surplus(): U256 {
  if (root.status == MIGRATED) return ownBalance();
  return ownBalance() - root.liquid - root.finalized - root.rewards - root.fees;
}

/** Sweep [] → amount: anyone. After a migration the money goes on to the successor. */
export function sweep(): U256 {
  view();
  if (root.status == MIGRATED) {
    const late = ownBalance();
    pay(root.successor, late);
    return late;
  }
  change();
  const amount = surplus();
  if (!amount.isZero) {
    giveToHolders(amount);
    new Event(utf8("sweep")).amount(utf8("amount"), amount).emit();
  }
  save();
  return amount;
}
