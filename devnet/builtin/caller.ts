/** Who may call: 18 for everybody else (builtin-actors runtime, validate_immediate_caller_*). */
import { ExitCode } from "../../filecoin/exit-code.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { BuiltinName } from "../../filecoin/methods/actor-type.ts";
import type { Runtime } from "../kernel/runtime.ts";

/** Ends with 18 unless the caller is one of `allowed`. */
export function requireCallerIs(rt: Runtime, ...allowed: readonly ActorId[]): void {
  if (!allowed.includes(rt.caller)) {
    rt.abort(ExitCode.USR_FORBIDDEN, `caller f0${rt.caller} is not one of supported`);
  }
}

/** Ends with 18 unless the caller's code is that built-in actor. */
export function requireCallerType(rt: Runtime, type: BuiltinName): void {
  const code = rt.codeOf(rt.caller);
  if (code === undefined || rt.builtinTypeOf(code) !== type) {
    rt.abort(ExitCode.USR_FORBIDDEN, `caller f0${rt.caller} must be a ${type}`);
  }
}
