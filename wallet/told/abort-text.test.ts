import { describe, expect, it } from "vitest";
import { abortText } from "./abort-text.ts";

describe("the reason of a failed message", () => {
  it("is what the innermost call said", () => {
    expect(
      abortText(
        "message failed with backtrace:\n00: f01010 (method 1) -- smoothing 20159 is not within 20160 and 518400 (16)\n01: f01 (method 2) -- send aborted with code 16 (16)\n (RetCode=16)",
      ),
    ).toBe("smoothing 20159 is not within 20160 and 518400");
    expect(abortText("message failed with backtrace:\n00: f06 (method 2) -- Allowance 0 (of 1) below minimum (16)\n (RetCode=16)")).toBe(
      "Allowance 0 (of 1) below minimum",
    );
  });

  it("is the cause where no actor said anything", () => {
    expect(
      abortText("message failed with backtrace:\n--> caused by: send::send -- sender does not have funds to transfer (5: insufficient funds)\n (RetCode=6)"),
    ).toBe("send::send -- sender does not have funds to transfer (5: insufficient funds)");
  });

  it("is the text as it is without a backtrace, printable and short", () => {
    expect(abortText(null)).toBe("");
    expect(abortText("no\u202e funds\n")).toBe("no funds");
    expect(abortText("x".repeat(1_000))).toHaveLength(240);
  });
});
