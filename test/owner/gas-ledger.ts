import { expect } from "vitest";
import { type Costs, figureName } from "./gas-figures.ts";
import { type Done, asFigure } from "./world.ts";

/** Notes what messages cost, which must succeed; where they are recorded, each carries its figure's name. */
export class Ledger {
  readonly costs: Costs = {};

  constructor(readonly group: string) {}

  note(name: string, run: () => Done): Done {
    const done = asFigure(figureName(this.group, name), run);
    expect(done.error, figureName(this.group, name)).toBe("");
    this.costs[name] = done.gas;
    return done;
  }
}
