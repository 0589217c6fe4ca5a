import { describe, expect, it } from "vitest";
import { addressParts, differences, inSixes, looksAlike, shortAddress } from "./address-text.ts";

const ANNA = "f1iqjst5znekvrsydudonk5wxckunbdrvo3ooevra";
const LOOKALIKE = "f1iqjsydgy6fvn7enxlbfceznr6ucxrngqvooevra";

describe("addresses on screen", () => {
  it("shortens to six and six, and leaves short ones whole", () => {
    expect(shortAddress(ANNA)).toBe("f1iqjs…ooevra");
    expect(shortAddress("f07204118")).toBe("f07204118");
  });

  it("tells that two addresses share their short form", () => {
    expect(looksAlike(ANNA, LOOKALIKE)).toBe(true);
    expect(looksAlike(ANNA, ANNA)).toBe(false);
  });

  it("marks the places that differ and loses no character", () => {
    const runs = differences(LOOKALIKE, ANNA);
    expect(runs.map((run) => run.text).join("")).toBe(LOOKALIKE);
    expect(runs[0]).toEqual({ text: "f1iqjs", differs: false });
    expect(runs.some((run) => run.differs)).toBe(true);
  });

  it("groups in sixes that join to the same text, and knows prefixes", () => {
    expect(inSixes(ANNA).join("")).toBe(ANNA);
    expect(addressParts("0xff00")).toEqual({ prefix: "0x", rest: "ff00" });
    expect(addressParts("t410abc").prefix).toBe("t4");
  });
});
