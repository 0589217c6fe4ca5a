import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyAddress, anyAtto, anyField, anyPhraseValue, anyText } from "../../../../test/pages/any-values.ts";
import { drawnText, ungrouped } from "../../../../test/pages/draw.ts";
import { readAtto, readValue } from "../../../../test/pages/read-values.ts";
import { partyView, type ApprovalView } from "../../../../wallet/approval-views.ts";
import { actorType, type AddressForms, type Phrase, type SourceView } from "../../../../wallet/values.ts";
import { visibleText } from "../../format/visible-text.ts";
import ApprovalAddresses from "./ApprovalAddresses.vue";
import ApprovalAlarm from "./ApprovalAlarm.vue";
import ApprovalConfirm from "./ApprovalConfirm.vue";
import ApprovalDryRun from "./ApprovalDryRun.vue";
import ApprovalFee from "./ApprovalFee.vue";
import ApprovalFeeLine from "./ApprovalFeeLine.vue";
import ApprovalNotices from "./ApprovalNotices.vue";
import ApprovalParams from "./ApprovalParams.vue";
import ApprovalParties from "./ApprovalParties.vue";
import ApprovalSentence from "./ApprovalSentence.vue";
import ApprovalTechnical from "./ApprovalTechnical.vue";
import ApprovalWayBack from "./ApprovalWayBack.vue";

const own: SourceView = { kind: "own", node: null };
const positive = fc.bigInt({ min: 0n, max: 10n ** 78n - 1n }).map(String);
const safe = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

const anyForms: fc.Arbitrary<AddressForms> = fc.record({
  address: anyAddress,
  id: fc.option(anyAddress),
  robust: fc.option(anyAddress),
  delegated: fc.option(anyAddress),
  eth: fc.constant(null),
  idFinal: fc.boolean(),
  type: fc.constantFrom(...actorType.options),
  codeCid: fc.constant(null),
  label: fc.option(anyText),
  own: fc.boolean(),
  balance: fc.option(positive),
});
const anyParty = fc.record({
  role: fc.constantFrom(...partyView.entries.role.options),
  forms: anyForms,
  history: fc.record({ sentTimes: safe, lastSent: fc.option(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })) }),
  source: fc.constant(own),
});
/** "x may take up to Q until D": an address, an amount and an epoch in one sentence. */
const anyPhrase: fc.Arbitrary<Phrase> = fc
  .record({ to: anyPhraseValue.address, amount: anyPhraseValue.amount, until: anyPhraseValue.epoch, miner: anyPhraseValue.address })
  .map((params) => ({ code: "sentence.beneficiary", params }));

const anyDryRun: fc.Arbitrary<ApprovalView["dryRun"]> = fc.record({
  node: anyText,
  epoch: fc.integer(),
  at: safe,
  ok: fc.boolean(),
  exitCode: fc.integer(),
  exitText: anyPhrase,
  error: fc.option(anyText),
  gasUsed: safe,
  returned: fc.array(anyField, { maxLength: 2 }),
  changes: fc.array(fc.record({ forms: anyForms, before: fc.option(positive), change: anyAtto, after: fc.option(positive) }), { maxLength: 2 }),
  calls: fc.array(fc.record({ depth: fc.nat(9), from: anyAddress, to: anyAddress, method: anyText, value: positive, exitCode: fc.integer() }), {
    maxLength: 3,
  }),
});

const anyView: fc.Arbitrary<ApprovalView> = fc
  .record({
    sentence: anyPhrase,
    mark: fc.option(anyPhrase),
    alarm: fc.option(anyPhrase),
    way: anyPhrase,
    parties: fc.array(anyParty, { minLength: 1, maxLength: 4 }),
    dryRun: anyDryRun,
    fields: fc.array(anyField, { maxLength: 3 }),
    methodName: fc.option(anyText),
    value: positive,
    amount: positive,
    checks: fc.array(anyPhrase, { maxLength: 2 }),
    number: fc.nat(2 ** 32),
  })
  .map(({ sentence, mark, alarm, way, parties, dryRun, fields, methodName, value, amount, checks, number }) => ({
    id: "1",
    revision: 1,
    kind: "raw",
    state: "open",
    deadReason: null,
    createdAt: 1,
    revisedAt: 1,
    expiresAt: 1,
    origin: "peggy",
    network: {
      id: "n",
      name: "Devnet",
      kind: "devnet",
      prefix: "f",
      rehearsal: true,
      genesis: "bafy2bzacecqmz5ixem35b2mcbmpgekzfcjzs77x6zfjsskgmcpelpwai3gw2o",
    },
    message: {
      Version: 0,
      To: "f01",
      From: "f02",
      Nonce: number,
      Value: value,
      GasLimit: number,
      GasFeeCap: amount,
      GasPremium: amount,
      Method: number,
      Params: null,
    },
    cid: "bafy2bzacecqmz5ixem35b2mcbmpgekzfcjzs77x6zfjsskgmcpelpwai3gw2o",
    sentence,
    mark,
    alarm,
    code: null,
    method: { number, name: methodName, actor: "x", otherFits: methodName === null ? [] : [methodName] },
    parties,
    wayBack: { now: way, after: way },
    checks: checks.map((text) => ({ id: "proposal", state: "bad", text, source: own })),
    dryRun,
    params: { fields, decodable: fields.length > 0, hex: "00ff" },
    fee: {
      speed: "usual",
      gasLimit: number,
      gasUsed: number,
      baseFee: amount,
      premium: amount,
      feeCap: amount,
      expected: amount,
      ceiling: amount,
      source: own,
    },
    balance: { atto: amount, needed: amount, missing: amount, after: value },
    tier: 3,
    confirm: {
      gesture: "hold",
      word: "send",
      password: true,
      typed: [{ id: "x", ask: way, text: "one node" }],
      deadMs: 800,
      verb: "send",
      reasons: [way],
    },
    blocked: sentence,
    changed: [way],
    slotId: null,
  }));

