import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Address } from "../../../filecoin/address.ts";
import { encodeParams } from "../../../actor/abi/codec.ts";
import type { TermsForm } from "../../shared/miner-views.ts";
import { Refusal } from "../refusal.ts";
import { defaultTerms, formOfTerms, sameTerms, termsOfForm } from "./terms.ts";

const NOW = 5_000;
const operator = Address.id(100n);
const given = { operator, now: NOW, prefix: "f" } as const;
const form = (change: Partial<TermsForm> = {}): TermsForm => ({ ...defaultTerms(NOW), ...change });
const fee = (change: Partial<TermsForm["fees"][number]> = {}): TermsForm["fees"][number] => ({ label: "operator", beneficiary: null, bps: 100, ...change });
const sameText = async (text: string): Promise<string> => text;

/** The refusal's params, or null when the form is taken. */
function refusedOf(changed: TermsForm): { field: unknown; detail: unknown } | null {
  try {
    termsOfForm(changed, given);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "badTerms") throw error;
    return error.params as { field: string; detail: string };
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
      name: fc.string({ minLength: 1, maxLength: 40 }), symbol: fc.string({ minLength: 1, maxLength: 11 }), uri: fc.webUrl().filter((uri) => uri.length <= 200), fees: fc.array(fc.record({ label: fc.string({ minLength: 1, maxLength: 32 }), beneficiary: fc.constantFrom(null, "f0101", "f0102"), bps: fc.integer({ min: 0, max: 2_000 }) }), { maxLength: 5 }),
      reserveBps: share, minimumDeposit: fc.constant("1"), cap: sum, juniorMinimumBps: share, tipBps: share, tipMaximum: sum, exitDiscountBps: share, noticeEpochs: span(20_160, 10_512_000), smoothingEpochs: span(20_160, 518_400),
      absenceEpochs: span(86_400, 10_512_000), legacyMaximum: sum, lastExpiration: span(NOW + 1, NOW + 10_512_000),
    });
    fc.assert(fc.property(forms, (part) => {
      expect(formOfTerms(termsOfForm(form(part), given), "f")).toEqual(form(part));
    }), { numRuns: 60 });
  });

  /** Each bound of the actor's constructor (actor/owner/constructor.ts): a value outside, the field the refusal names, the bound in its words. */
  const outside: [TermsForm, string, RegExp][] = [
    [form({ name: "" }), "name", /1 to 64/],
    [form({ name: "矿".repeat(22) }), "name", /1 to 64 bytes/],
    [form({ symbol: "" }), "symbol", /1 to 16/],
    [form({ symbol: "é".repeat(9) }), "symbol", /1 to 16/],
    [form({ uri: "x".repeat(257) }), "uri", /0 to 256/],
    [form({ fees: Array.from({ length: 6 }, () => fee()) }), "fees", /5 at most/],
    [form({ fees: [fee({ label: "" })] }), "fees 1 label", /1 to 32/],
    [form({ fees: [fee(), fee({ label: "x".repeat(33) })] }), "fees 2 label", /1 to 32/],
    [form({ fees: [fee({ bps: 10_001 })] }), "fees 1", /0 to 10000/],
    [form({ fees: [fee({ bps: -1 })] }), "fees 1", /0 to 10000/],
    [form({ fees: [fee({ bps: 1.5 })] }), "fees 1", /whole number/],
    [form({ fees: [fee({ bps: 6_000 }), fee({ bps: 4_001 })] }), "fees", /100 %/],
    [form({ fees: [fee({ beneficiary: "f0100" })] }), "fees 1 beneficiary", /operator/],
    [form({ fees: [fee({ beneficiary: "nobody" })] }), "fees 1 beneficiary", /./],
    [form({ fees: [fee({ beneficiary: "t0101" })] }), "fees 1 beneficiary", /./],
    [form({ reserveBps: 10_001 }), "reserveBps", /0 to 10000/],
    [form({ minimumDeposit: "0" }), "minimumDeposit", /1 attoFIL/],
    [form({ minimumDeposit: "2,500" }), "minimumDeposit", /digits/],
    [form({ minimumDeposit: "10", cap: "9" }), "cap", /10 attoFIL/],
    [form({ cap: "-1" }), "cap", /digits/],
    [form({ juniorMinimumBps: 10_001 }), "juniorMinimumBps", /0 to 10000/],
    [form({ tipBps: 10_001 }), "tipBps", /0 to 10000/],
    [form({ tipMaximum: "0.02" }), "tipMaximum", /digits/],
    [form({ exitDiscountBps: 10_001 }), "exitDiscountBps", /0 to 10000/],
    [form({ noticeEpochs: 20_159 }), "noticeEpochs", /20160 to 10512000/],
    [form({ noticeEpochs: 10_512_001 }), "noticeEpochs", /20160 to 10512000/],
    [form({ smoothingEpochs: 20_159 }), "smoothingEpochs", /20160 to 518400/],
    [form({ smoothingEpochs: 518_401 }), "smoothingEpochs", /20160 to 518400/],
    [form({ absenceEpochs: 86_399 }), "absenceEpochs", /86400 to 10512000/],
    [form({ absenceEpochs: 10_512_001 }), "absenceEpochs", /86400 to 10512000/],
    [form({ legacyMaximum: "" }), "legacyMaximum", /digits/],
    [form({ lastExpiration: NOW }), "lastExpiration", /5001 to 10517000/],
    [form({ lastExpiration: NOW + 10_512_001 }), "lastExpiration", /5001 to 10517000/],
    [form({ voting: { ...form().voting, delay: 0 } }), "voting.delay", /1 to 10512000/],
    [form({ voting: { ...form().voting, period: 0 } }), "voting.period", /1 to 10512000/],
    [form({ voting: { ...form().voting, grace: 10_512_001 } }), "voting.grace", /1 to 10512000/],
    [form({ voting: { ...form().voting, quorumBps: 1_999 } }), "voting.quorumBps", /2000 to 10000/],
    [form({ voting: { ...form().voting, approvalBps: 5_999 } }), "voting.approvalBps", /6000 to 10000/],
    [form({ limits: { ...form().limits, maxMiners: 0 } }), "limits.maxMiners", /1 to 32/],
    [form({ limits: { ...form().limits, maxMiners: 33 } }), "limits.maxMiners", /1 to 32/],
    [form({ limits: { ...form().limits, maxPrincipalPerMiner: "0" } }), "limits.maxPrincipalPerMiner", /1 attoFIL/],
    [form({ limits: { ...form().limits, maxForwardPerDay: "0" } }), "limits.maxForwardPerDay", /1 attoFIL/],
  ];
  it.each(outside.map(([changed, field, bound], at) => [`${at + 1}: ${field} ${bound.source}`, changed, field, bound] as const))("are refused where the actor would refuse them, %s", (_, changed, field, bound) => {
    const refused = refusedOf(changed);
    expect(refused?.field).toBe(field);
    expect(refused?.detail).toMatch(bound);
  });

  it("are the same whatever order a page names the fields in, and whichever form of an address", async () => {
    const fees = [fee({ beneficiary: "f0101" })];
    const turned = Object.fromEntries(Object.entries(form({ fees: [{ bps: 100, beneficiary: "f1key", label: "operator" }] })).reverse()) as unknown as TermsForm;
    expect(await sameTerms(form({ fees }), turned, async (text) => (text === "f1key" ? "f0101" : text))).toBe(true);
    expect(await sameTerms(form({ fees }), turned, sameText)).toBe(false);
  });

  it("differ by any single field", async () => {
    const changes: Partial<TermsForm>[] = [{ name: "Other" }, { fees: [fee({ bps: 999 })] }, { cap: "5" }, { smoothingEpochs: 20_161 }, { voting: { ...form().voting, grace: 1 } }, { limits: { ...form().limits, maxMiners: 7 } }];
    for (const change of changes) expect([change, await sameTerms(form(), form(change), sameText)]).toEqual([change, false]);
    expect(await sameTerms(form(), form(), sameText)).toBe(true);
  });
});
