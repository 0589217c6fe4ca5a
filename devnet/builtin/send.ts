/**
 * Calls to other actors, with failures mapped as the released actors map them: a callee that broke the machine's rules
 * becomes 23, other system codes 24, codes of users pass through (builtin-actors runtime/src/actor_error.rs, shared.rs).
 */
import { Address } from "../../filecoin/address.ts";
import { type CborValue, decodeCbor } from "../../filecoin/cbor.ts";
import { ExitCode, FIRST_USER_EXIT_CODE } from "../../filecoin/exit-code.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { type Block, ErrorNumber, type Runtime, SyscallError } from "../kernel/runtime.ts";
import { toBlock } from "./dispatch.ts";

/** How a call ended, its code already mapped. */
export interface SendOutcome {
  readonly exitCode: number;
  readonly ret: Block | null;
}

/** Calls and answers how it ended; `value` in attoFIL. */
export function trySend(rt: Runtime, to: Address, method: bigint | number, params: Block | null, value: bigint): SendOutcome {
  try {
    const { exitCode, ret } = rt.send(to, method, params, value);
    return { exitCode: mapExit(exitCode), ret };
  } catch (error) {
    if (error instanceof SyscallError) return { exitCode: mapErrno(error.errno), ret: null };
    throw error;
  }
}

/** Calls an actor by id; a failure ends the caller with the mapped code and the callee's return. */
export function mustSend(rt: Runtime, to: ActorId, method: bigint | number, params?: CborValue, value = 0n): Block | null {
  return mustSucceed(rt, trySend(rt, Address.id(to), method, toBlock(params), value));
}

/** Ends the caller as the failed call ended. */
export function mustSucceed(rt: Runtime, { exitCode, ret }: SendOutcome): Block | null {
  if (exitCode === ExitCode.OK) return ret;
  return rt.abort(exitCode, `send aborted with code ${exitCode}`, ret ?? undefined);
}

/** The decoded return of a call that must return something: 24 when it did not. */
export function mustReturn(rt: Runtime, ret: Block | null): CborValue {
  return ret === null ? rt.abort(ExitCode.USR_ASSERTION_FAILED, "return expected") : decodeCbor(ret.bytes);
}

function mapExit(code: number): number {
  if (code === ExitCode.OK || code >= FIRST_USER_EXIT_CODE) return code;
  const brokenCallee: readonly number[] = [ExitCode.SYS_MISSING_RETURN, ExitCode.SYS_ILLEGAL_INSTRUCTION, ExitCode.SYS_ILLEGAL_EXIT_CODE];
  return brokenCallee.includes(code) ? ExitCode.USR_UNSPECIFIED : ExitCode.USR_ASSERTION_FAILED;
}

function mapErrno(errno: ErrorNumber): number {
  switch (errno) {
    case ErrorNumber.notFound:
      return ExitCode.USR_UNSPECIFIED;
    case ErrorNumber.insufficientFunds:
      return ExitCode.USR_INSUFFICIENT_FUNDS;
    case ErrorNumber.readOnly:
      return ExitCode.USR_READ_ONLY;
    default:
      return ExitCode.USR_ASSERTION_FAILED;
  }
}
