import type * as v from "valibot";
import type { Address, NetworkPrefix } from "../address.ts";
import { messageToJson, type Message } from "../message.ts";
import { checkReply } from "./check-reply.ts";
import { HttpTransport, type TransportOptions } from "./http-transport.ts";

/** How a node is asked: with which patience, and every reply checked against its schema. */

export interface LotusClientOptions extends TransportOptions {
  /** Prefix of addresses in what we send; nodes accept both. Default "f". */
  prefix?: NetworkPrefix;
  /** Milliseconds per attempt. Defaults: read 10,000, execute 25,000 (StateCall, estimates, waits), push 20,000. */
  timeouts?: Partial<Timeouts>;
}

export interface Timeouts {
  read: number;
  execute: number;
  push: number;
}

/** A fetch that takes over 30 s ends a Chrome service worker, so each stays below. */
const DEFAULT_TIMEOUTS: Timeouts = { read: 10_000, execute: 25_000, push: 20_000 };

export interface CallOptions {
  signal?: AbortSignal;
  /** Milliseconds for each attempt instead of the default. */
  timeoutMs?: number;
}

export class CheckedCalls {
  readonly #transport: HttpTransport;
  protected readonly timeouts: Timeouts;
  protected readonly prefix: NetworkPrefix;

  /** Throws NodeUrlError. */
  constructor(options: LotusClientOptions) {
    this.#transport = new HttpTransport(options);
    this.timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    this.prefix = options.prefix ?? "f";
  }

  /** The node's host, for people. */
  get node(): string {
    return this.#transport.node;
  }

  /** Any method by its bare name, once, without repetition; the result as it came, null when there is none. */
  async call(method: string, params: readonly unknown[] = [], options?: CallOptions): Promise<unknown> {
    return (await this.raw(method, params, false, this.timeouts.execute, options)) ?? null;
  }

  protected text(address: Address): string {
    return address.toString(this.prefix);
  }

  protected json(message: Message): unknown {
    return messageToJson(message, this.prefix);
  }

  protected read<T>(method: string, params: unknown[], schema: v.GenericSchema<unknown, T>, options?: CallOptions): Promise<T> {
    return this.checked(method, params, schema, true, this.timeouts.read, options);
  }

  protected execute<T>(method: string, params: unknown[], schema: v.GenericSchema<unknown, T>, options?: CallOptions): Promise<T> {
    return this.checked(method, params, schema, true, this.timeouts.execute, options);
  }

  /** Nodes leave a null result out. */
  protected async checked<T>(
    method: string,
    params: unknown[],
    schema: v.GenericSchema<unknown, T>,
    retry: boolean,
    timeoutMs: number,
    options: CallOptions = {},
  ): Promise<T> {
    const raw = await this.raw(method, params, retry, timeoutMs, options);
    return checkReply(method, this.node, schema, raw ?? null);
  }

  protected raw(method: string, params: readonly unknown[], retry: boolean, timeoutMs: number, options: CallOptions = {}): Promise<unknown> {
    return this.#transport.call(method, params, { timeoutMs: options.timeoutMs ?? timeoutMs, retry, signal: options.signal });
  }
}
