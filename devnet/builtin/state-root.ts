/** The state of the running actor as one DAG-CBOR block under its root. */
import { DAG_CBOR, type Cid, cidKey, EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { ExitCode } from "../../filecoin/exit-code.ts";
import { chargeLink, chargeOpen } from "./gas-figures.ts";
import { ErrorNumber, type Runtime, SyscallError } from "../kernel/runtime.ts";

/** The state, decoded. */
export function loadState<S>(rt: Runtime, decode: (value: CborValue) => S): S {
  return decode(getCbor(rt, rt.root()));
}

/** Replaces the state. In a read-only call 25. */
export function saveState(rt: Runtime, state: CborValue): void {
  const root = putCbor(rt, state);
  try {
    rt.setRoot(root);
  } catch (error) {
    if (!(error instanceof SyscallError)) throw error;
    const code = error.errno === ErrorNumber.readOnly ? ExitCode.USR_READ_ONLY : ExitCode.USR_ILLEGAL_STATE;
    rt.abort(code, error.message);
  }
}

/** First state of a new actor: 20 when it has one already. */
export function createState(rt: Runtime, state: CborValue): void {
  if (cidKey(rt.root()) !== cidKey(EMPTY_ARRAY_CID)) {
    rt.abort(ExitCode.USR_ILLEGAL_STATE, "failed to create state; expected the empty array as root");
  }
  saveState(rt, state);
}

/** Writes a block of state and answers its link. */
export function putCbor(rt: Runtime, value: CborValue): Cid {
  const bytes = encodeCbor(value);
  chargeLink(rt, bytes.length);
  return rt.put(DAG_CBOR, bytes);
}

/** A block of state under a link. */
export function getCbor(rt: Runtime, cid: Cid): CborValue {
  const bytes = rt.get(cid);
  chargeOpen(rt, bytes.length);
  return decodeCbor(bytes);
}
