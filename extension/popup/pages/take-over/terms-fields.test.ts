import { describe, expect, it } from "vitest";
import type { TermsForm } from "../../../../wallet/takeover/terms-form.ts";
import { typedOf, type ActField, type Read } from "../../acts/act.ts";
import { readAmountInput } from "../../format/amount-input.ts";
import { readField } from "../../acts/read-field.ts";
import { termsFields, termsOf } from "./terms-fields.ts";

const DAY = 2_880;
const START: TermsForm = {
  name: "Kestrel",
  symbol: "KST",
  custody: "FixedFeeRate",
  annualRateBps: 0,
  fees: [{ label: "operator", beneficiary: null, bps: 1_000 }],
  reserveBps: 500,
  noticeEpochs: 14 * DAY,
  minimumDeposit: "10000000000000000000",
  cap: "1000000000000000000000",
  smoothingEpochs: 7 * DAY,
  juniorMinimumBps: 1_500,
  uri: "",
  limits: { maxMiners: 8, maxPrincipalPerMiner: "500000000000000000000", maxForwardPerDay: "100000000000000000000" },
} as TermsForm;

/** What the form reads when nothing is typed but `changes`. */
function read(start: TermsForm, changes: Readonly<Record<string, string>> = {}): TermsForm | undefined {
  const values: Record<string, Read> = {};
  const all = (): readonly ActField[] => {
    const { pairs, rare } = termsFields(start, typedOf(values), (key) => key);
    return [...pairs.flat(), ...rare];
  };
  const readAll = (): void => {
    for (const field of all()) {
      const text = changes[field.name] ?? field.start ?? "";
      if (field.kind === "amount") {
        const amount = readAmountInput(text);
        values[field.name] = amount.kind === "amount" ? amount.atto : undefined;
      } else if (field.kind !== "address" && field.kind !== "some" && field.kind !== "flag") values[field.name] = readField(field, text);
    }
  };
  readAll();
  readAll();
  return termsOf(start, typedOf(values));
}

describe("the form of the terms", () => {
  it("gives back what it began with", () => {
    expect(read(START)).toEqual(START);
  });

  it("reads per cent, days and FIL as basis points, epochs and attoFIL", () => {
    const terms = read(START, { fee: "12.5", notice: "30", cap: "2500.5", junior: "20" });
    expect(terms).toMatchObject({ noticeEpochs: 30 * DAY, cap: "2500500000000000000000", juniorMinimumBps: 2_000 });
    expect(terms?.fees[0]?.bps).toBe(1_250);
  });

  it("asks for a promised rate above nothing where income is fixed, and for none otherwise", () => {
    expect(read(START, { custody: "FixedIncome" })).toBeUndefined();
    expect(read(START, { custody: "FixedIncome", rate: "0" })).toBeUndefined();
    expect(read(START, { custody: "FixedIncome", rate: "8" })).toMatchObject({ custody: "FixedIncome", annualRateBps: 800 });
    expect(read({ ...START, custody: "FixedIncome", annualRateBps: 800 }, { custody: "FixedFeeRate" })).toMatchObject({ annualRateBps: 0 });
  });

  it.each([
    ["a notice under a week", { notice: "6" }],
    ["a fee above everything", { fee: "100.01" }],
    ["no name", { name: "  " }],
    ["no room at all", { cap: "0" }],
    ["a comma in an amount", { cap: "2,500" }],
  ])("gives nothing with %s", (_, changes) => {
    expect(read(START, changes)).toBeUndefined();
  });
});
