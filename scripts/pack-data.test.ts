import { expect, it } from "vitest";
import { packData } from "./pack-data.ts";

const HEAD = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const memory = [5, 3, 1, 0, 1];
const exported = [7, 5, 1, 1, 0x6d, 2, 0];
const segment = (offset: number[], bytes: number[]): number[] => [0, 0x41, ...offset, 0x0b, bytes.length, ...bytes];
const section = (id: number, body: number[]): number[] => [id, body.length, ...body];
const module = (segments: number[][]): Uint8Array =>
  Uint8Array.from([...HEAD, ...memory, ...exported, ...section(12, [segments.length]), ...section(11, [segments.length, ...segments.flat()])]);
const memoryOf = (wasm: Uint8Array): Uint8Array =>
  new Uint8Array((new WebAssembly.Instance(new WebAssembly.Module(wasm as BufferSource)).exports.m as WebAssembly.Memory).buffer);

it("joins segments that touch or nearly do, in any order, and leaves the memory as it was", () => {
  const wasm = module([segment([8], [1, 2]), segment([20], [7]), segment([10], [3]), segment([16], [4, 5]), segment([0x80, 0x01], [9])]);
  const packed = packData(wasm);
  expect(packed.length).toBeLessThan(wasm.length);
  expect(memoryOf(packed)).toEqual(memoryOf(wasm));
  expect(memoryOf(packed).subarray(8, 21)).toEqual(Uint8Array.of(1, 2, 3, 0, 0, 0, 0, 0, 4, 5, 0, 0, 7));
  expect(packData(packed)).toEqual(packed);
});

it("keeps apart what is far apart, and the order of segments that overlap", () => {
  const far = module([segment([0], [1]), segment([60], [2])]);
  expect(packData(far)).toEqual(far);
  const over = module([segment([5], [9]), segment([4], [1, 2, 3])]);
  expect(packData(over)).toEqual(over);
});

it("leaves a module without data, or with passive data, alone", () => {
  const none = Uint8Array.from([...HEAD, ...memory, ...exported]);
  expect(packData(none)).toEqual(none);
  const passive = Uint8Array.from([...HEAD, ...memory, ...exported, ...section(12, [1]), ...section(11, [1, 1, 1, 42])]);
  expect(packData(passive)).toEqual(passive);
});
