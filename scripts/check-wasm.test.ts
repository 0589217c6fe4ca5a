import { describe, expect, it } from "vitest";
import { faultsOf, readWasmShape } from "./check-wasm.ts";

/** A module from its sections, each [id, bytes]. */
const module = (...sections: [number, number[]][]): Uint8Array =>
  Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flatMap(([id, bytes]) => [id, bytes.length, ...bytes])]);
const name = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
const I32 = 0x7f;
const F64 = 0x7c;

/** (i32) -> i32 and one more type; optional import; one function with the given body, exported as invoke; memory. */
function actor(body: number[], imported?: { module: string; field: string; params: number[] }): Uint8Array {
  const types = [2, 0x60, 1, I32, 1, I32, 0x60, imported?.params.length ?? 0, ...(imported?.params ?? []), 1, I32];
  const imports: [number, number[]][] = imported === undefined ? [] : [[2, [1, ...name(imported.module), ...name(imported.field), 0, 1]]];
  const invoke = imported === undefined ? 0 : 1;
  const code = [0, ...body, 0x0b];
  return module(
    [1, types],
    ...imports,
    [3, [1, 0]],
    [5, [1, 0, 1]],
    [7, [2, ...name("memory"), 2, 0, ...name("invoke"), 0, invoke]],
    [10, [1, code.length, ...code]],
  );
}
const faults = (wasm: Uint8Array): string => faultsOf(wasm, 1000).join("; ");
const RETURN_0 = [0x41, 0];

describe("a module an FVM would refuse is named before it is installed", () => {
  it("accepts memory, invoke and known syscalls", () => {
    expect(faults(actor(RETURN_0))).toBe("");
    expect(faults(actor(RETURN_0, { module: "self", field: "current_balance", params: [I32] }))).toBe("");
  });
  it("an import that is no syscall, or only one of an m2-native network", () => {
    expect(faults(actor(RETURN_0, { module: "env", field: "abort", params: [I32] }))).toContain("env.abort is no syscall");
    expect(faults(actor(RETURN_0, { module: "actor", field: "install_actor", params: [I32] }))).toContain("actor.install_actor is no syscall");
  });
  it("a syscall with another signature", () => {
    expect(faults(actor(RETURN_0, { module: "self", field: "current_balance", params: [I32, I32] }))).toContain("signature (i32 i32 -> i32)");
  });
  it("float instructions", () => {
    expect(readWasmShape(actor([0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0x1a, 0x41, 0])).floatInstructions).toBe(1);
    expect(faults(actor([0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0x1a, 0x41, 0]))).toContain("float");
    expect(F64).toBe(0x7c);
  });
  it("another export, none at all, too many bytes", () => {
    expect(faults(module())).toContain("exports are []");
    expect(faultsOf(actor(RETURN_0), 10).join()).toContain("the limit is 10");
  });
});
