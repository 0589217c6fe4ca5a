import { fromBase64 } from "../../../filecoin/bytes.ts";
import { readReceiver } from "../../../wallet/read-address.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Body } from "../../shared/messages.ts";
import { requestAct, type DeedParts, type Review } from "./request-act.ts";

/** Sends FIL, or any method by its number with params as bytes. */
export const sendDeeds = (parts: DeedParts): { send(body: Body<"send.review">): Review; sendRaw(body: Body<"send.reviewRaw">): Review } => ({
  send: ({ from, to, amount, speed }) =>
    requestAct(
      parts,
      from,
      async (scope) => {
        const receiver = readReceiver(to, scope.network.prefix);
        const actor = await scope.actors.at(receiver);
        if (actor.type === "evm") throw new Refusal("receiverRefused", { reason: "contract", address: to });
        if (receiver.protocol === 0 && actor.type === "none") throw new Refusal("receiverRefused", { reason: "noActor", address: to });
        return { to: receiver, value: BigInt(amount), method: 0 };
      },
      speed,
    ),

  sendRaw: ({ from, to, amount, method, params }) =>
    requestAct(parts, from, (scope) => ({
      to: readReceiver(to, scope.network.prefix),
      value: BigInt(amount),
      method,
      params: paramsOf(params),
    })),
});

function paramsOf(base64: string): Uint8Array {
  try {
    return fromBase64(base64);
  } catch (error) {
    throw new Refusal("badRequest", { detail: "params" }, { cause: error });
  }
}
