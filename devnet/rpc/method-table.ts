/** What a method of the RPC is. One file per group of methods fills tables of these. */
import type { Params } from "./params.ts";

/** Rights of a token; each includes those before it. */
export const PERMISSIONS = ["read", "write", "sign", "admin"] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Lives as long as the request: a closed connection ends it. */
export interface CallContext {
  readonly signal: AbortSignal;
  /** How many parameters came. */
  readonly given: number;
  /** Opens a channel to the caller; absent over plain HTTP, which has none. */
  readonly channel?: OpenChannel;
}

/** Sends values to the caller until `signal` ends or the caller cancels. */
export type OpenChannel = (start: (send: (value: unknown) => void, signal: AbortSignal) => void) => ChannelOpened;
/** A method answers this to say that its result is the channel. */
export interface ChannelOpened {
  readonly channelId: number;
}

export interface RpcMethod {
  readonly permission: Permission;
  /** Number of parameters: exact, or [least, most]. */
  readonly params: number | readonly [number, number];
  /** The result is a stream of values: needs a WebSocket. */
  readonly streams?: true;
  call(params: Params, context: CallContext): unknown;
}

/** Methods by full name, e.g. "Filecoin.ChainHead". */
export type MethodTable = ReadonlyMap<string, RpcMethod>;

/** Prefixes a group of methods with its namespace. */
export function namespace(prefix: string, methods: Record<string, RpcMethod>): [string, RpcMethod][] {
  return Object.entries(methods).map(([name, method]) => [`${prefix}${name}`, method]);
}

/** A method that only reads. */
export function read(params: RpcMethod["params"], call: RpcMethod["call"]): RpcMethod {
  return { permission: "read", params, call };
}
