import { describe, expect, it } from "vitest";
import { Address } from "../../../filecoin/address.ts";
import { attoFil, epoch } from "../../../filecoin/units.ts";
import { predictWithdrawal } from "./miner-view.ts";

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
