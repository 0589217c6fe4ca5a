/**
 * Finds the metered blocks of a function: runs of instructions that are executed all or not at all, each with the sum
 * of its prices. Which instructions fall together is consensus, odd merges and the ignored default target included.
 * Source: fvm-wasm-instrument 0.4.0 src/gas_metering/mod.rs; prices: ref-fvm fvm/src/gas/price_list.rs.
 */
import { WasmRefused } from "./byte-cursor.ts";
import { InstructionWalk } from "./instruction-walk.ts";
import { FC, OP, nanWidthOf } from "./opcodes.ts";
import type { Range } from "./parse.ts";
import { WASM_PRICES } from "../price-list.ts";

/** Milligas of `call f` with the stack limiter around it: 8 + 1 + 4 instructions of 4,000. */
export const LIMITED_CALL_PRICE = 52_000;

const FREE = new Set<number>([OP.nop, OP.block, OP.loop, OP.unreachable, OP.return, OP.else, OP.end, OP.drop]);
const U64_LIMIT = 1n << 64n;

export interface Charge {
  /** Where in the module's bytes the charge is inserted. */
  readonly at: number;
  /** milligas */
  readonly cost: bigint;
}

export type Edit =
  /** direct call of a function that costs stack */
  | { readonly at: number; readonly end: number; readonly kind: "call"; readonly callee: number }
  | {
      readonly at: number;
      readonly end: number;
      readonly kind: "global";
      readonly opcode: number;
      readonly index: number;
    }
  /** instruction priced by its top operand: unit = milligas per unit */
  | {
      readonly at: number;
      readonly end: number;
      readonly kind: "linear";
      readonly unit: number;
      readonly grow: boolean;
    }
  | { readonly at: number; readonly end: number; readonly kind: "grow" }
  /** arithmetic whose NaN must get its fixed bits; width in bits */
  | { readonly at: number; readonly end: number; readonly kind: "nan"; readonly width: number };

export interface MeteredBody {
  /** by position */
  readonly charges: readonly Charge[];
  /** by position */
  readonly edits: readonly Edit[];
}

interface Metered {
  start: number;
  cost: number;
  /** the part of the cost that may leave 53 bits */
  wide: bigint;
}

interface Control {
  lowest: number;
  active: Metered;
  readonly isLoop: boolean;
}

/** Milligas per unit of the instructions priced by their operand; 0 for all others. */
export function linearUnit(walk: InstructionWalk): number {
  if (walk.opcode === OP.memoryGrow) return WASM_PRICES.memoryPage;
  if (walk.opcode !== OP.prefixFc) return 0;
  switch (walk.sub) {
    case FC.memoryInit:
    case FC.memoryCopy:
    case FC.memoryFill:
      return WASM_PRICES.memoryByte;
    case FC.tableInit:
    case FC.tableCopy:
    case FC.tableGrow:
    case FC.tableFill:
      return WASM_PRICES.tableElement;
    default:
      return 0;
  }
}

/** Charges and rewrites of one function body. `stackCosts` tells which calls the limiter wraps. */
export function meterBody(bytes: Uint8Array, code: Range, stackCosts: Uint32Array): MeteredBody {
  return new BlockMeter(new InstructionWalk(bytes, code), stackCosts).run();
}

class BlockMeter {
  readonly #stack: Control[] = [];
  readonly #charges: Charge[] = [];
  readonly #edits: Edit[] = [];

  constructor(
    readonly walk: InstructionWalk,
    readonly stackCosts: Uint32Array,
  ) {}

