import { it } from "vitest";
import { gasAtAMillion, gasOfMethods } from "../owner/method-gas.ts";
import { record } from "./record.ts";

const MEGA = 1_000_000;

it("what the owner actor's methods cost", () => {
  record("gas: Deposit at 10 positions", { value: (gasOfMethods()["Deposit"] ?? Number.NaN) / MEGA, unit: "M gas", bar: 15, sense: "most" });
  for (const [name, gas] of Object.entries(gasAtAMillion()))
    record(`gas: ${name} at 1,000,000 positions`, { value: gas / MEGA, unit: "M gas", bar: 45, sense: "most" });
});
