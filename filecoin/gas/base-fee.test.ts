import { describe, expect, it } from "vitest";
import { Address } from "../address.ts";
import type { Message } from "../message.ts";
import { attoFil } from "../units.ts";
import { MINIMUM_BASE_FEE, effectivePremium, nextBaseFee, risenBaseFee } from "./base-fee.ts";

const message = (gasLimit: number, gasPremium: bigint, gasFeeCap = 10n ** 12n): Message => ({
  version: 0,
  to: Address.id(100),
  from: Address.id(101),
  nonce: 0,
  value: attoFil(0n),
  gasLimit,
  gasFeeCap: attoFil(gasFeeCap),
  gasPremium: attoFil(gasPremium),
  method: 0,
  params: new Uint8Array(),
});

describe("base fee (nv28)", () => {
  it("falls by an eighth while blocks are not four fifths full", () => {
    expect(nextBaseFee(1_000_000n, [])).toBe(875_000n);
    expect(nextBaseFee(1_000_000n, [message(7_999_999_999, 10n ** 9n)])).toBe(875_000n);
    expect(nextBaseFee(101n, [])).toBe(MINIMUM_BASE_FEE);
  });

  it("moves with the premium at the four-fifths mark, at most an eighth up", () => {
    expect(nextBaseFee(1_000_000n, [message(8_000_000_000, 10n ** 9n)])).toBe(1_125_000n);
    expect(nextBaseFee(1_000_000n, [message(8_000_000_000, 130_000n)])).toBe(1_005_000n);
    expect(nextBaseFee(1_000_000n, [message(5_000_000_000, 10n ** 9n), message(5_000_000_000, 130_000n)])).toBe(1_005_000n);
  });

  it("counts only what a message can pay above the base fee", () => {
    expect(effectivePremium(message(1, 500n, 1_200n), 1_000n)).toBe(200n);
    expect(effectivePremium(message(1, 500n, 900n), 1_000n)).toBe(0n);
  });

  it("is foreseen some tipsets ahead in steps of a 256th, for any number of them", () => {
    expect([0, 1, 2, 20].map((blocks) => risenBaseFee(1_000_000n, blocks))).toEqual([1_000_000n, 1_125_000n, 1_265_625n, 10_542_968n]);
    expect(risenBaseFee(1n, 10 ** 9)).toBe(risenBaseFee(1n, 256));
  });
});
