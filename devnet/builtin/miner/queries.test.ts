import { describe, expect, it } from "vitest";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import { wholeEstimate } from "../fixed-point.ts";
import { atto, FIL, idParam, OTHER, OWNER, secpAddress, TestWorld, THIRD, WORKER } from "../test-world.ts";
import { initialPledgeForPower, TERMINATION_LIFETIME_CAP, terminationFee } from "./pledge.ts";

describe("what anybody may ask a miner", () => {
  it("answers owner, controllers, sector size and funds", () => {
    const world = new TestWorld();
    const user = world.userActor();
    const ask = (method: string, params?: Parameters<TestWorld["ok"]>[3]): unknown => world.ok(user, world.miner, method, params);
    expect(ask("GetOwner")).toEqual([idParam(OWNER), null]);
    expect(ask("GetSectorSize")).toBe(2048);
    expect(ask("GetPeerID")).toEqual([new Uint8Array(0)]);
    expect(ask("GetMultiaddrs")).toEqual([[]]);
    expect(ask("InitialPledge")).toEqual(new Uint8Array(0));
    expect(ask("IsControllingAddress", secpAddress(1).bytes)).toBe(true);
    expect(ask("IsControllingAddress", idParam(WORKER))).toBe(true);
    expect(ask("IsControllingAddress", idParam(OTHER))).toBe(false);
    expect(ask("IsControllingAddress", secpAddress(200).bytes)).toBe(false);
    const locked = world.minerState().lockedFunds;
    expect(ask("GetAvailableBalance")).toEqual(encodeAmount(100n * FIL - locked));
    const [funds] = ask("GetVestingFunds") as [unknown[]];
    expect(funds).toHaveLength(180);
    expect(ask("GetBeneficiary")).toEqual([[idParam(OWNER), [atto(0n), atto(0n), 0]], null]);
  });

  it("answers the control addresses to built-in actors only", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, "ChangeWorkerAddress", [idParam(WORKER), [idParam(THIRD)]]);
    expect(world.ok(OTHER, world.miner, 2)).toEqual([idParam(OWNER), idParam(WORKER), [idParam(THIRD)]]);
    expect(world.exit(world.userActor(), world.miner, 2)).toBe(18);
  });

  it("answers a negative available balance in debt, and 20 when more is locked than there is", () => {
    const world = new TestWorld();
    world.editMiner((state) => (state.feeDebt = 200n * FIL));
    expect(world.amount(OTHER, world.miner, "GetAvailableBalance")).toBeLessThan(0n);
    world.editMiner((state) => (state.initialPledge = 200n * FIL));
    expect(world.exit(OTHER, world.miner, "GetAvailableBalance")).toBe(20);
  });

  it("answers the highest termination fee", () => {
    const world = new TestWorld();
    const fee = (power: bigint, pledge: bigint): bigint => world.amount(OTHER, world.miner, "MaxTerminationFee", [atto(power), atto(pledge)]);
    expect(fee(0n, 1000n)).toBe(85n);
    expect(fee(1n << 50n, 0n)).toBeGreaterThan(0n);
    expect(fee(1n << 36n, FIL)).toBeGreaterThan(0n);
    expect(world.exit(OTHER, world.miner, "MaxTerminationFee", [1, 2])).toBe(21);
  });

  it("answers about sectors there are none of", () => {
    const world = new TestWorld();
    const nowhere = Uint8Array.of(0x82, 0x20, 0x20);
    const ask = (method: string, params: Parameters<TestWorld["ok"]>[3]): number => world.exit(OTHER, world.miner, method, params);
    expect(ask("GetNominalSectorExpiration", 7)).toBe(17);
    expect(world.ok(OTHER, world.miner, "GenerateSectorLocation", [7])).toEqual([0, nowhere]);
    expect(world.ok(OTHER, world.miner, "ValidateSectorStatus", [7, 0, nowhere])).toBe(true);
    expect(world.ok(OTHER, world.miner, "ValidateSectorStatus", [7, 1, nowhere])).toBe(false);
    expect(ask("ValidateSectorStatus", [7, 1, Uint8Array.of(0x80)])).toBe(16);
    expect(ask("ValidateSectorStatus", [7, 1, Uint8Array.of(0x82, 0x20, 0x00)])).toBe(16);
    expect(ask("ValidateSectorStatus", [7, 1, Uint8Array.of(0x82, 0x00, 0x00)])).toBe(17);
    expect(ask("ValidateSectorStatus", [7, 1, Uint8Array.of(0x82, 0x18, 0x30, 0x00)])).toBe(16);
    expect(ask("ValidateSectorStatus", [7, 9, nowhere])).toBe(21);
    expect(world.exit(OTHER, world.miner, 13, [7])).toBe(17);
  });
});

describe("pledge and fee formulas (fip0081_initial_pledge, pledge_penalty_for_termination)", () => {
  it.each([
    [-100n, 100n, 1500n],
    [0n, 100n, 1500n],
    [50n, 100n, 1725n],
    [150n, 100n, 1950n],
    [0n, 0n, 1950n],
    [10n, 0n, 1950n],
  ])("shifts the pledge over the ramp: %i of %i epochs", (since, ramp, tenThousandths) => {
    const pledge = initialPledgeForPower(1n << 36n, {
      baselinePower: 1n << 37n,
      rewardSmoothed: wholeEstimate(0n, 0n),
      powerSmoothed: wholeEstimate(1n << 10n, 1n << 10n),
      circulatingSupply: FIL,
      epochsSinceRampStart: since,
      rampDurationEpochs: ramp,
    });
    expect(pledge).toBe(1n + (FIL * tenThousandths) / 10_000n);
  });

  it("charges for terminations by age, at least 2 % and more than the fault fee", () => {
    expect(terminationFee(1024n, TERMINATION_LIFETIME_CAP + EPOCHS_PER_DAY, 0n)).toBe(87n);
    expect(terminationFee(1024n, TERMINATION_LIFETIME_CAP / 2, 0n)).toBe(43n);
    expect(terminationFee(1024n, TERMINATION_LIFETIME_CAP, 1024n)).toBe(1075n);
    expect(terminationFee(1024n, 0, 0n)).toBe(20n);
  });
});
