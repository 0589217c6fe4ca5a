/** One WebSocket: requests, and channels in go-jsonrpc's manner (xrpc.ch.val, xrpc.ch.close, xrpc.cancel). Source: go-jsonrpc websocket.go. */
import type { WebSocket } from "ws";
import { type Caller, type Dispatcher, answer, parseBody, parseRequest } from "./json-rpc.ts";
import type { ChannelOpened, OpenChannel } from "./method-table.ts";
import { RpcFault, errorJson } from "./rpc-error.ts";

/** A client that does not read is cut off when this much waits for it. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;
const MAX_OPEN_REQUESTS = 256;

export function serveConnection(socket: WebSocket, dispatcher: Dispatcher, caller: Caller): void {
  const connection = new Connection(socket, dispatcher, caller);
  socket.on("message", (data) => void connection.receive(String(data)));
  socket.on("close", () => connection.close());
  socket.on("error", () => socket.terminate());
}

class Connection {
  readonly #socket: WebSocket;
  readonly #dispatcher: Dispatcher;
  readonly #caller: Caller;
  /** Running requests and open channels. Ids are the client's: several may be equal. */
  readonly #open = new Map<AbortController, unknown>();
  #nextChannel = 1;

  constructor(socket: WebSocket, dispatcher: Dispatcher, caller: Caller) {
    this.#socket = socket;
    this.#dispatcher = dispatcher;
    this.#caller = caller;
  }

  async receive(text: string): Promise<void> {
    try {
      const { batch, items } = parseBody(text);
      const responses = await Promise.all(items.map((item) => this.#one(item)));
      const sent = responses.filter((r) => r !== undefined);
      if (batch && sent.length > 0) this.#send(sent);
      else if (sent[0] !== undefined) this.#send(sent[0]);
    } catch (error) {
      const known = error instanceof RpcFault ? errorJson(error) : null;
      this.#send({ jsonrpc: "2.0", id: null, error: known ?? { code: 0, message: "fatal error" } });
    }
  }

  close(): void {
    for (const controller of this.#open.keys()) controller.abort();
    this.#open.clear();
  }

  async #one(item: unknown): Promise<unknown> {
    if (this.#cancels(item)) return undefined;
    const id = (item as { id?: unknown } | null)?.id;
    if (this.#open.size >= MAX_OPEN_REQUESTS) {
      return {
        jsonrpc: "2.0",
        id: id ?? null,
        error: { code: 1, message: `server busy: ${MAX_OPEN_REQUESTS} requests are open on this connection` },
      };
    }
    const controller = new AbortController();
    this.#open.set(controller, id);
    let start: (() => void) | undefined;
    const channel: OpenChannel = (begin): ChannelOpened => {
      const channelId = this.#nextChannel++;
      start = () => {
        const { signal } = controller;
        signal.addEventListener("abort", () => this.#notify("xrpc.ch.close", [channelId]), { once: true });
        begin((value) => this.#notify("xrpc.ch.val", [channelId, value]), signal);
      };
      return { channelId };
    };
    const response = await answer(this.#dispatcher, this.#caller, item, {
      signal: controller.signal,
      channel,
    });
    if (start === undefined || response === undefined) {
      this.#open.delete(controller);
      return response;
    }
    if (controller.signal.aborted) return undefined;
    // The client must learn the channel's number before its first value.
    const { channelId } = response.result as ChannelOpened;
    this.#send({ ...response, result: channelId });
    start();
    return undefined;
  }

  #cancels(item: unknown): boolean {
    try {
      const { method, params } = parseRequest(item);
      if (method !== "xrpc.cancel") return false;
      for (const [controller, id] of this.#open) {
        if (id !== params[0]) continue;
        controller.abort();
        this.#open.delete(controller);
      }
      return true;
    } catch {
      return false;
    }
  }

  #notify(method: string, params: unknown[]): void {
    this.#send({ jsonrpc: "2.0", method, params });
  }

  #send(value: unknown): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) this.#socket.terminate();
    else this.#socket.send(JSON.stringify(value));
  }
}
