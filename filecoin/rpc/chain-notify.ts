import * as v from "valibot";
import { checkReply } from "./check-reply.ts";
import { RpcBadReply, RpcFailure, RpcTimeout, RpcUnreachable, rpcErrorOf } from "./errors.ts";
import { listJson } from "./json-values.ts";
import { headChangeJson, type HeadChange } from "./lotus-json.ts";
import { parseExactJson } from "./exact-json.ts";
import { nodeLabel, parseNodeSocketUrl } from "./node-url.ts";
import { withoutSecrets } from "./node-words.ts";

/** ChainNotify over WebSocket: every change of a node's head, as go-jsonrpc sends channels. */

export interface ChainNotifyOptions {
  /** Whole address, e.g. wss://api.node.glif.io/rpc/v1. ws only to this machine. */
  url: string;
  /** Sent in the query, since browsers set no headers on a WebSocket. */
  token?: string;
  WebSocket?: typeof WebSocket;
  /** Milliseconds until the first change ("current") must have come. Default 10,000. */
  timeoutMs?: number;
  /** One call per notification; the first is one change of type "current". */
  onChanges(changes: HeadChange[]): void;
  /** Called once when it is over: with the failure, or null after close(). */
  onEnd(failure: RpcFailure | null): void;
}

export interface ChainNotifySubscription {
  /** Ends the subscription. */
  close(): void;
}

const METHOD = "ChainNotify";
const REQUEST_ID = 1;
const MAX_MESSAGE_CHARACTERS = 8 * 1024 * 1024;
const FIRST_CHANGE_MS = 10_000;

const frameSchema = v.object({
  jsonrpc: v.literal("2.0"),
  id: v.nullish(v.number()),
  result: v.optional(v.unknown()),
  error: v.nullish(v.object({ code: v.number(), message: v.string(), data: v.optional(v.unknown()) })),
  method: v.optional(v.string()),
  params: v.nullish(v.array(v.unknown())),
});

/** Opens a connection and subscribes. Throws NodeUrlError; every later failure goes to onEnd. */
export function subscribeChain(options: ChainNotifyOptions): ChainNotifySubscription {
  const url = parseNodeSocketUrl(options.url);
  const node = nodeLabel(url);
  const clean = withoutSecrets(url, options.token);
  if (options.token !== undefined) url.searchParams.set("token", options.token);
  const socket = new (options.WebSocket ?? globalThis.WebSocket)(url.href);
  const session = new Session(socket, node, clean, options);
  return { close: () => session.close() };
}

class Session {
  readonly #socket: WebSocket;
  readonly #node: string;
  readonly #clean: (text: string) => string;
  readonly #options: ChainNotifyOptions;
  #channel: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(socket: WebSocket, node: string, clean: (text: string) => string, options: ChainNotifyOptions) {
    this.#socket = socket;
    this.#node = node;
    this.#clean = clean;
    this.#options = options;
    const limit = options.timeoutMs ?? FIRST_CHANGE_MS;
    this.#timer = setTimeout(() => this.#end(new RpcTimeout(METHOD, node, limit)), limit);
    socket.addEventListener("open", () => this.#send("Filecoin.ChainNotify", [], REQUEST_ID));
    socket.addEventListener("message", (event: MessageEvent<unknown>) => this.#receive(event.data));
    socket.addEventListener("error", () => this.#end(new RpcUnreachable(METHOD, node, "the connection failed")));
    socket.addEventListener("close", () => this.#end(new RpcUnreachable(METHOD, node, "the node closed the connection")));
  }

  close(): void {
    if (!this.#over && this.#channel !== undefined) this.#send("xrpc.cancel", [REQUEST_ID]);
    this.#end(null);
  }

  #send(method: string, params: unknown[], id?: number): void {
    this.#socket.send(JSON.stringify({ jsonrpc: "2.0", ...(id === undefined ? {} : { id }), method, params }));
  }

  #receive(data: unknown): void {
    if (this.#over) return;
    try {
      this.#handle(data);
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      this.#end(error);
    }
  }

  #handle(data: unknown): void {
    const frame = this.#parse(data);
    if (frame.error !== undefined && frame.error !== null) {
      throw rpcErrorOf(METHOD, this.#node, frame.error.code, frame.error.message, { clean: this.#clean });
    }
    if (frame.method === undefined) {
      if (frame.id !== REQUEST_ID || typeof frame.result !== "number") throw this.#bad("no channel was opened");
      this.#channel = frame.result;
      return;
    }
    const [channel, value] = frame.params ?? [];
    if (this.#channel === undefined || channel !== this.#channel) return;
    if (frame.method === "xrpc.ch.close") {
      throw new RpcUnreachable(METHOD, this.#node, "the node ended the subscription");
    }
    if (frame.method !== "xrpc.ch.val") return;
    const changes = checkReply(METHOD, this.#node, listJson(headChangeJson), value);
    clearTimeout(this.#timer);
    this.#options.onChanges(changes);
  }

  #parse(data: unknown): v.InferOutput<typeof frameSchema> {
    if (typeof data !== "string") throw this.#bad("a message is no text");
    if (data.length > MAX_MESSAGE_CHARACTERS) throw this.#bad(`a message exceeds ${MAX_MESSAGE_CHARACTERS} characters`);
    let json: unknown;
    try {
      json = parseExactJson(data);
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
      throw this.#bad("a message is no JSON");
    }
    return checkReply(METHOD, this.#node, frameSchema, json);
  }

  #bad(message: string): RpcBadReply {
    return new RpcBadReply(METHOD, this.#node, message);
  }

  #end(failure: RpcFailure | null): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#socket.close();
    this.#options.onEnd(failure);
  }
}
