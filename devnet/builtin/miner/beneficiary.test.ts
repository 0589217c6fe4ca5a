import { describe, expect, it } from "vitest";
import type { CborValue } from "../../../filecoin/cbor.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import { atto, FIL, idParam, OTHER, OWNER, secpAddress, TestWorld, THIRD } from "../test-world.ts";

const CHANGE = "ChangeBeneficiary";
const terms = (beneficiary: ActorId, quota: bigint, expiration: number | bigint): CborValue => [idParam(beneficiary), atto(quota), expiration];

/** A world in which OTHER is the beneficiary with these terms. */
function withBeneficiary(quota: bigint, expiration: number): TestWorld {
  const world = new TestWorld();
  world.ok(OWNER, world.miner, CHANGE, terms(OTHER, quota, expiration));
  world.ok(OTHER, world.miner, CHANGE, terms(OTHER, quota, expiration));
  return world;
}

describe("ChangeBeneficiary", () => {
  it("needs two messages from the owner as beneficiary to another", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, CHANGE, terms(OTHER, 100n, 200));
    expect(world.minerInfo().pendingBeneficiary).toEqual({
      newBeneficiary: OTHER,
      newQuota: 100n,
      newExpiration: 200n,
      approvedByBeneficiary: true,
      approvedByNominee: false,
    });
    world.ok(OTHER, world.miner, CHANGE, terms(OTHER, 100n, 200));
    expect(world.minerInfo()).toMatchObject({
      beneficiary: OTHER,
      beneficiaryTerm: { quota: 100n, usedQuota: 0n, expiration: 200n },
      pendingBeneficiary: null,
    });
  });

  it("needs three when the current beneficiary still has quota and time", () => {
    const world = withBeneficiary(100n, 200);
    world.ok(OWNER, world.miner, CHANGE, terms(THIRD, 100n, 200));
    expect(world.minerInfo().pendingBeneficiary?.approvedByBeneficiary).toBe(false);
    world.ok(OTHER, world.miner, CHANGE, terms(THIRD, 100n, 200));
    expect(world.minerInfo().pendingBeneficiary?.approvedByBeneficiary).toBe(true);
    world.ok(THIRD, world.miner, CHANGE, terms(THIRD, 100n, 200));
    expect(world.minerInfo().beneficiary).toBe(THIRD);
  });

  it("needs two when the current beneficiary's time is over", () => {
    const world = withBeneficiary(100n, 200);
    world.epoch = 200;
    world.ok(OWNER, world.miner, CHANGE, terms(THIRD, 50n, 500));
    world.ok(THIRD, world.miner, CHANGE, terms(THIRD, 50n, 500));
    expect(world.minerInfo().beneficiary).toBe(THIRD);
  });

  it("returns to the owner at once when the quota is used up or the time over", () => {
    const used = withBeneficiary(100n, 200);
    used.ok(OTHER, used.miner, "WithdrawBalance", [atto(100n)]);
    used.ok(OWNER, used.miner, CHANGE, terms(OWNER, 0n, 0));
    expect(used.minerInfo()).toMatchObject({
      beneficiary: OWNER,
      beneficiaryTerm: { quota: 0n, usedQuota: 0n, expiration: 0n },
    });
    const late = withBeneficiary(100n, 200);
    late.epoch = 201;
    late.ok(OWNER, late.miner, CHANGE, terms(OWNER, 0n, 0));
    expect(late.minerInfo().beneficiary).toBe(OWNER);
  });

  it("lets the owner take an unapproved proposal back by naming itself", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, CHANGE, terms(OTHER, 100n, 200));
    world.ok(OWNER, world.miner, CHANGE, terms(OWNER, 0n, 0));
    expect(world.minerInfo()).toMatchObject({ beneficiary: OWNER, pendingBeneficiary: null });
  });

  it("keeps what was used when the same beneficiary gets other terms", () => {
    const world = withBeneficiary(100n, 200);
    world.ok(OTHER, world.miner, "WithdrawBalance", [atto(30n)]);
    world.ok(OWNER, world.miner, CHANGE, terms(OTHER, 70n, 300));
    world.ok(OTHER, world.miner, CHANGE, terms(OTHER, 70n, 300));
    expect(world.minerInfo().beneficiaryTerm).toEqual({ quota: 70n, usedQuota: 30n, expiration: 300n });
    expect(world.amount(OTHER, world.miner, "WithdrawBalance", [atto(FIL)])).toBe(40n);
  });

  it("does not check the expiration, and takes the largest there is", () => {
    const world = new TestWorld();
    const never = (1n << 63n) - 1n;
    world.ok(OWNER, world.miner, CHANGE, terms(OTHER, 1n, -5));
    world.ok(OWNER, world.miner, CHANGE, terms(OTHER, 1n, never));
    world.ok(OTHER, world.miner, CHANGE, terms(OTHER, 1n, never));
    expect(world.minerInfo().beneficiaryTerm.expiration).toBe(never);
  });

  it("refuses terms that make no sense", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, world.miner, CHANGE, terms(OTHER, 0n, 200))).toBe(16);
    expect(world.exit(OWNER, world.miner, CHANGE, terms(OTHER, -1n, 200))).toBe(16);
    expect(world.exit(OWNER, world.miner, CHANGE, terms(OWNER, 1n, 0))).toBe(16);
    expect(world.exit(OWNER, world.miner, CHANGE, terms(OWNER, 0n, 1))).toBe(16);
    expect(world.exit(THIRD, world.miner, CHANGE, [secpAddress(77).bytes, atto(1n), 1])).toBe(16);
  });

  it("refuses callers who are not asked, and approvals of other terms", () => {
    const world = new TestWorld();
    expect(world.exit(OTHER, world.miner, CHANGE, terms(OTHER, 100n, 200))).toBe(18);
    world.ok(OWNER, world.miner, CHANGE, terms(OTHER, 100n, 200));
    expect(world.exit(THIRD, world.miner, CHANGE, terms(OTHER, 100n, 200))).toBe(18);
    expect(world.exit(OTHER, world.miner, CHANGE, terms(OTHER, 100n, 201))).toBe(16);
    expect(world.exit(OTHER, world.miner, CHANGE, terms(OTHER, 101n, 200))).toBe(16);
    expect(world.exit(OTHER, world.miner, CHANGE, terms(THIRD, 100n, 200))).toBe(16);
  });

  it("tells anybody the active and the proposed terms", () => {
    const world = withBeneficiary(100n, 200);
    world.ok(OWNER, world.miner, CHANGE, terms(THIRD, 5n, 6));
    expect(world.ok(world.userActor(), world.miner, "GetBeneficiary")).toEqual([
      [idParam(OTHER), [atto(100n), atto(0n), 200]],
      [idParam(THIRD), atto(5n), 6, false, false],
    ]);
    expect(world.exit(world.userActor(), world.miner, 31)).toBe(18);
  });
});
