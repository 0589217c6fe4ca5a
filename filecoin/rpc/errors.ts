import { meaningOf } from "./node-answers.ts";
import { nodeWords } from "./node-words.ts";

/** What can go wrong between us and a Lotus node. Every call fails with an RpcFailure and with nothing else. */

/** Base of all. `method` is the bare name ("ChainHead"), `node` the node's host: what stands behind it may be a key. */
export abstract class RpcFailure extends Error {
  constructor(
    readonly method: string,
    readonly node: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${method} at ${node}: ${message}`, options);
  }
}

/** The node answered with a JSON-RPC error. */
export class RpcError extends RpcFailure {
  override readonly name: string = "RpcError";
  constructor(
    method: string,
    node: string,
    /** JSON-RPC or Lotus code: 1 general, 2 out of gas, 3 execution reverted, 11 actor not found, 12 null round. */
    readonly code: number,
    /** The node's own words, at most 1,000 printed characters. */
    readonly detail: string,
  ) {
    super(method, node, `the node says "${detail}" (code ${code})`);
  }
}

/** The node says that the actor or address does not exist in the state asked about. */
export class ActorNotFound extends RpcError {
  override readonly name = "ActorNotFound";
  constructor(
    method: string,
    node: string,
    code: number,
    detail: string,
    /** As it was asked for; null where the question names none first. */
    readonly address: string | null,
  ) {
    super(method, node, code, detail);
  }
}

/** The node does not offer the method, or its version is another. */
export class MethodNotFound extends RpcError {
  override readonly name = "MethodNotFound";
}

/** The token is missing, bad, expired, or lacks the right the method needs. */
export class PermissionMissing extends RpcError {
  override readonly name = "PermissionMissing";
}

/** No answer in time. What was sent may still take effect. */
export class RpcTimeout extends RpcFailure {
  override readonly name = "RpcTimeout";
  constructor(
    method: string,
    node: string,
    readonly milliseconds: number,
  ) {
    super(method, node, `no answer within ${milliseconds} ms`);
  }
}

/** The node could not be reached, refused the connection, redirected, or answered with an HTTP error of its own. */
export class RpcUnreachable extends RpcFailure {
  override readonly name: string = "RpcUnreachable";
  constructor(
    method: string,
    node: string,
    message: string,
    /** HTTP status, when there was an answer. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(method, node, message, options);
  }
}

/** The node asks for patience: HTTP 429, or a limit said inside JSON-RPC. */
export class RpcBusy extends RpcUnreachable {
  override readonly name = "RpcBusy";
  constructor(
    method: string,
    node: string,
    message: string,
    status?: number,
    /** How long the node asks to be left alone; null when it does not say. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(method, node, message, status);
  }
}

/** The answer is no JSON-RPC, too large, of another shape than the method's, or contradicts itself. */
export class RpcBadReply extends RpcFailure {
  override readonly name = "RpcBadReply";
}

/** The caller's signal was aborted. */
export class RpcCancelled extends RpcFailure {
  override readonly name = "RpcCancelled";
  constructor(method: string, node: string) {
    super(method, node, "cancelled");
  }
}

/** What the transport knows beside the error object. */
export interface Refused {
  /** HTTP status. */
  status?: number;
  retryAfterMs?: number | null;
  /** What was asked: an absence must be of that. */
  params?: readonly unknown[];
  /** Takes secrets out of the node's words. */
  clean?: (text: string) => string;
}

/** Code of the refusal that an HTTP 401 or 403 without JSON-RPC stands for. */
export const HTTP_UNAUTHORIZED = 401;
/** A limit, whatever the body says. */
const HTTP_TOO_MANY = 429;

/** The typed error for a JSON-RPC error object (node-answers.ts has the list). */
export function rpcErrorOf(method: string, node: string, code: number, message: string, refused: Refused = {}): RpcFailure {
  const { status, retryAfterMs = null, params, clean = (text: string) => text } = refused;
  const detail = nodeWords(clean(message));
  const known = meaningOf({ method, code, message, params });
  const byStatus = status === HTTP_TOO_MANY ? "busy" : status === HTTP_UNAUTHORIZED || code === HTTP_UNAUTHORIZED ? "permissionMissing" : null;
  switch (byStatus ?? known) {
    case "busy":
      return new RpcBusy(method, node, `the node limits how often it may be asked: ${detail}`, status, retryAfterMs);
    case "actorNotFound": {
      const about = params?.[0];
      return new ActorNotFound(method, node, code, detail, typeof about === "string" ? about : null);
    }
    case "methodNotFound":
      return new MethodNotFound(method, node, code, detail);
    case "permissionMissing":
      return new PermissionMissing(method, node, code, detail);
    case null:
      return new RpcError(method, node, code, detail);
  }
}
