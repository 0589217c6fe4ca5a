/** What counts as a miner: an id whose code is the built-in storageminer, whatever it answers. */
import { ILLEGAL_ARGUMENT } from "../sdk/abort";
import { TYPE_STORAGE_MINER, typeOf } from "../sdk/address";
import { failActor } from "./fail-actor";

/** Ends the message with 16 if the id is no miner; checked at entry and before every call to it. */
export function mustBeMiner(id: u64): void {
  if (typeOf(id) != TYPE_STORAGE_MINER) failActor(ILLEGAL_ARGUMENT, utf8("its code is not the built-in storageminer:"), id);
}
