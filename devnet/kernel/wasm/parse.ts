/**
 * The parts of a Wasm module that validation and instrumentation need. Type-checking of bodies is left to the engine.
 * Source: WebAssembly core specification 5.5 (binary format of modules).
 */
import { ByteCursor, WasmRefused } from "./byte-cursor.ts";

export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
} as const;

export const EXTERNAL = { function: 0, table: 1, memory: 2, global: 3 } as const;

export interface FunctionType {
  readonly params: Uint8Array;
  readonly results: Uint8Array;
}

export interface Limits {
  readonly flags: number;
  readonly min: number;
  /** absent: no maximum declared */
  readonly max: number | undefined;
}

export interface Import {
  readonly module: string;
  readonly name: string;
  readonly kind: number;
  /** type index of a function; 0 for all other kinds */
  readonly type: number;
}

export interface Export {
  readonly name: string;
  readonly kind: number;
  readonly index: number;
}

/** A range of the module's bytes. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface ElementSegment {
  readonly flags: number;
  /** Bytes between the flags and the vector: table, offset, kind. */
  readonly head: Range;
  /** Function indices, or null for a segment of expressions. */
  readonly functions: readonly number[] | null;
  /** Number of items of a segment of expressions. */
  readonly expressions: number;
}

export interface FunctionBody {
  /** Number of local declaration groups and the bytes that hold them. */
  readonly groups: number;
  readonly locals: Range;
  readonly localCount: number;
  /** Instructions, the final `end` included. */
  readonly code: Range;
}

export interface ModuleParts {
  readonly bytes: Uint8Array;
  readonly sections: ReadonlyMap<number, Range>;
  readonly types: readonly FunctionType[];
  readonly imports: readonly Import[];
  readonly importedFunctions: number;
  readonly importedGlobals: number;
  /** Type index of every function, imported ones first. */
  readonly functionTypes: readonly number[];
  readonly tables: readonly { type: number; limits: Limits }[];
  readonly memories: readonly Limits[];
  readonly globals: number;
  readonly globalInitialisers: readonly Range[];
  readonly exports: readonly Export[];
  readonly start: number | undefined;
  readonly elements: readonly ElementSegment[];
  readonly bodies: readonly FunctionBody[];
  /** Offset expressions of active data segments. */
  readonly dataOffsets: readonly Range[];
}

/** i32, i64, f32, f64 and function references; SIMD and garbage-collected references are off. Throws WasmRefused. */
export function checkValueType(type: number): void {
  if ((type < 0x7c || type > 0x7f) && type !== 0x70) {
    throw new WasmRefused(`value type 0x${type.toString(16)} is off`);
  }
}

/** Splits a module into its parts. Throws WasmRefused when its frame is malformed or not of the accepted features. */
export function parseModule(bytes: Uint8Array): ModuleParts {
  const sections = findSections(bytes);
  const open = (id: number): ByteCursor | null => {
    const range = sections.get(id);
    return range === undefined ? null : new ByteCursor(bytes, range.start, range.end);
  };
  const list = <T>(id: number, item: (c: ByteCursor) => T): T[] => {
    const cursor = open(id);
    if (cursor === null) return [];
    const items = vector(cursor, item);
    if (!cursor.done) throw new WasmRefused(`section ${String(id)} has bytes behind its last item`);
    return items;
  };
  const types = list(SECTION.type, functionType);
  const imports = list(SECTION.import, importEntry);
  const importedFunctionTypes = imports.filter((i) => i.kind === EXTERNAL.function).map((i) => i.type);
  const globalInitialisers = list(SECTION.global, globalInitialiser);
  return {
    bytes,
    sections,
    types,
    imports,
    importedFunctions: importedFunctionTypes.length,
    importedGlobals: imports.filter((i) => i.kind === EXTERNAL.global).length,
    functionTypes: importedFunctionTypes.concat(list(SECTION.function, (c) => c.u32())),
    tables: list(SECTION.table, (c) => ({ type: c.byte(), limits: limits(c) })),
    memories: list(SECTION.memory, limits),
    globals: globalInitialisers.length,
    globalInitialisers,
    exports: list(SECTION.export, (c) => ({ name: c.name(), kind: c.byte(), index: c.u32() })),
    start: open(SECTION.start)?.u32(),
    elements: list(SECTION.element, elementSegment),
    bodies: list(SECTION.code, functionBody),
    dataOffsets: list(SECTION.data, dataOffset).filter((r) => r !== null),
  };
}

