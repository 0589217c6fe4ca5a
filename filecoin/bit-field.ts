/**
 * Sets of numbers as RLE+ bit fields (version 0): bits least significant first; 2 bits version, 1 bit value of the first run, then runs
 * `1` = length 1, `01` + 4 bits = below 16, `00` + LEB128 = longer. Every set has one encoding; any other is refused.
 * Source: filecoin-project/specs data structures "RLE+", ref-fvm ipld/bitfield, go-bitfield.
 */

/** Lengths of alternating runs: the first of numbers outside the set (0 if 0 is in it), the last of numbers in it. None for the empty set. */
export type Runs = readonly bigint[];

/** Bytes, runs or numbers that are no bit field, or one that holds more than its reader asked for. */
export class BitFieldError extends Error {
  override readonly name = "BitFieldError";
}

/** The FVM and Lotus refuse longer encodings. */
const MOST_BYTES = 32 * 1024;
/** Numbers go up to 2^64 − 2: all runs together fit 64 bits. */
const MOST_LENGTH = (1n << 64n) - 1n;
const SHORT_LIMIT = 16n;

/** Runs of RLE+ bytes; a few bytes may stand for more numbers than memory holds, so nothing is unfolded. Throws BitFieldError. */
export function decodeBitField(bytes: Uint8Array): Runs {
  if (bytes.length === 0) return [];
  if (bytes.length > MOST_BYTES) throw new BitFieldError(`RLE+: expected at most ${MOST_BYTES} bytes; got ${bytes.length}`);
  const bits = new BitReader(bytes);
  if (bits.take(2) !== 0) throw new BitFieldError("RLE+: unknown version");
  const runs: bigint[] = bits.take(1) === 1 ? [0n] : [];
  let total = 0n;
  while (bits.isMore) {
    const run = nextRun(bits);
    total += run;
    if (total > MOST_LENGTH) throw new BitFieldError("RLE+: number above 2^64");
    runs.push(run);
  }
  if (runs.length % 2 === 1 || bytes.at(-1) === 0) throw notShortest();
  return runs;
}

/** RLE+ bytes of runs. Throws BitFieldError for runs that no decoder gives. */
export function encodeBitField(runs: Runs): Uint8Array {
  if (runs.length === 0) return new Uint8Array();
  checkRuns(runs);
  const bits = new BitWriter();
  const startsInside = runs[0] === 0n;
  bits.put(startsInside ? 4n : 0n, 3);
  for (const run of startsInside ? runs.slice(1) : runs) putRun(bits, run);
  const bytes = bits.finish();
  if (bytes.length > MOST_BYTES) throw new BitFieldError(`RLE+: at most ${MOST_BYTES} bytes may be written; this set takes ${bytes.length}`);
  return bytes;
}

/** Runs of ascending numbers without repetition. Throws BitFieldError for any other order. */
export function runsOf(numbers: readonly (bigint | number)[]): Runs {
  const runs: bigint[] = [];
  let next = 0n;
  for (const given of numbers) {
    const number = BigInt(given);
    if (number < next) throw new BitFieldError(`expected numbers in ascending order, from 0 on; ${number} comes where ${next} is the least`);
    if (runs.length > 0 && number === next) runs[runs.length - 1]! += 1n;
    else runs.push(number - next, 1n);
    next = number + 1n;
  }
  return runs;
}

/** How many numbers are in the set. */
export const countOf = (runs: Runs): bigint => runs.reduce((sum, run, i) => (i % 2 === 1 ? sum + run : sum), 0n);

/** Is a number in the set? */
export function isIn(runs: Runs, number: bigint | number): boolean {
  let end = 0n;
  const place = runs.findIndex((run) => (end += run) > BigInt(number));
  return place % 2 === 1;
}

/** The numbers of a set, ascending. Throws BitFieldError, before it unfolds any, if there are more than `most`. */
export function numbersOf(runs: Runs, most: number): bigint[] {
  const count = countOf(runs);
  if (count > BigInt(most)) throw new BitFieldError(`expected at most ${most} ids in one set; got ${count}`);
  const numbers: bigint[] = [];
  let at = 0n;
  runs.forEach((run, i) => {
    for (let k = 0n; i % 2 === 1 && k < run; k++) numbers.push(at + k);
    at += run;
  });
  return numbers;
}

