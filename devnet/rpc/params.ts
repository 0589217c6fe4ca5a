/** Reads the positional parameters of a call. What does not fit is refused with the error a Lotus node gives. */
import { Address, AddressError } from "../../filecoin/address.ts";
import { ByteTextError, fromBase64 } from "../../filecoin/bytes.ts";
import { CidError, type Cid, parseCid } from "../../filecoin/cid.ts";
import { type Message, MessageError, type SignedMessage, messageFromPartialJson, signedMessageFromJson } from "../../filecoin/message.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";

/** The parameters of one call, read from the first to the last. */
export class Params {
  readonly #method: string;
  readonly #values: readonly unknown[];
  #next = 0;

  constructor(method: string, values: readonly unknown[]) {
    this.#method = method;
    this.#values = values;
  }

  /** The parameters not read yet, which stay unread. */
  rest(): readonly unknown[] {
    return this.#values.slice(this.#next);
  }

  /** The same call with other values in place of those not read yet. */
  withRest(values: readonly unknown[]): Params {
    return new Params(this.#method, values);
  }

  /** The next parameter as it came. */
  any(): unknown {
    return this.#values[this.#next++];
  }

  /** True when the next parameter is null or was left out; it then counts as read. */
  absent(): boolean {
    const value = this.#values[this.#next];
    if (value !== null && value !== undefined) return false;
    this.#next++;
    return true;
  }

  address(): Address {
    const value = this.any();
    if (typeof value !== "string") return this.#refuse("address", value);
    return this.#read("address", () => Address.parse(value));
  }

  cid(): Cid {
    const value = this.any();
    return this.#read("CID", () => cidFromJson(value));
  }

  /** A tipset key: an array of CIDs, or null, [] for the head. */
  tipsetKey(): Cid[] | null {
    const value = this.any();
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) return this.#refuse("tipset key", value);
    return this.#read("tipset key", () => value.map(cidFromJson));
  }

  integer(): number {
    const value = this.any();
    return typeof value === "number" && Number.isSafeInteger(value) ? value : this.#refuse("integer", value);
  }

  /** An integer of at least 0. */
  count(): number {
    const value = this.integer();
    return value >= 0 ? value : this.#refuse("number of at least 0", value);
  }

  boolean(): boolean {
    const value = this.any();
    return typeof value === "boolean" ? value : this.#refuse("boolean", value);
  }

  text(): string {
    const value = this.any();
    return typeof value === "string" ? value : this.#refuse("string", value);
  }

  /** Base64; null is empty. */
  bytes(): Uint8Array {
    const value = this.any();
    if (value === null || value === undefined) return new Uint8Array(0);
    if (typeof value !== "string") return this.#refuse("base64", value);
    return this.#read("base64", () => fromBase64(value));
  }

  /** attoFIL as decimal text. */
  atto(): bigint {
    const value = this.any();
    if (typeof value !== "string" || !/^-?\d{1,100}$/.test(value)) return this.#refuse("attoFIL as decimal string", value);
    return BigInt(value);
  }

  message(): Message {
    const value = this.any();
    return this.#read("message", () => messageFromPartialJson(value));
  }

  signedMessage(): SignedMessage {
    const value = this.any();
    return this.#read("signed message", () => signedMessageFromJson(value));
  }

  object(): Record<string, unknown> {
    const value = this.any();
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.#refuse("object", value);
    return value as Record<string, unknown>;
  }

  #read<T>(what: string, read: () => T): T {
    try {
      return read();
    } catch (error) {
      const known = [AddressError, CidError, ByteTextError, MessageError].some((kind) => error instanceof kind);
      if (!known) throw error;
      throw new RpcFault(RpcCode.parse, `unmarshaling params for '${this.#method}' (param ${this.#next - 1}, ${what}): ${(error as Error).message}`);
    }
  }

  #refuse(expected: string, value: unknown): never {
    throw new RpcFault(RpcCode.parse, `unmarshaling params for '${this.#method}' (param ${this.#next - 1}): expected ${expected}, got ${shown(value)}`);
  }
}

/** A value as text for an error, cut short. Arrays in arrays without end are not followed. */
function shown(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? "nothing").slice(0, 80);
  } catch {
    return "a value nested too deeply";
  }
}

/** {"/": "bafy…"} */
export function cidFromJson(value: unknown): Cid {
  const text: unknown = typeof value === "object" && value !== null ? (value as Record<string, unknown>)["/"] : undefined;
  if (typeof text !== "string") throw new CidError(`expected {"/": "bafy…"}; got ${shown(value)}`);
  return parseCid(text);
}
