import { Address } from "../../filecoin/address.ts";
import type { Message } from "../../filecoin/message.ts";
import { decodeReturn, encodeParams, numberOf, type Method } from "../../filecoin/methods/method.ts";
import { attoFil } from "../../filecoin/units.ts";
import { abortText } from "./abort-text.ts";
import type { PinnedNode } from "./pinned-node.ts";

/** A getter that did not end with exit code 0. */
export class GetterFailed extends Error {
  override readonly name = "GetterFailed";
  constructor(
    readonly to: string,
    readonly method: number,
    readonly exitCode: number,
    readonly detail: string,
  ) {
    super(`method ${method} of ${to} ended with exit code ${exitCode}: ${detail}`);
  }
}

/** Reads need no account: the system actor asks. */
const ASKER = Address.id(0n);

/** Runs a read-only method on the node's state (StateCall: public gateways have it too). Throws GetterFailed. */
export async function callGetter(node: PinnedNode, to: Address, method: number, params: Uint8Array = new Uint8Array()): Promise<Uint8Array> {
  const message: Message = {
    version: 0,
    to,
    from: ASKER,
    nonce: 0,
    value: attoFil(0n),
    gasLimit: 0,
    gasFeeCap: attoFil(0n),
    gasPremium: attoFil(0n),
    method,
    params,
  };
  const { receipt, error } = await node.stateCall(message);
  if (receipt === null || receipt.exitCode !== 0) throw new GetterFailed(to.toString(), method, receipt?.exitCode ?? -1, abortText(error));
  return receipt.return;
}

/** The same for a built-in method with typed params and return. */
export async function askBuiltin<P, R>(node: PinnedNode, to: Address, method: Method<P, R>, params: P): Promise<R> {
  return decodeReturn(method, await callGetter(node, to, numberOf(method), encodeParams(method, params)));
}
