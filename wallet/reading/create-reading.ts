import { cidOf, RAW, type Cid } from "../../filecoin/cid.ts";
import { CborError } from "../../filecoin/cbor.ts";
import type { Address } from "../../filecoin/address.ts";
import type { ShownField } from "../../filecoin/methods/codec.ts";
import { decodeCall, DecodeCallError, type DecodedField } from "../../filecoin/methods/decode.ts";
import type { Message } from "../../filecoin/message.ts";
import { showParams, showStruct } from "../../actor/abi/codec.ts";
import { amountOf, numberOf, say, textOf } from "../phrase.ts";
import type { Phrase } from "../values.ts";
import type { Facts, KnownCode } from "./facts.ts";
import { addressField, fieldOf, listField, type Call, type Part, type Presenter, type Reading } from "./reading-parts.ts";

/** Calls of the init actor and its like: code that is installed, and actors that are created, each with what its constructor is given. */

/** A constructor's params as its code reads them; null where this build cannot tell. */
export function constructorCall(code: KnownCode | null, params: Uint8Array): Call | null {
  if (code === null) return null;
  try {
    if (code.kind === "owner") return { name: "Constructor", fields: ownerConstructor(params) };
    return decodeCall(code.name, 1, params);
  } catch (error) {
    if (error instanceof CborError || error instanceof DecodeCallError) return null;
    throw error;
  }
}

/** Terms, or, of an heir, the actor it waits for: the one tuple has 23 fields and the other one. */
function ownerConstructor(params: Uint8Array): ShownField[] {
  try {
    return showParams("Constructor", params);
  } catch (error) {
    if (!(error instanceof CborError)) throw error;
    return showStruct("Heir", params);
  }
}

/** The fields of Exec with its constructor's params read as a call, where they can be. */
export function execFields(call: Call, codeOf: (code: Cid) => KnownCode | null): Call {
  const inner = constructorCall(codeOf(fieldOf<Cid>(call, "code")), fieldOf<Uint8Array>(call, "constructorParams"));
  if (inner === null) return call;
  const shown: DecodedField = { label: "constructorParams", kind: "call", value: { name: inner.name, fields: inner.fields as DecodedField[] } };
  return { ...call, fields: call.fields.map((field) => (field.label === "constructorParams" ? shown : field)) };
}

interface Creation {
  readonly message: Message;
  readonly call: Call;
  readonly facts: Facts;
  readonly show: Presenter;
}

export function initPart(message: Message, call: Call, facts: Facts, show: Presenter): Part | null {
  if (call.name === "InstallCode") return installation(call, facts);
  if (call.name === "Exec") return creation({ message, call, facts, show });
  return null;
}

/** The CID of code follows from its bytes, so these tell by themselves which release they are. */
function installation(call: Call, facts: Facts): Part {
  const cid = cidOf(RAW, fieldOf<Uint8Array>(call, "code"));
  const known = facts.codeOf(cid);
  const [code, release] = [cid.toString(), known?.kind === "owner" ? known.release : null];
  const after = { now: say("wayBack.lastMoment"), after: say("wayBack.installed") };
  if (release === null)
    return {
      kind: "installCode",
      verb: "install",
      tier: 3,
      sentence: say("sentence.installUnknown", { code: textOf(code) }),
      wayBack: after,
      reasons: [say("reason.otherCode")],
      alarm: say("alarm.unknownCode", { code: textOf(code) }),
    };
  return { kind: "installCode", verb: "install", tier: 2, sentence: say("sentence.installCode", { release: textOf(release) }), wayBack: after, reasons: [] };
}

function creation(creation: Creation): Part {
  const { call, facts, message } = creation;
  const cid = fieldOf<Cid>(call, "code");
  const code = facts.codeOf(cid);
  const inner = constructorOf(call);
  if (code === null || inner === null) return unknownActor(amountOf(message.value), code === null ? cid.toString() : null);
  if (code.kind === "owner") return ownerCreation(creation, code.release, inner);
  if (code.name === "multisig") return multisigCreation(creation, inner);
  if (code.name === "paymentchannel") return channelCreation(creation, inner);
  return unknownActor(amountOf(message.value), cid.toString());
}

