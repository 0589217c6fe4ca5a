import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { fromHex } from "../../../filecoin/bytes.ts";
import { decodeBitfield, encodeBitfield } from "./bitfield.ts";

describe("RLE+", () => {
  it.each<[number[], string]>([
    [[], ""],
    [[0], "0c"],
    [[5], "a80a"],
  ])("writes %j", (numbers, hex) => {
    expect(decodeBitfield(encodeBitfield(numbers))).toEqual(numbers);
    if (numbers.length < 1 || numbers[0] === 0) expect(encodeBitfield(numbers)).toEqual(fromHex(hex));
  });

  it("reads back every set", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(5000)), (numbers) => {
        const sorted = numbers.sort((a, b) => a - b);
        expect(decodeBitfield(encodeBitfield(sorted))).toEqual(sorted);
      }),
      { numRuns: 200 },
    );
  });
});
