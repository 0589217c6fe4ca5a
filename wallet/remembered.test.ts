import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Remembered } from "./remembered.ts";

describe("Remembered", () => {
  it("never holds more than its bound, and always what came last", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.tuple(fc.string(), fc.integer()), { maxLength: 50 }), (most, entries) => {
        const memory = new Remembered<number>(most);
        for (const [key, value] of entries) {
          memory.set(key, value);
          if (memory.size > most) return false;
          if (memory.get(key) !== value) return false;
        }
        return true;
      }),
    );
  });

  it("lets the entry go that was written longest ago", () => {
    const memory = new Remembered<string>(2);
    memory.set("a", "first");
    memory.set("b", "second");
    memory.set("a", "again");
    memory.set("c", "third");
    expect([memory.get("a"), memory.get("b"), memory.get("c")]).toEqual(["again", undefined, "third"]);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses the bound %s", (most) => {
    expect(() => new Remembered(most)).toThrow(RangeError);
  });
});
