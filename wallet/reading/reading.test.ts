import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import type { Message } from "../../filecoin/message.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { encodeParams, numberOf } from "../../filecoin/methods/method.ts";
import { attoFil } from "../../filecoin/units.ts";
import { readMessage, type ReadingFacts } from "./reading.ts";

const [anna, init, miner] = [Address.id(100n), Address.id(1n), Address.id(1_000n)];

const facts = (type: ReadingFacts["type"], builtin: string): ReadingFacts => ({
  type,
  builtin,
  prefix: "t",
  isOwn: () => false,
  labelOf: () => null,
  miner: null,
  timeOf: () => 0,
  headEpoch: 10,
  minerBalance: null,
});
const message = (to: Address, method: number, params: Uint8Array): Message => ({
  version: 0,
  to,
  from: anna,
  nonce: 0,
  value: attoFil(0n),
  gasLimit: 1,
  gasFeeCap: attoFil(1n),
  gasPremium: attoFil(1n),
  method,
  params,
});
/** One field of bytes under number 4: a miner's ChangePeerID reads it as well as the init actor's InstallCode. */
const installation = encodeParams(initMethods.InstallCode, { code: new Uint8Array([0, 0x61, 0x73, 0x6d]) });

describe("bytes that fit more than one actor", () => {
  it("are an alarm where only a node's word tells the receiver's type", () => {
    const reading = readMessage(message(miner, numberOf(initMethods.InstallCode), installation), facts("storageminer", "storageminer"));
    expect([reading.alarm === null, reading.otherFits]).toEqual([false, ["init"]]);
  });

  it("are none where the signed address itself says the type", () => {
    const reading = readMessage(message(init, numberOf(initMethods.InstallCode), installation), facts("system", "init"));
    expect([reading.kind, reading.alarm, reading.otherFits]).toEqual(["installCode", null, []]);
  });
});
