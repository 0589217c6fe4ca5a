import * as v from "valibot";
import { HTTP_UNAUTHORIZED, RpcBadReply, RpcBusy, RpcCancelled, rpcErrorOf, RpcFailure, RpcTimeout, RpcUnreachable } from "./errors.ts";
import { parseExactJson } from "./exact-json.ts";
import { nodeLabel, parseNodeUrl } from "./node-url.ts";
import { nodeWords, withoutSecrets } from "./node-words.ts";

/** JSON-RPC 2.0 over fetch, as go-jsonrpc speaks it. Needs nothing but fetch, so it runs in a service worker. */

export interface TransportOptions {
  /** Whole address, e.g. https://api.node.glif.io/rpc/v1. http only to this machine. */
  url: string;
  /** Sent as a bearer token, to this address alone. */
  token?: string;
  fetch?: typeof fetch;
  /** Replies above this are refused unread. */
  maxReplyBytes?: number;
  /** Waits before a repetition; by the clock unless something else is handed in. */
  pause?: (milliseconds: number) => Promise<void>;
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
/** A node that wants to be left alone for longer is not waited for: that is said instead. */
const LONGEST_WAIT_MS = 30_000;

const resultSchema = v.object({ jsonrpc: v.literal("2.0"), id: v.number(), result: v.optional(v.unknown()) });
/** Gateways that refuse before they have read the request give null as its id. */
const errorSchema = v.object({
  jsonrpc: v.literal("2.0"),
  id: v.nullish(v.number()),
  error: v.object({ code: v.pipe(v.number(), v.safeInteger()), message: v.string() }),
});

export class HttpTransport {
  /** The node's address for errors and logs. */
  readonly node: string;
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #fetch: typeof fetch;
  readonly #maxReplyBytes: number;
  readonly #clean: (text: string) => string;
  readonly #wait: (milliseconds: number) => Promise<void>;
  #lastId = 0;

  /** Throws NodeUrlError. */
  constructor(options: TransportOptions) {
    const url = parseNodeUrl(options.url);
    this.node = nodeLabel(url);
    this.#url = url.href;
    this.#clean = withoutSecrets(url, options.token);
    this.#headers = {
      "Content-Type": "application/json",
      ...(options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }),
    };
    this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.#wait = options.pause ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
    this.#maxReplyBytes = options.maxReplyBytes ?? MAX_REPLY_BYTES;
  }

  /** Calls `Filecoin.<method>`; returns the raw result, undefined when the reply has none. Integers beyond 2^53 are bigint. Throws RpcFailure. */
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
      return this.#unwrap({ method, params, id }, response, await this.#read(method, response));
    } catch (error) {
      if (timedOut) throw new RpcTimeout(method, this.node, timeoutMs);
      if (cancelled()) throw new RpcCancelled(method, this.node);
      if (isFailure(error)) throw error;
      throw new RpcUnreachable(method, this.node, `not reached (${nodeWords(this.#clean((error as Error).message))})`, undefined, {
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

  /** go-jsonrpc and gateways send errors with HTTP 4xx and 5xx, so the body is read before the status is judged. */
  #unwrap(asked: { method: string; params: readonly unknown[]; id: number }, response: Response, body: string): unknown {
    const { method, params, id } = asked;
    const { status } = response;
    const json = parseJson(body);
    const refusal = v.safeParse(errorSchema, json);
    if (refusal.success) {
      const { code, message } = refusal.output.error;
      throw rpcErrorOf(method, this.node, code, message, { status, retryAfterMs: retryAfterOf(response), params, clean: this.#clean });
    }
    const envelope = v.safeParse(resultSchema, json);
    if (envelope.success && envelope.output.id !== id) {
      throw new RpcBadReply(method, this.node, `the reply answers request ${envelope.output.id}, not ${id}`);
    }
    if (envelope.success && response.ok) return envelope.output.result;
    if (status === 401 || status === 403) {
      throw rpcErrorOf(method, this.node, HTTP_UNAUTHORIZED, `the token is missing, bad or expired (HTTP ${status})`);
    }
    if (status === 429) throw new RpcBusy(method, this.node, "the node limits how often it may be asked (HTTP 429)", status, retryAfterOf(response));
    if (!response.ok) throw new RpcUnreachable(method, this.node, `HTTP ${status} without a JSON-RPC answer`, status);
    throw new RpcBadReply(method, this.node, "the reply is no JSON-RPC 2.0");
  }

  /** Throws RpcCancelled when the caller's signal aborts meanwhile. */
  async #pause(milliseconds: number, method: string, signal: AbortSignal | undefined): Promise<void> {
    if (signal === undefined) return this.#wait(milliseconds);
    let cancel = (): void => {};
    const cancelled = new Promise<never>((_, reject) => {
      cancel = () => reject(new RpcCancelled(method, this.node));
      if (signal.aborted) cancel();
      else signal.addEventListener("abort", cancel, { once: true });
    });
    try {
      await Promise.race([this.#wait(milliseconds), cancelled]);
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }
}

function isFailure(error: unknown): error is RpcFailure {
  return error instanceof RpcFailure;
}

/** undefined: do not try again. */
function delayBefore(attempt: number, error: unknown): number | undefined {
  if (error instanceof RpcBusy) {
    const delay = BUSY_DELAYS_MS[attempt];
    if (delay === undefined || (error.retryAfterMs ?? 0) > LONGEST_WAIT_MS) return undefined;
    return Math.max(delay, error.retryAfterMs ?? 0);
  }
  if (error instanceof RpcTimeout) return RETRY_DELAYS_MS[attempt];
  if (error instanceof RpcUnreachable && (error.status === undefined || error.status >= 500)) {
    return RETRY_DELAYS_MS[attempt];
  }
  return undefined;
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3), as milliseconds from now; null when it is not there or not readable. */
function retryAfterOf(response: Response): number | null {
  const text = response.headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : Math.max(0, moment - Date.now());
}

function parseJson(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    // RangeError: nested deeper than the stack.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}
