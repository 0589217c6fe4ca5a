/** RLE+ bit fields of miner state, and their JSON: lengths of alternating runs, zeros first. Source: go-bitfield rle. */
import { RpcCode, RpcFault } from "./rpc-error.ts";

/** Lengths of alternating runs, the first of zeros (possibly 0). Throws RpcFault for a malformed field. */
function runsOf(bytes: Uint8Array): number[] {
  if (bytes.length === 0) return [];
  const bits = new BitReader(bytes);
  if (bits.take(2) !== 0) throw new RpcFault(RpcCode.domain, "bit field: invalid RLE+ version");
  const runs: number[] = bits.take(1) === 1 ? [0] : [];
  while (bits.left > 0) {
    const length = runLength(bits);
    if (length === 0) break;
    runs.push(length);
  }
  return runs;
}

/** The set bits in ascending order. */
export function bitsOf(bytes: Uint8Array): number[] {
  const set: number[] = [];
  let at = 0;
  runsOf(bytes).forEach((length, i) => {
    if (i % 2 === 1) for (let bit = at; bit < at + length; bit++) set.push(bit);
    at += length;
  });
  return set;
}

/** Number of set bits. */
export function countOf(bytes: Uint8Array): number {
  return runsOf(bytes).reduce((sum, length, i) => (i % 2 === 1 ? sum + length : sum), 0);
}

/** Run lengths of an ascending list of set bits: the JSON of a bit field. [0] for none, as Go prints it. */
export function bitFieldJson(set: readonly number[]): number[] {
  const runs: number[] = [];
  let next = 0;
  for (const bit of set) {
    if (runs.length > 0 && bit === next) runs[runs.length - 1] = (runs[runs.length - 1] ?? 0) + 1;
    else runs.push(bit - next, 1);
    next = bit + 1;
  }
  return runs.length === 0 ? [0] : runs;
}

class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length * 8 - this.#at;
  }

  /** `count` bits, lowest first. */
  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++) value += (((this.#bytes[this.#at >> 3] ?? 0) >> (this.#at & 7)) & 1) * 2 ** i;
    return value;
  }
}

function runLength(bits: BitReader): number {
  if (bits.take(1) === 1) return 1;
  if (bits.take(1) === 1) return bits.take(4);
  let length = 0;
  for (let scale = 1; bits.left > 0; scale *= 128) {
    const byte = bits.take(8);
    length += (byte & 127) * scale;
    if (byte < 128) break;
  }
  return length;
}