  run(): MeteredBody {
    const walk = this.walk;
    let constant: number | null = null;
    let first = true;
    while (walk.next()) {
      if (first) this.#open(walk.start, false);
      first = false;
      this.#add(this.#price(constant));
      this.#control();
      constant = walk.opcode === OP.i32Const ? walk.value : null;
    }
    this.#charges.sort((a, b) => a.at - b.at);
    return { charges: this.#charges, edits: this.#edits };
  }

  /** Milligas added to the active block; notes the rewrite that the instruction needs. */
  #price(constant: number | null): number {
    const { opcode, start, end, value } = this.walk;
    if (FREE.has(opcode)) return 0;
    if (opcode === OP.call && (this.stackCosts[value] as number) > 0) {
      this.#edits.push({ at: start, end, kind: "call", callee: value });
      return LIMITED_CALL_PRICE;
    }
    if (opcode === OP.globalGet || opcode === OP.globalSet) {
      this.#edits.push({ at: start, end, kind: "global", opcode, index: value });
    }
    if (opcode === OP.memoryGrow || opcode === OP.prefixFc) this.#linear(constant);
    const width = nanWidthOf[opcode] as number;
    if (width > 0) this.#edits.push({ at: start, end, kind: "nan", width });
    return WASM_PRICES.instruction;
  }

  #linear(constant: number | null): void {
    const { start, end, opcode } = this.walk;
    const unit = linearUnit(this.walk);
    const grow = opcode === OP.memoryGrow;
    if (unit !== 0 && constant === null) this.#edits.push({ at: start, end, kind: "linear", unit, grow });
    else if (grow) this.#edits.push({ at: start, end, kind: "grow" });
    if (unit === 0 || constant === null) return;
    if (constant < 0) throw new WasmRefused("a constant negative count is refused for memory and table instructions");
    this.#active().wide += BigInt(constant) * BigInt(unit);
  }

  #control(): void {
    const { opcode, end, value } = this.walk;
    switch (opcode) {
      case OP.block:
        this.#open(this.#active().start, false);
        break;
      case OP.if:
        this.#open(end, false);
        break;
      case OP.loop:
        this.#open(end, true);
        break;
      case OP.else:
        this.#finalize(end);
        break;
      case OP.end:
        this.#close(end);
        break;
      case OP.br:
      case OP.brIf:
        this.#branch(end, [this.#indexOf(value)]);
        break;
      case OP.brTable:
        this.#branch(
          end,
          this.walk.targets.slice(0, -1).map((label) => this.#indexOf(label)),
        );
        break;
      case OP.return:
        this.#branch(end, [0]);
        break;
      default:
    }
  }

  #open(start: number, isLoop: boolean): void {
    this.#stack.push({ lowest: this.#stack.length, active: { start, cost: 0, wide: 0n }, isLoop });
  }

  /** Ends the active block; `next` is where the instruction behind the current one begins. */
  #finalize(next: number): void {
    const control = this.#top();
    const closing = control.active;
    control.active = { start: next, cost: 0, wide: 0n };
    const enclosing = this.#stack[this.#stack.length - 2];
    if (enclosing !== undefined && enclosing.active.start === closing.start) {
      enclosing.active.cost += closing.cost;
      enclosing.active.wide += closing.wide;
      return;
    }
    const cost = BigInt(closing.cost) + closing.wide;
    if (cost >= U64_LIMIT) throw new WasmRefused("the prices of a block exceed 64 bits");
    if (cost > 0n) this.#charges.push({ at: closing.start, cost });
  }

  #close(next: number): void {
    this.#finalize(next);
    const closed = this.#stack.pop() as Control;
    const around = this.#stack.at(-1);
    if (around === undefined) return;
    around.lowest = Math.min(around.lowest, closed.lowest);
    if (closed.lowest < this.#stack.length) this.#finalize(next);
  }

  #branch(next: number, indices: readonly number[]): void {
    this.#finalize(next);
    const control = this.#top();
    for (const index of indices) {
      if (!(this.#stack[index] as Control).isLoop) control.lowest = Math.min(control.lowest, index);
    }
  }

  #indexOf(label: number): number {
    const index = this.#stack.length - 1 - label;
    if (index < 0) throw new WasmRefused("a branch to a block that is not open");
    return index;
  }

  #add(cost: number): void {
    this.#active().cost += cost;
  }

  #active(): Metered {
    return this.#top().active;
  }

  #top(): Control {
    const control = this.#stack.at(-1);
    if (control === undefined) throw new WasmRefused("instructions behind the end of a function");
    return control;
  }
}
