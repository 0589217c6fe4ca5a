import type { Address } from "../address.ts";
import { CborError } from "../cbor.ts";
import { UnitError, type MethodNumber } from "../units.ts";
import { accountMethods } from "./account.ts";
import type { BuiltinName } from "./actor-type.ts";
import type { ShownField, ShownValue } from "./codec.ts";
import { eamMethods, evmMethods } from "./evm.ts";
import { initMethods } from "./init.ts";
import { decodeParams, decodeReturn, MethodShapeError, type AnyMethod, type Labelled, type Method } from "./method.ts";
import { minerMethods } from "./miner.ts";
import { multisigMethods } from "./multisig.ts";
import { paymentChannelMethods } from "./payment-channel.ts";
import { powerMethods } from "./power.ts";
import { rewardMethods } from "./reward.ts";

/** Reads messages to built-in actors for people: the method's name and its parameters as labelled fields. */

const METHODS = {
  account: accountMethods,
  init: initMethods,
  storagepower: powerMethods,
  storageminer: minerMethods,
  multisig: multisigMethods,
  paymentchannel: paymentChannelMethods,
  reward: rewardMethods,
  evm: evmMethods,
  eam: eamMethods,
} as unknown as Readonly<Partial<Record<string, Readonly<Record<string, AnyMethod>>>>>;

/** A proposal within a proposal and so on is opened this far; deeper ones stay bytes. */
const MAX_CARRIED_CALLS = 4;

/** A field, or the call carried by a multisig proposal. */
export type DecodedField = ShownField | { label: string; kind: "call"; value: DecodedCall };

export interface DecodedCall {
  name: string;
  fields: DecodedField[];
}

export type DecodeCallErrorCode = "unknown-actor" | "unknown-method" | "bad-params";

/** A call that must not be shown as understood. */
export class DecodeCallError extends Error {
  override readonly name = "DecodeCallError";
  constructor(
    readonly code: DecodeCallErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** Tells the type of an actor a carried call goes to; undefined when it is not known. */
export type TypeOf = (to: Address) => string | undefined;

/**
 * Decodes a call to an actor of type `actorType` (manifest name). Method 0 is "Send". With `typeOf`, a multisig
 * Propose shows the carried call as a field of kind "call" where it can be read. Throws DecodeCallError.
 */
export function decodeCall(actorType: BuiltinName | string, number: MethodNumber, params: Uint8Array, typeOf?: TypeOf): DecodedCall {
  return decodeNested(actorType, number, params, typeOf, MAX_CARRIED_CALLS);
}

function decodeNested(actorType: string, number: MethodNumber, params: Uint8Array, typeOf: TypeOf | undefined, nestingLeft: number): DecodedCall {
  if (number === 0) return send(params);
  const found = find(actorType, number);
  const value = guarded(`${actorType} ${found.name}`, () => decodeParams(found as Method<unknown, unknown>, params));
  const fields: DecodedField[] = shown(found.params, value);
  if (found === (multisigMethods.Propose as unknown) && typeOf !== undefined && nestingLeft > 0) {
    return { name: found.name, fields: withCarriedCall(fields, typeOf, nestingLeft - 1) };
  }
  return { name: found.name, fields };
}

/** Decodes what a call returned, as labelled fields; none for a method without a return. Throws DecodeCallError. */
export function decodeCallReturn(actorType: BuiltinName | string, number: MethodNumber, bytes: Uint8Array): ShownField[] {
  if (number === 0 && bytes.length === 0) return [];
  const found = find(actorType, number);
  const value = guarded(`${actorType} ${found.name} return`, () => decodeReturn(found as Method<unknown, unknown>, bytes));
  return shown(found.returns, value);
}

/** Every built-in type under which the call can be read. More than one means the bytes alone do not tell what they do. */
export function readings(number: MethodNumber, params: Uint8Array): { actorType: string; call: DecodedCall }[] {
  if (number === 0) return [];
  return Object.keys(METHODS).flatMap((actorType) => {
    try {
      return [{ actorType, call: decodeCall(actorType, number, params) }];
    } catch (error) {
      if (error instanceof DecodeCallError) return [];
      throw error;
    }
  });
}

/** Name of a method of a built-in actor; null when this build knows none of that number. */
export function methodName(actorType: BuiltinName | string, number: MethodNumber): string | null {
  if (number === 0) return "Send";
  try {
    return find(actorType, number).name;
  } catch (error) {
    if (error instanceof DecodeCallError) return null;
    throw error;
  }
}

function send(params: Uint8Array): DecodedCall {
  if (params.length === 0) return { name: "Send", fields: [] };
  return { name: "Send", fields: [{ label: "params", kind: "bytes", value: params }] };
}

function find(actorType: string, number: MethodNumber): AnyMethod {
  const methods = Object.hasOwn(METHODS, actorType) ? METHODS[actorType] : undefined;
  if (methods === undefined) {
    throw new DecodeCallError("unknown-actor", `no methods are known of actors of type "${actorType}"`);
  }
  const found = Object.values(methods).find((m) => m.internal === number || m.exported === number);
  if (found === undefined) {
    throw new DecodeCallError("unknown-method", `${actorType} has no known method ${number}`);
  }
  return found;
}

function shown(side: Labelled<never> | null, value: unknown): ShownField[] {
  return side === null ? [] : side.fields(value as never);
}

function guarded<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof CborError || error instanceof MethodShapeError || error instanceof UnitError) {
      throw new DecodeCallError("bad-params", `${what}: ${error.message}`);
    }
    throw error;
  }
}

/** Replaces the proposal's raw parameters by the call they make, when its receiver's type is known and fits. */
function withCarriedCall(fields: DecodedField[], typeOf: TypeOf, nestingLeft: number): DecodedField[] {
  const valueOf = <K extends ShownValue["kind"]>(label: string, kind: K): unknown =>
    fields.find((field) => field.label === label && field.kind === kind)?.value;
  const to = valueOf("to", "address") as Address;
  const number = Number(valueOf("method", "integer") as bigint);
  const params = valueOf("params", "bytes") as Uint8Array;
  const type = typeOf(to);
  if (number !== 0 && type === undefined) return fields;
  try {
    const call = decodeNested(type ?? "account", number, params, typeOf, nestingLeft);
    return fields.map((field) => (field.label === "params" ? { label: "call", kind: "call", value: call } : field));
  } catch (error) {
    if (error instanceof DecodeCallError) return fields;
    throw error;
  }
}
