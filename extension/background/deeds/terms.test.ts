import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Address } from "../../../filecoin/address.ts";
import { encodeParams } from "../../../actor/abi/codec.ts";
import type { TermsForm } from "../../../wallet/takeover/terms-form.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { defaultTerms, formOfTerms, isOfferOf, sameTerms, termsOfForm } from "../../../wallet/takeover/terms.ts";

const NOW = 5_000;
const operator = Address.id(100n);
const given = { operator, now: NOW, prefix: "f" } as const;
const form = (change: Partial<TermsForm> = {}): TermsForm => ({ ...defaultTerms(NOW), ...change });
const fee = (change: Partial<TermsForm["fees"][number]> = {}): TermsForm["fees"][number] => ({ label: "operator", beneficiary: null, bps: 100, ...change });
const sameText = async (text: string): Promise<string> => text;

/** The refusal's params, or null when the form is taken. */
function refusedOf(changed: TermsForm): unknown {
  try {
    termsOfForm(changed, given);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "badTerms") throw error;
    return error.params;
  }
}

describe("terms", () => {
  it("are taken as they come by default, and encode for the constructor", () => {
    const terms = termsOfForm(form(), given);
    expect(terms.operator.equals(operator)).toBe(true);
    expect(encodeParams("Constructor", { terms }).length).toBeGreaterThan(50);
  });

  it("come back as the same form, whatever stands in it within the bounds", () => {
    const share = fc.integer({ min: 0, max: 10_000 });
    const sum = fc.bigInt({ min: 1n, max: 10n ** 27n }).map(String);
    const span = (least: number, most: number): fc.Arbitrary<number> => fc.integer({ min: least, max: most });
    const forms = fc.record({
      name: fc.string({ minLength: 1, maxLength: 40 }),
      symbol: fc.string({ minLength: 1, maxLength: 11 }),
      uri: fc.webUrl().filter((uri) => uri.length <= 200),
      fees: fc.array(
        fc.record({
          label: fc.string({ minLength: 1, maxLength: 32 }),
          beneficiary: fc.constantFrom(null, "f0101", "f0102"),
          bps: fc.integer({ min: 0, max: 2_000 }),
        }),
        { maxLength: 5 },
      ),
      custody: fc.constant("FixedIncome" as const),
      annualRateBps: fc.integer({ min: 1, max: 10_000 }),
      reserveBps: share,
      minimumDeposit: fc.constant("1"),
      cap: sum,
      juniorMinimumBps: share,
      tipBps: share,
      tipMaximum: sum,
      exitDiscountBps: share,
      noticeEpochs: span(20_160, 10_512_000),
      smoothingEpochs: span(20_160, 518_400),
      absenceEpochs: span(86_400, 10_512_000),
      legacyMaximum: sum,
      lastExpiration: span(NOW + 1, NOW + 10_512_000),
    });
    fc.assert(
      fc.property(forms, (part) => {
        expect(formOfTerms(termsOfForm(form(part), given), "f")).toEqual(form(part));
      }),
      { numRuns: 60 },
    );
  });

  /** Each bound of the actor's constructor (actor/owner/constructor.ts): a value outside, the field the refusal names, the bound in its words. */
  const outside: [TermsForm, string, number | null, string, number | string | null, number | null][] = [
    [form({ name: "" }), "name", null, "bytes", 1, 64],
    [form({ name: "矿".repeat(22) }), "name", null, "bytes", 1, 64],
    [form({ symbol: "" }), "symbol", null, "bytes", 1, 16],
    [form({ symbol: "é".repeat(9) }), "symbol", null, "bytes", 1, 16],
    [form({ uri: "x".repeat(257) }), "uri", null, "bytes", 0, 256],
    [form({ fees: Array.from({ length: 6 }, () => fee()) }), "fees", null, "count", null, 5],
    [form({ fees: [fee({ label: "" })] }), "feeLabel", 1, "bytes", 1, 32],
    [form({ fees: [fee(), fee({ label: "x".repeat(33) })] }), "feeLabel", 2, "bytes", 1, 32],
    [form({ fees: [fee({ bps: 10_001 })] }), "fee", 1, "whole", 0, 10000],
    [form({ fees: [fee({ bps: -1 })] }), "fee", 1, "whole", 0, 10000],
    [form({ fees: [fee({ bps: 1.5 })] }), "fee", 1, "whole", 0, 10000],
    [form({ fees: [fee({ bps: 6_000 }), fee({ bps: 4_001 })] }), "fees", null, "sum", null, null],
    [form({ fees: [fee({ beneficiary: "f0100" })] }), "feeBeneficiary", 1, "operator", null, null],
    [form({ fees: [fee({ beneficiary: "nobody" })] }), "feeBeneficiary", 1, "address", null, null],
    [form({ fees: [fee({ beneficiary: "t0101" })] }), "feeBeneficiary", 1, "address", null, null],
    [form({ custody: "FixedIncome", annualRateBps: 0 }), "annualRateBps", null, "whole", 1, 10000],
    [form({ custody: "FixedIncome", annualRateBps: 10_001 }), "annualRateBps", null, "whole", 1, 10000],
    [form({ annualRateBps: 1 }), "annualRateBps", null, "whole", 0, 0],
    [form({ reserveBps: 10_001 }), "reserveBps", null, "whole", 0, 10000],
    [form({ minimumDeposit: "0" }), "minimumDeposit", null, "least", "1", null],
    [form({ minimumDeposit: "2,500" }), "minimumDeposit", null, "digits", null, null],
    [form({ minimumDeposit: "10", cap: "9" }), "cap", null, "least", "10", null],
    [form({ cap: "-1" }), "cap", null, "digits", null, null],
    [form({ juniorMinimumBps: 10_001 }), "juniorMinimumBps", null, "whole", 0, 10000],
    [form({ tipBps: 10_001 }), "tipBps", null, "whole", 0, 10000],
    [form({ tipMaximum: "0.02" }), "tipMaximum", null, "digits", null, null],
    [form({ exitDiscountBps: 10_001 }), "exitDiscountBps", null, "whole", 0, 10000],
    [form({ noticeEpochs: 20_159 }), "noticeEpochs", null, "whole", 20160, 10512000],
    [form({ noticeEpochs: 10_512_001 }), "noticeEpochs", null, "whole", 20160, 10512000],
    [form({ smoothingEpochs: 20_159 }), "smoothingEpochs", null, "whole", 20160, 518400],
    [form({ smoothingEpochs: 518_401 }), "smoothingEpochs", null, "whole", 20160, 518400],
    [form({ absenceEpochs: 86_399 }), "absenceEpochs", null, "whole", 86400, 10512000],
    [form({ absenceEpochs: 10_512_001 }), "absenceEpochs", null, "whole", 86400, 10512000],
    [form({ legacyMaximum: "" }), "legacyMaximum", null, "digits", null, null],
    [form({ lastExpiration: NOW }), "lastExpiration", null, "whole", 5001, 10517000],
    [form({ lastExpiration: NOW + 10_512_001 }), "lastExpiration", null, "whole", 5001, 10517000],
    [form({ voting: { ...form().voting, delay: 0 } }), "votingDelay", null, "whole", 1, 10512000],
    [form({ voting: { ...form().voting, period: 0 } }), "votingPeriod", null, "whole", 1, 10512000],
    [form({ voting: { ...form().voting, grace: 10_512_001 } }), "votingGrace", null, "whole", 1, 10512000],
    [form({ voting: { ...form().voting, quorumBps: 1_999 } }), "votingQuorumBps", null, "whole", 2000, 10000],
    [form({ voting: { ...form().voting, approvalBps: 5_999 } }), "votingApprovalBps", null, "whole", 6000, 10000],
    [form({ limits: { ...form().limits, maxMiners: 0 } }), "maxMiners", null, "whole", 1, 32],
    [form({ limits: { ...form().limits, maxMiners: 33 } }), "maxMiners", null, "whole", 1, 32],
    [form({ limits: { ...form().limits, maxPrincipalPerMiner: "0" } }), "maxPrincipalPerMiner", null, "least", "1", null],
    [form({ limits: { ...form().limits, maxForwardPerDay: "0" } }), "maxForwardPerDay", null, "least", "1", null],
  ];
  it.each(outside.map(([changed, ...expected], at) => [`${at + 1}: ${expected.join(" ")}`, changed, expected] as const))(
    "are refused where the actor would refuse them, %s",
    (_, changed, [field, at, bound, least, most]) => {
      expect(refusedOf(changed)).toEqual({ field, at, bound, least, most });
    },
  );

  it("are the same whatever order a page names the fields in, and whichever form of an address", async () => {
    const fees = [fee({ beneficiary: "f0101" })];
    const turned = Object.fromEntries(
      Object.entries(form({ fees: [{ bps: 100, beneficiary: "f1key", label: "operator" }] })).reverse(),
    ) as unknown as TermsForm;
    expect(await sameTerms(form({ fees }), turned, async (text) => (text === "f1key" ? "f0101" : text))).toBe(true);
    expect(await sameTerms(form({ fees }), turned, sameText)).toBe(false);
  });

  it("differ by any single field", async () => {
    const changes: Partial<TermsForm>[] = [
      { name: "Other" },
      { fees: [fee({ bps: 999 })] },
      { cap: "5" },
      { custody: "FixedIncome" },
      { annualRateBps: 800 },
      { smoothingEpochs: 20_161 },
      { voting: { ...form().voting, grace: 1 } },
      { limits: { ...form().limits, maxMiners: 7 } },
    ];
    const stored = termsOfForm(form(), given);
    expect(await isOfferOf(form(), stored, "f", sameText)).toBe(true);
    expect(await isOfferOf(form(), { ...stored, issuer: operator, attestedMethods: [1n] }, "f", sameText)).toBe(false);
    for (const change of changes) expect([change, await sameTerms(form(), form(change), sameText)]).toEqual([change, false]);
    expect(await sameTerms(form(), form(), sameText)).toBe(true);
  });
});
