import { expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { crowd, gasOfMethods } from "./method-gas.ts";
import { World, fil } from "./world.ts";

it("Deposit costs at most 15 M gas at ten positions", () => {
  const gas = gasOfMethods();
  expect(gas.Deposit).toBeLessThan(15_000_000);
});

it("Deposit, Withdraw and Transfer cost at most 45 M gas at a million positions", () => {
  const world = World.create();
  world.takeOver();
  world.openDeposits();
  world.deposit("alice", fil(100));
  world.deposit("alice", fil(100));
  crowd(world, 3n);
  const deposit = world.call("bob", "Deposit", {}, fil(10));
  const withdraw = world.call("alice", "Withdraw", { tokens: [700_001n], recipient: null });
  const transfer = world.call("alice", "Transfer", { to: Address.id(world.people.bob), tokens: [2n], operatorData: new Uint8Array() });
  for (const done of [deposit, withdraw, transfer]) {
    expect(done.error).toBe("");
    expect(done.gas).toBeLessThan(45_000_000);
  }
});
