/** Ids of addresses in a multisig's parameters; an unknown key is given an account first. Source: runtime builtin/shared.rs. */
import type { Address } from "../../../filecoin/address.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { mustSucceed, trySend } from "../send.ts";

const METHOD_SEND = 0;

/** The id; with `mustExist` 17 when no actor stands there. */
export function resolveOrCreate(rt: Runtime, address: Address, mustExist: boolean): ActorId {
  let id = rt.resolve(address);
  if (id === undefined) {
    mustSucceed(rt, trySend(rt, address, METHOD_SEND, null, 0n));
    id = rt.resolve(address);
  }
  if (id === undefined) {
    return rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `failed to resolve or initialize ${address.toString()}`);
  }
  if (mustExist && rt.codeOf(id) === undefined) {
    return rt.abort(ExitCode.USR_NOT_FOUND, `no code for address ${address.toString()}`);
  }
  return id;
}
