import { ActorNotFound, RpcBadReply, RpcBusy, RpcError, RpcFailure, RpcTimeout, RpcUnreachable } from "../../filecoin/rpc/errors.ts";
import { Refusal } from "../refusal.ts";

/** Turns what the Lotus client throws into the refusal a page can explain; any other error comes back as it is. */
export function refusalOfRpc(error: unknown): unknown {
  if (!(error instanceof RpcFailure)) return error;
  const node = error.node;
  const detail = error.message.slice(0, 300);
  if (error instanceof ActorNotFound) return new Refusal("actorNotFound", { address: detail }, { cause: error });
  if (error instanceof RpcBusy) return new Refusal("nodeBusy", { node, retryAt: null }, { cause: error });
  if (error instanceof RpcError) return new Refusal("nodeRefused", { node, code: error.code, message: error.detail.slice(0, 300) }, { cause: error });
  if (error instanceof RpcBadReply) return new Refusal("nodeGarbage", { node, detail }, { cause: error });
  if (error instanceof RpcTimeout || error instanceof RpcUnreachable) return new Refusal("nodeSilent", { node, detail }, { cause: error });
  return new Refusal("nodeSilent", { node, detail }, { cause: error });
}

/** The answer, or null when the node says that no such actor is there. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ActorNotFound) return null;
    if (error instanceof RpcError && /not found|could not (find|resolve)|failed to (find|resolve)|resolution lookup failed/i.test(error.detail)) return null;
    throw error;
  }
}
