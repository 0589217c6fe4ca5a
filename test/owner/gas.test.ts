import { expect, it } from "vitest";
import { FEW } from "./crowd.ts";
import { gasAt, gasOfMethods } from "./method-gas.ts";

const LARGEST = 1_000_000;

it("Deposit costs at most 15 M gas at ten positions", () => {
  expect(gasOfMethods()["Deposit"]).toBeLessThan(15_000_000);
});

it("no call of a holder or keeper costs more than 45 M gas at a million positions and requests", () => {
  for (const [name, gas] of Object.entries(gasAt(LARGEST, FEW))) expect(gas, name).toBeLessThan(45_000_000);
});

it("nor more than 70 M gas when each of them has a holder of its own", () => {
  for (const [name, gas] of Object.entries(gasAt(LARGEST, LARGEST))) expect(gas, name).toBeLessThan(70_000_000);
});

it("what a call costs grows with the logarithm of their number", () => {
  const [small, middle, large] = [1_000, 31_623, LARGEST].map((count) => gasAt(count, count));
  for (const [name, gas] of Object.entries(large!)) {
    // Thirty times as many, twice over: the second step adds no more than the first and half of it again, and 5 M for where levels fall.
    expect(gas - middle![name]!, name).toBeLessThan(1.5 * (middle![name]! - small![name]!) + 5_000_000);
  }
});
