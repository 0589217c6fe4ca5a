import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeClose } from "./merge-close.ts";

const points = (...epochs: number[]): { epoch: number; reward: string; total: string }[] =>
  epochs.map((epoch, at) => ({ epoch, reward: "1", total: String(at + 1) }));

describe("rows of the table twin", () => {
  it("take readings together that stand around one harvest", () => {
    expect(mergeClose(points(0, 5_000, 5_002, 10_000))).toEqual([
      { epoch: 0, reward: "1", total: "1" },
      { epoch: 5_002, reward: "2", total: "3" },
      { epoch: 10_000, reward: "1", total: "4" },
    ]);
  });

  it("keep the last total and lose no reward", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 80 }), (epochs) => {
        const given = points(...epochs.sort((a, b) => a - b));
        const rows = mergeClose(given);
        expect(rows.at(-1)?.total).toBe(given.at(-1)?.total);
        expect(rows.reduce((sum, { reward }) => sum + BigInt(reward), 0n)).toBe(BigInt(given.length));
      }),
    );
  });
});
