import { expect, it } from "vitest";
import { NOTICE, World, fil } from "../owner/world.ts";

it("requests of seniors who lost everything do not hold back the juniors who came later", () => {
  const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
  world.deposit("alice", fil(100));
  world.forward(fil(100));
  world.must("alice", "Redeem", { token: 1n, amount: fil(100) });
  world.penalty(fil(100));
  expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(fil(100));
  const token = world.stakeJunior(fil(50));
  const side = world.must("operator", "Redeem", { token, amount: fil(50) });
  world.advance(NOTICE);
  // Nothing can be paid to Alice any more, and her shares stay: what is earned back still comes to them.
  expect(world.must("stranger", "Finalize", { max: 10 })).toEqual({ paid: 0n, done: 0n });
  expect(world.must("stranger", "FinalizeSide", { request: side })).toBe(fil(50));
  world.reward(fil(40));
  expect(world.harvest()).toBe(fil(10));
  world.advance(2 * NOTICE);
  world.must("stranger", "Finalize", { max: 10 });
  expect(fil(10) - world.account("alice").claim <= 1n, "but for the floor").toBe(true);
});
