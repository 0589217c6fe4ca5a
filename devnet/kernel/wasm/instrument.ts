/**
 * Rewrites a module so that it meters itself: a stack of 2,048 elements around every call, gas before every metered
 * block, memory that grows only as far as the message may. Order and indices as in the reference, since the limiter's
 * own instructions are paid for.
 * Source: fvm-wasm-instrument 0.4.0 src/{stack_limiter,gas_metering}, ref-fvm fvm/src/engine/mod.rs load_raw.
 */
import { ByteSink } from "./byte-cursor.ts";
import { MACHINE_FUNCTIONS, MACHINE_TYPES } from "./machine-functions.ts";
import { meteredCode } from "./metered-code.ts";
import { MACHINE_GLOBALS, type ModuleLayout, layoutOf, shiftedGlobal } from "./module-layout.ts";
import { OP } from "./opcodes.ts";
import { EXTERNAL, type ModuleParts, type Range, SECTION } from "./parse.ts";
import { MAX_MEMORY_PAGES, MAX_TABLE_ELEMENTS } from "./validate.ts";

export const MACHINE_MODULE = "gas";
/** i64, mutable: milligas that are left; falls below 0 when the gas is used up. */
export const GAS_COUNTER = "gas_counter";
/** i64, mutable: bytes by which memories of this message may still grow. */
export const MEMORY_ROOM = "memory_room";

const I32 = 0x7f;
const I64 = 0x7e;
const CODE_ORDER = [
  SECTION.type,
  SECTION.import,
  SECTION.function,
  SECTION.table,
  SECTION.memory,
  SECTION.global,
  SECTION.export,
  SECTION.start,
  SECTION.element,
  SECTION.dataCount,
  SECTION.code,
  SECTION.data,
] as const;

/** The metered module. Throws WasmRefused when the module holds something that cannot be metered. */
export function instrument(module: ModuleParts): Uint8Array {
  return new Instrumenter(module).run();
}

class Instrumenter {
  readonly #module: ModuleParts;
  readonly #layout: ModuleLayout;

  constructor(module: ModuleParts) {
    this.#module = module;
    this.#layout = layoutOf(module);
  }

  run(): Uint8Array {
    const out = new ByteSink(this.#module.bytes.length * 2);
    for (const byte of [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]) out.byte(byte);
    for (const id of CODE_ORDER) {
      const body = this.#section(id);
      if (body === null) continue;
      out.byte(id);
      out.u32(body.length);
      out.all(body);
    }
    return out.view();
  }

  #section(id: number): Uint8Array | null {
    switch (id) {
      case SECTION.type:
        return this.#appended(id, MACHINE_FUNCTIONS, (out) => {
          for (const byte of MACHINE_TYPES) out.byte(byte);
        });
      case SECTION.import:
        return this.#appended(id, MACHINE_GLOBALS, (out) => {
          for (const name of [GAS_COUNTER, MEMORY_ROOM]) {
            out.text(MACHINE_MODULE);
            out.text(name);
            for (const byte of [EXTERNAL.global, I64, 1]) out.byte(byte);
          }
        });
      case SECTION.function:
        return this.#appended(id, this.#layout.thunks.size + MACHINE_FUNCTIONS, (out) => {
          for (const f of this.#layout.thunks.keys()) out.u32(this.#module.functionTypes[f] as number);
          for (let i = 0; i < MACHINE_FUNCTIONS; i++) out.u32(this.#module.types.length + i);
        });
      case SECTION.global:
        return this.#globals();
      case SECTION.table:
        return this.#tables();
      case SECTION.memory:
        return this.#memories();
      case SECTION.export:
        return this.#exports();
      case SECTION.start:
        return this.#start();
      case SECTION.element:
        return this.#elements();
      case SECTION.code:
        return meteredCode(this.#module, this.#layout);
      default:
        return this.#raw(id);
    }
  }

  #raw(id: number): Uint8Array | null {
    const range = this.#module.sections.get(id);
    return range === undefined ? null : this.#module.bytes.subarray(range.start, range.end);
  }

  /** A vector section with `count` more items behind those it has. */
  #appended(id: number, count: number, write: (out: ByteSink) => void): Uint8Array {
    const out = new ByteSink();
    const range = this.#module.sections.get(id);
    const { had, items } = range === undefined ? { had: 0, items: null } : this.#vectorOf(range);
    out.u32(had + count);
    if (items !== null) out.range(this.#module.bytes, items.start, items.end);
    write(out);
    return out.view();
  }

  #vectorOf(range: Range): { had: number; items: Range } {
    let at = range.start;
    let had = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#module.bytes[at++] as number;
      had += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return { had, items: { start: at, end: range.end } };
  }

  #globals(): Uint8Array {
    return this.#appended(SECTION.global, 1, (out) => {
      for (const byte of [I32, 1, OP.i32Const, 0, OP.end]) out.byte(byte);
    });
  }

  #tables(): Uint8Array | null {
    if (this.#module.tables.length === 0) return null;
    const out = new ByteSink();
    out.u32(this.#module.tables.length);
    for (const { type, limits } of this.#module.tables) {
      out.byte(type);
      writeLimits(out, limits.min, Math.min(limits.max ?? MAX_TABLE_ELEMENTS, MAX_TABLE_ELEMENTS));
    }
    return out.view();
  }

  #memories(): Uint8Array | null {
    if (this.#module.memories.length === 0) return null;
    const out = new ByteSink();
    out.u32(this.#module.memories.length);
    for (const limits of this.#module.memories) {
      writeLimits(out, limits.min, Math.min(limits.max ?? MAX_MEMORY_PAGES, MAX_MEMORY_PAGES));
    }
    return out.view();
  }

  #exports(): Uint8Array | null {
    if (!this.#module.sections.has(SECTION.export)) return null;
    const out = new ByteSink();
    out.u32(this.#module.exports.length);
    for (const e of this.#module.exports) {
      out.text(e.name);
      out.byte(e.kind);
      if (e.kind === EXTERNAL.function) out.u32(this.#layout.thunks.get(e.index) ?? e.index);
      else out.u32(e.kind === EXTERNAL.global ? shiftedGlobal(this.#module, e.index) : e.index);
    }
    return out.view();
  }

  #start(): Uint8Array | null {
    const start = this.#module.start;
    if (start === undefined) return null;
    const out = new ByteSink(5);
    out.u32(this.#layout.thunks.get(start) ?? start);
    return out.view();
  }

  #elements(): Uint8Array | null {
    if (!this.#module.sections.has(SECTION.element)) return null;
    const out = new ByteSink();
    out.u32(this.#module.elements.length);
    for (const segment of this.#module.elements) {
      out.u32(segment.flags);
      out.range(this.#module.bytes, segment.head.start, segment.head.end);
      const functions = segment.functions ?? [];
      out.u32(functions.length);
      for (const f of functions) out.u32(this.#layout.thunks.get(f) ?? f);
    }
    return out.view();
  }
}

function writeLimits(out: ByteSink, min: number, max: number): void {
  out.byte(1);
  out.u32(min);
  out.u32(max);
}
