/**
 * The price of a function on the machine's stack of 2,048 elements: its local declaration groups plus the greatest
 * height of its operand stack, counted as the reference counts it, dead code included.
 * Source: fvm-wasm-instrument 0.4.0 src/stack_limiter/max_height.rs.
 */
import { WasmRefused } from "./byte-cursor.ts";
import { InstructionWalk } from "./instruction-walk.ts";
import { OP, PREFIXED, popsOf, pushesOf } from "./opcodes.ts";
import type { FunctionType, ModuleParts } from "./parse.ts";

const EMPTY_FRAME = 2;

interface Block {
  unreachable: boolean;
  readonly endArity: number;
  readonly branchArity: number;
  readonly start: number;
}

/** Price of every function by index; imported ones cost 0. */
export function stackCosts(module: ModuleParts): Uint32Array {
  const costs = new Uint32Array(module.functionTypes.length);
  module.bodies.forEach((body, i) => {
    costs[module.importedFunctions + i] = body.groups + new HeightMeter(module, i).measure();
  });
  return costs;
}

class HeightMeter {
  readonly #module: ModuleParts;
  readonly #walk: InstructionWalk;
  readonly #arity: number;
  readonly #blocks: Block[] = [];
  #height = EMPTY_FRAME;

  constructor(module: ModuleParts, defined: number) {
    this.#module = module;
    const body = module.bodies[defined];
    if (body === undefined) throw new WasmRefused("a function without body");
    this.#walk = new InstructionWalk(module.bytes, body.code);
    this.#arity = this.#typeOf(module.importedFunctions + defined).results.length;
    this.#open(0, this.#arity, this.#arity);
  }

  measure(): number {
    let max = 0;
    while (this.#walk.next()) {
      if (this.#height > max && !this.#block(0).unreachable) max = this.#height;
      this.#step();
    }
    return max;
  }

  #step(): void {
    const walk = this.#walk;
    switch (walk.opcode) {
      case OP.block:
        this.#open(this.#height, walk.value, walk.value);
        break;
      case OP.loop:
        this.#open(this.#height, walk.value, 0);
        break;
      case OP.if:
        this.#pop(1);
        this.#open(this.#height, walk.value, walk.value);
        break;
      case OP.else:
        break;
      case OP.end:
        this.#close();
        break;
      case OP.unreachable:
        this.#block(0).unreachable = true;
        break;
      case OP.br:
        this.#pop(this.#block(walk.value).branchArity);
        this.#block(0).unreachable = true;
        break;
      case OP.brIf: {
        const arity = this.#block(walk.value).branchArity;
        this.#pop(arity);
        this.#pop(1);
        this.#height += arity;
        break;
      }
      case OP.brTable:
        this.#branchTable();
        break;
      case OP.return:
        this.#pop(this.#arity);
        this.#block(0).unreachable = true;
        break;
      case OP.call:
        this.#call(this.#typeOf(walk.value));
        break;
      case OP.callIndirect:
        this.#pop(1);
        this.#call(this.#type(walk.value));
        break;
      case OP.select:
        this.#pop(2);
        this.#pop(1);
        this.#height += 1;
        break;
      default:
        this.#plain();
    }
  }

  #plain(): void {
    const { opcode, sub } = this.#walk;
    const prefixed = opcode === OP.prefixFc ? PREFIXED[sub] : undefined;
    this.#pop(prefixed?.pops ?? (popsOf[opcode] as number));
    this.#height += prefixed?.pushes ?? (pushesOf[opcode] as number);
  }

  /** The index of br_table is never taken off: the reference forgets it. */
  #branchTable(): void {
    const arity = this.#block(this.#walk.targets.at(-1) as number).branchArity;
    if (this.#walk.targets.some((label) => this.#block(label).branchArity !== arity)) {
      throw new WasmRefused("the targets of a branch table must take the same number of values");
    }
    this.#pop(arity);
    this.#block(0).unreachable = true;
  }

  #call(type: FunctionType): void {
    this.#pop(type.params.length);
    this.#height += type.results.length;
  }

  #open(start: number, endArity: number, branchArity: number): void {
    this.#blocks.push({ unreachable: false, endArity, branchArity, start });
  }

  #close(): void {
    const block = this.#blocks.pop();
    if (block === undefined) throw new WasmRefused("an end without a block");
    this.#height = block.start + block.endArity;
  }

  #pop(count: number): void {
    if (count === 0) return;
    const top = this.#block(0);
    if (this.#height === top.start) {
      if (top.unreachable) return;
      throw new WasmRefused("an instruction takes more values than its block holds");
    }
    if (this.#height < count) throw new WasmRefused("an instruction takes more values than there are");
    this.#height -= count;
  }

  #block(label: number): Block {
    const block = this.#blocks[this.#blocks.length - 1 - label];
    if (block === undefined) throw new WasmRefused("a branch to a block that is not open");
    return block;
  }

  #typeOf(functionIndex: number): FunctionType {
    const index = this.#module.functionTypes[functionIndex];
    if (index === undefined) throw new WasmRefused(`function ${String(functionIndex)} does not exist`);
    return this.#type(index);
  }

  #type(index: number): FunctionType {
    const type = this.#module.types[index];
    if (type === undefined) throw new WasmRefused(`function type ${String(index)} does not exist`);
    return type;
  }
}
