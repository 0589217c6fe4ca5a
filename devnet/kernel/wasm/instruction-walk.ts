/**
 * Steps through the instructions of a function body. One walker serves stack heights and metering; it refuses every
 * instruction the FVM does not price.
 */
import { ByteCursor, WasmRefused } from "./byte-cursor.ts";
import { IMMEDIATE, OP, PREFIXED, immediateOf } from "./opcodes.ts";
import type { Range } from "./parse.ts";

const EMPTY_BLOCK = 0x40;
const VALUE_BLOCK_TYPES = new Set([0x7f, 0x7e, 0x7d, 0x7c, 0x70]);

export class InstructionWalk {
  readonly #cursor: ByteCursor;
  /** Where the current instruction begins and ends in the module's bytes. */
  start = 0;
  end = 0;
  opcode = 0;
  /** The number behind the prefix 0xfc. */
  sub = 0;
  /** First immediate: label, index, constant of i32.const, 1 for a block with a result. */
  value = 0;
  /** Targets of br_table, the default one last. */
  targets: number[] = [];

  constructor(bytes: Uint8Array, range: Range) {
    this.#cursor = new ByteCursor(bytes, range.start, range.end);
  }

  /** Moves to the next instruction; false behind the last. */
  next(): boolean {
    const c = this.#cursor;
    if (c.done) return false;
    this.start = c.at;
    const opcode = (this.opcode = c.byte());
    switch (immediateOf[opcode]) {
      case IMMEDIATE.none:
        break;
      case IMMEDIATE.index:
        this.value = c.u32();
        break;
      case IMMEDIATE.i32:
        this.value = c.i32();
        break;
      case IMMEDIATE.i64:
        c.skipLeb();
        break;
      case IMMEDIATE.memoryArgument:
        if (c.byte() >= 32) throw new WasmRefused("at most one memory is accepted");
        c.u32();
        break;
      case IMMEDIATE.blockType:
        this.value = blockResult(c.byte());
        break;
      case IMMEDIATE.twoIndices:
        this.value = c.u32();
        c.u32();
        break;
      case IMMEDIATE.branchTable:
        this.#branchTable(c);
        break;
      case IMMEDIATE.f32:
        c.skip(4);
        break;
      case IMMEDIATE.f64:
        c.skip(8);
        break;
      case IMMEDIATE.memoryIndex:
        if (c.byte() !== 0) throw new WasmRefused("at most one memory is accepted");
        break;
      case IMMEDIATE.prefixFc:
        this.#prefixed(c);
        break;
      default:
        throw new WasmRefused(`instruction 0x${opcode.toString(16)} is not accepted`);
    }
    this.end = c.at;
    return true;
  }

  #branchTable(c: ByteCursor): void {
    const count = c.u32();
    if (count > c.end - c.at) throw new WasmRefused("a branch table is longer than its function");
    this.targets = [];
    for (let i = 0; i <= count; i++) this.targets.push(c.u32());
  }

  #prefixed(c: ByteCursor): void {
    this.sub = c.u32();
    const op = PREFIXED[this.sub];
    if (op === undefined) throw new WasmRefused(`instruction 0xfc ${String(this.sub)} is not accepted`);
    for (let i = 0; i < op.indices; i++) c.u32();
    for (let i = 0; i < op.memoryIndices; i++) {
      if (c.byte() !== 0) throw new WasmRefused("at most one memory is accepted");
    }
  }

  get isPrefixed(): boolean {
    return this.opcode === OP.prefixFc;
  }
}

/** 0 for a block without result, 1 for one with; types by index need multi-value. */
function blockResult(byte: number): 0 | 1 {
  if (byte === EMPTY_BLOCK) return 0;
  if (VALUE_BLOCK_TYPES.has(byte)) return 1;
  throw new WasmRefused("multi-value is off: a block has no parameters and at most one result");
}
