import { describe, expect, it } from "vitest";
import { replyOf } from "./replies.ts";

describe("an answer of the worker", () => {
  it("is shown in the form that was agreed on, without what does not belong there", () => {
    expect(replyOf("wallet.touch", { locksAt: 5, words: "not for this page" })).toEqual({ body: { locksAt: 5 } });
  });

  it("is a fault where it has another form, which is named", () => {
    expect(replyOf("wallet.touch", { locksAt: "soon" })).toEqual({ fault: expect.stringMatching(/^reply of wallet\.touch: locksAt /) });
  });
});