/** The constructor's params, where execFields could read them. */
function constructorOf(call: Call): Call | null {
  const field = call.fields.find(({ label }) => label === "constructorParams");
  return field?.kind === "call" ? { name: field.value.name, fields: field.value.fields } : null;
}

/** `code` null: the code is known and what its constructor is given cannot be read. */
export function unknownActor(amount: ReturnType<typeof amountOf>, code: string | null): Part {
  return {
    kind: "raw",
    verb: "signAnyway",
    tier: 3,
    sentence: say("sentence.createUnknown", { amount }),
    alarm: code === null ? say("alarm.strangeConstructor") : say("alarm.createUnknown", { code: textOf(code) }),
    wayBack: { now: say("wayBack.lastMoment"), after: say("wayBack.none") },
    reasons: [say("reason.otherCode")],
  };
}

const created = (verb: "create" | "createActor", sentence: Phrase, more: Partial<Part>): Part => ({
  kind: verb === "create" ? "createOwner" : "createActor",
  verb,
  tier: 2,
  sentence,
  wayBack: { now: say("wayBack.lastMoment"), after: say("wayBack.created") },
  ...more,
});

function ownerCreation({ facts, message, show }: Creation, release: string, inner: Call): Part {
  const params = { amount: amountOf(message.value), release: textOf(release) };
  const heirOf = inner.fields.find(({ label }) => label === "predecessor");
  if (heirOf !== undefined) {
    const predecessor = addressField(inner, "predecessor");
    return created("create", say("sentence.createHeir", { ...params, predecessor: show.address(predecessor) }), { reasons: [say("reason.heir")] });
  }
  const terms = termsOf(inner);
  const operator = addressField(terms, "operator");
  const isOwn = facts.who(operator).own !== null;
  return created("create", say("sentence.create", { ...params, operator: show.address(operator) }), {
    tier: isOwn ? 2 : 3,
    roles: [{ role: "operator", address: operator }],
    reasons: [say("reason.terms")],
    alarm: isOwn ? null : say("alarm.foreignOperator", { operator: show.address(operator) }),
  });
}

/** The terms' own fields: they stand as one tuple. */
function termsOf(inner: Call): Call {
  const terms = inner.fields.find(({ label }) => label === "terms");
  return terms?.kind === "tuple" ? { name: "Terms", fields: terms.value } : inner;
}

function multisigCreation({ facts, message, show }: Creation, inner: Call): Part {
  const signers = listField(inner, "signers");
  const duration = Number(fieldOf<bigint>(inner, "unlockDuration"));
  const start = fieldOf<number>(inner, "startEpoch");
  const threshold = numberOf(fieldOf<bigint>(inner, "threshold"));
  const params = { amount: amountOf(message.value), count: numberOf(signers.length), threshold };
  const locks = duration > 0 && message.value > 0n;
  const hasOwn = signers.some((signer) => facts.who(signer).own !== null);
  return created(
    "createActor",
    locks
      ? say("sentence.createLockedMultisig", { ...params, start: show.epoch(start), until: show.epoch(start + duration) })
      : say("sentence.createMultisig", params),
    {
      tier: hasOwn ? 2 : 3,
      roles: signers.map((address) => ({ role: "signer" as const, address })),
      reasons: [say("reason.multisig", { threshold })],
      alarm: hasOwn ? null : say("alarm.foreignSigners"),
    },
  );
}

function channelCreation({ message, show }: Creation, inner: Call): Part {
  const [from, to] = [addressField(inner, "from"), addressField(inner, "to")] as [Address, Address];
  const roles: Reading["roles"] = [{ role: "recipient", address: to }];
  return created("createActor", say("sentence.createChannel", { amount: amountOf(message.value), from: show.address(from), to: show.address(to) }), {
    roles,
    reasons: [say("reason.channel")],
  });
}
