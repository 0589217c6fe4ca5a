import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { cidOf } from "../../filecoin/cid.ts";
import { attoFil } from "../../filecoin/units.ts";
import type { ShownField } from "../../filecoin/methods/codec.ts";
import { CLAIM, claimOf } from "./attestation.ts";
import { encodeParams } from "./codec.ts";
import { actionName, actionNumber, decodeOwnerCall } from "./describe.ts";
import { METHOD_NUMBERS, type OwnerStructs } from "./methods.generated.ts";

type Action = OwnerStructs["Action"];

const someone = Address.id(1005n as never);
const code = cidOf(0x55, Uint8Array.of(1));
const limits = { maxMiners: 3, maxPerMiner: attoFil(5n), maxForwardPerDay: attoFil(6n) };

/** Fields that the wallet shows for a proposal, after the token. */
function shown(kind: number, fields: Partial<Action>): [string, unknown][] {
  const action: Action = { kind, on: false, actor: null, code: null, limits: null, ...fields };
  const call = decodeOwnerCall(METHOD_NUMBERS.Propose, encodeParams("Propose", { token: 7n, action }));
  expect(call.fields[0]).toEqual({ label: "token", kind: "integer", value: 7n });
  return call.fields.slice(1).map((field) => [field.label, field.value]);
}

describe("an attested forward", () => {
  const figures = { balance: attoFil(5n), pledge: attoFil(3n), rawPower: 2n, qaPower: 20n };
  const shownWith = (changes: Partial<OwnerStructs["Attestation"]>): ShownField[] => {
    const attestation: OwnerStructs["Attestation"] = {
      chainId: 1n,
      issuer: 1005n as never,
      subject: 200n as never,
      issued: 5 as never,
      validUntil: 9 as never,
      value: attoFil(7n),
      method: BigInt(METHOD_NUMBERS.Forward),
      miner: 1000n as never,
      schema: CLAIM.figures,
      claim: claimOf(figures),
      sequence: 1n,
      ...changes,
    };
    const params = { miner: 1000n as never, amount: attoFil(5n), attestation: { attestation, signature: Uint8Array.of(1) } };
    const { fields } = decodeOwnerCall(METHOD_NUMBERS.Forward, encodeParams("Forward", params));
    const [first] = (fields[2] as { value: ShownField[] }).value;
    return (first as { value: ShownField[] }).value;
  };
  const valueOf = (fields: ShownField[], label: string): unknown => (fields.find((field) => field.label === label) as { value: unknown }).value;

  it("shows what the statement is for by name, and its claim in figures", () => {
    const fields = shownWith({});
    expect([valueOf(fields, "method"), valueOf(fields, "value"), valueOf(fields, "issuer")]).toEqual(["Forward", 7n, 1005n]);
    expect((valueOf(fields, "claim") as ShownField[]).map(({ label, value }) => [label, value])).toEqual(Object.entries(figures));
  });

  it("shows a claim that it cannot read, and a method that there is none of, as they stand", () => {
    const fields = shownWith({ claim: Uint8Array.of(0x81, 0), method: 12n });
    expect([valueOf(fields, "claim"), valueOf(fields, "method")]).toEqual([Uint8Array.of(0x81, 0), 12n]);
    expect(valueOf(shownWith({ schema: 7 }), "claim")).toEqual(claimOf(figures));
  });

  it("without an attestation shows none", () => {
    const { fields } = decodeOwnerCall(METHOD_NUMBERS.Forward, encodeParams("Forward", { miner: 1000n as never, amount: attoFil(5n), attestation: null }));
    expect(fields[2]).toMatchObject({ label: "attestation", kind: "none" });
  });
});

describe("a relayed request", () => {
  const authorization = { chainId: 1n, actor: 200n as never, account: 1005n as never, nonce: 4n, validUntil: 9 as never, fee: attoFil(3n), relayer: null };
  const read = (method: bigint, params: Uint8Array) =>
    decodeOwnerCall(
      METHOD_NUMBERS.ExecuteWithAuth,
      encodeParams("ExecuteWithAuth", { authorization: { ...authorization, method, params }, signature: Uint8Array.of(1) }),
    ).fields;

  it("is shown with the call that was signed", () => {
    const fields = read(BigInt(METHOD_NUMBERS.Redeem), encodeParams("Redeem", { token: 2n, amount: attoFil(5n) }));
    expect(fields.map(({ label, value }) => [label, value])).toEqual([
      ["method", "Redeem"],
      ["Redeem.token", 2n],
      ["Redeem.amount", 5n],
      ["chainId", 1n],
      ["actor", 200n],
      ["account", 1005n],
      ["nonce", 4n],
      ["validUntil", 9],
      ["fee", 3n],
      ["relayer", null],
      ["signature", Uint8Array.of(1)],
    ]);
  });

  it("is shown as it stands, or not at all, when the call in it cannot be read", () => {
    expect(read(12n, new Uint8Array()).map(({ label }) => label)).toEqual(["authorization", "signature"]);
    expect(read(BigInt(METHOD_NUMBERS.ExecuteWithAuth), new Uint8Array()).map(({ label }) => label)).toEqual(["authorization", "signature"]);
    expect(() => read(BigInt(METHOD_NUMBERS.Redeem), Uint8Array.of(0xff))).toThrow("Redeem");
  });
});

describe("a proposal", () => {
  it.each([
    [0, { on: true }, "SetSealing", "on", true],
    [0, {}, "SetSealing", "on", false],
    [2, { actor: someone }, "RefuseOperator", "operator", someone],
    [3, { actor: someone }, "ReplaceOperator", "operator", someone],
    [4, { code }, "AllowCode", "code", code],
    [5, { actor: someone }, "Migrate", "heir", someone],
    [6, { actor: someone }, "SetIssuer", "issuer", someone],
    [6, {}, "SetIssuer", "issuer", null],
    [7, { actor: someone }, "ClearFlag", "miner", someone],
  ] as const)("of kind %i with %o is shown by name and what it takes", (kind, fields, name, word, value) => {
    expect(shown(kind, fields)).toEqual([
      ["action", name],
      [word, value],
    ]);
    expect([actionName(kind), actionNumber(name)]).toEqual([name, kind]);
  });

  it("shows every limit that SetLimits would set", () => {
    const [action, given] = shown(1, { limits });
    expect(action).toEqual(["action", "SetLimits"]);
    expect(given![1]).toMatchObject([
      { label: "maxMiners", value: 3n },
      { label: "maxPerMiner", value: 5n },
      { label: "maxForwardPerDay", value: 6n },
    ]);
  });

  it.each([
    [0, { actor: someone }],
    [4, { code, on: true }],
    [4, {}],
    [3, { actor: someone, limits }],
    [9, {}],
  ] as const)("of kind %i with fields that are not its own is shown raw, field by field", (kind, fields) => {
    const [only] = shown(kind, fields);
    expect(only![0]).toBe("action");
    expect((only![1] as { label: string }[]).map((field) => field.label)).toEqual(["kind", "on", "actor", "code", "limits"]);
  });

  it("of an unknown kind has a name all the same", () => {
    expect(actionName(12)).toBe("action 12");
  });
});
