/**
 * The instructions the FVM accepts: what follows the opcode and how many operands it takes and leaves.
 * Source: WebAssembly core specification 5.4; accepted set: ref-fvm fvm/src/gas/price_list.rs.
 */

/** What stands behind an opcode. */
export const IMMEDIATE = {
  refused: 0,
  none: 1,
  blockType: 2,
  index: 3,
  twoIndices: 4,
  branchTable: 5,
  memoryArgument: 6,
  i32: 7,
  i64: 8,
  f32: 9,
  f64: 10,
  memoryIndex: 11,
  prefixFc: 12,
} as const;

export const OP = {
  unreachable: 0x00,
  nop: 0x01,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  select: 0x1b,
  localGet: 0x20,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  prefixFc: 0xfc,
} as const;

export const immediateOf = new Uint8Array(256);
/** Operands taken, by opcode; control instructions are told apart by the walkers. */
export const popsOf = new Uint8Array(256);
/** Values left, by opcode. */
export const pushesOf = new Uint8Array(256);

function define(from: number, to: number, immediate: number, pops: number, pushes: number): void {
  for (let op = from; op <= to; op++) {
    immediateOf[op] = immediate;
    popsOf[op] = pops;
    pushesOf[op] = pushes;
  }
}

define(0x00, 0x01, IMMEDIATE.none, 0, 0);
define(0x02, 0x04, IMMEDIATE.blockType, 0, 0);
define(0x05, 0x05, IMMEDIATE.none, 0, 0);
define(0x0b, 0x0b, IMMEDIATE.none, 0, 0);
define(0x0c, 0x0d, IMMEDIATE.index, 0, 0);
define(0x0e, 0x0e, IMMEDIATE.branchTable, 0, 0);
define(0x0f, 0x0f, IMMEDIATE.none, 0, 0);
define(0x10, 0x10, IMMEDIATE.index, 0, 0);
define(0x11, 0x11, IMMEDIATE.twoIndices, 0, 0);
define(0x1a, 0x1a, IMMEDIATE.none, 1, 0);
define(0x1b, 0x1b, IMMEDIATE.none, 0, 0); // select takes 2, then 1
define(0x20, 0x20, IMMEDIATE.index, 0, 1);
define(0x21, 0x21, IMMEDIATE.index, 1, 0);
define(0x22, 0x22, IMMEDIATE.index, 1, 1);
define(0x23, 0x23, IMMEDIATE.index, 0, 1);
define(0x24, 0x24, IMMEDIATE.index, 1, 0);
define(0x25, 0x25, IMMEDIATE.index, 1, 1); // table.get
define(0x26, 0x26, IMMEDIATE.index, 2, 0); // table.set
define(0x28, 0x35, IMMEDIATE.memoryArgument, 1, 1); // loads
define(0x36, 0x3e, IMMEDIATE.memoryArgument, 2, 0); // stores
define(0x3f, 0x3f, IMMEDIATE.memoryIndex, 0, 1);
define(0x40, 0x40, IMMEDIATE.memoryIndex, 1, 1);
define(0x41, 0x41, IMMEDIATE.i32, 0, 1);
define(0x42, 0x42, IMMEDIATE.i64, 0, 1);
define(0x43, 0x43, IMMEDIATE.f32, 0, 1);
define(0x44, 0x44, IMMEDIATE.f64, 0, 1);
define(0x45, 0x45, IMMEDIATE.none, 1, 1); // i32.eqz
define(0x46, 0x4f, IMMEDIATE.none, 2, 1);
define(0x50, 0x50, IMMEDIATE.none, 1, 1); // i64.eqz
define(0x51, 0x66, IMMEDIATE.none, 2, 1); // comparisons
define(0x67, 0x69, IMMEDIATE.none, 1, 1); // i32 clz, ctz, popcnt
define(0x6a, 0x78, IMMEDIATE.none, 2, 1);
define(0x79, 0x7b, IMMEDIATE.none, 1, 1); // i64 clz, ctz, popcnt
define(0x7c, 0x8a, IMMEDIATE.none, 2, 1);
define(0x8b, 0x91, IMMEDIATE.none, 1, 1); // f32 unary
define(0x92, 0x98, IMMEDIATE.none, 2, 1);
define(0x99, 0x9f, IMMEDIATE.none, 1, 1); // f64 unary
define(0xa0, 0xa6, IMMEDIATE.none, 2, 1);
define(0xa7, 0xc4, IMMEDIATE.none, 1, 1); // conversions, sign extension
define(0xfc, 0xfc, IMMEDIATE.prefixFc, 0, 0);

/** Width in bits of the result of an instruction whose NaN has no fixed bits; 0 for all others. */
export const nanWidthOf = new Uint8Array(256);
for (let op = 0x8d; op <= 0x97; op++) nanWidthOf[op] = 32; // f32 ceil … max
for (let op = 0x9b; op <= 0xa5; op++) nanWidthOf[op] = 64; // f64 ceil … max
nanWidthOf[0xb6] = 32; // f32.demote_f64
nanWidthOf[0xbb] = 64; // f64.promote_f32

/** Instructions behind the prefix 0xfc: number of indices behind them, operands, results. */
export interface PrefixedOp {
  readonly indices: number;
  /** How many of the last indices name a memory, which must be the single byte 0. */
  readonly memoryIndices: number;
  readonly pops: number;
  readonly pushes: number;
}

const op = (indices: number, memoryIndices: number, pops: number, pushes: number): PrefixedOp => ({
  indices,
  memoryIndices,
  pops,
  pushes,
});
const truncate = op(0, 0, 1, 1);

export const FC = {
  memoryInit: 8,
  dataDrop: 9,
  memoryCopy: 10,
  memoryFill: 11,
  tableInit: 12,
  elemDrop: 13,
  tableCopy: 14,
  tableGrow: 15,
  tableSize: 16,
  tableFill: 17,
} as const;

export const PREFIXED: readonly PrefixedOp[] = [
  ...Array.from({ length: 8 }, () => truncate),
  op(1, 1, 3, 0), // memory.init: segment, memory
  op(1, 0, 0, 0), // data.drop
  op(0, 2, 3, 0), // memory.copy
  op(0, 1, 3, 0), // memory.fill
  op(2, 0, 3, 0), // table.init
  op(1, 0, 0, 0), // elem.drop
  op(2, 0, 3, 0), // table.copy
  op(1, 0, 2, 1), // table.grow
  op(1, 0, 0, 1), // table.size
  op(1, 0, 3, 0), // table.fill
];
