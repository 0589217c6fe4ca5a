import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { cidOf, parseCid, RAW } from "../../filecoin/cid.ts";
import { eamMethods } from "../../filecoin/methods/evm.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { encodeParams } from "../../filecoin/methods/method.ts";
import { multisigMethods } from "../../filecoin/methods/multisig.ts";
import { paymentChannelMethods } from "../../filecoin/methods/payment-channel.ts";
import { powerMethods } from "../../filecoin/methods/power.ts";
import { epoch } from "../../filecoin/units.ts";
import { encodeParams as encodeOwnerParams, encodeStruct } from "../../actor/abi/codec.ts";
import { RELEASES } from "../../actor/abi/releases.ts";
import { defaultTerms, termsOfForm } from "../takeover/terms.ts";
import { rowsOf } from "./shown-fields.ts";
import type { KnownCode } from "./facts.ts";
import type { Reading } from "./reading-parts.ts";
import { ACTOR, ANNA, BEN, EAM, INIT, NOW, POWER, readBuiltin, STRANGER, WORKER } from "./test-facts.ts";

/** What a message creates is told by the code that its bytes name, and so is what the constructor is given. */

const release = parseCid(Object.values(RELEASES)[0] as string);
const [multisig, channel, strange] = ["multisig", "paymentchannel", "strange"].map((name) => cidOf(RAW, new TextEncoder().encode(name)));
const codeOf = (code: unknown): KnownCode | null =>
  String(code) === release.toString()
    ? { kind: "owner", release: "0.1.0" }
    : code === multisig
      ? { kind: "builtin", name: "multisig" }
      : code === channel
        ? { kind: "builtin", name: "paymentchannel" }
        : null;

function exec(code: typeof release | undefined, constructorParams: Uint8Array, value = 5n): Reading {
  const known = [release, multisig, channel, strange].find((each) => each === code) as typeof release;
  return readBuiltin(
    "init",
    INIT,
    initMethods.Exec,
    { code: known, constructorParams },
    {
      value,
      facts: { codeOf: (given) => codeOf([multisig, channel].find((each) => each?.equals(given)) ?? given) },
    },
  );
}
const terms = (operator: Address): Uint8Array =>
  encodeOwnerParams("Constructor", { terms: termsOfForm(defaultTerms(NOW), { operator, now: NOW, prefix: "t" }) });

describe("an owner actor that is created", () => {
  it("is said with its release and its operator, and shown with every one of its terms", () => {
    const reading = exec(release, terms(ANNA));
    expect([reading.kind, reading.sentence.code, reading.alarm]).toEqual(["createOwner", "sentence.create", null]);
    expect(reading.sentence.params).toMatchObject({ operator: { address: "t0100" }, release: { text: "0.1.0" }, amount: { atto: "5" } });
    const labels = rowsOf(reading.fields, "t").map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(["operator", "notice", "cap", "quorumBps", "maxForwardPerDay", "beneficiary"]));
  });

  it("whose operator is somebody else is an alarm and asks for the password", () => {
    const reading = exec(release, terms(STRANGER));
    expect([reading.alarm?.code, reading.tier]).toEqual(["alarm.foreignOperator", 3]);
  });

  it("as an heir names its predecessor", () => {
    const reading = exec(release, encodeStruct("Heir", { predecessor: ACTOR }));
    expect([reading.sentence.code, reading.sentence.params["predecessor"]]).toMatchObject(["sentence.createHeir", { address: "t01010" }]);
  });

  it("with terms that cannot be read is an alarm", () => {
    const reading = exec(release, Uint8Array.of(0x80));
    expect([reading.kind, reading.alarm?.code]).toEqual(["raw", "alarm.strangeConstructor"]);
  });
});

describe("other actors that are created", () => {
  it("of unknown code are said to be so, as an alarm", () => {
    const reading = exec(strange, terms(ANNA));
    expect([reading.kind, reading.sentence.code, reading.alarm?.code, reading.tier]).toEqual(["raw", "sentence.createUnknown", "alarm.createUnknown", 3]);
  });

  const signers = (list: Address[], unlockDuration = 0): Uint8Array =>
    encodeParams(multisigMethods.Constructor, { signers: list, threshold: 2, unlockDuration, startEpoch: epoch(NOW - 5) });

  it("as a multisig name its signers and how many must agree", () => {
    const reading = exec(multisig, signers([ANNA, STRANGER]));
    expect([reading.kind, reading.sentence.code, reading.alarm]).toEqual(["createActor", "sentence.createMultisig", null]);
    expect(reading.sentence.params).toMatchObject({ count: { value: 2 }, threshold: { value: 2 } });
    expect(reading.roles.filter(({ role }) => role === "signer")).toHaveLength(2);
  });

  it("as a multisig that locks what is sent say until when", () => {
    const reading = exec(multisig, signers([ANNA], 100));
    expect([reading.sentence.code, reading.sentence.params["until"]]).toMatchObject(["sentence.createLockedMultisig", { epoch: NOW + 95 }]);
  });

  it("as a multisig without a signer of this vault are an alarm", () => {
    expect(exec(multisig, signers([STRANGER])).alarm?.code).toBe("alarm.foreignSigners");
  });

  it("as a payment channel name both ends", () => {
    const reading = exec(channel, encodeParams(paymentChannelMethods.Constructor, { from: ANNA, to: BEN }));
    expect(reading.sentence).toMatchObject({ code: "sentence.createChannel", params: { from: { address: "t0100" }, to: { address: "t0101" } } });
  });

  it("as an Ethereum contract are unknown code", () => {
    const reading = readBuiltin("eam", EAM, eamMethods.CreateExternal, Uint8Array.of(1, 2));
    expect([reading.sentence.code, reading.alarm?.code]).toEqual(["sentence.createUnknown", "alarm.createUnknown"]);
  });

  it("as a miner name its owner, who is an alarm when he is somebody else", () => {
    const create = (owner: Address): Reading =>
      readBuiltin("storagepower", POWER, powerMethods.CreateMiner, {
        owner,
        worker: WORKER,
        windowPoStProofType: 13,
        peerId: new Uint8Array(),
        multiaddrs: [],
      });
    expect([create(ANNA).sentence.code, create(ANNA).alarm, create(STRANGER).alarm?.code]).toEqual(["sentence.createMiner", null, "alarm.foreignOwner"]);
  });
});

describe("code that is installed", () => {
  it("is told by its own bytes, whatever it is said to be", () => {
    const reading = readBuiltin("init", INIT, initMethods.InstallCode, { code: Uint8Array.of(0, 0x61, 0x73, 0x6d) });
    expect([reading.sentence.code, reading.alarm?.code, reading.tier]).toEqual(["sentence.installUnknown", "alarm.unknownCode", 3]);
  });
});
