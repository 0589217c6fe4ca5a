/** Calls to an owner actor, read for people: what the wallet shows before it signs. */
import { CborError } from "../../filecoin/cbor.ts";
import type { ShownField } from "../../filecoin/methods/codec.ts";
import { BitfieldError } from "./bitfield.ts";
import { methodByNumber, methodSchema, showParams } from "./codec.ts";
import type { OwnerMethodName } from "./methods.generated.ts";
import type { Group } from "./schema-kinds.ts";

/** A call that is understood in full. */
export interface OwnerCall {
  name: OwnerMethodName;
  /** Labelled params in wire order. */
  fields: ShownField[];
  group: Group;
  /** What it does, in one line. */
  doc: string;
  /** Who may call it. */
  caller: string;
  /** Accepts value; value sent to any other method makes the call fail with 26. */
  payable: boolean;
  /** Changes nothing. */
  view: boolean;
}

/** A call that must not be shown as understood. */
export class OwnerCallError extends Error {
  override readonly name = "OwnerCallError";
  readonly code: "unknown-method" | "bad-params";
  constructor(code: "unknown-method" | "bad-params", message: string) {
    super(message);
    this.code = code;
  }
}

/** Reads a call by method number and params. Throws OwnerCallError: the actor would refuse such a call too (22, 21). */
export function decodeOwnerCall(method: number, params: Uint8Array): OwnerCall {
  const name = methodByNumber(method);
  if (name === undefined)
    throw new OwnerCallError("unknown-method", `the owner actor has no method ${method}`);
  const { group, doc, caller, payable, view } = methodSchema(name);
  return {
    name,
    fields: readFields(name, params),
    group,
    doc,
    caller,
    payable: payable === true,
    view: view === true,
  };
}

function readFields(name: OwnerMethodName, params: Uint8Array): ShownField[] {
  try {
    return showParams(name, params);
  } catch (error) {
    if (error instanceof CborError || error instanceof BitfieldError)
      throw new OwnerCallError("bad-params", `${name}: ${error.message}`);
    throw error;
  }
}