/** The JSON of Lotus: the run lengths, [0] for the empty set. Lengths above 2^53 lose digits there, in Lotus' own clients too. */
export const bitFieldToJson = (runs: Runs): number[] => (runs.length === 0 ? [0] : runs.map(Number));

/** Runs of Lotus' JSON. Throws BitFieldError unless these are whole numbers, none but the first 0. */
export function bitFieldFromJson(lengths: readonly unknown[]): Runs {
  const runs = lengths.map((length) => {
    if (typeof length !== "number" || !Number.isSafeInteger(length) || length < 0) throw new BitFieldError("expected a bit field as run lengths");
    return BigInt(length);
  });
  // A last run of zeros says nothing: [0] is the empty set.
  const set = runs.length % 2 === 1 ? runs.slice(0, -1) : runs;
  checkRuns(set);
  return set;
}

function checkRuns(runs: Runs): void {
  if (runs.length % 2 === 1) throw new BitFieldError("expected the last run to be one of numbers in the set");
  if (runs.some((run, i) => run < 0n || (run === 0n && i > 0))) throw new BitFieldError("expected runs above 0; only the first may be 0");
  if (runs.reduce((sum, run) => sum + run, 0n) > MOST_LENGTH) throw new BitFieldError("expected numbers below 2^64");
}

const notShortest = (): BitFieldError => new BitFieldError("RLE+: not in its shortest form");

function nextRun(bits: BitReader): bigint {
  if (bits.take(1) === 1) return 1n;
  if (bits.take(1) === 1) {
    const run = bits.take(4);
    if (run < 2) throw notShortest();
    return BigInt(run);
  }
  let run = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = bits.take(8);
    run |= BigInt(byte & 0x7f) << shift;
    if (byte >= 0x80) continue;
    if (byte === 0 || run < SHORT_LIMIT) throw notShortest();
    return run;
  }
  throw new BitFieldError("RLE+: run above 2^64");
}

function putRun(bits: BitWriter, run: bigint): void {
  if (run === 1n) return bits.put(1n, 1);
  if (run < SHORT_LIMIT) return bits.put(2n | (run << 2n), 6);
  bits.put(0n, 2);
  let rest = run;
  for (; rest > 0x7fn; rest >>= 7n) bits.put((rest & 0x7fn) | 0x80n, 8);
  bits.put(rest, 8);
}

/** Bits of bytes, least significant first; behind the end there are zeros. */
class BitReader {
  #at = 0;
  /** Place behind the last bit that is set: what follows says nothing. */
  readonly #end: number;

  constructor(readonly bytes: Uint8Array) {
    const last = bytes.findLastIndex((byte) => byte !== 0);
    this.#end = last < 0 ? 0 : last * 8 + 32 - Math.clz32(bytes[last] ?? 0);
  }

  get isMore(): boolean {
    return this.#at < this.#end;
  }

  /** The next `count` bits, at most 8. */
  take(count: number): number {
    const byte = this.#at >> 3;
    const pair = (this.bytes[byte] ?? 0) | ((this.bytes[byte + 1] ?? 0) << 8);
    const value = (pair >> (this.#at & 7)) & ((1 << count) - 1);
    this.#at += count;
    return value;
  }
}

class BitWriter {
  readonly #bytes: number[] = [];
  #at = 0;

  /** Writes the low `count` bits, at most 8. */
  put(value: bigint, count: number): void {
    const place = this.#at >> 3;
    const pair = Number(value) << (this.#at & 7);
    this.#bytes[place] = (this.#bytes[place] ?? 0) | (pair & 0xff);
    if (pair > 0xff) this.#bytes[place + 1] = pair >> 8;
    this.#at += count;
  }

  /** What was written, without zero bytes at the end. */
  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes.slice(0, this.#bytes.findLastIndex((byte) => byte !== 0) + 1));
  }
}
