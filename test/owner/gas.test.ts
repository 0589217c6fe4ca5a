import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import { METHOD_GAS_FILE } from "../../scripts/generate-abi.ts";
import { root } from "../../scripts/root.ts";
import { whole } from "./crowd.ts";
import { FEW, SCATTERED_EACH } from "./gas-figures.ts";
import { gasAt, gasOfLarge, gasOfMethods } from "./method-gas.ts";

const LARGEST = 1_000_000;
const MEGA = 1_000_000;
const KINDS = [
  ["a few holders", () => FEW],
  ["a holder for each", (count: number) => count],
] as const;

it("Deposit costs at most 15 M gas at ten positions", () => {
  expect(gasOfMethods()["Deposit"]).toBeLessThan(15 * MEGA);
});

describe.each(KINDS)("with a million positions and requests and %s", (_, holders) => {
  it("Deposit, Withdraw and Vote cost at most 45 M gas", () => {
    const costs = gasAt(LARGEST, holders(LARGEST));
    for (const name of ["Deposit", "Withdraw", "Withdraw after a Transfer", "Vote"]) expect(costs[name], name).toBeLessThan(45 * MEGA);
  });
});

it.each(KINDS)("with a million positions and %s no call costs more than 45 M gas", (_, holders) => {
  for (const [name, gas] of Object.entries(gasAt(LARGEST, holders(LARGEST)))) expect(gas, name).toBeLessThan(45 * MEGA);
});

// Up to 8 tokens stand in an account; the paths of two full trees of scattered ones come on top of those of the accounts.
it("with a million positions, a hundred scattered ones each, Deposit, Withdraw and Vote cost at most 45 M gas and no call more than 60 M", () => {
  const costs = gasAt(LARGEST, LARGEST / SCATTERED_EACH);
  for (const name of ["Deposit", "Withdraw", "Withdraw after a Transfer", "Vote"]) expect(costs[name], name).toBeLessThan(45 * MEGA);
  for (const [name, gas] of Object.entries(costs)) expect(gas, name).toBeLessThan(60 * MEGA);
});

it.each([1_000, 30_000])("an outlined tree of %i accounts costs what the whole one costs, within a tenth", (count) => {
  const [outlined, real] = [gasAt(count, count), gasAt(count, count, whole)];
  for (const [name, gas] of Object.entries(outlined)) expect(Math.abs(gas / real[name]! - 1), `${name} ${gas} ${real[name]}`).toBeLessThan(0.1);
});

it("Harvest costs the same at any number of positions, within 5 %", () => {
  const costs = KINDS.flatMap(([, holders]) => [10, 1_000, LARGEST].map((count) => gasAt(count, holders(count))["Harvest"]!));
  expect(Math.max(...costs) / Math.min(...costs)).toBeLessThan(1.05);
});

it.each(KINDS)("what a call costs grows with the logarithm of the number of positions, with %s", (_, holders) => {
  const [small, middle, large] = [1_000, 31_623, LARGEST].map((count) => gasAt(count, holders(count)));
  for (const [name, gas] of Object.entries(large!)) {
    // Thirty times as many, twice over: the second step adds no more than the first and half of it again, and 5 M for where levels fall.
    expect(gas - middle![name]!, name).toBeLessThan(1.5 * (middle![name]! - small![name]!) + 5 * MEGA);
  }
});

it("ExitNow and Migrate cost less than 2 G gas with 32 miners", () => {
  const costs = gasOfLarge();
  for (const name of ["ExitNow, 32 miners", "Migrate, 32 miners"]) expect(costs[name], name).toBeLessThan(2_000 * MEGA);
});

it("every method but those that no message can succeed with has its gas in the method table", () => {
  const measured = Object.keys(gasOfMethods());
  // Inherit is a predecessor's call, Receive refuses whatever comes.
  const sent = Object.keys(METHOD_NUMBERS).filter((name) => name !== "Inherit" && name !== "Receive");
  expect(measured.sort()).toEqual(sent.sort());
  const { small } = JSON.parse(readFileSync(join(root, METHOD_GAS_FILE), "utf8")) as { small: Record<string, number> };
  expect(Object.keys(small).sort()).toEqual(sent);
});
