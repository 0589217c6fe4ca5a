import { describe, expect, it } from "vitest";
import { amountOf } from "../../wallet/phrase.ts";
import type { ApprovalView } from "../../wallet/approval-views.ts";
import { amountFaults } from "./amounts.ts";
import type { Observed } from "./observe.ts";

/** What the comparison of amounts sees. */

const FIL = 10n ** 18n;
const FEE = 10n ** 12n;
const observed = (anna: bigint, ben: bigint, facts: Record<string, string> = {}): Observed => ({
  facts: new Map(Object.entries(facts)),
  amounts: new Map(),
  balances: new Map([
    ["anna", anna],
    ["ben", ben],
  ]),
  ids: new Map([
    ["anna", "t0100"],
    ["ben", "t0101"],
  ]),
  powers: new Map(),
});
const row = (id: string, change: bigint) => ({ forms: { id, address: id }, change: change.toString() });

/** Of a payment of 2 FIL by Anna to Ben; the parts that are looked at. */
const approval = (said: bigint, predicted: bigint): ApprovalView =>
  ({
    sentence: { code: "sentence.send", params: { amount: amountOf(said) } },
    message: { Value: (2n * FIL).toString() },
    fee: { expected: FEE.toString(), ceiling: (4n * FEE).toString() },
    dryRun: { changes: [row("t0100", -predicted - FEE), row("t0101", predicted)] },
  }) as unknown as ApprovalView;

const before = observed(10n * FIL, 0n);
const after = observed(8n * FIL - 2n * FEE, 2n * FIL);
const faults = (view: ApprovalView, more: { bounds?: string[]; grows?: true } = {}, now = after): string[] =>
  amountFaults(before, now, view, { sender: "anna", ...more });

describe("the comparison of amounts", () => {
  it("finds nothing where what was said and predicted has moved", () => expect(faults(approval(2n * FIL, 2n * FIL))).toEqual([]));

  it("finds an amount of the sentence that nothing came of", () => {
    expect(faults(approval(3n * FIL, 2n * FIL))).toEqual([`«amount» of ${3n * FIL} is nowhere`]);
    expect(faults(approval(3n * FIL, 2n * FIL), { bounds: ["amount"] })).toEqual([]);
  });

  it("finds money that came to somebody and was neither said nor predicted", () => {
    expect(faults(approval(2n * FIL, 2n * FIL), {}, observed(8n * FIL - FEE, 3n * FIL))).toEqual([`ben: ${3n * FIL}, where ${2n * FIL} was predicted`]);
  });

  it("finds a sender who lost more than was predicted and the ceiling of the fee, or less than was predicted", () => {
    for (const anna of [8n * FIL - 5n * FEE, 9n * FIL]) expect(faults(approval(2n * FIL, 2n * FIL), {}, observed(anna, 2n * FIL))).toHaveLength(1);
  });

  it("finds a payment that grew by more than a thousandth", () => {
    const grown = (atto: bigint): string[] => faults(approval(2n * FIL, 2n * FIL), { grows: true }, observed(8n * FIL - FEE, atto));
    expect(grown(2n * FIL + FIL / 1_000n)).toEqual([]);
    expect(grown(2n * FIL + FIL / 100n)).toHaveLength(1);
  });

  it("takes an amount that a fact had, has, or changed by", () => {
    const facts = (was: bigint, is: bigint, said: bigint): string[] =>
      amountFaults(observed(FIL, 0n, { room: was.toString() }), observed(FIL, 0n, { room: is.toString() }), approval(said, 0n), { sender: "anna" });
    for (const said of [7n * FIL, 5n * FIL, 2n * FIL]) expect(facts(7n * FIL, 5n * FIL, said)).toEqual([]);
    expect(facts(7n * FIL, 5n * FIL, 3n * FIL)).toHaveLength(1);
    expect(facts(7n * FIL, 7n * FIL, 7n * FIL)).toHaveLength(1);
  });
});
