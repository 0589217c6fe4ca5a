import { ActorNotFound, RpcBadReply, RpcBusy, RpcCancelled, RpcError, RpcFailure } from "../../filecoin/rpc/errors.ts";
import { Refusal } from "../refusal.ts";

const MOST_DETAIL = 300;

/** Turns what the Lotus client throws into the refusal a page can explain; any other error comes back as it is. */
export function refusalOfRpc(error: unknown): unknown {
  if (!(error instanceof RpcFailure)) return error;
  const { node } = error;
  // What stopped the question before it left, such as a host that the browser may not ask.
  if (error.cause instanceof Refusal) return error.cause;
  const because = { cause: error };
  const detail = error.message.slice(0, MOST_DETAIL);
  if (error instanceof ActorNotFound && error.address !== null) return new Refusal("actorNotFound", { address: error.address }, because);
  if (error instanceof RpcBusy) return new Refusal("nodeBusy", { node }, because);
  if (error instanceof RpcError) return new Refusal("nodeRefused", { node, code: error.code, message: error.detail.slice(0, MOST_DETAIL) }, because);
  if (error instanceof RpcBadReply) return new Refusal("nodeGarbage", { node, detail }, because);
  if (error instanceof RpcCancelled) return error;
  return new Refusal("nodeSilent", { node, detail }, because);
}

/** The answer, or null when the node says, by code and whole text, that no such actor is there. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ActorNotFound) return null;
    throw error;
  }
}
