import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "vitest";
import { root } from "../../scripts/root.ts";
import { COUNTS, type Costs, FEW, LARGE, SCATTERED_EACH, SMALL, figureName, groupAt, scatteredAt } from "../owner/gas-figures.ts";
import { gasAt, gasOfLarge, gasOfMethods } from "../owner/method-gas.ts";

it("what the owner actor's methods cost, and how that grows", () => {
  const figures: Costs = {};
  const note = (group: string, costs: Costs): void => {
    for (const [name, gas] of Object.entries(costs)) figures[figureName(group, name)] = gas;
  };
  note(SMALL, gasOfMethods());
  note(LARGE, gasOfLarge());
  for (const count of COUNTS) {
    note(groupAt(count, true), gasAt(count, FEW));
    note(groupAt(count, false), gasAt(count, Math.max(count, FEW + 1)));
  }
  const most = COUNTS.at(-1)!;
  note(scatteredAt(most), gasAt(most, most / SCATTERED_EACH));
  writeFileSync(join(root, "build/gas.json"), JSON.stringify(figures));
});