const readPhrase = ({ params }: Phrase): string[] => Object.values(params).map((value) => readValue(value, false));
const anyLanguage = fc.constantFrom("en" as const, "zh" as const);

/** Draws a part from any approval and holds its text against what must be read there. */
async function shows(
  component: unknown,
  props: (view: ApprovalView) => Record<string, unknown>,
  read: (view: ApprovalView) => readonly string[],
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(anyView, anyLanguage, async (view, language) => {
      const text = await drawnText(component, props(view), language);
      for (const part of read(view)) expect(text).toContain(part);
    }),
    { numRuns: 60 },
  );
}

describe("each part of an approval shows whatever its fields can hold", () => {
  it("sentence and alarm", async () => {
    await shows(
      ApprovalAlarm,
      ({ alarm, sentence }) => ({ alarm: alarm ?? sentence, sentence }),
      ({ alarm, sentence }) => readPhrase(alarm ?? sentence),
    );
    await shows(
      ApprovalSentence,
      (view) => ({ view }),
      (view) => (view.alarm === null ? readPhrase(view.sentence) : []),
    );
  });

  it("notices", () =>
    shows(
      ApprovalNotices,
      (view) => ({ view, otherCid: "bafyother" }),
      (view) => ["bafyother", ...view.changed.flatMap(readPhrase), ...readPhrase(view.sentence)],
    ));

  it("parties: whoever receives money or a right over money stands there whole, with the name the user gave", () =>
    shows(
      ApprovalParties,
      (view) => ({ view }),
      (view) => [
        readAtto(view.message.Value),
        ...view.parties.flatMap(({ role, forms }) => [
          ungrouped(visibleText(forms.label ?? "")),
          ...(["newOwner", "worker", "control", "beneficiary", "payee", "approved", "recipient", "operator"].includes(role) ? [forms.address] : []),
        ]),
      ],
    ));

  it("way back", () =>
    shows(
      ApprovalWayBack,
      ({ wayBack }) => ({ wayBack }),
      ({ wayBack }) => (wayBack === null ? [] : readPhrase(wayBack.after)),
    ));

  it("dry run, with what a node or a contract wrote", () =>
    shows(
      ApprovalDryRun,
      (view) => ({ view }),
      ({ dryRun, checks }) => [
        ...(dryRun.ok ? [] : [...readPhrase(dryRun.exitText), ungrouped(visibleText(dryRun.error ?? ""))]),
        ...checks.flatMap(({ text }) => readPhrase(text)),
        ...(dryRun.calls.length > 1 ? dryRun.calls.map(({ method }) => ungrouped(visibleText(method))) : []),
      ],
    ));

  it("params and addresses", async () => {
    await shows(
      ApprovalParams,
      ({ params }) => ({ params }),
      ({ params }) => params.fields.map(({ label }) => ungrouped(visibleText(label))),
    );
    await shows(
      ApprovalAddresses,
      ({ parties }) => ({ parties }),
      () => [],
    );
  });

  it("fee and technical facts", async () => {
    await shows(
      ApprovalFee,
      ({ fee }) => ({ fee, canChoose: true, busy: false }),
      ({ fee }) => [readAtto(fee.expected), readAtto(fee.ceiling), `${fee.feeCap}attoFIL`],
    );
    await shows(
      ApprovalFeeLine,
      ({ fee }) => ({ fee }),
      ({ fee }) => [readAtto(fee.expected), readAtto(fee.ceiling)],
    );
    await shows(
      ApprovalTechnical,
      (view) => ({ view, cid: view.cid }),
      (view) => [String(view.message.Nonce), ...view.confirm.reasons.flatMap(readPhrase)],
    );
  });

  it("what must be typed", () =>
    shows(
      ApprovalConfirm,
      (view) => ({ view, alive: true, busy: false }),
      (view) => view.confirm.typed.flatMap(({ ask, text }) => [...readPhrase(ask), ungrouped(text)]),
    ));
});

describe("a part of an approval is refused", () => {
  it.each([
    ["parties with a value that is no amount", ApprovalParties, (view: ApprovalView) => ({ view: { ...view, message: { ...view.message, Value: "1e3" } } })],
    ["a fee that is no amount", ApprovalFeeLine, (view: ApprovalView) => ({ fee: { ...view.fee, ceiling: "" } })],
    [
      "a way back without words",
      ApprovalWayBack,
      () => ({ wayBack: { now: { code: "wayBack.never", params: {} }, after: { code: "wayBack.none", params: {} } } }),
    ],
  ])("%s", async (_, component, props) => {
    const [view] = fc.sample(anyView, { numRuns: 1, seed: 7 });
    if (view === undefined) throw new Error("expected a sample");
    await expect(drawnText(component, props(view))).rejects.toThrow("expected");
  });
});
