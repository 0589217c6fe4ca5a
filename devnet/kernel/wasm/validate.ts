/**
 * Refuses what the FVM refuses although the engine at hand would accept it: multi-value, SIMD, threads, several
 * memories, extended constants and the like. The engine itself checks types.
 * Source: ref-fvm fvm/src/engine/mod.rs (wasmtime features), fvm-wasm-instrument 0.4.0.
 */
import { WasmRefused } from "./byte-cursor.ts";
import { type FunctionType, type Limits, type ModuleParts, checkValueType } from "./parse.ts";

/** 512 MiB */
export const MAX_MEMORY_PAGES = 8_192;
export const MAX_TABLE_ELEMENTS = 20_000;

const FUNCREF = 0x70;

/** Throws WasmRefused when the module uses a feature that is off or breaks a limit of the FVM. */
export function checkFeatures(module: ModuleParts): void {
  for (const type of module.types) checkType(type);
  if (module.bodies.length === 0) throw new WasmRefused("a module without functions is refused");
  if (module.memories.length > 1) throw new WasmRefused("at most one memory is accepted");
  if (module.tables.length > 1) throw new WasmRefused("at most one table is accepted");
  for (const memory of module.memories) checkMinimum(memory, MAX_MEMORY_PAGES, "memory pages");
  for (const table of module.tables) {
    if (table.type !== FUNCREF) throw new WasmRefused("a table holds function references only");
    checkMinimum(table.limits, MAX_TABLE_ELEMENTS, "table elements");
  }
  for (const range of module.dataOffsets) {
    if (module.bytes[range.start] !== 0x41) throw new WasmRefused("a data offset must be an i32.const");
  }
  for (const segment of module.elements) {
    if (segment.expressions > 0) throw new WasmRefused("element segments of expressions are refused");
  }
  for (const range of module.globalInitialisers) checkInitialiser(module, range.start);
  // The reference numbers the limiter's global as if there were none imported, which breaks the module.
  if (module.importedGlobals > 0) throw new WasmRefused("importing a global is refused");
}

function checkType(type: FunctionType): void {
  if (type.results.length > 1) throw new WasmRefused("multi-value is off: a function returns at most one value");
  for (const value of [...type.params, ...type.results]) {
    checkValueType(value);
  }
}

function checkMinimum(limits: Limits, most: number, what: string): void {
  if (limits.min > most) throw new WasmRefused(`at most ${String(most)} ${what}; got ${String(limits.min)}`);
}

/** Newer engines let a global start from another defined one; here only imported globals may be read. */
function checkInitialiser(module: ModuleParts, at: number): void {
  if (module.bytes[at] === 0x23 && (module.bytes[at + 1] as number) >= module.importedGlobals) {
    throw new WasmRefused("a global's initial value may read imported globals only");
  }
}
