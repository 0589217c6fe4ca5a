import { describe, expect, it } from "vitest";
import type { PoolTold } from "../told/pool.ts";
import { aheadOf, gapOf, mustBeFree, nextNonce, reserved, waitsFor } from "./nonce.ts";
import type { Slot } from "./slot.ts";
import { slotIn } from "./test-slots.ts";

describe("nonce", () => {
  const base = { node: "node" };
  const pool = (nextNonce: number, host = "node"): PoolTold => ({ host, nextNonce, pending: null });

  it("is the chain's, or one above the highest held slot, and never leaves a gap", () => {
    expect(nextNonce({ ...base, slots: [], chainNonce: 7 })).toBe(7);
    expect(nextNonce({ ...base, slots: [slotIn(7, "seen"), slotIn(8, "accepted")], chainNonce: 7 })).toBe(9);
    expect(nextNonce({ ...base, slots: [slotIn(9, "seen")], chainNonce: 7 })).toBe(7);
    expect(nextNonce({ ...base, slots: [slotIn(7, "seen"), slotIn(9, "refused")], chainNonce: 7 })).toBe(8);
    expect(nextNonce({ ...base, slots: [slotIn(7, "void")], chainNonce: 7 })).toBe(7);
    expect(nextNonce({ ...base, slots: [slotIn(5, "seen")], chainNonce: 7 })).toBe(7);
  });

  it("is not moved by what a pool says to hold: that is shown", () => {
    expect(aheadOf(7, [])).toBeNull();
    expect(aheadOf(7, [pool(7), pool(6, "behind")])).toBeNull();
    expect(aheadOf(7, [pool(9), pool(500, "second")])).toEqual({ node: "second", from: 7, count: 493 });
  });

  it("that nothing fills is a gap only where a message above it waits, and is filled by no message of ours that may run", () => {
    expect(gapOf({ slots: [slotIn(7, "seen"), slotIn(8, "seen")], chainNonce: 7 }, [pool(9)], [])).toBeNull();
    expect(gapOf({ slots: [slotIn(9, "seen")], chainNonce: 7 }, [pool(7)], [])).toEqual({ nonce: 7, waiting: 9 });
    expect(gapOf({ slots: [slotIn(7, "void"), slotIn(8, "seen")], chainNonce: 7 }, [pool(7)], [])).toEqual({ nonce: 7, waiting: 8 });
    expect(gapOf({ slots: [slotIn(7, "refused")], chainNonce: 7 }, [pool(7)], [10, 12])).toEqual({ nonce: 8, waiting: 10 });
    expect(gapOf({ slots: [], chainNonce: 7 }, [pool(9)], [7, 8, 10])).toEqual({ nonce: 9, waiting: 10 });
    expect(mustBeFree({ ...base, slots: [slotIn(9, "seen")], chainNonce: 7 }, 8)).toBe(8);
    for (const nonce of [6, 9]) expect(() => mustBeFree({ ...base, slots: [slotIn(9, "seen")], chainNonce: 7 }, nonce)).toThrow(/noGap/);
  });

  it("waits until the message before was taken by a node", () => {
    for (const state of ["approved", "signed", "pushing", "refused"] as const)
      expect(() => nextNonce({ ...base, slots: [slotIn(7, state)], chainNonce: 7 })).toThrow(/previousNotAccepted/);
  });

  it("refuses a node that is behind what was already final", () => {
    expect(() => nextNonce({ ...base, slots: [slotIn(7, "final")], chainNonce: 7 })).toThrow(/nodeBehind/);
    expect(nextNonce({ ...base, slots: [slotIn(7, "final")], chainNonce: 8 })).toBe(8);
  });

  it("keeps back the dearest attempt of every held slot, and tells what a slot waits for", () => {
    const slots = [slotIn(7, "seen", "accepted"), slotIn(8, "accepted"), slotIn(6, "final")];
    expect(reserved(slots, 7)).toBe(300n);
    expect(reserved(slots, 7, slots[0]?.id)).toBe(150n);
    expect(waitsFor(slots[1] as Slot, slots)).toBe(7);
  });
});
