import { describe, expect, it } from "vitest";
import { actorId } from "../../../filecoin/units.ts";
import { atto, FIL, idParam, OTHER, OWNER, secpAddress, TestWorld, THIRD } from "../test-world.ts";

const CHANGE_OWNER = "ChangeOwnerAddress";

describe("ChangeOwnerAddress", () => {
  it("takes a proposal of the owner and the confirmation of the nominee", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, CHANGE_OWNER, idParam(OTHER));
    expect(world.minerInfo()).toMatchObject({ owner: OWNER, pendingOwner: OTHER });
    expect(world.ok(THIRD, world.miner, "GetOwner")).toEqual([idParam(OWNER), idParam(OTHER)]);
    world.ok(OTHER, world.miner, CHANGE_OWNER, idParam(OTHER));
    expect(world.minerInfo()).toMatchObject({ owner: OTHER, beneficiary: OTHER, pendingOwner: null });
  });

  it("works by the internal number for accounts only", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, 23, idParam(OTHER));
    const user = world.userActor();
    world.ok(OWNER, world.miner, 23, idParam(user));
    expect(world.exit(user, world.miner, 23, idParam(user))).toBe(18);
    expect(world.exit(user, world.miner, CHANGE_OWNER, idParam(user))).toBe(0);
    expect(world.minerInfo().owner).toBe(user);
  });

  it("keeps another beneficiary, and drops a proposed one", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, 30, [idParam(THIRD), atto(100n), 100]);
    world.ok(THIRD, world.miner, 30, [idParam(THIRD), atto(100n), 100]);
    world.ok(OWNER, world.miner, 30, [idParam(OTHER), atto(100n), 100]);
    world.ok(OWNER, world.miner, 23, idParam(OTHER));
    expect(world.minerInfo().pendingBeneficiary).not.toBeNull();
    world.ok(OTHER, world.miner, 23, idParam(OTHER));
    const info = world.minerInfo();
    expect(info).toMatchObject({ owner: OTHER, beneficiary: THIRD, pendingBeneficiary: null });
    expect(info.beneficiaryTerm).toEqual({ quota: 100n, usedQuota: 0n, expiration: 100n });
  });

  it("leaves worker, control and pending worker alone", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, 3, [idParam(103), [idParam(THIRD)]]);
    const before = world.minerInfo();
    world.ok(OWNER, world.miner, 23, idParam(OTHER));
    world.ok(OTHER, world.miner, 23, idParam(OTHER));
    const { worker, control, pendingWorker, peer } = world.minerInfo();
    expect({ worker, control, pendingWorker, peer }).toEqual({
      worker: before.worker,
      control: before.control,
      pendingWorker: before.pendingWorker,
      peer: before.peer,
    });
  });

  it("refuses an address that is not f0, before it looks at the caller", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, world.miner, 23, secpAddress(2).bytes)).toBe(16);
    expect(world.exit(THIRD, world.miner, 23, secpAddress(2).bytes)).toBe(16);
  });

  it("does not ask whether the nominee exists", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, world.miner, 23, idParam(999_999))).toBe(0);
    expect(world.minerInfo().pendingOwner).toBe(999_999n);
  });

  it("withdraws a proposal when the owner names itself", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, 23, idParam(OTHER));
    world.ok(OWNER, world.miner, 23, idParam(OWNER));
    expect(world.minerInfo().pendingOwner).toBeNull();
    expect(world.exit(OTHER, world.miner, 23, idParam(OTHER))).toBe(18);
  });

  it("lets only the owner propose and overwrite", () => {
    const world = new TestWorld();
    expect(world.exit(world.minerInfo().worker, world.miner, 23, idParam(OTHER))).toBe(18);
    expect(world.exit(OTHER, world.miner, 23, idParam(OTHER))).toBe(18);
    world.ok(OWNER, world.miner, 23, idParam(OTHER));
    expect(world.exit(THIRD, world.miner, 23, idParam(THIRD))).toBe(18);
    world.ok(OWNER, world.miner, 23, idParam(THIRD));
    expect(world.minerInfo().pendingOwner).toBe(THIRD);
  });

  it("does not confirm for the owner, nor with another name", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, 23, idParam(OTHER));
    world.ok(OWNER, world.miner, 23, idParam(OTHER));
    expect(world.minerInfo().owner).toBe(OWNER);
    expect(world.exit(OTHER, world.miner, 23, idParam(THIRD))).toBe(16);
    expect(world.exit(OTHER, world.miner, 23, idParam(OWNER))).toBe(16);
    expect(world.minerInfo().owner).toBe(OWNER);
  });
});

describe("parameters, in the order of the released dispatch", () => {
  it("answers 16 for absent or superfluous ones, 21 for another shape, 22 for no method", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, world.miner, CHANGE_OWNER)).toBe(16);
    expect(world.exit(OWNER, world.miner, CHANGE_OWNER, [idParam(OTHER)])).toBe(21);
    expect(world.exit(THIRD, world.miner, CHANGE_OWNER, 7)).toBe(21);
    expect(world.exit(OWNER, world.miner, "GetOwner", idParam(OWNER))).toBe(16);
    expect(world.exit(OWNER, world.miner, "NoSuchMethod")).toBe(22);
    expect(world.exit(OWNER, world.miner, 999)).toBe(22);
    expect(world.exit(world.userActor(), world.miner, 999)).toBe(18);
  });

  it("keeps value that a getter is sent", () => {
    const world = new TestWorld();
    const before = world.balance(world.miner);
    world.ok(OWNER, world.miner, "GetOwner", undefined, FIL);
    expect(world.balance(world.miner) - before).toBe(FIL);
  });

  it("answers a getter sent to an account with nothing, to the power actor with 22", () => {
    const world = new TestWorld();
    const outcome = world.call(OWNER, OTHER, "GetOwner");
    expect([outcome.exitCode, outcome.ret]).toEqual([0, null]);
    expect(world.exit(OWNER, actorId(4), "GetOwner")).toBe(22);
  });
});
