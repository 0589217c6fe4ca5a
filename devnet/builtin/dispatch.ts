/**
 * Method dispatch common to all built-in actors, in the order of the released ones: internal methods are closed to
 * outsiders before anything is read, then the number is looked up, then parameters must be present or absent, then decode.
 * Source: builtin-actors runtime/src/dispatch.rs and builtin/shared.rs; FRC-0042.
 */
import { CBOR } from "../../filecoin/cid.ts";
import { CborError, type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { ExitCode } from "../../filecoin/exit-code.ts";
import { FIRST_EXPORTED_METHOD, methodNumber } from "../../filecoin/frc42.ts";
import type { Block, NativeActor, Runtime } from "../kernel/runtime.ts";
import { chargeEntry, chargeMethod } from "./gas-figures.ts";

/** A method as dispatch calls it: the raw parameter block in, the return block out. */
export type Method = (rt: Runtime, params: Block | null) => Block | null;

/** Names and numbers of one method; `exported` adds the FRC-42 number of its name. */
export interface MethodEntry {
  readonly name: string;
  readonly number?: number;
  readonly exported?: boolean;
  readonly run: Method;
}

const RAW_CODEC = 0x55;
const FIRST_EXPORTED = BigInt(FIRST_EXPORTED_METHOD);

/** A method without parameters. A result of undefined is returned as no block. */
export function withoutParams(run: (rt: Runtime) => CborValue | undefined): Method {
  return (rt, params) => {
    if (params !== null) return rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "method expects no arguments");
    return toBlock(run(rt));
  };
}

/** A method whose parameters `decode` reads; `decode` throws CborError for what does not fit. */
export function withParams<P>(decode: (value: CborValue) => P, run: (rt: Runtime, params: P) => CborValue | undefined): Method {
  return (rt, params) => {
    if (params === null) return rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "method expects arguments");
    return toBlock(run(rt, decodeParams(rt, params, decode)));
  };
}

function decodeParams<P>(rt: Runtime, params: Block, decode: (value: CborValue) => P): P {
  try {
    // A raw block is one byte string to the released actors, whatever it holds.
    return decode(params.codec === RAW_CODEC ? params.bytes : decodeCbor(params.bytes));
  } catch (error) {
    if (error instanceof CborError) return rt.abort(ExitCode.USR_SERIALIZATION, error.message);
    throw error;
  }
}

/** A value as the block a method returns or passes on. */
export function toBlock(value: CborValue | undefined): Block | null {
  return value === undefined ? null : { codec: CBOR, bytes: encodeCbor(value) };
}

/** Builds an actor from its methods. `fallback` answers numbers that are in no entry. */
export function actorOf(actor: string, entries: readonly MethodEntry[], fallback: Method = refuseUnknown): NativeActor {
  const byNumber = new Map<bigint, MethodEntry>();
  for (const entry of entries) {
    if (entry.number !== undefined) byNumber.set(BigInt(entry.number), entry);
    if (entry.exported === true) byNumber.set(BigInt(methodNumber(entry.name)), entry);
  }
  return (rt) => {
    const entry = byNumber.get(rt.method);
    chargeEntry(rt, actor);
    restrictInternalApi(rt);
    const ret = (entry?.run ?? fallback)(rt, rt.params);
    if (entry !== undefined) chargeMethod(rt, actor, entry.name);
    return ret;
  };
}

/** Numbers below 2^24 are for built-in callers other than EVM contracts. */
function restrictInternalApi(rt: Runtime): void {
  if (rt.method >= FIRST_EXPORTED) return;
  const code = rt.codeOf(rt.caller);
  const type = code === undefined ? undefined : rt.builtinTypeOf(code);
  if (type === undefined || type === "evm") {
    rt.abort(ExitCode.USR_FORBIDDEN, `caller f0${rt.caller} of method ${rt.method} must be built-in`);
  }
}

const refuseUnknown: Method = (rt) => rt.abort(ExitCode.USR_UNHANDLED_MESSAGE, `invalid method: ${rt.method}`);

/** Fallback of accounts and multisigs: every exported number succeeds with an empty return. */
export const acceptExported: Method = (rt, params) => (rt.method >= FIRST_EXPORTED ? null : refuseUnknown(rt, params));
