import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { EPOCHS_PER_DAY, quantizeUp } from "../../../filecoin/epochs.ts";
import { mergeFunds, REWARD_VESTING, schedule, sumOf, takeVested, takeVestedAndUnvested, type VestingSpec } from "./vesting.ts";

const spec = (vestPeriod: number, stepDuration: number, quantization: number, initialDelay = 0): VestingSpec => ({
  initialDelay,
  vestPeriod,
  stepDuration,
  quantization,
});

/** What vests at each epoch from `start` on. */
function vestedByEpoch(sum: bigint, start: number, periodStart: number, s: VestingSpec, epochs: number): number[] {
  let rest = schedule(sum, start, periodStart, s);
  return Array.from({ length: epochs }, (_, i) => {
    const taken = takeVested(rest, start + i);
    rest = taken.rest;
    return Number(taken.vested);
  });
}

describe("vesting schedule (table of builtin-actors' vesting_add_locked_funds_table)", () => {
  it.each<[string, VestingSpec, number, number[]]>([
    ["in a single epoch", spec(1, 1, 1), 0, [0, 0, 100, 0]],
    ["period 2", spec(2, 1, 1), 0, [0, 0, 50, 50, 0]],
    ["period 2 quantization 2", spec(2, 1, 2), 0, [0, 0, 0, 100, 0]],
    ["period 3", spec(3, 1, 1), 0, [0, 0, 33, 33, 34, 0]],
    ["period 3 quantization 2", spec(3, 1, 2), 0, [0, 0, 0, 66, 0, 34, 0]],
    ["period 2 step 2", spec(2, 2, 1), 0, [0, 0, 0, 100, 0]],
    ["period 5 step 2", spec(5, 2, 1), 0, [0, 0, 0, 40, 0, 40, 0, 20, 0]],
    ["delay 1 period 5 step 2", spec(5, 2, 1, 1), 0, [0, 0, 0, 0, 40, 0, 40, 0, 20, 0]],
    ["period 5 step 2 quantization 2", spec(5, 2, 2), 0, [0, 0, 0, 40, 0, 40, 0, 20, 0]],
    ["period 5 step 3", spec(5, 3, 1), 0, [0, 0, 0, 0, 60, 0, 0, 40, 0]],
    ["period 5 step 3 quantization 2", spec(5, 3, 2), 0, [0, 0, 0, 0, 0, 80, 0, 20, 0]],
    ["step greater than period", spec(5, 6, 1), 0, [0, 0, 0, 0, 0, 0, 0, 100, 0]],
    ["delay 5 period 5", spec(5, 1, 1, 5), 0, [0, 0, 0, 0, 0, 0, 0, 20, 20, 20, 20, 20, 0]],
    ["offset 0", spec(10, 2, 2), 0, [0, 0, 0, 20, 0, 20, 0, 20, 0, 20, 0, 20]],
    ["offset 1", spec(10, 2, 2), 1, [0, 0, 0, 20, 0, 20, 0, 20, 0, 20, 0, 20]],
    ["period start beyond the unit", spec(10, 2, 2), 55, [0, 0, 0, 20, 0, 20, 0, 20, 0, 20, 0, 20]],
    ["step much smaller than quantization", spec(10, 1, 5), 0, [0, 0, 0, 0, 0, 0, 50, 0, 0, 0, 0, 50]],
  ])("vests %s", (_, s, periodStart, expected) => {
    expect(vestedByEpoch(100n, periodStart + 10, periodStart, s, expected.length)).toEqual(expected);
  });

  it("vests with coprime period, step and quantization", () => {
    const vested = vestedByEpoch(100n, 10, 0, spec(27, 5, 7), 34);
    const at = (epoch: number): number | undefined => vested[epoch - 10];
    expect([at(22), at(29), at(36), at(43)]).toEqual([40, 26, 26, 8]);
    expect(vested.reduce((a, b) => a + b)).toBe(100);
  });

  it("spreads a reward over 180 days, on half days counted from the proving period", () => {
    const funds = schedule(450_000n, 0, 1808, REWARD_VESTING);
    expect(funds).toHaveLength(180);
    for (const [i, { epoch }] of funds.entries()) {
      expect(epoch).toBe(quantizeUp((i + 1) * EPOCHS_PER_DAY, EPOCHS_PER_DAY / 2, 1808));
      expect(epoch % 1440).toBe(1808 % 1440);
    }
    expect(sumOf(funds)).toBe(450_000n);
  });

  it("never loses or makes money, whatever sum, start and period", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 27n), fc.nat(5_000_000), fc.nat(2879), (sum, now, periodStart) => {
        const funds = schedule(sum, now, periodStart, REWARD_VESTING);
        expect(sumOf(funds)).toBe(sum);
        expect(funds.every(({ epoch }, i) => i === 0 || epoch > (funds[i - 1]?.epoch ?? 0))).toBe(true);
        expect(sumOf(mergeFunds(funds, funds))).toBe(2n * sum);
      }),
      { numRuns: 50 },
    );
  });
});

describe("drawing on funds that have not vested (vesting_unvested_funds)", () => {
  const five = schedule(100n, 100, 0, spec(5, 1, 1));

  it("leaves the rest of a bucket", () => {
    const { vested, unvested, rest } = takeVestedAndUnvested(five, 100, 39n);
    expect([vested, unvested]).toEqual([0n, 39n]);
    expect(rest.map(({ amount }) => amount)).toEqual([1n, 20n, 20n, 20n]);
  });

  it("leaves a bucket used up exactly with nothing in it", () => {
    const { unvested, rest } = takeVestedAndUnvested(five, 100, 40n);
    expect(unvested).toBe(40n);
    expect(rest.map(({ amount }) => amount)).toEqual([0n, 20n, 20n, 20n]);
  });

  it("takes all there is when more is asked for", () => {
    expect(takeVestedAndUnvested(five, 100, 200n)).toEqual({ vested: 0n, unvested: 100n, rest: [] });
  });

  it("counts what vested besides the target", () => {
    const fifty = schedule(100n, 10, 0, spec(50, 1, 1));
    const { vested, unvested, rest } = takeVestedAndUnvested(fifty, 30, 60n);
    expect(unvested).toBe(60n);
    expect(vested + unvested).toBe(98n);
    expect(rest).toEqual([
      { epoch: 59, amount: 0n },
      { epoch: 60, amount: 2n },
    ]);
  });
});
