/**
 * Rewrites a module so that it meters itself: a stack of 2,048 elements around every call, gas before every metered
 * block, memory that grows only as far as the message may. Order and indices as in the reference, since the limiter's
 * own instructions are paid for.
 * Source: fvm-wasm-instrument 0.4.0 src/{stack_limiter,gas_metering}, ref-fvm fvm/src/engine/mod.rs load_raw.
 */
import { ByteSink } from "./byte-cursor.ts";
import { type Edit, LIMITED_CALL_PRICE, type MeteredBody, meterBody } from "./metering.ts";
import { OP } from "./opcodes.ts";
import { EXTERNAL, type ModuleParts, type Range, SECTION } from "./parse.ts";
import { stackCosts } from "./stack-height.ts";
import { MAX_MEMORY_PAGES, MAX_TABLE_ELEMENTS } from "./validate.ts";
import { WASM_PRICES } from "../price-list.ts";

export const MACHINE_MODULE = "gas";
/** i64, mutable: milligas that are left; falls below 0 when the gas is used up. */
export const GAS_COUNTER = "gas_counter";
/** i64, mutable: bytes by which memories of this message may still grow. */
export const MEMORY_ROOM = "memory_room";

const STACK_LIMIT = 2_048;
/** Pages of a 32-bit memory without declared maximum. */
const WASM_PAGES = 65_536;
const MACHINE_GLOBALS = 2;
const I32 = 0x7f;
const I64 = 0x7e;
const F32 = 0x7d;
const F64 = 0x7c;
/** Functions of the machine behind the module's own: gas, grow, nan of 32 and of 64 bits. */
const MACHINE_FUNCTIONS = 4;
const MACHINE_TYPES = [
  [0x60, 1, I64, 0],
  [0x60, 1, I32, 1, I32],
  [0x60, 1, F32, 1, F32],
  [0x60, 1, F64, 1, F64],
].flat();
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
  readonly #costs: Uint32Array;
  /** function index → index of its thunk */
  readonly #thunks = new Map<number, number>();
  readonly #gasFunction: number;
  readonly #growFunction: number;
  readonly #gasGlobal: number;
  readonly #roomGlobal: number;
  readonly #heightGlobal: number;

  constructor(module: ModuleParts) {
    this.#module = module;
    this.#costs = stackCosts(module);
    this.#assignThunks();
    this.#gasFunction = module.functionTypes.length + this.#thunks.size;
    this.#growFunction = this.#gasFunction + 1;
    this.#gasGlobal = module.importedGlobals;
    this.#roomGlobal = module.importedGlobals + 1;
    this.#heightGlobal = module.importedGlobals + MACHINE_GLOBALS + module.globals;
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

  /** Functions that are entered from outside, by reference or at the start get a thunk that counts their stack. */
  #assignThunks(): void {
    const module = this.#module;
    const entered = new Set<number>();
    for (const e of module.exports) if (e.kind === EXTERNAL.function) entered.add(e.index);
    for (const segment of module.elements) for (const f of segment.functions ?? []) entered.add(f);
    if (module.start !== undefined) entered.add(module.start);
    const wrapped = [...entered].filter((f) => (this.#costs[f] as number) > 0).sort((a, b) => a - b);
    wrapped.forEach((f, i) => this.#thunks.set(f, module.functionTypes.length + i));
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
        return this.#appended(id, this.#thunks.size + MACHINE_FUNCTIONS, (out) => {
          for (const f of this.#thunks.keys()) out.u32(this.#module.functionTypes[f] as number);
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
        return this.#code();
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
      if (e.kind === EXTERNAL.function) out.u32(this.#thunks.get(e.index) ?? e.index);
      else out.u32(e.kind === EXTERNAL.global ? this.#shifted(e.index) : e.index);
    }
    return out.view();
  }

  #start(): Uint8Array | null {
    const start = this.#module.start;
    if (start === undefined) return null;
    const out = new ByteSink(5);
    out.u32(this.#thunks.get(start) ?? start);
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
      for (const f of functions) out.u32(this.#thunks.get(f) ?? f);
    }
    return out.view();
  }

  #code(): Uint8Array {
    const out = new ByteSink(this.#module.bytes.length * 2);
    out.u32(this.#module.bodies.length + this.#thunks.size + MACHINE_FUNCTIONS);
    this.#module.bodies.forEach((_, i) => writeSized(out, this.#body(i)));
    for (const f of this.#thunks.keys()) writeSized(out, this.#thunk(f));
    writeSized(out, this.#gasBody());
    writeSized(out, this.#growBody());
    writeSized(out, nanBody(0x43, [0x00, 0x00, 0xc0, 0x7f], 0x5b)); // f32.const, f32.eq
    writeSized(out, nanBody(0x44, [0, 0, 0, 0, 0, 0, 0xf8, 0x7f], 0x61)); // f64.const, f64.eq
    return out.view();
  }

  #body(defined: number): ByteSink {
    const module = this.#module;
    const body = module.bodies[defined] as ModuleParts["bodies"][number];
    const metered = meterBody(module.bytes, body.code, this.#costs);
    const out = new ByteSink((body.code.end - body.code.start) * 2 + 64);
    const needsTemporary = metered.edits.some((e) => e.kind === "linear");
    out.u32(body.groups + (needsTemporary ? 1 : 0));
    out.range(module.bytes, body.locals.start, body.locals.end);
    if (needsTemporary) {
      out.u32(1);
      out.byte(I32);
    }
    const type = module.types[module.functionTypes[module.importedFunctions + defined] as number];
    const temporary = (type?.params.length ?? 0) + body.localCount;
    this.#rewrite(out, body.code, metered, temporary);
    return out;
  }

  /** Copies the instructions with charges and edits at their places; a charge comes before an edit at the same place. */
  #rewrite(out: ByteSink, code: Range, { charges, edits }: MeteredBody, temporary: number): void {
    const bytes = this.#module.bytes;
    let from = code.start;
    let c = 0;
    let e = 0;
    while (c < charges.length || e < edits.length) {
      const charge = charges[c];
      const edit = edits[e];
      if (charge !== undefined && (edit === undefined || charge.at <= edit.at)) {
        out.range(bytes, from, charge.at);
        from = charge.at;
        this.#writeCharge(out, charge.cost);
        c++;
      } else if (edit !== undefined) {
        out.range(bytes, from, edit.at);
        from = this.#writeEdit(out, edit, temporary);
        e++;
      }
    }
    out.range(bytes, from, code.end);
  }

  #writeCharge(out: ByteSink, cost: bigint): void {
    out.byte(OP.i64Const);
    out.signed64(cost);
    out.byte(OP.call);
    out.u32(this.#gasFunction);
  }

  /** Answers where the original instructions go on. */
  #writeEdit(out: ByteSink, edit: Edit, temporary: number): number {
    switch (edit.kind) {
      case "call":
        this.#limitedCall(out, edit.callee);
        return edit.end;
      case "global":
        out.byte(edit.opcode);
        out.u32(this.#shifted(edit.index));
        return edit.end;
      case "linear":
        this.#linearCharge(out, edit.unit, temporary);
        if (!edit.grow) return edit.at;
        break;
      case "nan":
        out.range(this.#module.bytes, edit.at, edit.end);
        out.byte(OP.call);
        out.u32(this.#growFunction + (edit.width === 32 ? 1 : 2));
        return edit.end;
      case "grow":
    }
    out.byte(OP.call);
    out.u32(this.#growFunction);
    return edit.end;
  }

  #linearCharge(out: ByteSink, unit: number, temporary: number): void {
    out.byte(OP.localTee);
    out.u32(temporary);
    out.byte(OP.localGet);
    out.u32(temporary);
    out.byte(0xad); // i64.extend_i32_u
    out.byte(OP.i64Const);
    out.signed(unit);
    out.byte(0x7e); // i64.mul
    out.byte(OP.call);
    out.u32(this.#gasFunction);
  }

  #limitedCall(out: ByteSink, callee: number): void {
    const cost = this.#costs[callee] as number;
    this.#moveHeight(out, cost, 0x6a); // i32.add
    out.byte(OP.globalGet);
    out.u32(this.#heightGlobal);
    out.byte(OP.i32Const);
    out.signed(STACK_LIMIT);
    for (const byte of [0x4b, OP.if, 0x40, OP.unreachable, OP.end, OP.call]) out.byte(byte); // i32.gt_u
    out.u32(callee);
    this.#moveHeight(out, cost, 0x6b); // i32.sub
  }

  #moveHeight(out: ByteSink, cost: number, operation: number): void {
    out.byte(OP.globalGet);
    out.u32(this.#heightGlobal);
    out.byte(OP.i32Const);
    out.signed(cost | 0);
    out.byte(operation);
    out.byte(OP.globalSet);
    out.u32(this.#heightGlobal);
  }

  #thunk(callee: number): ByteSink {
    const out = new ByteSink(64);
    const params = this.#module.types[this.#module.functionTypes[callee] as number]?.params.length ?? 0;
    out.u32(0);
    this.#writeCharge(out, BigInt(params * WASM_PRICES.instruction + LIMITED_CALL_PRICE));
    for (let i = 0; i < params; i++) {
      out.byte(OP.localGet);
      out.u32(i);
    }
    this.#limitedCall(out, callee);
    out.byte(OP.end);
    return out;
  }

  /** (i64 cost): counter −= cost; a counter below 0 traps. */
  #gasBody(): ByteSink {
    const out = new ByteSink(32);
    const gas = this.#gasGlobal;
    out.u32(0);
    const write = (...bytes: number[]): void => bytes.forEach((b) => out.byte(b));
    write(OP.globalGet);
    out.u32(gas);
    write(OP.localGet, 0, 0x7d, OP.globalSet); // i64.sub
    out.u32(gas);
    write(OP.globalGet);
    out.u32(gas);
    write(OP.i64Const, 0, 0x53, OP.if, 0x40, OP.unreachable, OP.end, OP.end); // i64.lt_s
    return out;
  }

  /**
   * (i32 pages) → i32: memory.grow within the room that the message has left, else −1. A growth within the declared
   * maximum takes room even when it then fails at 512 MiB, as in the reference.
   */
  #growBody(): ByteSink {
    const out = new ByteSink(64);
    const write = (...bytes: number[]): void => bytes.forEach((b) => out.byte(b));
    const memory = this.#module.memories[0];
    if (memory === undefined) {
      write(0, OP.unreachable, OP.end);
      return out;
    }
    const refuse = [OP.if, 0x40, OP.i32Const, 0x7f, OP.return, OP.end];
    const asked = [OP.localGet, 0, 0xad, OP.i64Const, 16, 0x86]; // extend_i32_u, shl
    write(0, OP.localGet, 0, 0xad, 0x3f, 0, 0xad, 0x7c, OP.i64Const); // pages + memory.size
    out.signed(memory.max ?? WASM_PAGES);
    write(0x56, ...refuse); // i64.gt_u
    write(...asked, OP.globalGet);
    out.u32(this.#roomGlobal);
    write(0x56, ...refuse, OP.globalGet);
    out.u32(this.#roomGlobal);
    write(...asked, 0x7d, OP.globalSet); // i64.sub
    out.u32(this.#roomGlobal);
    write(OP.localGet, 0, OP.memoryGrow, 0, OP.end);
    return out;
  }

  #shifted(global: number): number {
    return global < this.#module.importedGlobals ? global : global + MACHINE_GLOBALS;
  }
}

/** (x) → x, or the one NaN when x is not equal to itself. Free of gas: the reference's compiler does it. */
function nanBody(constant: number, nan: readonly number[], equal: number): ByteSink {
  const out = new ByteSink(32);
  const x = [OP.localGet, 0];
  for (const byte of [0, ...x, constant, ...nan, ...x, ...x, equal, OP.select, OP.end]) out.byte(byte);
  return out;
}

function writeLimits(out: ByteSink, min: number, max: number): void {
  out.byte(1);
  out.u32(min);
  out.u32(max);
}

function writeSized(out: ByteSink, body: ByteSink): void {
  out.u32(body.length);
  out.all(body.view());
}
