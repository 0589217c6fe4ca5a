/** JSON-RPC 2.0 as go-jsonrpc speaks it: requests in, responses out, whatever the transport. */
import { type CallContext, type MethodTable, type Permission, PERMISSIONS, type RpcMethod } from "./method-table.ts";
import { Params } from "./params.ts";
import { type ErrorJson, RpcCode, RpcFault, errorJson, isProtocolError } from "./rpc-error.ts";

export type RequestId = number | string | null;

export interface Request {
  id: RequestId | undefined;
  method: string;
  params: readonly unknown[];
}

export interface Response {
  jsonrpc: "2.0";
  id: RequestId;
  result?: unknown;
  error?: ErrorJson;
}

/** Who calls: their rights, and methods granted to anyone. */
export interface Caller {
  permission: Permission | null;
}

export interface Dispatcher {
  methods: MethodTable;
  /** Methods that need no right at all. */
  open: ReadonlySet<string>;
  /** Awaited before a method that may have changed something is answered: what was answered stays, whoever kills the node. */
  settled?(): Promise<void>;
  /** Gets what is a fault of the node, not of the caller. */
  onFault(method: string, error: unknown): void;
}

const MAX_BATCH = 1_000;

/** Splits a body into requests. Throws RpcFault: the whole body is refused. */
export function parseBody(text: string): { batch: boolean; items: unknown[] } {
  if (text.trim() === "") throw new RpcFault(RpcCode.invalidRequest, "Invalid request");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RpcFault(RpcCode.parse, "Parse error");
  }
  if (!Array.isArray(json)) return { batch: false, items: [json] };
  if (json.length === 0) throw new RpcFault(RpcCode.invalidRequest, "Invalid request");
  if (json.length > MAX_BATCH) throw new RpcFault(RpcCode.invalidRequest, `expected a batch of at most ${MAX_BATCH} requests, got ${json.length}`);
  return { batch: true, items: json };
}

/** Reads one request. Throws RpcFault. */
export function parseRequest(json: unknown): Request {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new RpcFault(RpcCode.parse, "Parse error");
  const { id, method, params } = json as Record<string, unknown>;
  if (id !== undefined && id !== null && typeof id !== "string" && typeof id !== "number") {
    throw new RpcFault(RpcCode.parse, `failed to parse ID: invalid id type: ${typeof id}`);
  }
  if (typeof method !== "string") throw new RpcFault(RpcCode.methodNotFound, "method '' not found");
  if (params !== undefined && params !== null && !Array.isArray(params)) {
    throw new RpcFault(RpcCode.parse, "unmarshaling param array: expected an array of positional parameters");
  }
  return { id, method, params: Array.isArray(params) ? params : [] };
}

/**
 * Runs one request. Never throws. A notification (no id, or null) gets no answer, whether it succeeds or fails; one that cannot even
 * be called gets its error, as go-jsonrpc has it.
 */
export async function answer(dispatcher: Dispatcher, caller: Caller, json: unknown, context: Omit<CallContext, "given">): Promise<Response | undefined> {
  const id = idOf(json);
  try {
    const request = parseRequest(json);
    const result = await dispatch(dispatcher, caller, request, context);
    return id === null ? undefined : { jsonrpc: "2.0", id, result: result ?? null };
  } catch (error) {
    const known = errorJson(error);
    if (id === null && known !== null && !isProtocolError(known.code)) return undefined;
    if (known === null) dispatcher.onFault(methodOf(json), error);
    return {
      jsonrpc: "2.0",
      id,
      error: known ?? { code: 0, message: `fatal error calling '${methodOf(json)}': ${String(error)}` },
    };
  }
}

async function dispatch(dispatcher: Dispatcher, caller: Caller, request: Request, context: Omit<CallContext, "given">): Promise<unknown> {
  const method = dispatcher.methods.get(request.method);
  if (method === undefined) throw new RpcFault(RpcCode.methodNotFound, `method '${request.method}' not found`);
  if (!dispatcher.open.has(request.method) && !allows(caller.permission, method.permission)) {
    const bare = request.method.replace(/^\w+\./, "");
    throw new RpcFault(RpcCode.domain, `missing permission to invoke '${bare}' (need '${method.permission}')`);
  }
  if (method.streams === true && context.channel === undefined) {
    throw new RpcFault(RpcCode.methodNotFound, `method '${request.method}' not supported in this mode (no out channel support)`);
  }
  checkCount(request, method);
  // The rest of a batch whose sender has left.
  if (context.signal.aborted) throw new RpcFault(RpcCode.domain, "context canceled");
  const result = await method.call(new Params(request.method, request.params), {
    ...context,
    given: request.params.length,
  });
  if (method.permission !== "read") await dispatcher.settled?.();
  return result;
}

function checkCount({ method, params }: Request, { params: expected }: RpcMethod): void {
  const [least, most] = typeof expected === "number" ? [expected, expected] : expected;
  if (params.length < least || params.length > most) {
    throw new RpcFault(RpcCode.invalidParams, `wrong param count (method '${method}'): ${params.length} != ${params.length < least ? least : most}`);
  }
}

function allows(held: Permission | null, needed: Permission): boolean {
  return held !== null && PERMISSIONS.indexOf(held) >= PERMISSIONS.indexOf(needed);
}

const field = (json: unknown, name: string): unknown => (typeof json === "object" && json !== null ? (json as Record<string, unknown>)[name] : undefined);

function idOf(json: unknown): RequestId {
  const id = field(json, "id");
  return typeof id === "string" || typeof id === "number" ? id : null;
}

function methodOf(json: unknown): string {
  const method = field(json, "method");
  return typeof method === "string" ? method.slice(0, 80) : "";
}
