import { describe, expect, it } from "vitest";
import { errorCodes } from "../../../wallet/error-codes.ts";
import en from "./en.json" with { type: "json" };
import zh from "./zh.json" with { type: "json" };

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ""): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") texts.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) texts.set(inner, text);
  }
  return texts;
}

const english = flat(en as Tree);
const chinese = flat(zh as Tree);
const params = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""))].sort();

describe("the two catalogues", () => {
  it("have the same texts", () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("put the same values into each text", () => {
    for (const [key, text] of english) expect(params(chinese.get(key) ?? ""), key).toEqual(params(text));
  });

  it("hold none of the compiler's own signs by accident", () => {
    for (const [key, text] of [...english, ...chinese]) {
      expect(text.includes("@"), key).toBe(false);
      const forms = text.split("|").length;
      expect(forms === 1 || forms === 3, key).toBe(true);
    }
  });

  it("explain every refusal of the worker, with its own params only", () => {
    for (const [code, names] of Object.entries(errorCodes)) {
      for (const part of ["title", "text"]) {
        const text = english.get(`error.${code}.${part}`);
        expect(text, `error.${code}.${part}`).toBeDefined();
        for (const name of params(text ?? "")) expect(names as readonly string[], `error.${code}.${part}`).toContain(name);
      }
    }
  });

  it("never say oops, please, successfully or are you sure", () => {
    for (const [key, text] of english) expect(/\b(oops|please|successfully|are you sure)\b/i.test(text), key).toBe(false);
  });
});