function findSections(bytes: Uint8Array): Map<number, Range> {
  const cursor = new ByteCursor(bytes);
  for (const expected of [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]) {
    if (cursor.byte() !== expected) throw new WasmRefused("expected a Wasm module of version 1");
  }
  const sections = new Map<number, Range>();
  while (!cursor.done) {
    const id = cursor.byte();
    const length = cursor.u32();
    const start = cursor.at;
    cursor.skip(length);
    if (id === SECTION.custom) continue;
    if (id > SECTION.dataCount) throw new WasmRefused(`section ${String(id)} is of a feature that is off`);
    if (sections.has(id)) throw new WasmRefused(`section ${String(id)} occurs twice`);
    sections.set(id, { start, end: cursor.at });
  }
  return sections;
}

function vector<T>(cursor: ByteCursor, item: (c: ByteCursor) => T): T[] {
  const count = cursor.u32();
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(item(cursor));
  return items;
}

function functionType(c: ByteCursor): FunctionType {
  if (c.byte() !== 0x60) throw new WasmRefused("only function types are accepted");
  return { params: valueTypes(c), results: valueTypes(c) };
}

function valueTypes(c: ByteCursor): Uint8Array {
  const count = c.u32();
  const start = c.at;
  c.skip(count);
  return c.bytes.subarray(start, c.at);
}

function limits(c: ByteCursor): Limits {
  const flags = c.byte();
  if (flags > 1) throw new WasmRefused("shared and 64-bit memories are off");
  return { flags, min: c.u32(), max: flags === 1 ? c.u32() : undefined };
}

function importEntry(c: ByteCursor): Import {
  const module = c.name();
  const name = c.name();
  const kind = c.byte();
  let type = 0;
  if (kind === EXTERNAL.function) type = c.u32();
  else if (kind === EXTERNAL.table) {
    c.byte();
    limits(c);
  } else if (kind === EXTERNAL.memory) limits(c);
  else if (kind === EXTERNAL.global) c.skip(2);
  else throw new WasmRefused(`import of an unknown kind ${String(kind)}`);
  return { module, name, kind, type };
}

/** A constant expression of one instruction; the extended form is off. */
function constant(c: ByteCursor): Range {
  const start = c.at;
  const opcode = c.byte();
  if (opcode === 0x41 || opcode === 0x42 || opcode === 0x23 || opcode === 0xd2) c.skipLeb();
  else if (opcode === 0x43) c.skip(4);
  else if (opcode === 0x44) c.skip(8);
  else if (opcode === 0xd0) c.byte();
  else throw new WasmRefused("expected a constant of one instruction");
  if (c.byte() !== 0x0b) throw new WasmRefused("extended constant expressions are off");
  return { start, end: c.at };
}

function globalInitialiser(c: ByteCursor): Range {
  checkValueType(c.byte());
  c.byte();
  return constant(c);
}

function elementSegment(c: ByteCursor): ElementSegment {
  const flags = c.u32();
  if (flags > 7) throw new WasmRefused("unknown kind of element segment");
  const start = c.at;
  const active = (flags & 1) === 0;
  if (active && flags & 2) c.u32();
  if (active) constant(c);
  if (flags & 3) c.byte();
  const head = { start, end: c.at };
  if (flags & 4) return { flags, head, functions: null, expressions: c.u32() };
  return { flags, head, functions: vector(c, (x) => x.u32()), expressions: 0 };
}

function functionBody(c: ByteCursor): FunctionBody {
  const size = c.u32();
  const end = c.at + size;
  if (end > c.end) throw new WasmRefused("a function body is longer than its section");
  const groups = c.u32();
  const start = c.at;
  let localCount = 0;
  for (let i = 0; i < groups; i++) {
    localCount += c.u32();
    checkValueType(c.byte());
  }
  const body = { groups, locals: { start, end: c.at }, localCount, code: { start: c.at, end } };
  c.at = end;
  return body;
}

function dataOffset(c: ByteCursor): Range | null {
  const flags = c.u32();
  if (flags > 2) throw new WasmRefused("unknown kind of data segment");
  if (flags === 2) c.u32();
  const offset = flags === 1 ? null : constant(c);
  c.skip(c.u32());
  return offset;
}
