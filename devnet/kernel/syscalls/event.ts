import { actorEvent } from "../price-list.ts";
import type { EventEntry } from "../../../filecoin/chain/receipt.ts";
import { ErrorNumber, SyscallError } from "../runtime.ts";
import { type SyscallDefinition, u32 } from "./syscall.ts";

/** Module event. Source: ref-fvm fvm/src/syscalls/event.rs, kernel/default.rs; FIP-0049. */

const ENTRY_BYTES = 24;
const MAX_ENTRIES = 255;
const MAX_KEY_BYTES = 31;
const MAX_VALUE_BYTES = 8_192;
const KNOWN_FLAGS = 3n;
const VALUE_CODECS = new Set([0x55n, 0x51n]);
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const event: Record<string, SyscallDefinition> = {
  emit_event: {
    params: "iiiiii",
    out: 0,
    run(call, memory, args) {
      const [at, count] = [u32(args, 0), u32(args, 1)];
      if (count * ENTRY_BYTES > 0xffff_ffff) throw illegal("too many event entries");
      const headers = memory.slice(at, count * ENTRY_BYTES);
      const keys = memory.slice(u32(args, 2), u32(args, 3));
      const values = memory.slice(u32(args, 4), u32(args, 5));
      if (call.readOnly) throw new SyscallError(ErrorNumber.readOnly, "a read-only call cannot emit events");
      call.calls.gas.charge("OnActorEvent", actorEvent(count, keys.length, values.length));
      call.calls.events.push({ emitter: call.receiver, entries: readEntries(headers, keys, values) });
    },
  },
};

function readEntries(headers: Uint8Array, keys: Uint8Array, values: Uint8Array): EventEntry[] {
  const count = headers.length / ENTRY_BYTES;
  if (count > MAX_ENTRIES) throw limit(`an event has at most ${String(MAX_ENTRIES)} entries`);
  if (values.length > MAX_VALUE_BYTES) throw limit(`an event's values have at most ${String(MAX_VALUE_BYTES)} bytes`);
  decodeUtf8(keys);
  const view = new DataView(headers.buffer, headers.byteOffset, headers.length);
  const entries: EventEntry[] = [];
  let keyAt = 0;
  let valueAt = 0;
  for (let i = 0; i < count; i++) {
    const { flags, codec, keyLength, valueLength } = readHeader(view, i * ENTRY_BYTES);
    if (keyAt + keyLength > keys.length) throw illegal("an event key lies outside the keys");
    const key = decodeUtf8(keys.subarray(keyAt, keyAt + keyLength));
    if (valueAt + valueLength > values.length) throw illegal("an event value lies outside the values");
    const value = values.slice(valueAt, valueAt + valueLength);
    if (!VALUE_CODECS.has(codec)) throw new SyscallError(ErrorNumber.illegalCodec, "event values are raw or CBOR");
    entries.push({ flags, key, codec: Number(codec), value });
    keyAt += keyLength;
    valueAt += valueLength;
  }
  if (keyAt !== keys.length || valueAt !== values.length) throw illegal("keys or values are left over");
  return entries;
}

function readHeader(view: DataView, at: number): { flags: number; codec: bigint; keyLength: number; valueLength: number } {
  const flags = view.getBigUint64(at, true);
  if ((flags & ~KNOWN_FLAGS) !== 0n) throw illegal(`unknown event flags ${String(flags)}`);
  const keyLength = view.getUint32(at + 16, true);
  if (keyLength > MAX_KEY_BYTES) throw limit(`an event key has at most ${String(MAX_KEY_BYTES)} bytes`);
  const valueLength = view.getUint32(at + 20, true);
  if (valueLength > MAX_VALUE_BYTES) throw illegal("an event value is out of range");
  return { flags: Number(flags), codec: view.getBigUint64(at + 8, true), keyLength, valueLength };
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw illegal("event keys are UTF-8");
  }
}

function illegal(text: string): SyscallError {
  return new SyscallError(ErrorNumber.illegalArgument, text);
}

function limit(text: string): SyscallError {
  return new SyscallError(ErrorNumber.limitExceeded, text);
}
