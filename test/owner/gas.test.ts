import { expect, it } from "vitest";
import { gasAtAMillion, gasOfMethods } from "./method-gas.ts";

it("Deposit costs at most 15 M gas at ten positions", () => {
  expect(gasOfMethods()["Deposit"]).toBeLessThan(15_000_000);
});

it("Deposit, Withdraw, Transfer, Propose and Vote cost at most 45 M gas at a million positions", () => {
  for (const [name, gas] of Object.entries(gasAtAMillion())) expect(gas, name).toBeLessThan(45_000_000);
});
