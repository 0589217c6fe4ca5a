import { describe, expect, test } from "vitest";
import { OutOfGas } from "./faults.ts";
import { GasTracker } from "./gas-tracker.ts";

describe("GasTracker", () => {
  test("rounds use up and what is left down", () => {
    const gas = new GasTracker(10n);
    gas.charge("a", 1_500n);
    expect(gas.usedGas).toBe(2n);
    expect(gas.availableGas).toBe(8n);
  });

  test("a charge that cannot be paid uses everything", () => {
    const gas = new GasTracker(10n);
    expect(() => gas.charge("a", 10_001n)).toThrow(OutOfGas);
    expect(gas.available).toBe(0n);
    expect(gas.usedGas).toBe(10n);
  });

  test("a limit above 2^63 − 1 milligas counts as that", () => {
    expect(new GasTracker(1n << 62n).available).toBe((1n << 63n) - 1n);
  });

  test("an own limit stays within what is left and its use is added outside", () => {
    const gas = new GasTracker(100n);
    gas.charge("a", 40_000n);
    gas.pushLimit(1_000n);
    expect(gas.availableGas).toBe(60n);
    gas.popLimit();
    gas.pushLimit(10n);
    expect(() => gas.charge("b", 11_000n)).toThrow(OutOfGas);
    gas.popLimit();
    expect(gas.usedGas).toBe(50n);
    expect(gas.availableGas).toBe(50n);
  });
});
