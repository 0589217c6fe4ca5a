import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Address } from "../address.ts";
import { concatBytes, fromBase64, fromHex, toBase64, toHex } from "../bytes.ts";
import { CborError, encodeCbor } from "../cbor.ts";
import { EMPTY_ARRAY_CID } from "../cid.ts";
import { attoFil, epoch, type MethodNumber } from "../units.ts";
import tools from "../vectors/signing-tools.json" with { type: "json" };
import { accountMethods } from "./account.ts";
import { BUILTIN_NAMES } from "./actor-type.ts";
import { DecodeCallError, decodeCall, decodeCallReturn, readings, type DecodedCall } from "./decode.ts";
import { evmMethods } from "./evm.ts";
import { initMethods } from "./init.ts";
import { decodeParams, decodeReturn, encodeParams, encodeReturn, MethodShapeError, numberOf } from "./method.ts";
import { minerMethods } from "./miner.ts";
import { multisigMethods, multisigProposalHash } from "./multisig.ts";
import { powerMethods } from "./power.ts";

const f0 = (id: number): Address => Address.id(id);

describe("published parameter vectors", () => {
  const { multisig } = tools;
  test("multisig constructor", () => {
    const { signers, threshold, unlockDuration, startEpoch, params } = multisig.constructorParams;
    const bytes = encodeParams(multisigMethods.Constructor, {
      signers: signers.map((s) => Address.parse(s)),
      threshold,
      unlockDuration,
      startEpoch: epoch(startEpoch),
    });
    expect(toBase64(bytes)).toBe(params);
  });
  test("init Exec of a multisig", () => {
    const params = fromBase64(multisig.execParams);
    const { code, constructorParams } = decodeParams(initMethods.Exec, params);
    expect(code.toString()).toMatch(/^bafk2bza/);
    const inner = decodeParams(multisigMethods.Constructor, constructorParams);
    expect(inner.signers.map((s) => s.toString("t"))).toEqual(multisig.signers);
    expect(toHex(encodeParams(initMethods.Exec, { code, constructorParams }))).toBe(toHex(params));
  });
  test("multisig Propose, Approve and the proposal's hash", () => {
    const { to, value, method, params } = multisig.propose;
    const proposal = {
      to: Address.parse(to),
      value: attoFil(BigInt(value)),
      method,
      params: new Uint8Array(0),
    };
    expect(toBase64(encodeParams(multisigMethods.Propose, proposal))).toBe(params);
    const hash = multisigProposalHash({ requester: Address.parse(multisig.approve.requester), ...proposal });
    expect(toBase64(hash)).toBe(multisig.approve.hash);
    const approve = encodeParams(multisigMethods.Approve, { id: multisig.approve.id, proposalHash: hash });
    expect(toBase64(approve)).toBe(multisig.approve.params);
  });
});

describe("numbers", () => {
  test.each([
    [accountMethods.AuthenticateMessage, null, 2643134072],
    [initMethods.Exec, 2, null],
    [initMethods.InstallCode, 4, null],
    [powerMethods.CreateMiner, 2, 1173380165],
    [minerMethods.ChangeWorkerAddress, 3, 3302309124],
    [minerMethods.WithdrawBalance, 16, 2280458852],
    [minerMethods.ConfirmChangeWorkerAddress, 21, 2354970453],
    [minerMethods.RepayDebt, 22, 3665352697],
    [minerMethods.ChangeOwnerAddress, 23, 1010589339],
    [minerMethods.ChangeBeneficiary, 30, 1570634796],
    [minerMethods.GetBeneficiary, 31, 4158972569],
    [minerMethods.GetAvailableBalance, null, 4026106874],
    [minerMethods.MaxTerminationFee, null, 4127382196],
    [evmMethods.InvokeEVM, null, 3844450837],
  ])("%o", (m, internal, exported) => {
    expect([m.internal, m.exported]).toEqual([internal, exported]);
    expect(numberOf(m)).toBe(exported ?? internal);
  });
});

describe("shapes", () => {
  test("bare and tuple forms are as builtin-actors has them", () => {
    expect(toHex(encodeParams(minerMethods.ChangeOwnerAddress, f0(1000)))).toBe("4300e807");
    expect(toHex(encodeParams(minerMethods.WithdrawBalance, { amountRequested: attoFil(1000n) }))).toBe("81430003e8");
    expect(toHex(encodeReturn(minerMethods.WithdrawBalance, attoFil(0n)))).toBe("40");
    expect(toHex(encodeParams(minerMethods.RepayDebt, undefined))).toBe("");
    expect(toHex(encodeReturn(minerMethods.GetOwner, { owner: f0(5), proposed: null }))).toBe("82420005f6");
    expect(
      toHex(
        encodeReturn(minerMethods.GetVestingFunds, {
          vestingFunds: [{ epoch: epoch(1), amount: attoFil(2n) }],
        }),
      ),
    ).toBe("81818201420002");
    expect(toHex(encodeReturn(initMethods.InstallCode, { code: EMPTY_ARRAY_CID, installed: true }))).toBe(
      `82d82a5827000171a0e4022045b0cfc220ceec5b7c1c62c4d4193d38e4eba48e8815729ce75f9c0ab0e4c1c0f5`,
    );
  });
  test("GetBeneficiary round trips with and without a proposal", () => {
    const active = {
      beneficiary: f0(7),
      term: { quota: attoFil(0n), usedQuota: attoFil(0n), expiration: epoch(0) },
    };
    const proposed = {
      newBeneficiary: f0(8),
      newQuota: attoFil(5n),
      newExpiration: epoch(99),
      approvedByBeneficiary: true,
      approvedByNominee: false,
    };
    for (const value of [
      { active, proposed: null },
      { active, proposed },
    ]) {
      const bytes = encodeReturn(minerMethods.GetBeneficiary, value);
      const back = decodeReturn(minerMethods.GetBeneficiary, bytes);
      expect(toHex(encodeReturn(minerMethods.GetBeneficiary, back))).toBe(toHex(bytes));
      expect(back.proposed === null).toBe(value.proposed === null);
    }
  });
  test("superfluous and missing parameters are refused", () => {
    expect(() => decodeParams(minerMethods.RepayDebt, fromHex("80"))).toThrow(MethodShapeError);
    expect(() => decodeParams(minerMethods.WithdrawBalance, new Uint8Array(0))).toThrow(MethodShapeError);
    expect(() => decodeParams(minerMethods.WithdrawBalance, fromHex("40"))).toThrow(CborError);
    expect(() => decodeParams(minerMethods.ChangeOwnerAddress, fromHex("814300e807"))).toThrow(CborError);
  });
  test("a getter's empty return is refused: accounts answer any number with nothing", () => {
    expect(() => decodeReturn(minerMethods.GetOwner, new Uint8Array(0))).toThrow(MethodShapeError);
  });
});

