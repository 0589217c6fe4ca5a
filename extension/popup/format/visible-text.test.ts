import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visibleText } from "./visible-text.ts";

describe("a text that somebody else wrote", () => {
  it.each([
    ["Kestrel, 矿池 7 号 & Рыба", "Kestrel, 矿池 7 号 & Рыба"],
    ["שלום", "שלום"],
    ["f1\u202eabc", "f1⟨U+202E⟩abc"],
    ["a\u200bb\u0000\nc", "a⟨U+200B⟩b⟨U+0000⟩⟨U+000A⟩c"],
    ["a\u3164b\ufe0f", "a⟨U+3164⟩b⟨U+FE0F⟩"],
    ["\ud800", "⟨U+D800⟩"],
    ["\u2003", "⟨U+2003⟩"],
  ])("%j hides nothing", (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it("is never shortened, and two texts never look the same", () => {
    const text = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect([...visibleText(one)].length).toBeGreaterThanOrEqual([...one].length);
        if (!`${one}${other}`.includes("⟨U+")) expect(visibleText(one) === visibleText(other)).toBe(one === other);
      }),
    );
  });
});
