/** Small modules for tests, assembled by hand: functions imported, one memory, `invoke` that runs a body. */
import { concatBytes } from "../../filecoin/bytes.ts";

export type WasmType = "i" | "I";

export interface WasmImport {
  module: string;
  name: string;
  params: WasmType[];
  /** null = none */
  result: WasmType | null;
}

export interface WasmModule {
  imports: readonly WasmImport[];
  /** 64 KiB each */
  pages: number;
  /** Bytes of the memory's beginning. */
  data?: Uint8Array;
  /** Instructions of invoke(params: i32) → i32, without the closing end. */
  body: Uint8Array;
}

export const I32_CONST = 0x41;
export const I64_CONST = 0x42;
export const CALL = 0x10;
export const DROP = 0x1a;

const TYPE = { i: 0x7f, I: 0x7e } as const;

export function unsignedLeb(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

export function signedLeb(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    const byte = Number(rest & 127n);
    if ((rest >> 7n === 0n && byte < 64) || (rest >> 7n === -1n && byte >= 64)) return Uint8Array.from([...bytes, byte]);
    bytes.push(byte | 128);
  }
}

const sized = (bytes: Uint8Array): Uint8Array => concatBytes(unsignedLeb(bytes.length), bytes);
const vector = (items: readonly Uint8Array[]): Uint8Array => concatBytes(unsignedLeb(items.length), ...items);
const section = (id: number, bytes: Uint8Array): Uint8Array => concatBytes(Uint8Array.of(id), sized(bytes));
const text = (value: string): Uint8Array => sized(new TextEncoder().encode(value));
const signature = (params: readonly WasmType[], result: WasmType | null): Uint8Array =>
  concatBytes(Uint8Array.of(0x60), vector(params.map((p) => Uint8Array.of(TYPE[p]))), vector(result === null ? [] : [Uint8Array.of(TYPE[result])]));

export function assemble({ imports, pages, data, body }: WasmModule): Uint8Array {
  const own = imports.length;
  const code = concatBytes(vector([]), body, Uint8Array.of(0x0b));
  return concatBytes(
    Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
    section(1, vector([...imports.map((i) => signature(i.params, i.result)), signature(["i"], "i")])),
    section(2, vector(imports.map((i, index) => concatBytes(text(i.module), text(i.name), Uint8Array.of(0), unsignedLeb(index))))),
    section(3, vector([unsignedLeb(own)])),
    section(5, vector([concatBytes(Uint8Array.of(0), unsignedLeb(pages))])),
    section(7, vector([concatBytes(text("memory"), Uint8Array.of(2, 0)), concatBytes(text("invoke"), Uint8Array.of(0), unsignedLeb(own))])),
    section(10, vector([sized(code)])),
    ...(data === undefined ? [] : [section(11, vector([concatBytes(Uint8Array.of(0, I32_CONST, 0, 0x0b), sized(data))]))]),
  );
}

/** An actor that never comes back. It fills its memory over and over, which costs much gas and little time. */
export const ENDLESS_LOOP = assemble({
  imports: [],
  pages: 1,
  body: concatBytes(
    Uint8Array.of(0x03, 0x40, I32_CONST, 0, I32_CONST, 0, I32_CONST),
    signedLeb(65_536n),
    Uint8Array.of(0xfc, 0x0b, 0, 0x0c, 0, 0x0b, I32_CONST, 0),
  ),
});
