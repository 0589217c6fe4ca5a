/** Why a message failed, in the words a Lotus node gives. Source: ref-fvm call_manager/backtrace.rs, executor/mod.rs; lotus chain/vm/fvm.go. */
import type { Address } from "../../filecoin/address.ts";
import type { ExecutionTrace } from "../kernel/call-trace.ts";

interface Failure {
  readonly to: Address;
  readonly method: bigint;
  readonly exitCode: number;
  readonly error: string;
}

/** The failing calls, innermost first: in each, the call it made last failed too. */
function frames(call: ExecutionTrace): Failure[] {
  if (call.exitCode === 0) return [];
  const last = call.subcalls.at(-1);
  return [...(last === undefined ? [] : frames(last)), call];
}

/** "message failed with backtrace:\n00: f01010 (method 1) -- words (16)\n01: …\n (RetCode=16)". */
export function backtraceText(root: ExecutionTrace): string {
  const lines = frames(root).map(
    ({ to, method, error, exitCode }, i) => `${String(i).padStart(2, "0")}: ${to.toString()} (method ${String(method)}) -- ${error} (${exitCode})\n`,
  );
  return `message failed with backtrace:\n${lines.join("")} (RetCode=${root.exitCode})`;
}
