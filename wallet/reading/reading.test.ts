import { describe, expect, it } from "vitest";
import { initMethods } from "../../filecoin/methods/init.ts";
import { encodeParams, numberOf } from "../../filecoin/methods/method.ts";
import type { Address } from "../../filecoin/address.ts";
import { meaningOf } from "./reading.ts";
import type { Reading } from "./reading-parts.ts";
import { facts, INIT, messageTo, MINER, show } from "./test-facts.ts";

const read = (to: Address, type: "storageminer" | "system", builtin: string): Reading =>
  meaningOf(messageTo(to, numberOf(initMethods.InstallCode), installation), facts({ type, builtin }), show);
/** One field of bytes under number 4: a miner's ChangePeerID reads it as well as the init actor's InstallCode. */
const installation = encodeParams(initMethods.InstallCode, { code: new Uint8Array([0, 0x61, 0x73, 0x6d]) });

describe("bytes that fit more than one actor", () => {
  it("are an alarm where only a lookup tells the receiver's type", () => {
    const reading = read(MINER, "storageminer", "storageminer");
    expect([reading.alarm === null, reading.otherFits]).toEqual([false, ["init"]]);
  });

  it("are none where the signed address itself says the type", () => {
    const reading = read(INIT, "system", "init");
    expect([reading.kind, reading.otherFits]).toEqual(["installCode", []]);
  });
});

describe("bytes that no actor of the receiver's type understands", () => {
  it("are told by their method number, as an alarm, and ask for the password", () => {
    const reading = meaningOf(messageTo(MINER, 9_999, Uint8Array.of(1)), facts({ type: "storageminer", builtin: "storageminer" }), show);
    expect([reading.kind, reading.tier, reading.alarm?.code, reading.decodable]).toEqual(["raw", 3, "alarm.unknown", false]);
  });
});
