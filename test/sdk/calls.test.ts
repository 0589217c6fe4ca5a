import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { encodeAmount } from "../../filecoin/amount.ts";
import { concatBytes, fromHex, toHex } from "../../filecoin/bytes.ts";
import { encodeCbor, type CborValue } from "../../filecoin/cbor.ts";
import { methodNumber } from "../../filecoin/frc42.ts";
import { ProbeHost } from "./probe-host.ts";

const MINER = 7;
const id = (n: number): Uint8Array => Address.id(n).bytes;
let compiled: ProbeHost;
let host: ProbeHost;
beforeAll(async () => {
  compiled = await ProbeHost.compile("test/actors/probe.ts");
}, 120_000);
beforeEach(() => {
  host = new ProbeHost(compiled.module);
});
const answer = (value: CborValue): void => {
  host.answer = () => ({ exit: 0, ret: encodeCbor(value) });
};

describe("calls to a miner", () => {
  it("read its owner with and without a proposal, read-only", () => {
    answer([id(1001), null]);
    expect(host.call(MINER, [0, 1005])).toEqual([1001, -1]);
    expect(host.sent[0]).toMatchObject({
      to: id(1005),
      method: BigInt(methodNumber("GetOwner")),
      flags: 1n,
      value: 0n,
      gasLimit: (1n << 64n) - 1n,
    });
    answer([id(1001), id(2000)]);
    expect(host.call(MINER, [0, 1005])).toEqual([1001, 2000]);
  });
  it("read its beneficiary, its available balance below zero, its vesting table up to now", () => {
    answer([[id(1001), [encodeAmount(50n), encodeAmount(7n), 99]], null]);
    expect(host.call(MINER, [1, 1005])).toEqual([1001, encodeAmount(50n), encodeAmount(7n), 99]);
    answer([
      [id(1001), [encodeAmount(50n), encodeAmount(7n), -1]],
      [id(3), encodeAmount(1n), 2, true, false],
    ]);
    expect(host.call(MINER, [1, 1005])).toEqual([1001, encodeAmount(50n), encodeAmount(7n), -1]);
    answer(encodeAmount(-123n));
    expect(host.call(MINER, [2, 1005])).toEqual(encodeAmount(-123n));
    answer([
      [
        [4999, encodeAmount(3n)],
        [5000, encodeAmount(20n)],
        [5001, encodeAmount(100n)],
      ],
    ]);
    expect(host.call(MINER, [3, 1005])).toEqual([encodeAmount(123n), encodeAmount(3n)]);
  });
  it("a getter that returns nothing is refused with 20", () => {
    host.answer = () => ({ exit: 0, ret: new Uint8Array() });
    expect(host.failure(MINER, [0, 1005])).toEqual({
      code: 20,
      message: `f01005 returned nothing for method ${methodNumber("GetOwner")}`,
    });
  });
  it("a getter that returns another shape is refused with 21", () => {
    answer([id(1001)]);
    expect(host.failure(MINER, [0, 1005]).code).toBe(21);
  });
  it("a failed call ends with 20 and names actor, method and exit code; no money ends with 19", () => {
    host.answer = () => ({ exit: 18, ret: new Uint8Array() });
    expect(host.failure(MINER, [4, 1005])).toEqual({
      code: 20,
      message: `f01005 method ${methodNumber("WithdrawBalance")} exit 18`,
    });
    host.answer = () => ({ error: 6 });
    expect(host.failure(MINER, [4, 1005])).toEqual({
      code: 20,
      message: `f01005 method ${methodNumber("WithdrawBalance")} error 6`,
    });
    host.answer = () => ({ error: 5 });
    expect(host.failure(MINER, [4, 1005]).code).toBe(19);
  });
  it("sends the documented params", () => {
    answer(encodeAmount(10n ** 18n));
    expect(host.call(MINER, [4, 1005])).toEqual(encodeAmount(10n ** 18n));
    expect(toHex(host.sent[0]!.params)).toBe("81" + "43" + "0003e8");
    host.answer = () => ({ exit: 0, ret: new Uint8Array() });
    host.self = 1000n;
    host.call(MINER, [6, 1005]);
    expect(toHex(host.sent[1]!.params)).toBe("4300e807");
    host.call(MINER, [7, 1005]);
    expect(toHex(host.sent[2]!.params)).toBe("83" + "4300e807" + "40" + "00");
    host.call(MINER, [8, 1005]);
    expect(host.sent[3]).toMatchObject({
      method: BigInt(methodNumber("RepayDebt")),
      params: new Uint8Array(),
    });
    answer(true);
    expect(host.call(MINER, [9, 1005])).toBe(true);
    expect(toHex(host.sent[4]!.params)).toBe("420005");
  });
});

describe("authentication", () => {
  const cases: [string, () => void, boolean][] = [
    ["CBOR true", () => answer(true), true],
    ["no return, as multisigs and ethaccounts give", () => (host.answer = () => ({ exit: 0, ret: new Uint8Array() })), false],
    ["CBOR false", () => answer(false), false],
    ["true and more", () => (host.answer = () => ({ exit: 0, ret: concatBytes(fromHex("f5"), fromHex("f5")) })), false],
    ["exit 16", () => (host.answer = () => ({ exit: 16, ret: fromHex("f5") })), false],
  ];
  it.each(cases)("%s", (_what, reply, valid) => {
    reply();
    expect(host.call(MINER, [5, 1005])).toBe(valid);
    expect(host.sent[0]).toMatchObject({ flags: 1n, gasLimit: 50_000_000n });
  });
});

describe("events and state", () => {
  it("an event starts with its type; indexed entries carry flags 3; values are CBOR", () => {
    host.call(8, []);
    expect(host.events).toEqual([
      [
        { flags: 3, codec: 0x51, key: "$type", value: "deposit" },
        { flags: 3, codec: 0x51, key: "token", value: 7 },
        { flags: 0, codec: 0x51, key: "amount", value: encodeAmount(1000n) },
      ],
    ]);
  });
  it("a saved root is read back", () => {
    expect(host.call(9, null)).toEqual([]);
    host.call(9, [1, "two"]);
    expect(host.call(9, null)).toEqual([1, "two"]);
  });
  it("an unknown method ends with 22", () => {
    expect(host.failure(77, [])).toEqual({ code: 22, message: "no method 77" });
  });
});
