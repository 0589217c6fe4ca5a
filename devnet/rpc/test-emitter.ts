/** For tests: an actor that does nothing but emit events. */
import { concatBytes } from "../../filecoin/bytes.ts";
import { RAW } from "../../filecoin/cid.ts";
import { CALL, DROP, I32_CONST, assemble, signedLeb } from "../kernel/test-wasm.ts";

/** An entry of an event. */
export interface EmittedEntry {
  key: string;
  value: Uint8Array;
  /** Default raw. */
  codec?: number;
}

const u64 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
};
const u32 = (value: number): Uint8Array => u64(value).slice(0, 4);

/** An actor that emits these events whenever it is called. */
export function emitterOf(events: readonly EmittedEntry[][]): Uint8Array {
  let data = new Uint8Array(0);
  const put = (bytes: Uint8Array): number => {
    const at = data.length;
    data = new Uint8Array(concatBytes(data, bytes));
    return at;
  };
  const constant = (value: number): Uint8Array => concatBytes(Uint8Array.of(I32_CONST), signedLeb(BigInt(value)));
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  const calls = events.map((entries) => {
    const headers = put(
      concatBytes(...entries.map(({ key, value, codec }) => concatBytes(u64(3), u64(codec ?? RAW), u32(utf8(key).length), u32(value.length)))),
    );
    const keys = concatBytes(...entries.map(({ key }) => utf8(key)));
    const values = concatBytes(...entries.map(({ value }) => value));
    const args = [headers, entries.length, put(keys), keys.length, put(values), values.length];
    return concatBytes(...args.map(constant), Uint8Array.of(CALL, 0, DROP));
  });
  return assemble({
    imports: [{ module: "event", name: "emit_event", params: ["i", "i", "i", "i", "i", "i"], result: "i" }],
    pages: 1,
    data,
    body: concatBytes(...calls, Uint8Array.of(I32_CONST, 0)),
  });
}
