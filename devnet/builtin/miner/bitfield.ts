/** Sets of small numbers as RLE+ (version 0). Source: ref-fvm ipld/bitfield, spec appendix "RLE+". */
import { CborError } from "../../../filecoin/cbor.ts";

const BLOCK_VARINT = 0b00;
const BLOCK_SHORT = 0b10;
const SHORT_LIMIT = 16;

/** Bits, least significant first. */
class BitWriter {
  readonly #bits: boolean[] = [];

  write(value: number, count: number): void {
    for (let i = 0; i < count; i++) this.#bits.push(Math.floor(value / 2 ** i) % 2 === 1);
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((bit, i) => {
      if (bit) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i & 7));
    });
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === 0) end--;
    return bytes.slice(0, end);
  }
}

class BitReader {
  #at = 0;
  constructor(readonly bytes: Uint8Array) {}

  /** The next `count` bits; beyond the end there are zeros. */
  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++) {
      if (((this.bytes[this.#at >> 3] ?? 0) >> (this.#at & 7)) & 1) value += 2 ** i;
    }
    return value;
  }

  get left(): boolean {
    return this.#at < this.bytes.length * 8;
  }
}

/** Lengths of alternating runs, zeros first. */
function runsOf(numbers: readonly number[]): number[] {
  const runs: number[] = [];
  let next = 0;
  for (const number of numbers) {
    if (number === next && runs.length > 0) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
    else runs.push(number - next, 1);
    next = number + 1;
  }
  return runs;
}

/** RLE+ bytes of a set. `numbers` ascending, without repetition. */
export function encodeBitfield(numbers: readonly number[]): Uint8Array {
  if (numbers.length === 0) return new Uint8Array(0);
  const runs = runsOf(numbers);
  const startsWithOnes = runs[0] === 0;
  const writer = new BitWriter();
  writer.write(0, 2);
  writer.write(startsWithOnes ? 1 : 0, 1);
  for (const run of startsWithOnes ? runs.slice(1) : runs) writeRun(writer, run);
  return writer.bytes();
}

function writeRun(writer: BitWriter, run: number): void {
  if (run === 1) return writer.write(1, 1);
  if (run < SHORT_LIMIT) {
    writer.write(BLOCK_SHORT, 2);
    return writer.write(run, 4);
  }
  writer.write(BLOCK_VARINT, 2);
  for (let rest = run; ; rest = Math.floor(rest / 128)) {
    writer.write((rest % 128) + (rest >= 128 ? 128 : 0), 8);
    if (rest < 128) return;
  }
}

/** The set in RLE+ bytes, ascending. Throws CborError for another version. */
export function decodeBitfield(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  if (bytes.length === 0) return numbers;
  const reader = new BitReader(bytes);
  if (reader.read(2) !== 0) throw new CborError("shape", "expected RLE+ version 0");
  let set = reader.read(1) === 1;
  for (let at = 0; reader.left; set = !set) {
    const run = readRun(reader);
    if (set) for (let i = 0; i < run; i++) numbers.push(at + i);
    at += run;
  }
  return numbers;
}

function readRun(reader: BitReader): number {
  if (reader.read(1) === 1) return 1;
  if (reader.read(1) === 1) return reader.read(4);
  let run = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = reader.read(8);
    run += (byte % 128) * scale;
    if (byte < 128) return run;
  }
}

/** Numbers of both sets, ascending. */
export function union(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

/** Numbers of `a` that are not in `b`. */
export function without(a: readonly number[], b: readonly number[]): number[] {
  const removed = new Set(b);
  return a.filter((number) => !removed.has(number));
}
