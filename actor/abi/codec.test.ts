import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { fromHex, toHex } from "../../filecoin/bytes.ts";
import { encodeBitField } from "../../filecoin/bit-field.ts";
import { CborError, encodeCbor } from "../../filecoin/cbor.ts";
import { methodNumber } from "../../filecoin/frc42.ts";
import { actorId, attoFil } from "../../filecoin/units.ts";
import { fieldsOf, valueOf } from "../../test/sdk/arbitrary-kind.ts";
import { codecOf, decodeParams, decodeReturn, decodeStruct, encodeParams, encodeReturn, encodeStruct } from "./codec.ts";
import { OwnerCallError, decodeOwnerCall } from "./describe.ts";
import { explainExit } from "./errors.ts";
import { type EventEntry, decodeOwnerEvent } from "./events.ts";
import { METHOD_NUMBERS, type OwnerEventName, type OwnerMethodName, type OwnerStructs } from "./methods.generated.ts";
import type { Schema } from "./schema-kinds.ts";
import { schema } from "./schema.ts";

const plain: Schema = schema;
const METHODS = Object.keys(plain.methods) as OwnerMethodName[];
const STRUCTS = Object.keys(plain.structs) as (keyof OwnerStructs)[];

describe("method numbers", () => {
  it("are the FRC-42 numbers of the names, all different", () => {
    for (const name of METHODS) expect(METHOD_NUMBERS[name]).toBe(methodNumber(name));
    expect(new Set(Object.values(METHOD_NUMBERS)).size).toBe(METHODS.length);
    expect(METHOD_NUMBERS.Transfer).toBe(80475954);
    expect(METHOD_NUMBERS.Receive).toBe(3726118371);
  });
});

describe("params and returns", () => {
  it.each(METHODS)("%s: what is written is read back", (name) => {
    const { params, returns } = plain.methods[name]!;
    fc.assert(
      fc.property(fieldsOf(params), returns === null ? fc.constant(null) : valueOf(returns), (value, returned) => {
        expect(decodeParams(name, encodeParams(name, value as never))).toEqual(value);
        expect(decodeReturn(name, encodeReturn(name, returned as never))).toEqual(returned);
      }),
      { numRuns: 20 },
    );
  });
  it.each(STRUCTS)("%s: what is written is read back", (name) => {
    fc.assert(
      fc.property(fieldsOf(plain.structs[name]!.fields), (value) => {
        expect(decodeStruct(name, encodeStruct(name, value as never))).toEqual(value);
      }),
      { numRuns: 20 },
    );
  });
  it("a lone field stands bare, none means no bytes", () => {
    expect(toHex(encodeParams("Harvest", { miner: actorId(1005) }))).toBe("1903ed");
    expect(encodeParams("Deposit", {})).toEqual(new Uint8Array());
    expect(toHex(encodeParams("Recall", { miner: actorId(1005), amount: attoFil(10n ** 18n) }))).toBe("821903ed49000de0b6b3a7640000");
  });
  it("values outside their bounds are refused on both sides", () => {
    expect(() => encodeParams("Recall", { miner: actorId(1005), amount: attoFil(-1n) })).toThrow("0 or more");
    expect(() => decodeParams("Recall", fromHex("821903ed420101"))).toThrow("0 or more");
    expect(() => encodeParams("Owner", { tokens: Array.from({ length: 65 }, (_, i) => BigInt(i)) })).toThrow("at most 64");
    for (const tokens of [[2n, 1n], [1n, 1n], [(1n << 64n) - 1n]]) expect(() => encodeParams("Owner", { tokens })).toThrow(CborError);
    expect(() => encodeParams("Owner", { tokens: [2n, 1n] })).toThrow("ascending");
    // A set of 2^62 ids in a dozen bytes.
    expect(() => decodeParams("Owner", encodeCbor(encodeBitField([0n, 1n << 62n])))).toThrow("at most 64");
    expect(() => decodeParams("Deposit", fromHex("80"))).toThrow("takes no params");
    expect(() => decodeParams("Harvest", fromHex("811903ed"))).toThrow();
  });
});

describe("a call, read for people", () => {
  it("gives name, labelled fields, who may call and whether money may go along", () => {
    const to = Address.id(1234);
    const call = decodeOwnerCall(METHOD_NUMBERS.Transfer, encodeParams("Transfer", { to, tokens: [1n, 2n], operatorData: new Uint8Array() }));
    expect(call).toMatchObject({ name: "Transfer", payable: false, view: false });
    expect(call.fields).toEqual([
      { label: "to", kind: "address", value: to },
      {
        label: "tokens",
        kind: "list",
        value: [
          { kind: "integer", value: 1n },
          { kind: "integer", value: 2n },
        ],
      },
      { label: "operatorData", kind: "bytes", value: new Uint8Array() },
    ]);
    expect(decodeOwnerCall(METHOD_NUMBERS.Deposit, new Uint8Array())).toMatchObject({
      name: "Deposit",
      fields: [],
      payable: true,
    });
  });
  it("refuses what the actor would refuse", () => {
    expect(() => decodeOwnerCall(3, new Uint8Array())).toThrow(OwnerCallError);
    expect(() => decodeOwnerCall(METHOD_NUMBERS.Harvest, fromHex("1903ed00"))).toThrow(OwnerCallError);
    expect(() => decodeOwnerCall(METHOD_NUMBERS.Owner, fromHex("4101"))).toThrow(OwnerCallError);
  });
});

describe("events", () => {
  const write = (name: OwnerEventName, fields: Record<string, unknown>): EventEntry[] => [
    { key: "$type", codec: 0x51, value: encodeCbor(name) },
    ...Object.entries(fields).map(([key, value]) => ({
      key,
      codec: 0x51,
      value: encodeCbor(codecOf(plain.events[name]!.fields[key]!).write(value)),
    })),
  ];
  it.each(Object.keys(plain.events) as OwnerEventName[])("%s is read back", (name) => {
    fc.assert(
      fc.property(fieldsOf(plain.events[name]!.fields), (fields) => {
        expect(decodeOwnerEvent(write(name, fields))).toEqual({ type: name, fields });
      }),
      { numRuns: 10 },
    );
  });
  it("another type, a missing, doubled or unknown field, another codec give null", () => {
    const good = write("room", { amount: 5n, until: 9 });
    const [type, amount, until] = good as [EventEntry, EventEntry, EventEntry];
    expect(decodeOwnerEvent(good)).not.toBeNull();
    for (const bad of [
      [],
      [amount, type, until],
      [type, amount],
      [type, amount, amount, until],
      [...good, { ...until, key: "other" }],
      [type, { ...amount, codec: 0x55 }, until],
      [type, { ...amount, value: fromHex("f6") }, until],
      [{ ...type, value: encodeCbor("sector-activated") }, amount, until],
      [{ ...type, value: encodeCbor("toString") }, amount, until],
    ]) {
      expect(decodeOwnerEvent(bad)).toBeNull();
    }
  });
});

describe("exit codes in words", () => {
  it("names the methods of other actors", () => {
    const { summary, detail } = explainExit(20, "f01005 method 2280458852 exit 18");
    expect(summary).toBe("A rule does not allow it now");
    expect(detail).toContain("f01005 WithdrawBalance ended with exit code 18");
  });
  it("keeps what it does not know, and system codes", () => {
    expect(explainExit(17, "no position has token id 9")).toEqual({
      summary: "There is no such thing",
      detail: "no position has token id 9",
    });
    expect(explainExit(7).detail).toBeNull();
    expect(explainExit(7).summary.length).toBeGreaterThan(5);
  });
});
