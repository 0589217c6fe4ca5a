import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "vitest";
import { root } from "../../scripts/root.ts";
import { FEW } from "../owner/crowd.ts";
import { gasAt, gasOfMethods } from "../owner/method-gas.ts";
import { record } from "./record.ts";

const MEGA = 1_000_000;
const COUNTS = [10, 1_000, 100_000, 1_000_000];

it("what the owner actor's methods cost", () => {
  record("gas: Deposit at 10 positions", { value: (gasOfMethods()["Deposit"] ?? Number.NaN) / MEGA, unit: "M gas", bar: 15, sense: "most" });
  const most = gasAt(MEGA, FEW);
  for (const name of ["Deposit", "Withdraw", "Transfer", "Vote"])
    record(`gas: ${name} at 1,000,000 positions`, { value: (most[name] ?? Number.NaN) / MEGA, unit: "M gas", bar: 45, sense: "most" });
});

it("how that grows", () => {
  const grown = COUNTS.map((count) => ({ count, few: gasAt(count, FEW), own: gasAt(count, count) }));
  writeFileSync(join(root, "build/gas.json"), JSON.stringify({ small: gasOfMethods(), grown }));
});
