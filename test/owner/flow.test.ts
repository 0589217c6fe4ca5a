import { expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { DAY, NOTICE, World, eventOf, fil } from "./world.ts";

it("takes a miner over, forwards a deposit, harvests a month of rewards, and pays holders, fees and redemptions", () => {
  const world = World.create();
  const taken = world.takeOver();
  expect(taken).toEqual({ token: 1n, principal: fil(1_000), legacy: 0n });
  expect(world.builtin("stranger", world.miner, minerMethods.GetOwner, undefined as never)).toEqual({ owner: Address.id(world.actor), proposed: null });
  world.confirm();
  world.openDeposits();
  const token = world.deposit("alice", fil(100));
  world.forward(fil(80));
  expect(world.pool()).toMatchObject({ liquid: fil(20), atMiners: fil(1_080), balance: fil(20) });
  world.pledge(fil(1_080));
  for (let day = 0; day < 30; day++) {
    world.advance(DAY);
    world.reward(fil(1));
  }
  const done = world.call("stranger", "Harvest", { miner: world.miner });
  expect(done.error).toBe("");
  const harvest = eventOf(done, "harvest");
  expect(harvest.reward).toBeGreaterThan(fil(7));
  expect(harvest).toMatchObject({ principal: 0n, recovered: 0n, legacy: 0n, tip: 0n });
  expect(harvest.fees).toBe(harvest.reward / 10n);
  world.advance(100_000);
  const reward = world.position(token).reward;
  // Shared by principal with the in-kind junior; what floors leave stays in the carry.
  const exact = ((harvest.reward - harvest.fees) * 100n) / 1_100n;
  expect(reward).toBeGreaterThanOrEqual(exact - 1n);
  expect(reward).toBeLessThanOrEqual(exact);
  const before = world.balanceOf("alice");
  expect(world.must("alice", "Withdraw", { tokens: [token], recipient: null })).toBe(reward);
  expect(world.balanceOf("alice") - before).toBe(reward);
  expect(world.must("alice", "Withdraw", { tokens: [token], recipient: null })).toBe(0n);
  const request = world.must("alice", "Redeem", { token, amount: fil(100) });
  world.advance(NOTICE);
  world.pledge(-fil(1_080));
  world.harvest();
  expect(world.must("stranger", "Recall", { miner: world.miner, amount: fil(1_000) })).toBe(fil(80));
  expect(world.must("stranger", "Finalize", { max: 10 })).toEqual({ paid: fil(100), done: 1n });
  expect(world.must("stranger", "ClaimRedemption", { requests: [request] })).toBe(fil(100));
  expect(world.pool()).toMatchObject({ finalized: 0n, tokens: 1n, surplus: 0n });
});
