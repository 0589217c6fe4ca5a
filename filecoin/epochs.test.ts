import { expect, it } from "vitest";
import { EPOCHS_PER_DAY, EPOCHS_PER_YEAR, quantizeUp, timeOfEpoch } from "./epochs.ts";

it("a day has 2,880 epochs, a year 1,051,200 (builtin-actors EPOCHS_IN_DAY, EPOCHS_IN_YEAR)", () => {
  expect([EPOCHS_PER_DAY, EPOCHS_PER_YEAR]).toEqual([2_880, 1_051_200]);
});

// Source: builtin-actors actors/miner/src/quantize.rs.
it.each([
  [0, 10, 0, 0],
  [1, 10, 0, 10],
  [10, 10, 0, 10],
  [6, 7, 5, 12],
  [3, 100, 50, 50],
  [51, 100, 350, 150],
])("epoch %d in units of %d from %d on is rounded up to %d", (epoch, unit, offset, up) => {
  expect(quantizeUp(epoch, unit, offset)).toBe(up);
});

it("the moment of any epoch follows from that of one", () => {
  const clock = { epoch: 1_000, time: 1_700_000_000_000, epochSeconds: 30 };
  expect([1_000, 1_001, 999].map((at) => timeOfEpoch(clock, at))).toEqual([1_700_000_000_000, 1_700_000_030_000, 1_699_999_970_000]);
});
