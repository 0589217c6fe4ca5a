import { describe, expect, it } from "vitest";
import { Refusal } from "./refusal.ts";
import { readAddress } from "./read-address.ts";

const KEY = "15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq";
const refusalOf = (text: string, prefix: "f" | "t"): Refusal => {
  try {
    readAddress(text, prefix);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
};

describe("an address that a page sent", () => {
  it("is taken with this network's prefix", () => {
    expect(readAddress(`f${KEY}`, "f").toString()).toBe(`f${KEY}`);
    expect(readAddress("t01000", "t").toString("t")).toBe("t01000");
  });

  it("may have spaces around it, as a clipboard brings them, and may be written the Ethereum way", () => {
    expect(readAddress(` f${KEY}\n`, "f").toString()).toBe(`f${KEY}`);
    expect(readAddress("0x52963ef50e27e06d72d59fcb4f3c2a687be3cfef", "t").protocol).toBe(4);
    expect(refusalOf(`0x${"0".repeat(40)}`, "t").code).toBe("receiverRefused");
  });

  it("is refused with another network's prefix, and says which one fits", () => {
    expect(refusalOf(`t${KEY}`, "f")).toMatchObject({ code: "wrongPrefix", params: { expected: "f" } });
    expect(refusalOf("f01000", "t")).toMatchObject({ code: "wrongPrefix", params: { expected: "t" } });
  });

  it.each(["", "f", "f0", "f0x", "f99", "f5abc", `f${KEY.slice(0, -1)}a`, `f${KEY.toUpperCase()}`, "f0-1", "f018446744073709551616"])(
    "is refused when malformed: %s",
    (text) => {
      expect(refusalOf(text, "f").code).toMatch(/badAddress|wrongPrefix/);
    },
  );
});
