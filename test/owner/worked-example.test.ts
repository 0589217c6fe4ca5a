import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatFil } from "../../filecoin/amount.ts";
import { attoFil } from "../../filecoin/units.ts";
import { REPOSITORY } from "../../scripts/build-actor.ts";
import { DAY, NOTICE, World, fil } from "./world.ts";

/** The figures of each row of the table in docs/actor.md. */
function tableOfTheDocs(): string[] {
  const text = readFileSync(join(REPOSITORY, "docs/actor.md"), "utf8").split("## Worked example")[1] ?? "";
  const rows = text.split("\n## ")[0]?.match(/^\| [A-Z].*\|$/gm) ?? [];
  return rows.map((line) =>
    line
      .split("|")
      .slice(2, -1)
      .map((cell) => cell.trim())
      .join(" "),
  );
}

describe("the worked example", () => {
  it("has the figures that docs/actor.md tells", () => {
    const world = World.create({
      minerBalance: fil(300),
      terms: { tipBps: 50, tipMaximum: fil("0.02"), reserveBps: 0, fees: [{ label: "operator", beneficiary: null, bps: 1_000 }] },
    });
    const { miner } = world;
    /** L, K, P_s, P_j, R, F, W_j, what Alice has earned: on her position and settled. */
    const books = (): string => {
      const pool = world.pool();
      const figures = [pool.liquid, world.minerView().principal, pool.senior.principal, pool.junior.principal, pool.rewards, pool.fees, pool.writtenOffJunior];
      const alice = world.account("alice").claim + (pool.tokens > 1n ? world.position(2n).reward : 0n);
      return [...figures, alice].map(formatFil).join(" ");
    };
    const rows: string[] = [];
    const row = (): void => void rows.push(books());

    world.takeOver();
    world.confirm();
    row();
    world.openDeposits(fil(10_000));
    world.deposit("alice", fil(600));
    row();
    world.forward(fil(500));
    world.pledge(fil(800));
    row();
    world.reward(fil(100));
    expect(world.harvest()).toBe(fil(25));
    row();
    world.advance(7 * DAY);
    row();
    world.pledge(-fil(800));
    world.penalty(attoFil(world.pool().vesting + fil(50)));
    expect(world.must("stranger", "Measure", { miner })).toBe(fil(50));
    row();
    world.reward(fil(200));
    expect(world.harvest()).toBe(fil(50));
    row();
    world.advance(7 * DAY);
    row();
    const request = world.must("alice", "Redeem", { token: 2n, amount: fil(300) });
    world.advance(NOTICE);
    expect(world.must("stranger", "Finalize", { max: 1 }).paid).toBe(fil("102.498"));
    row();
    world.harvest();
    row();
    expect(world.must("operator", "Recall", { miner, amount: fil("197.502") })).toBe(fil("197.502"));
    expect(world.must("stranger", "Finalize", { max: 1 }).paid).toBe(fil("197.502"));
    const before = world.balanceOf("alice");
    world.must("stranger", "ClaimRedemption", { requests: [request] });
    expect(world.balanceOf("alice") - before).toBe(fil(300));
    row();

    expect(rows).toEqual(tableOfTheDocs());
  });
});
