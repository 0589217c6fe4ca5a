import type { Address } from "../address.ts";
import { bytesEqual, toBase64 } from "../bytes.ts";
import type { Cid } from "../cid.ts";
import type { Message } from "../message.ts";
import type { AttoFil, Epoch } from "../units.ts";
import type { TipSetKey } from "./lotus-json.ts";

/** What goes into questions to a node, as Lotus' JSON. */

/** What GasEstimateMessageGas may spend; null leaves it to the node (0.07 FIL). */
export interface GasSpec {
  maxFee: AttoFil;
}

export interface GasFields {
  gasLimit: number;
  gasFeeCap: AttoFil;
  gasPremium: AttoFil;
}

/** Which events to return. An empty list of values asks for the key alone; heights not together with a tipset. */
export interface EventFilter {
  addresses?: readonly Address[];
  fields?: Readonly<Record<string, readonly { codec: number; value: Uint8Array }[]>>;
  fromHeight?: Epoch;
  toHeight?: Epoch;
  tipSet?: TipSetKey;
}

/** A tipset key; null asks at the head. */
export function key(at: TipSetKey | null): unknown {
  return (at ?? []).map(link);
}

export function link(cid: Cid): { "/": string } {
  return { "/": cid.toString() };
}

export function fieldsJson(fields: NonNullable<EventFilter["fields"]>): unknown {
  return Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values.map(({ codec, value }) => ({ codec, value: toBase64(value) }))]));
}

/** The nonce may be filled in by the node, so it is not compared. */
export function sameBesidesGas(asked: Message, filled: Message): boolean {
  return (
    asked.to.equals(filled.to) &&
    asked.from.equals(filled.from) &&
    asked.value === filled.value &&
    asked.method === filled.method &&
    bytesEqual(asked.params, filled.params)
  );
}
