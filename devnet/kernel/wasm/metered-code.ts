/** The code section of a metered module: its bodies with charges and limited calls, thunks, and the machine's functions. */
import { WASM_PRICES } from "../price-list.ts";
import { ByteSink } from "./byte-cursor.ts";
import { MACHINE_FUNCTIONS, machineBodies } from "./machine-functions.ts";
import { type Edit, LIMITED_CALL_PRICE, type MeteredBody, meterBody } from "./metering.ts";
import { type ModuleLayout, shiftedGlobal } from "./module-layout.ts";
import { OP } from "./opcodes.ts";
import type { ModuleParts, Range } from "./parse.ts";

const STACK_LIMIT = 2_048;
const I32 = 0x7f;

/** Throws WasmRefused when the module holds something that cannot be metered. */
export function meteredCode(module: ModuleParts, layout: ModuleLayout): Uint8Array {
  return new CodeWriter(module, layout).section();
}

class CodeWriter {
  readonly #module: ModuleParts;
  readonly #layout: ModuleLayout;

  constructor(module: ModuleParts, layout: ModuleLayout) {
    this.#module = module;
    this.#layout = layout;
  }

  section(): Uint8Array {
    const out = new ByteSink(this.#module.bytes.length * 2);
    out.u32(this.#module.bodies.length + this.#layout.thunks.size + MACHINE_FUNCTIONS);
    this.#module.bodies.forEach((_, i) => writeSized(out, this.#body(i)));
    for (const f of this.#layout.thunks.keys()) writeSized(out, this.#thunk(f));
    for (const body of machineBodies(this.#module, this.#layout)) writeSized(out, body);
    return out.view();
  }

  #body(defined: number): ByteSink {
    const module = this.#module;
    const body = module.bodies[defined] as ModuleParts["bodies"][number];
    const metered = meterBody(module.bytes, body.code, this.#layout.costs);
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
    out.u32(this.#layout.gasFunction);
  }

  /** Answers where the original instructions go on. */
  #writeEdit(out: ByteSink, edit: Edit, temporary: number): number {
    switch (edit.kind) {
      case "call":
        this.#limitedCall(out, edit.callee);
        return edit.end;
      case "global":
        out.byte(edit.opcode);
        out.u32(shiftedGlobal(this.#module, edit.index));
        return edit.end;
      case "linear":
        this.#linearCharge(out, edit.unit, temporary);
        if (!edit.grow) return edit.at;
        break;
      case "nan":
        out.range(this.#module.bytes, edit.at, edit.end);
        out.byte(OP.call);
        out.u32(this.#layout.growFunction + (edit.width === 32 ? 1 : 2));
        return edit.end;
      case "grow":
    }
    out.byte(OP.call);
    out.u32(this.#layout.growFunction);
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
    out.u32(this.#layout.gasFunction);
  }

  #limitedCall(out: ByteSink, callee: number): void {
    const cost = this.#layout.costs[callee] as number;
    this.#moveHeight(out, cost, 0x6a); // i32.add
    out.byte(OP.globalGet);
    out.u32(this.#layout.heightGlobal);
    out.byte(OP.i32Const);
    out.signed(STACK_LIMIT);
    for (const byte of [0x4b, OP.if, 0x40, OP.unreachable, OP.end, OP.call]) out.byte(byte); // i32.gt_u
    out.u32(callee);
    this.#moveHeight(out, cost, 0x6b); // i32.sub
  }

  #moveHeight(out: ByteSink, cost: number, operation: number): void {
    out.byte(OP.globalGet);
    out.u32(this.#layout.heightGlobal);
    out.byte(OP.i32Const);
    out.signed(cost | 0);
    out.byte(operation);
    out.byte(OP.globalSet);
    out.u32(this.#layout.heightGlobal);
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
}

function writeSized(out: ByteSink, body: ByteSink): void {
  out.u32(body.length);
  out.all(body.view());
}
