/** What can go wrong between us and a Lotus node. Every call fails with an RpcFailure and with nothing else. */

/** Base of all. `method` is the bare name ("ChainHead"), `node` the node's origin and path without any token. */
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
    /** The node's own words. */
    readonly detail: string,
    readonly data?: unknown,
  ) {
    super(method, node, `the node says "${detail}" (code ${code})`);
  }
}

/** Codes of go-jsonrpc and Lotus (api/api_errors.go) that get a class of their own. */
const RPC_METHOD_NOT_FOUND = -32601;
const RPC_ACTOR_NOT_FOUND = 11;

/** The actor or address does not exist in the state asked about. */
export class ActorNotFound extends RpcError {
  override readonly name = "ActorNotFound";
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

/** The node asks for patience: HTTP 429, "server busy", "connection limited". */
export class RpcBusy extends RpcUnreachable {
  override readonly name = "RpcBusy";
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

/** The typed error for a JSON-RPC error object. */
export function rpcErrorOf(method: string, node: string, code: number, detail: string, data?: unknown): RpcFailure {
  if (/server busy|connection limited/i.test(detail)) return new RpcBusy(method, node, detail);
  // older nodes give code 1 with the words alone
  if (code === RPC_ACTOR_NOT_FOUND || /actor not found/i.test(detail)) {
    return new ActorNotFound(method, node, code, detail, data);
  }
  if (code === RPC_METHOD_NOT_FOUND) return new MethodNotFound(method, node, code, detail, data);
  if (code === 401 || /missing permission to invoke/i.test(detail)) {
    return new PermissionMissing(method, node, code, detail, data);
  }
  return new RpcError(method, node, code, detail, data);
}
