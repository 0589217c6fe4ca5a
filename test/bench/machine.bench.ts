import { expect, it } from "vitest";
import { applyMessage } from "../../devnet/chain/apply-message.ts";
import { standInBuiltins } from "../../devnet/builtin/registry.ts";
import { Machine } from "../../devnet/kernel/machine.ts";
import { Address } from "../../filecoin/address.ts";
import { EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { attoFil } from "../../filecoin/units.ts";
import { fil, World } from "../owner/world.ts";
import { median, record } from "./record.ts";

const ROUNDS = 5;

/** Messages a second of the best-timed middle round. */
function rate(count: number, run: (round: number) => void): number {
  const rates = Array.from({ length: ROUNDS }, (_, round) => {
    const started = performance.now();
    run(round);
    return (count / (performance.now() - started)) * 1000;
  });
  return median(rates);
}

it("applies transfers", () => {
  const COUNT = 2_000;
  const world = World.create();
  const { alice, bob } = world.people;
  const machine = new Machine({
    state: world.tree,
    builtins: standInBuiltins(),
    context: {
      epoch: 1,
      timestamp: 1,
      baseFee: 100n,
      chainId: 1,
      networkVersion: 28,
      circulatingSupply: 0n,
      tipsetCid: () => EMPTY_ARRAY_CID,
      chainRandomness: () => new Uint8Array(32),
      beaconRandomness: () => new Uint8Array(32),
    },
  });
  let nonce = world.tree.getActor(alice)?.nonce ?? 0;
  const value = rate(COUNT, () => {
    for (let i = 0; i < COUNT; i++) {
      const applied = applyMessage(
        machine,
        {
          version: 0,
          from: Address.id(alice),
          to: Address.id(bob),
          nonce: nonce++,
          value: attoFil(1n),
          method: 0,
          params: new Uint8Array(),
          gasLimit: 3_000_000,
          gasFeeCap: attoFil(1_000n),
          gasPremium: attoFil(10n),
        },
        { kind: "explicit", onChainLength: 120 },
      );
      if (applied.exitCode !== 0) throw new Error(applied.error);
    }
    world.tree.flush();
  });
  expect(world.balanceOf(bob)).toBeGreaterThan(0n);
  record("transfers applied", { value, unit: "/s", bar: 2_000, sense: "least" });
});

it("applies deposits into an owner actor", () => {
  const COUNT = 200;
  const world = World.create();
  world.openDeposits(fil(1_000_000));
  const value = rate(COUNT, () => {
    for (let i = 0; i < COUNT; i++) world.deposit("alice", fil(10));
  });
  expect(world.pool().tokens).toBe(BigInt(ROUNDS * COUNT));
  record("owner-actor deposits", { value, unit: "/s", bar: 200, sense: "least" });
});
