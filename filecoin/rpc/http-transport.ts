import * as v from "valibot";
import { RpcBadReply, RpcBusy, RpcCancelled, rpcErrorOf, RpcTimeout, RpcUnreachable, RpcFailure } from "./errors.ts";
import { nodeLabel, parseNodeUrl } from "./node-url.ts";

/** JSON-RPC 2.0 over fetch, as go-jsonrpc speaks it. Needs nothing but fetch, so it runs in a service worker. */

export interface TransportOptions {
  /** Whole address, e.g. https://api.node.glif.io/rpc/v1. http only to this machine. */
  url: string;
  /** Sent as a bearer token, to this address alone. */
  token?: string;
  fetch?: typeof fetch;
  /** Replies above this are refused unread. */
  maxReplyBytes?: number;
}

export interface AttemptOptions {
  /** Limit of one attempt, reply read whole. */
  timeoutMs: number;
  /** Repeat after delays when the node was not reached, was slow or busy. Only for calls that change nothing. */
  retry: boolean;
  signal?: AbortSignal | undefined;
}

const MAX_REPLY_BYTES = 8 * 1024 * 1024;
const RETRY_DELAYS_MS = [1000, 2000, 4000];
const BUSY_DELAYS_MS = [5000, 10_000, 20_000];

const envelopeSchema = v.object({
  jsonrpc: v.literal("2.0"),
  id: v.number(),
  result: v.optional(v.unknown()),
  error: v.nullish(
    v.object({
      code: v.pipe(v.number(), v.safeInteger()),
      message: v.string(),
      data: v.optional(v.unknown()),
    }),
  ),
});

export class HttpTransport {
  /** The node's address for errors and logs. */
  readonly node: string;
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #fetch: typeof fetch;
  readonly #maxReplyBytes: number;
  #lastId = 0;

  /** Throws NodeUrlError. */
  constructor(options: TransportOptions) {
    const url = parseNodeUrl(options.url);
    this.node = nodeLabel(url);
    this.#url = url.href;
    this.#headers = {
      "Content-Type": "application/json",
      ...(options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }),
    };
    this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.#maxReplyBytes = options.maxReplyBytes ?? MAX_REPLY_BYTES;
  }

  /** Calls `Filecoin.<method>`; returns the raw result, null when there is none. Throws RpcFailure. */
  async call(method: string, params: readonly unknown[], options: AttemptOptions): Promise<unknown> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#attempt(method, params, options);
      } catch (error) {
        const delay = options.retry ? delayBefore(attempt, error) : undefined;
        if (delay === undefined) throw error;
        await this.#pause(delay, method, options.signal);
      }
    }
  }

  async #attempt(method: string, params: readonly unknown[], options: AttemptOptions): Promise<unknown> {
    const { signal, timeoutMs } = options;
    const cancelled = (): boolean => signal?.aborted === true;
    if (cancelled()) throw new RpcCancelled(method, this.node);
    const stop = new AbortController();
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      stop.abort();
    }, timeoutMs);
    const cancel = (): void => stop.abort();
    signal?.addEventListener("abort", cancel);
    const id = ++this.#lastId;
    try {
      const response = await this.#send(JSON.stringify({ jsonrpc: "2.0", id, method: `Filecoin.${method}`, params }), stop.signal);
      return this.#unwrap(method, id, response, await this.#read(method, response));
    } catch (error) {
      if (timedOut) throw new RpcTimeout(method, this.node, timeoutMs);
      if (cancelled()) throw new RpcCancelled(method, this.node);
      if (isFailure(error)) throw error;
      throw new RpcUnreachable(method, this.node, `not reached (${(error as Error).message})`, undefined, {
        cause: error,
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      stop.abort();
    }
  }

  #send(body: string, signal: AbortSignal): Promise<Response> {
    return this.#fetch(this.#url, {
      method: "POST",
      headers: this.#headers,
      body,
      signal,
      redirect: "error",
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
  }

  async #read(method: string, response: Response): Promise<string> {
    const tooLarge = (): RpcBadReply => new RpcBadReply(method, this.node, `the reply exceeds ${this.#maxReplyBytes} bytes`);
    if (Number(response.headers.get("content-length") ?? 0) > this.#maxReplyBytes) throw tooLarge();
    if (response.body === null) return "";
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      length += value.length;
      if (length > this.#maxReplyBytes) throw tooLarge();
      text += decoder.decode(value, { stream: true });
    }
  }

  /** go-jsonrpc sends its errors with HTTP 4xx and 5xx, so the body is read before the status is judged. */
  #unwrap(method: string, id: number, response: Response, body: string): unknown {
    const envelope = v.safeParse(envelopeSchema, parseJson(body));
    if (envelope.success) {
      const { error, result } = envelope.output;
      if (error !== undefined && error !== null) {
        throw rpcErrorOf(method, this.node, error.code, error.message, error.data);
      }
      if (envelope.output.id !== id) {
        throw new RpcBadReply(method, this.node, `the reply answers request ${envelope.output.id}, not ${id}`);
      }
      if (response.ok) return result ?? null;
    }
    const { status } = response;
    if (status === 401 || status === 403) {
      throw rpcErrorOf(method, this.node, 401, `the token is missing, bad or expired (HTTP ${status})`);
    }
    if (status === 429) throw new RpcBusy(method, this.node, "the node limits requests (HTTP 429)", status);
    if (!response.ok) throw new RpcUnreachable(method, this.node, `HTTP ${status} without a JSON-RPC answer`, status);
    throw new RpcBadReply(method, this.node, "the reply is no JSON-RPC 2.0");
  }

  #pause(milliseconds: number, method: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        clearTimeout(timer);
        reject(new RpcCancelled(method, this.node));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", cancel);
        resolve();
      }, milliseconds);
      if (signal?.aborted === true) cancel();
      else signal?.addEventListener("abort", cancel, { once: true });
    });
  }
}

function isFailure(error: unknown): error is RpcFailure {
  return error instanceof RpcFailure;
}

/** undefined: do not try again. */
function delayBefore(attempt: number, error: unknown): number | undefined {
  if (error instanceof RpcBusy) return BUSY_DELAYS_MS[attempt];
  if (error instanceof RpcTimeout) return RETRY_DELAYS_MS[attempt];
  if (error instanceof RpcUnreachable && (error.status === undefined || error.status >= 500)) {
    return RETRY_DELAYS_MS[attempt];
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
