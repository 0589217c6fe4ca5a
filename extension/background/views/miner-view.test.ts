import { describe, expect, it } from "vitest";
import { Address } from "../../../filecoin/address.ts";
import { attoFil, epoch } from "../../../filecoin/units.ts";
import { bytesText, predictWithdrawal } from "./miner-view.ts";

describe("bytes in words", () => {
  it.each([
    [0n, "0 B"],
    [1_023n, "1023 B"],
    [1_024n, "1 KiB"],
    [1_536n, "1.5 KiB"],
    [34_359_738_368n, "32 GiB"],
    [1_099_511_627_775n, "1023.99 GiB"],
    [2n ** 60n, "1 EiB"],
    [2n ** 75n, "32768 EiB"],
  ])("of %s", (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});

/** The miner's own order: its debt is paid first, then a beneficiary that is not the owner is held to quota and term (builtin-actors withdraw_balance). */
describe("what a withdrawal would pay", () => {
  const [owner, other] = [Address.id(100n), Address.id(101n)];
  const term = (quota: bigint, used: bigint, expiration: number) => ({ quota: attoFil(quota), usedQuota: attoFil(used), expiration: epoch(expiration) });
  const predict = (beneficiary: Address, beneficiaryTerm: ReturnType<typeof term> | null, available: bigint, debt = 0n) => {
    const { amount, why, blocked } = predictWithdrawal(1_000, { owner, beneficiary, beneficiaryTerm }, { available, debt });
    return [amount, why?.code ?? null, blocked?.code ?? null];
  };

  it("is everything to an owner, whatever an old term says", () => {
    expect(predict(owner, null, 50n)).toEqual(["50", null, null]);
    expect(predict(owner, term(10n, 10n, 1), 50n)).toEqual(["50", null, null]);
  });

  it("is no more than a beneficiary's quota leaves", () => {
    expect(predict(other, term(100n, 20n, 2_000), 50n)).toEqual(["50", null, null]);
    expect(predict(other, term(100n, 70n, 2_000), 50n)).toEqual(["30", "withdraw.quotaLeft", null]);
    expect(predict(other, term(100n, 50n, 2_000), 50n)).toEqual(["50", null, null]);
  });

  it("is nothing when the quota is used or the term is over", () => {
    expect(predict(other, term(100n, 100n, 2_000), 50n)).toEqual(["0", null, "withdraw.quotaUsed"]);
    expect(predict(other, term(100n, 0n, 1_000), 50n)).toEqual(["0", null, "withdraw.termOver"]);
    expect(predict(other, term(100n, 0n, 1_001), 50n)).toEqual(["50", null, null]);
  });

  it("is nothing while the debt takes all there is", () => {
    expect(predict(owner, null, 0n, 5n)).toEqual(["0", null, "withdraw.debt"]);
    expect(predict(owner, null, 1n, 5n)).toEqual(["1", null, null]);
    expect(predict(owner, null, 0n)).toEqual(["0", null, null]);
  });
});
