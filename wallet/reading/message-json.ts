import { messageToJson, type Message } from "../../filecoin/message.ts";
import type { NetworkPrefix } from "../../filecoin/address.ts";
import type { MessageView } from "../values.ts";

/** A message as Lotus JSON without its CID: a page computes the CID itself. */
export function messageView(message: Message, prefix: NetworkPrefix = "f"): MessageView {
  const { To, From, Nonce, Value, GasLimit, GasFeeCap, GasPremium, Method, Params } = messageToJson(message, prefix);
  return { Version: 0, To, From, Nonce, Value, GasLimit, GasFeeCap, GasPremium, Method, Params };
}
