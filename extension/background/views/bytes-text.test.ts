import { describe, expect, it } from "vitest";
import { bytesText } from "./bytes-text.ts";

describe("bytes in words", () => {
  it.each([
    [0n, "0 B"],
    [1_023n, "1023 B"],
    [1_024n, "1 KiB"],
    [1_536n, "1.5 KiB"],
    [34_359_738_368n, "32 GiB"],
    [1_099_511_627_775n, "1023.99 GiB"],
    [2n ** 60n, "1 EiB"],
    [2n ** 75n, "32768 EiB"],
  ])("of %s", (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});
