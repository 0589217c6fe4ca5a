import { expect, test } from "vitest";
import { MethodNameError, methodNumber } from "./frc42.ts";
import vectors from "./vectors/frc42.json" with { type: "json" };

test.each(Object.entries(vectors.numbers))("%s is %i", (name, number) => {
  expect(methodNumber(name)).toBe(number);
});

test.each(["", "lower", "1One", "Bad-Name", "Bad Name", "Ünicode", "A\n"])("the name %j is refused", (name) => {
  expect(() => methodNumber(name)).toThrow(MethodNameError);
});
