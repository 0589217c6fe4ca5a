import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { decodeCbor } from "../../filecoin/cbor.ts";
import { actorId } from "../../filecoin/units.ts";
import { FIL, idParam, OTHER, OWNER, TestWorld, WORKER } from "./test-world.ts";
import { standInBuiltins } from "./registry.ts";

describe("genesis", () => {
  it("creates both miners with their owners, workers and money", () => {
    const world = new TestWorld();
    expect(world.miner).toBe(1000n);
    expect(world.minerInfo()).toMatchObject({ owner: OWNER, beneficiary: OWNER, worker: WORKER });
    expect(world.balance(world.miner)).toBe(100n * FIL);
    expect(world.minerInfo(world.richMiner).owner).toBe(OTHER);
    expect(world.powerState().minerCount).toBe(2);
  });

  it("gives the second miner rewards, so that the network's pledge total is positive", () => {
    const world = new TestWorld();
    const { lockedFunds } = world.minerState(world.richMiner);
    expect(lockedFunds).toBeGreaterThan(400n * FIL);
    expect(world.powerState().totalPledgeCollateral).toBeGreaterThan(400n * FIL);
  });

  it("keeps the manifest behind the system actor's state", () => {
    const world = new TestWorld();
    const [link] = world.state(actorId(0)) as [import("../../filecoin/cid.ts").Cid];
    const manifest = decodeCbor(world.blocks.get(link) as Uint8Array) as [string, unknown][];
    expect(manifest.map(([name]) => name)).toEqual(standInBuiltins().manifest.map(({ name }) => name));
  });

  it("ticks: the epoch's figures move on", () => {
    const world = new TestWorld();
    world.epoch = 1;
    world.tick();
    expect(world.powerState().firstCronEpoch).toBe(2);
    expect(world.powerState().thisEpochPledgeCollateral).toBe(world.powerState().totalPledgeCollateral);
  });

  it("creates a further miner through the power actor", () => {
    const world = new TestWorld();
    const params = [idParam(OWNER), idParam(WORKER), 10, new Uint8Array(3), []];
    const [id] = world.ok(OWNER, actorId(4), "CreateMiner", params, 5n * FIL) as [Uint8Array];
    expect(Address.fromBytes(id).id).toBe(1002n);
    expect(world.ok(OWNER, actorId(4), "MinerCount")).toBe(3);
  });
});
