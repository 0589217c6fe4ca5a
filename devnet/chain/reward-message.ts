/** A reward of an exact amount: what the reward actor sends to a winner, without its arithmetic. */
import { Address } from "../../filecoin/address.ts";
import { encodeAmount } from "../../filecoin/amount.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import type { Message } from "../../filecoin/message.ts";
import { APPLY_REWARDS } from "../builtin/miner-methods.ts";
import { systemMessage } from "./execute-tipset.ts";

const REWARD_ACTOR = Address.id(2);

/** The implicit message that pays `amount` attoFIL to a miner, without a penalty. */
export function rewardMessage(miner: Address, amount: bigint): Message {
  const params = encodeCbor([encodeAmount(amount), encodeAmount(0n)]);
  return systemMessage({ from: REWARD_ACTOR, to: miner, method: APPLY_REWARDS, params, value: amount });
}
