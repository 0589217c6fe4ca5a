/** Receipts as blocks keep them, and the events they lead to. Sources: ref-fvm shared/src/{receipt,event}, lotus chain/types/message_receipt.go. */
import { CborError, type CborValue, TupleReader } from "../cbor.ts";
import type { Cid } from "../cid.ts";
import { amtEntries, amtGet } from "../ipld/amt.ts";
import type { Walk } from "../ipld/walk.ts";
import { actorId, type ActorId } from "../units.ts";

/** What a message ended with (version 4 of receipts: with the root of its events). */
export interface Receipt {
  exitCode: number;
  ret: Uint8Array;
  /** gas */
  gasUsed: number;
  /** Array of its events; null when there are none. */
  eventsRoot: Cid | null;
}

/** Receipts stand in an array of format 0, in the order in which the messages ran. */
export const RECEIPTS_AMT = { version: 0 } as const;
export const EVENTS_AMT = { bitWidth: 5 } as const;
/** Most events of one message that are read: far above what a message's gas can pay for. */
const MOST_EVENTS = 100_000;

/** One entry of an event: flags (1 key indexed, 2 value indexed), codec of the value (0x55 raw, 0x51 CBOR). */
export interface EventEntry {
  readonly flags: number;
  readonly key: string;
  readonly codec: number;
  readonly value: Uint8Array;
}

/** An event with the actor that emitted it. */
export interface StampedEvent {
  readonly emitter: ActorId;
  readonly entries: readonly EventEntry[];
}

export const encodeReceipt = (r: Receipt): CborValue => [r.exitCode, r.ret, r.gasUsed, r.eventsRoot];

/** Throws CborError. */
export function decodeReceipt(value: CborValue): Receipt {
  const r = new TupleReader(value, 4, "receipt");
  return { exitCode: r.uint(), ret: r.bytes(), gasUsed: r.uint(), eventsRoot: r.nullable((f) => f.cid()) };
}

/** The receipt of the `index`-th message that ran. Throws AmtError; CborError when there is none. */
export function* receiptAt(root: Cid, index: number): Walk<Cid, Uint8Array, Receipt> {
  const value = yield* amtGet(root, index, RECEIPTS_AMT);
  if (value === undefined) throw new CborError("shape", `receipts: expected one for message ${index}; there is none`);
  return decodeReceipt(value);
}

export const encodeEvent = ({ emitter, entries }: StampedEvent): CborValue => [emitter, entries.map((e): CborValue => [e.flags, e.key, e.codec, e.value])];

/** Throws CborError. */
export function decodeEvent(value: CborValue): StampedEvent {
  const r = new TupleReader(value, 2, "event");
  return {
    emitter: actorId(r.ubigint()),
    entries: r.list((item) => item.tuple(4, (e) => ({ flags: e.uint(), key: e.text(), codec: e.uint(), value: e.bytes() }))),
  };
}

/** The events of a message, in order. Throws AmtError, CborError. */
export function* eventsAt(root: Cid): Walk<Cid, Uint8Array, StampedEvent[]> {
  const entries = yield* amtEntries(root, { ...EVENTS_AMT, most: MOST_EVENTS });
  return entries.map(([, value]) => decodeEvent(value));
}
