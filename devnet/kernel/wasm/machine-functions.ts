/** Functions of the machine that stand behind a module's own: gas, growth of memory, the one NaN. Source: fvm-wasm-instrument 0.4.0, ref-fvm engine. */
import { ByteSink } from "./byte-cursor.ts";
import type { ModuleLayout } from "./module-layout.ts";
import { OP } from "./opcodes.ts";
import type { ModuleParts } from "./parse.ts";

/** Pages of a 32-bit memory without declared maximum. */
const WASM_PAGES = 65_536;
const I32 = 0x7f;
const I64 = 0x7e;
const F32 = 0x7d;
const F64 = 0x7c;

/** Gas, grow, NaN of 32 and of 64 bits. */
export const MACHINE_FUNCTIONS = 4;
/** Their types, in that order. */
export const MACHINE_TYPES = [
  [0x60, 1, I64, 0],
  [0x60, 1, I32, 1, I32],
  [0x60, 1, F32, 1, F32],
  [0x60, 1, F64, 1, F64],
].flat();

/** Their bodies, in that order. */
export function machineBodies(module: ModuleParts, layout: ModuleLayout): ByteSink[] {
  return [
    gasBody(layout),
    growBody(module, layout),
    nanBody(0x43, [0x00, 0x00, 0xc0, 0x7f], 0x5b), // f32.const, f32.eq
    nanBody(0x44, [0, 0, 0, 0, 0, 0, 0xf8, 0x7f], 0x61), // f64.const, f64.eq
  ];
}

/** (i64 cost): counter −= cost; a counter below 0 traps. */
function gasBody({ gasGlobal: gas }: ModuleLayout): ByteSink {
  const out = new ByteSink(32);
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
function growBody(module: ModuleParts, { roomGlobal }: ModuleLayout): ByteSink {
  const out = new ByteSink(64);
  const write = (...bytes: number[]): void => bytes.forEach((b) => out.byte(b));
  const memory = module.memories[0];
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
  out.u32(roomGlobal);
  write(0x56, ...refuse, OP.globalGet);
  out.u32(roomGlobal);
  write(...asked, 0x7d, OP.globalSet); // i64.sub
  out.u32(roomGlobal);
  write(OP.localGet, 0, OP.memoryGrow, 0, OP.end);
  return out;
}

/** (x) → x, or the one NaN when x is not equal to itself. Free of gas: the reference's compiler does it. */
function nanBody(constant: number, nan: readonly number[], equal: number): ByteSink {
  const out = new ByteSink(32);
  const x = [OP.localGet, 0];
  for (const byte of [0, ...x, constant, ...nan, ...x, ...x, equal, OP.select, OP.end]) out.byte(byte);
  return out;
}
