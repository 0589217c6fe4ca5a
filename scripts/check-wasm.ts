/**
 * Reads a Wasm module the way an FVM would refuse it: imports by name and signature, exports, float instructions.
 * An import unknown to the FVM is fatal only at run time and takes the whole gas limit, so the build looks first.
 */

/** Value types as the binary format writes them. */
const TYPE_NAMES: Record<number, string> = { 0x7f: "i32", 0x7e: "i64", 0x7d: "f32", 0x7c: "f64" };

/** Syscalls that every FVM links (ref-fvm, network versions 21 to 28), without those of feature builds: name → Wasm arguments. All return i32. */
export const SYSCALLS: Readonly<Record<string, string>> = {
  "vm.exit": "i32 i32 i32 i32",
  "vm.message_context": "i32",
  "network.context": "i32",
  "network.tipset_cid": "i32 i64 i32 i32",
  "network.total_fil_circ_supply": "i32",
  "ipld.block_open": "i32 i32",
  "ipld.block_create": "i32 i64 i32 i32",
  "ipld.block_read": "i32 i32 i32 i32 i32",
  "ipld.block_stat": "i32 i32",
  "ipld.block_link": "i32 i32 i64 i32 i32 i32",
  "self.root": "i32 i32 i32",
  "self.set_root": "i32",
  "self.current_balance": "i32",
  "self.self_destruct": "i32",
  "actor.resolve_address": "i32 i32 i32",
  "actor.lookup_delegated_address": "i32 i64 i32 i32",
  "actor.get_actor_code_cid": "i32 i64 i32 i32",
  "actor.next_actor_address": "i32 i32 i32",
  "actor.create_actor": "i64 i32 i32 i32",
  "actor.get_builtin_actor_type": "i32 i32",
  "actor.get_code_cid_for_type": "i32 i32 i32 i32",
  "actor.balance_of": "i32 i64",
  "crypto.hash": "i32 i64 i32 i32 i32 i32",
  "crypto.verify_signature": "i32 i32 i32 i32 i32 i32 i32 i32",
  "crypto.recover_secp_public_key": "i32 i32 i32",
  "rand.get_chain_randomness": "i32 i64",
  "rand.get_beacon_randomness": "i32 i64",
  "event.emit_event": "i32 i32 i32 i32 i32 i32",
  "gas.charge": "i32 i32 i64",
  "gas.available": "i32",
  "send.send": "i32 i32 i32 i64 i32 i64 i64 i64 i64",
  "debug.enabled": "i32",
  "debug.log": "i32 i32",
};

/** What stands in the sections of a module that an FVM looks at. */
export interface WasmShape {
  imports: { name: string; signature: string }[];
  exports: { name: string; kind: "func" | "table" | "memory" | "global"; signature: string | null }[];
  floatInstructions: number;
}

class Bytes {
  offset = 0;
  readonly data: Uint8Array;
  constructor(data: Uint8Array) {
    this.data = data;
  }
  byte(): number {
    const value = this.data[this.offset++];
    if (value === undefined) throw new Error("Wasm ends in the middle of a section");
    return value;
  }
  /** LEB128 up to 64 bits; the sign does not matter for skipping. */
  leb(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      if (shift < 35) value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) return value;
    }
  }
  lebs(count: number): void {
    for (; count > 0; count--) this.leb();
  }
  text(): string {
    const length = this.leb();
    const text = new TextDecoder().decode(this.data.subarray(this.offset, this.offset + length));
    this.offset += length;
    return text;
  }
  take(length: number): Bytes {
    const part = new Bytes(this.data.subarray(this.offset, this.offset + length));
    this.offset += length;
    return part;
  }
  get done(): boolean {
    return this.offset >= this.data.length;
  }
}

/** Parses the sections of a Wasm module that decide whether an FVM accepts it. Throws on instructions no actor may use. */
export function readWasmShape(wasm: Uint8Array): WasmShape {
  const types: string[] = [];
  const functions: string[] = [];
  const shape: WasmShape = { imports: [], exports: [], floatInstructions: 0 };
  const module = new Bytes(wasm);
  module.offset = 8;
  while (!module.done) {
    const id = module.byte();
    const section = module.take(module.leb());
    if (id === 1) readTypes(section, types);
    else if (id === 2) readImports(section, types, functions, shape);
    else if (id === 3) for (let n = section.leb(); n > 0; n--) functions.push(types[section.leb()] ?? "?");
    else if (id === 7) readExports(section, functions, shape);
    else if (id === 10) shape.floatInstructions = countFloats(section);
  }
  return shape;
}

function valueTypes(section: Bytes): string {
  const names: string[] = [];
  for (let n = section.leb(); n > 0; n--) names.push(TYPE_NAMES[section.byte()] ?? "?");
  return names.join(" ");
}

