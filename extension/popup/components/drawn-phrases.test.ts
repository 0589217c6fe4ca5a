import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyField, anyPhraseValue } from "../../../test/pages/any-values.ts";
import { drawnText, ungrouped } from "../../../test/pages/draw.ts";
import { readAtto, readValue } from "../../../test/pages/read-values.ts";
import type { PhraseValue } from "../../../wallet/values.ts";
import en from "../locales/en.json" with { type: "json" };
import { visibleText } from "../format/visible-text.ts";
import DecodedParams from "./DecodedParams.vue";
import PhraseLine from "./PhraseLine.vue";
import { isPrice } from "./phrase-text.ts";

type Tree = { readonly [key: string]: string | Tree };

/** Every sentence of the catalogue by its code, with the names of what goes into it. */
function sentences(tree: Tree = en.phrase as Tree, prefix = ""): (readonly [code: string, names: readonly string[]])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[prefix + key, [...new Set([...value.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? ""))]] as const]
      : sentences(value, `${prefix}${key}.`),
  );
}

const anyValue = fc.oneof(...Object.values(anyPhraseValue));
const anyLanguage = fc.constantFrom("en" as const, "zh" as const);
/** Signs of a value that was lost on its way. */
const LOST = /undefined|\bNaN\b|InvalidDate|\[object/;

describe("a sentence to be signed", () => {
  it("shows every value of every kind whole, in each sentence of the catalogue and in both languages", async () => {
    for (const [code, names] of sentences()) {
      const params = fc.record(Object.fromEntries(names.map((name) => [name, anyValue])));
      await fc.assert(
        fc.asyncProperty(params, anyLanguage, async (values: Record<string, PhraseValue>, language) => {
          const text = await drawnText(PhraseLine, { phrase: { code, params: values } }, language);
          for (const [name, value] of Object.entries(values)) expect(text, `${code} ${name}`).toContain(readValue(value, isPrice(name)));
          if (!JSON.stringify(values).match(LOST)) expect(text).not.toMatch(LOST);
          // Some texts are one value alone, and a text may be empty.
          if (names.length === 0 || Object.values(values).some((value) => value.kind !== "text" || value.text !== "")) expect(text, code).not.toBe("");
        }),
        { numRuns: 6 },
      );
    }
  });

  it("is refused when the catalogue has no words for it", async () => {
    await expect(drawnText(PhraseLine, { phrase: { code: "sentence.neverWritten", params: {} } })).rejects.toThrow("expected a text of the catalogue");
  });

  it("is refused when a value that it needs is missing", async () => {
    const to = { kind: "address", address: "f01", label: null };
    await expect(drawnText(PhraseLine, { phrase: { code: "sentence.send", params: { to } } })).rejects.toThrow("the value «amount»");
  });

  it.each([
    ["an amount that is no number", { kind: "amount", atto: "12 FIL" }],
    ["an id that was rounded", { kind: "number", value: 2 ** 53 + 2 }],
    ["an epoch that is none", { kind: "epoch", epoch: Number.NaN, time: null }],
    ["a moment beyond every calendar", { kind: "time", time: 8.64e15 + 1 }],
    ["an address that is none", { kind: "address", address: "f1abc", label: null }],
    ["half a basis point", { kind: "bps", bps: 0.5 }],
  ])("is refused with %s", async (_, amount) => {
    const to = { kind: "address", address: "f01", label: null };
    await expect(drawnText(PhraseLine, { phrase: { code: "sentence.send", params: { to, amount } } })).rejects.toThrow("expected");
  });

  it("says the epoch of a beneficiary's end also where no calendar date can hold it", async () => {
    const [to, miner] = [
      { kind: "address", address: "f01", label: null },
      { kind: "address", address: "f02", label: null },
    ];
    const until = { kind: "epoch", epoch: "9223372036854775807", time: 2.7e23 };
    const text = await drawnText(PhraseLine, { phrase: { code: "sentence.beneficiary", params: { to, miner, amount: { kind: "amount", atto: "1" }, until } } });
    expect(text).toContain("9223372036854775807");
  });
});

describe("decoded params", () => {
  it("show every field of every kind whole", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyField, { minLength: 1, maxLength: 6 }), anyLanguage, async (fields, language) => {
        const text = await drawnText(DecodedParams, { fields, caption: "params" }, language);
        for (const { kind, value, label } of fields) {
          expect(text).toContain(ungrouped(visibleText(label)));
          if (kind === "amount") expect(text).toContain(readAtto(value));
          else if (kind !== "bps") expect(text).toContain(ungrouped(visibleText(value)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["amount", "0x12"],
    ["epoch", "soon"],
    ["address", "f1abc"],
  ])("are refused when a field that is said to be %s is none", async (kind, value) => {
    await expect(
      drawnText(DecodedParams, { fields: [{ kind, value, label: "x", meaning: null, address: null, depth: 0 }], caption: "params" }),
    ).rejects.toThrow("expected");
  });
});
