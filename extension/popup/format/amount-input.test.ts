import { describe, expect, it } from "vitest";
import { readAmountInput } from "./amount-input.ts";

const FIL = 10n ** 18n;

describe("an amount field", () => {
  it("reads digits and one dot, and repeats the value grouped", () => {
    expect(readAmountInput("2500.5")).toEqual({
      kind: "amount",
      atto: 2_500n * FIL + FIL / 2n,
      grouped: "2,500.5",
    });
    expect(readAmountInput(" 0.000000000000000001 ")).toMatchObject({ kind: "amount", atto: 1n });
  });

  it('refuses "2,500" with both readings', () => {
    expect(readAmountInput("2,500")).toEqual({
      kind: "refused",
      code: "grouped",
      readings: ["2500", "2.500"],
    });
  });

  it("offers readings that are amounts themselves", () => {
    for (const typed of ["2,500", "1,234,567", "12,5"]) {
      const reading = readAmountInput(typed);
      if (reading.kind !== "refused" || reading.readings === undefined) throw new Error(`${typed} was not refused with readings`);
      for (const one of reading.readings) expect(readAmountInput(one).kind).toBe("amount");
    }
  });

  it("refuses signs, exponents, letters and a nineteenth decimal", () => {
    for (const typed of ["-1", "+1", "1e3", "0x10", "1.", ".5", "ten", "1.0000000000000000001", "1.2.3"]) {
      expect(readAmountInput(typed).kind, typed).toBe("refused");
    }
  });

  it("treats nothing as empty, not as zero", () => {
    expect(readAmountInput("   ")).toEqual({ kind: "empty" });
  });
});
