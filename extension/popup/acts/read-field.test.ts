import { describe, expect, it } from "vitest";
import { linesOf, typedOf } from "./act.ts";
import { readField } from "./read-field.ts";

const asked = { name: "x", label: "X" };

describe("a field of an act reads", () => {
  it.each<[string, Parameters<typeof readField>[0], string, unknown]>([
    ["a whole number", { ...asked, kind: "number" }, " 30 ", 30],
    ["no fraction as a number", { ...asked, kind: "number" }, "1.5", undefined],
    ["no number below the least", { ...asked, kind: "number", least: 7 }, "6", undefined],
    ["no number above the most", { ...asked, kind: "number", most: 32 }, "33", undefined],
    ["no number that would be rounded", { ...asked, kind: "number" }, "9007199254740993", undefined],
    ["the largest id, as digits", { ...asked, kind: "id", refused: "" }, "18446744073709551615", "18446744073709551615"],
    ["no id beyond 64 bits", { ...asked, kind: "id", refused: "" }, "18446744073709551616", undefined],
    ["no id with a leading zero", { ...asked, kind: "id", refused: "" }, "01", undefined],
    ["per cent as basis points", { ...asked, kind: "percent", most: 1_000, refused: "" }, "7.5", 750],
    ["no per cent above the most", { ...asked, kind: "percent", most: 749, refused: "" }, "7.5", undefined],
    ["text without the spaces around it", { ...asked, kind: "text" }, " a b ", "a b"],
    ["no empty text", { ...asked, kind: "text" }, "  ", undefined],
    ["no text that is not like it must be", { ...asked, kind: "text", fits: /^b[a-z2-7]+$/ }, "Qm", undefined],
    ["one of the options", { ...asked, kind: "one", look: "list", options: [{ value: "a", text: "A" }] }, "a", "a"],
    ["nothing that is no option", { ...asked, kind: "one", look: "list", options: [{ value: "a", text: "A" }] }, "b", undefined],
  ])("%s", (_, field, text, value) => {
    expect(readField(field, text)).toBe(value);
  });

  it("and gives each value only as what it is", () => {
    const typed = typedOf({ to: "f01", amount: 5n, days: 3, some: ["1", "2"], yes: true });
    expect([typed.text("to"), typed.amount("amount"), typed.number("days"), typed.list("some"), typed.flag("yes")]).toEqual(["f01", 5n, 3, ["1", "2"], true]);
    expect([typed.amount("to"), typed.text("amount"), typed.number("absent"), typed.list("to"), typed.flag("days")]).toEqual([
      undefined,
      undefined,
      undefined,
      [],
      false,
    ]);
  });

  it("addresses one a line, or with commas", () => {
    expect(linesOf(" f01\nf02, f03\n\n")).toEqual(["f01", "f02", "f03"]);
    expect(linesOf(undefined)).toEqual([]);
  });
});
