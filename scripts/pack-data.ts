/**
 * The compiler gives each text of an actor a data segment of its own, with six or seven bytes of head. Segments that lie side by
 * side, or nearly, are joined: the memory at start is the same, the module some two kilobytes smaller.
 */

/** The longest gap (zeros at start) that is cheaper written out than skipped with another head. */
const MAX_GAP = 5;
const DATA = 11;
const DATA_COUNT = 12;
const I32_CONST = 0x41;
const END = 0x0b;

interface Segment {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

function readUnsigned(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7, at++) {
    const byte = bytes[at] as number;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, next: at + 1 };
  }
}

function unsigned(value: number): number[] {
  const out: number[] = [];
  for (; value > 127; value >>>= 7) out.push((value & 127) | 128);
  return [...out, value];
}

/** A signed LEB128 number of 0 or more. */
function signed(value: number): number[] {
  const out: number[] = [];
  for (; value > 63; value >>>= 7) out.push((value & 127) | 128);
  return [...out, value];
}

/** The segments of a data section; null if one is of another sort than "at a constant place of memory 0". */
function readSegments(section: Uint8Array): Segment[] | null {
  const segments: Segment[] = [];
  const { value: count, next } = readUnsigned(section, 0);
  let at = next;
  for (let i = 0; i < count; i++) {
    if (section[at] !== 0 || section[at + 1] !== I32_CONST) return null;
    const offset = readUnsigned(section, at + 2);
    if (section[offset.next] !== END) return null;
    const length = readUnsigned(section, offset.next + 1);
    at = length.next + length.value;
    segments.push({ offset: offset.value, bytes: section.subarray(length.next, at) });
  }
  return segments;
}

function join(segments: readonly Segment[]): Segment[] {
  const sorted = [...segments].sort((a, b) => a.offset - b.offset);
  const joined: Segment[] = [];
  for (const segment of sorted) {
    const last = joined.at(-1);
    const gap = last === undefined ? Infinity : segment.offset - last.offset - last.bytes.length;
    if (gap < 0) return [...segments];
    if (last === undefined || gap > MAX_GAP) {
      joined.push(segment);
      continue;
    }
    const bytes = new Uint8Array(last.bytes.length + gap + segment.bytes.length);
    bytes.set(last.bytes);
    bytes.set(segment.bytes, last.bytes.length + gap);
    joined[joined.length - 1] = { offset: last.offset, bytes };
  }
  return joined;
}

function writeSegments(segments: readonly Segment[]): number[] {
  const out = unsigned(segments.length);
  for (const { offset, bytes } of segments) out.push(0, I32_CONST, ...signed(offset), END, ...unsigned(bytes.length), ...bytes);
  return out;
}

/** The module with its data segments joined; as it is if there is one that no constant place is given for, or segments overlap. */
export function packData(wasm: Uint8Array): Uint8Array {
  const sections: { id: number; body: Uint8Array | readonly number[] }[] = [];
  for (let at = 8; at < wasm.length;) {
    const size = readUnsigned(wasm, at + 1);
    sections.push({ id: wasm[at] as number, body: wasm.subarray(size.next, size.next + size.value) });
    at = size.next + size.value;
  }
  const data = sections.find(({ id }) => id === DATA);
  const segments = data === undefined ? null : readSegments(data.body as Uint8Array);
  if (data === undefined || segments === null) return wasm;
  const joined = join(segments);
  data.body = writeSegments(joined);
  const count = sections.find(({ id }) => id === DATA_COUNT);
  if (count !== undefined) count.body = unsigned(joined.length);
  return Uint8Array.from([...wasm.subarray(0, 8), ...sections.flatMap(({ id, body }) => [id, ...unsigned(body.length), ...body])]);
}
