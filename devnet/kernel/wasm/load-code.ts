/**
 * Actor code, ready to run: checked, metered, compiled; kept by its CID, since code never changes under one.
 * Source: ref-fvm fvm/src/engine/mod.rs.
 */
import { type Cid, cidKey } from "../../../filecoin/cid.ts";
import type { Blockstore } from "../../state/blockstore.ts";
import { hostFault } from "../faults.ts";
import { ErrorNumber, SyscallError } from "../runtime.ts";
import { WasmRefused } from "./byte-cursor.ts";
import { instrument } from "./instrument.ts";
import { EXTERNAL, type FunctionType, type ModuleParts, parseModule } from "./parse.ts";
import { checkFeatures } from "./validate.ts";

const PAGE_BYTES = 65_536;
/** Compiled modules kept in memory; the least recently used goes first. */
const KEPT_MODULES = 256;

/** Code that passed the checks. What is wrong with its imports or exports shows only when it is called. */
export interface LoadedCode {
  readonly module: WebAssembly.Module;
  /** Bytes of the exported memory at the start; undefined = no export named memory. */
  readonly memoryBytes: number | undefined;
  /** Elements of the exported table named `table`; 0 = none. */
  readonly tableElements: number;
  /** Elements of any table, for the memory limit. */
  readonly allTableElements: number;
  readonly imports: readonly ImportedFunction[];
  /** "missing" → exit 5; "wrong type" → fatal */
  readonly invoke: "ok" | "missing" | "wrong type";
}

/** An import as the module declares it; the signature of anything but a function is empty. */
export interface ImportedFunction {
  readonly module: string;
  readonly name: string;
  readonly signature: string;
}

const loaded = new Map<string, LoadedCode | WasmRefused>();

/** The code under a CID. SyscallError notFound when it is absent or refused (as on networks that install code). */
export function loadCode(blocks: Blockstore, code: Cid): LoadedCode {
  const result = lookUp(blocks, code);
  if (result instanceof WasmRefused) {
    throw new SyscallError(ErrorNumber.notFound, `code ${code.toString()} cannot be run: ${result.message}`);
  }
  return result;
}

/** Checks and prepares code for install_actor. SyscallError illegalArgument when it is refused. */
export function installCode(blocks: Blockstore, code: Cid): void {
  const result = lookUp(blocks, code);
  if (result instanceof WasmRefused) throw new SyscallError(ErrorNumber.illegalArgument, result.message);
}

function lookUp(blocks: Blockstore, code: Cid): LoadedCode | WasmRefused {
  const key = cidKey(code);
  const known = loaded.get(key);
  if (known !== undefined) {
    loaded.delete(key);
    loaded.set(key, known);
    return known;
  }
  const bytes = blocks.get(code);
  if (bytes === undefined) return new WasmRefused("it is not in the store");
  const result = prepare(bytes);
  loaded.set(key, result);
  if (loaded.size > KEPT_MODULES) for (const oldest of loaded.keys()) return dropped(oldest, result);
  return result;
}

function dropped(oldest: string, result: LoadedCode | WasmRefused): LoadedCode | WasmRefused {
  loaded.delete(oldest);
  return result;
}

/** Checks, meters and compiles a module; the refusal is a value, so that it too is kept. */
export function prepare(bytes: Uint8Array): LoadedCode | WasmRefused {
  try {
    const parts = parseModule(bytes);
    checkFeatures(parts);
    if (!WebAssembly.validate(bytes as BufferSource)) throw new WasmRefused("the module does not validate");
    const metered = instrument(parts);
    return describe(parts, new WebAssembly.Module(metered as BufferSource));
  } catch (error) {
    if (error instanceof WasmRefused) return error;
    if (error instanceof WebAssembly.CompileError) return new WasmRefused(error.message);
    throw hostFault(error, "loading code");
  }
}

function describe(parts: ModuleParts, module: WebAssembly.Module): LoadedCode {
  const exported = (name: string, kind: number): boolean => parts.exports.some((e) => e.name === name && e.kind === kind);
  return {
    module,
    memoryBytes: exported("memory", EXTERNAL.memory) ? (parts.memories[0]?.min ?? 0) * PAGE_BYTES : undefined,
    tableElements: exported("table", EXTERNAL.table) ? (parts.tables[0]?.limits.min ?? 0) : 0,
    allTableElements: parts.tables[0]?.limits.min ?? 0,
    imports: parts.imports.map(({ module, name, kind, type }) => ({
      module,
      name,
      signature: kind === EXTERNAL.function ? signatureOf(parts.types[type]) : "",
    })),
    invoke: entryOf(parts),
  };
}

function entryOf(parts: ModuleParts): LoadedCode["invoke"] {
  const entry = parts.exports.find((e) => e.name === "invoke" && e.kind === EXTERNAL.function);
  if (entry === undefined) return "missing";
  const type = parts.types[parts.functionTypes[entry.index] as number];
  return signatureOf(type) === "i:i" ? "ok" : "wrong type";
}

/** i = i32, I = i64, other types ?; parameters, a colon, results. */
function signatureOf(type: FunctionType | undefined): string {
  const letters = (types: Uint8Array | undefined): string => Array.from(types ?? [], (t) => (t === 0x7f ? "i" : t === 0x7e ? "I" : "?")).join("");
  return `${letters(type?.params)}:${letters(type?.results)}`;
}
