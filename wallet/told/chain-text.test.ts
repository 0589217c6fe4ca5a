import { describe, expect, it } from "vitest";
import { chainText } from "./chain-text.ts";

describe("a text from the chain", () => {
  it.each([
    ["Kestrel", "Kestrel"],
    ["Ümläut & Söhne 7", "Ümläut & Söhne 7"],
    ["矿池 7 号", "矿池 7 号"],
    ["Рыба", "Рыба"],
  ])("stays as it is in one writing: %s", (text, shown) => {
    expect(chainText(text)).toBe(shown);
  });

  it.each([
    ["Kestr\u0435l", "Kestr?l"],
    ["f1\u202eabc", "f1abc"],
    ["a\u200bb\nc\u0000", "abc"],
    ["Z\u0336a\u0336", "Za"],
    ["x".repeat(100), "x".repeat(40)],
  ])("cannot pass for another one: %j", (text, shown) => {
    expect(chainText(text)).toBe(shown);
  });
});
