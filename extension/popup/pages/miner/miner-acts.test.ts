import { describe, expect, it } from "vitest";
import type { MinerView } from "../../../shared/miner-views.ts";
import { typedOf } from "../../acts/act.ts";
import { commandAtOnce, minerAct } from "./miner-acts.ts";

/** Who signs what can be done to a miner: the account that has the right, chosen where several have it. */

const senders = { confirmOwner: ["t1new"], repayDebt: ["t1owner", "t3worker"], withdraw: ["t1owner", "t1beneficiary"], returnBeneficiary: ["t1owner"] };
const miner = { address: "t01000", senders } as unknown as MinerView;
const t = (key: string): string => key;

describe("an act on a miner", () => {
  it("that one account may do and that asks for nothing is sent by that account at once", () => {
    expect(commandAtOnce("confirmOwner", miner)).toEqual({ name: "miner.confirmOwner", body: { miner: "t01000", from: "t1new" } });
  });

  it("that several accounts may do asks which one signs it, and begins with the likeliest", () => {
    expect(commandAtOnce("repay", miner)).toBeUndefined();
    const act = minerAct("repay", miner, t);
    expect(act.fields(typedOf({}))).toMatchObject([{ name: "from", options: [{ value: "t1owner" }, { value: "t3worker" }] }]);
    expect(act.command(typedOf({}))?.body).toMatchObject({ from: "t1owner" });
    expect(act.command(typedOf({ from: "t3worker" }))?.body).toMatchObject({ from: "t3worker" });
  });

  it("that gives the beneficiary back is read before it is sent, and asks for nothing", () => {
    expect(commandAtOnce("returnBeneficiary", miner)).toBeUndefined();
    const act = minerAct("returnBeneficiary", miner, t);
    expect([act.fields(typedOf({})), act.command(typedOf({}))]).toEqual([[], { name: "miner.returnBeneficiary", body: { miner: "t01000", from: "t1owner" } }]);
  });

  it("that pays the beneficiary can be signed by him", () => {
    expect(minerAct("withdraw", miner, t).command(typedOf({ how: "all", from: "t1beneficiary" }))?.body).toMatchObject({ from: "t1beneficiary", amount: null });
  });
});
