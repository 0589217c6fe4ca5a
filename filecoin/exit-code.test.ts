import { expect, test } from "vitest";
import { ExitCode, exitCodeName, exitCodeText } from "./exit-code.ts";

test("codes have their names and numbers", () => {
  expect(ExitCode.SYS_OUT_OF_GAS).toBe(7);
  expect(ExitCode.USR_FORBIDDEN).toBe(18);
  expect(exitCodeName(18)).toBe("USR_FORBIDDEN");
  expect(exitCodeName(3)).toBeUndefined();
});

test("text names the code, the name and the meaning", () => {
  expect(exitCodeText(0)).toBe("0 OK: success");
  expect(exitCodeText(18)).toMatch(/^18 USR_FORBIDDEN: /);
  expect(exitCodeText(33, "evm")).toBe("33: the contract reverted");
  expect(exitCodeText(33)).toBe("33: an error of the actor's own");
  expect(exitCodeText(1000, "storageminer")).toContain("obligations");
  expect(exitCodeText(8)).toBe("8: reserved");
});