describe("decodeCall", () => {
  const owner = encodeParams(minerMethods.ChangeOwnerAddress, f0(1234));
  test.each([23, 1010589339])("names the method and labels its fields (number %i)", (number) => {
    expect(decodeCall("storageminer", number, owner)).toEqual({
      name: "ChangeOwnerAddress",
      fields: [{ label: "newOwner", kind: "address", value: f0(1234) }],
    });
  });
  test("a bare transfer is Send to any type", () => {
    expect(decodeCall("whatever", 0, new Uint8Array(0))).toEqual({ name: "Send", fields: [] });
    expect(decodeCall("account", 0, new Uint8Array(1)).fields).toHaveLength(1);
  });
  test.each([
    ["an unknown actor", "nothing", 2, "", "unknown-actor"],
    ["a prototype name", "constructor", 2, "", "unknown-actor"],
    ["an unknown method", "storageminer", 9999, "", "unknown-method"],
    ["broken parameters", "storageminer", 23, "ff", "bad-params"],
    ["a tuple for a bare value", "storageminer", 23, "814300e807", "bad-params"],
    ["trailing parameters", "storageminer", 23, "4300e80700", "bad-params"],
    ["a fractional epoch's 64 bits", "storageminer", 30, "83420005401b7fffffffffffffff", "bad-params"],
  ])("%s is refused", (_, type, number, hex, code) => {
    try {
      decodeCall(type, number, fromHex(hex));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(DecodeCallError);
      expect((error as DecodeCallError).code).toBe(code);
    }
  });
  test("the call a multisig proposal carries is opened when its receiver's type is known", () => {
    const params = encodeParams(multisigMethods.Propose, {
      to: f0(1000),
      value: attoFil(0n),
      method: 23,
      params: owner,
    });
    const opened = decodeCall("multisig", 2, params, (to) => (to.equals(f0(1000)) ? "storageminer" : undefined));
    expect(opened.fields.at(-1)).toEqual({
      label: "call",
      kind: "call",
      value: decodeCall("storageminer", 23, owner),
    });
    expect(decodeCall("multisig", 2, params, () => undefined).fields.at(-1)?.kind).toBe("bytes");
    expect(decodeCall("multisig", 2, params, () => "account").fields.at(-1)?.kind).toBe("bytes");
    expect(decodeCall("multisig", 2, params).fields.at(-1)?.kind).toBe("bytes");
  });
  test("proposals within proposals end instead of exhausting the stack", () => {
    let params: Uint8Array = new Uint8Array(0);
    for (let i = 0; i < 3000; i++) {
      params = encodeParams(multisigMethods.Propose, {
        to: f0(1),
        value: attoFil(0n),
        method: i === 0 ? 0 : 2,
        params,
      });
    }
    let call: DecodedCall | undefined = decodeCall("multisig", 2, params, () => "multisig");
    let depth = 0;
    while (call !== undefined) {
      depth++;
      const last: DecodedCall["fields"][number] | undefined = call.fields.at(-1);
      call = last?.kind === "call" ? last.value : undefined;
    }
    expect(depth).toBe(5);
  });
  test("returns are decoded too", () => {
    expect(decodeCallReturn("storageminer", 16, fromHex("420005"))).toEqual([{ label: "amountWithdrawn", kind: "amount", value: 5n }]);
    expect(decodeCallReturn("storageminer", 23, new Uint8Array(0))).toEqual([]);
    expect(() => decodeCallReturn("storageminer", 16, new Uint8Array(0))).toThrow(DecodeCallError);
  });
  test("every type that fits a call is found", () => {
    expect(readings(23, owner).map((r) => r.actorType)).toEqual(["storageminer"]);
    expect(readings(22, new Uint8Array(0)).map((r) => r.call.name)).toEqual(["RepayDebt"]);
    expect(readings(4, encodeCbor([new Uint8Array(3)])).map((r) => r.call.name)).toEqual(["InstallCode", "ChangePeerID"]);
  });
  test("any bytes are decoded or refused with DecodeCallError", () => {
    const number = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(1010589339, 1173380165, 3844450837, 2643134072));
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 5 }).map((items) => encodeCbor(items)),
      fc.uint8Array({ maxLength: 20 }).map((rest) => concatBytes(fromHex("8442000740"), rest)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...BUILTIN_NAMES), number, hostile, (type, n, bytes) => {
        for (const decode of [
          (): unknown => decodeCall(type, n as MethodNumber, bytes, () => "multisig"),
          (): unknown => decodeCallReturn(type, n as MethodNumber, bytes),
        ]) {
          try {
            decode();
          } catch (error) {
            expect(error).toBeInstanceOf(DecodeCallError);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });
});
