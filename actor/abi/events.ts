/** Events of an owner actor (FIP-0049): the history that clients show; the actor stores none. */
import { CborError, decodeCbor } from "../../filecoin/cbor.ts";
import { decodeWith } from "../../filecoin/methods/codec.ts";
import { codecOf } from "./codec.ts";
import type { OwnerEventName, OwnerEvents } from "./methods.generated.ts";
import type { WireEvent, WireSchema } from "./schema-kinds.ts";
import { wire } from "./wire.generated.ts";

const CBOR_CODEC = 0x51;
const declared: WireSchema["events"] = wire.events;

/** One entry of an actor event, as receipts and GetActorEventsRaw carry it. */
export interface EventEntry {
  readonly key: string;
  readonly codec: number;
  readonly value: Uint8Array;
}

/** An event with its fields by name; narrow by `type`. */
export type OwnerEvent = {
  [N in OwnerEventName]: { readonly type: N; readonly fields: OwnerEvents[N] };
}[OwnerEventName];

/**
 * Reads an event. null if it is none of an owner actor: another `$type`, a field missing or unknown, a value that does not
 * decode. Anybody may emit an event of that name: the caller checks the emitter.
 */
export function decodeOwnerEvent(entries: readonly EventEntry[]): OwnerEvent | null {
  try {
    const [first, ...rest] = entries;
    if (first === undefined || first.key !== "$type" || first.codec !== CBOR_CODEC) return null;
    const type = decodeCbor(first.value);
    if (typeof type !== "string" || !Object.hasOwn(declared, type)) return null;
    const fields = readFields(declared[type] as WireEvent, rest);
    return fields === null ? null : ({ type, fields } as OwnerEvent);
  } catch (error) {
    if (error instanceof CborError) return null;
    throw error;
  }
}

function readFields(event: WireEvent, entries: readonly EventEntry[]): Record<string, unknown> | null {
  const fields: Record<string, unknown> = {};
  for (const { key, codec, value } of entries) {
    const kind = event.fields[key];
    if (kind === undefined || codec !== CBOR_CODEC || Object.hasOwn(fields, key)) return null;
    fields[key] = decodeWith(codecOf(kind), value, key);
  }
  const missing = Object.keys(event.fields).some((key) => !Object.hasOwn(fields, key) && event.optional?.includes(key) !== true);
  return missing ? null : fields;
}
