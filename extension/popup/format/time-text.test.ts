import { describe, expect, it } from "vitest";
import { clockText, durationText, rangeText } from "./time-text.ts";

describe("durations", () => {
  it("names the two largest units", () => {
    expect(durationText(41)).toBe("41\u00a0s");
    expect(durationText(110)).toBe("1\u00a0min 50\u00a0s");
    expect(durationText(7500)).toBe("2\u00a0h 5\u00a0min");
    expect(durationText(90_000)).toBe("1\u00a0d 1\u00a0h");
    expect(durationText(30 * 86_400 + 3600)).toBe("30\u00a0d");
  });

  it("writes usual ranges in seconds up to two minutes", () => {
    expect(rangeText([30, 90], "to")).toBe("30 to 90\u00a0s");
    expect(rangeText([60, 300], "to")).toBe("1\u00a0min to 5\u00a0min");
  });

  it("counts down without showing zero early", () => {
    expect(clockText(24)).toBe("0:24");
    expect(clockText(0.4)).toBe("0:01");
    expect(clockText(75)).toBe("1:15");
  });
});