function readTypes(section: Bytes, types: string[]): void {
  for (let n = section.leb(); n > 0; n--) {
    section.byte();
    const params = valueTypes(section);
    types.push(`${params} -> ${valueTypes(section)}`);
  }
}

function readImports(section: Bytes, types: string[], functions: string[], shape: WasmShape): void {
  for (let n = section.leb(); n > 0; n--) {
    const name = `${section.text()}.${section.text()}`;
    const kind = section.byte();
    if (kind !== 0) throw new Error(`import ${name} is no function; an actor may import functions only`);
    const signature = types[section.leb()] ?? "?";
    functions.push(signature);
    shape.imports.push({ name, signature });
  }
}

function readExports(section: Bytes, functions: string[], shape: WasmShape): void {
  for (let n = section.leb(); n > 0; n--) {
    const name = section.text();
    const kind = (["func", "table", "memory", "global"] as const)[section.byte()] ?? "global";
    const index = section.leb();
    shape.exports.push({ name, kind, signature: kind === "func" ? (functions[index] ?? "?") : null });
  }
}

const isFloat = (op: number): boolean =>
  op === 0x2a ||
  op === 0x2b ||
  op === 0x38 ||
  op === 0x39 ||
  op === 0x43 ||
  op === 0x44 ||
  (op >= 0x5b && op <= 0x66) ||
  (op >= 0x8b && op <= 0xa6) ||
  (op >= 0xa8 && op <= 0xab) ||
  (op >= 0xae && op <= 0xbf);

function countFloats(section: Bytes): number {
  let floats = 0;
  for (let n = section.leb(); n > 0; n--) {
    const body = section.take(section.leb());
    for (let groups = body.leb(); groups > 0; groups--) {
      body.leb();
      const type = body.byte();
      if (type === 0x7d || type === 0x7c) floats++;
    }
    while (!body.done) if (skipInstruction(body)) floats++;
  }
  return floats;
}

/** Operations that carry one LEB128 number: blocks, branches, calls, variables, memory size and growth, constants. */
const ONE_NUMBER = new Set([0x02, 0x03, 0x04, 0x0c, 0x0d, 0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x3f, 0x40, 0x41, 0x42]);
const CALL_INDIRECT = 0x11;
const BR_TABLE = 0x0e;
const isMemoryAccess = (op: number): boolean => op >= 0x28 && op <= 0x3e;
/** Exceptions, tail calls, typed select, table and reference instructions. */
const isRefused = (op: number): boolean => op > 0xc4 || op === 0x1c || (op >= 0x06 && op <= 0x0a) || (op >= 0x12 && op <= 0x19) || (op >= 0x25 && op <= 0x27);

/** Moves past one instruction; true if it works on floats. */
function skipInstruction(body: Bytes): boolean {
  const op = body.byte();
  if (op === 0xfc) return skipPrefixed(body);
  if (isRefused(op)) throw new Error(`Wasm instruction 0x${op.toString(16)} is not accepted by the FVM`);
  if (op === BR_TABLE) body.lebs(body.leb() + 1);
  else if (op === CALL_INDIRECT || isMemoryAccess(op)) body.lebs(2);
  else if (ONE_NUMBER.has(op)) body.leb();
  else if (op === 0x43) body.take(4);
  else if (op === 0x44) body.take(8);
  return isFloat(op);
}

/** 0xfc: saturating float conversions (0–7) and bulk memory (8 to 11). */
function skipPrefixed(body: Bytes): boolean {
  const op = body.leb();
  if (op > 11) throw new Error(`Wasm instruction 0xfc ${op} is not accepted by the FVM`);
  if (op === 8 || op === 10) body.lebs(2);
  else if (op === 9 || op === 11) body.leb();
  return op <= 7;
}

/** Reasons why an FVM, or our own rules, would refuse the module; empty when it is fit to be installed. */
export function faultsOf(wasm: Uint8Array, maxSize: number): string[] {
  const shape = readWasmShape(wasm);
  const faults: string[] = [];
  for (const { name, signature } of shape.imports) {
    const expected = SYSCALLS[name];
    if (expected === undefined) faults.push(`import ${name} is no syscall of a plain FVM`);
    else if (signature !== `${expected} -> i32`) faults.push(`import ${name} has signature (${signature}), the FVM links (${expected} -> i32)`);
  }
  const exported = shape.exports.map((e) => `${e.kind} ${e.name}${e.signature === null ? "" : ` (${e.signature})`}`).sort();
  const wanted = ["func invoke (i32 -> i32)", "memory memory"];
  if (exported.join() !== wanted.join()) faults.push(`exports are [${exported.join(", ")}], expected exactly [${wanted.join(", ")}]`);
  if (shape.floatInstructions > 0) faults.push(`${shape.floatInstructions} float instructions or locals; amounts and everything else are integers`);
  if (wasm.length > maxSize) faults.push(`${wasm.length} bytes, the limit is ${maxSize} (an install message carries at most 64 KiB)`);
  return faults;
}
