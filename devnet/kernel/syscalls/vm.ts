import { ExitCode, FIRST_USER_EXIT_CODE } from "../../../filecoin/exit-code.ts";
import type { Invocation } from "../invocation.ts";
import { ActorExit } from "./actor-exit.ts";
import type { ActorMemory } from "./actor-memory.ts";
import { type SyscallDefinition, u32 } from "./syscall.ts";

/** Module vm: the message and the end of a frame. Source: ref-fvm fvm/src/syscalls/vm.rs. */

const MAX_MESSAGE_BYTES = 1_024;
const READ_ONLY = 1n;
const lossyUtf8 = new TextDecoder();

export const vm: Record<string, SyscallDefinition> = {
  exit: {
    params: "iiii",
    out: 0,
    run(_call, memory, args) {
      const code = u32(args, 0);
      const handle = u32(args, 1);
      if (code !== ExitCode.OK && code < FIRST_USER_EXIT_CODE) {
        throw new ActorExit(ExitCode.SYS_ILLEGAL_EXIT_CODE, handle, `the actor exited with system code ${String(code)}`);
      }
      throw new ActorExit(code, handle, exitMessage(memory, u32(args, 2), u32(args, 3)));
    },
  },
  message_context: {
    params: "",
    out: 80,
    run(call, memory, args) {
      writeMessageContext(call, memory, u32(args, 0));
    },
  },
};

/** What the actor says about its exit, for people: its first and last 512 bytes. */
function exitMessage(memory: ActorMemory, offset: number, length: number): string {
  if (length === 0) return "the actor aborted";
  if (!memory.has(offset, length)) return "the actor's message lies outside its memory";
  const bytes = memory.slice(offset, length);
  if (length <= MAX_MESSAGE_BYTES) return lossyUtf8.decode(bytes);
  const half = MAX_MESSAGE_BYTES / 2;
  const skipped = length - MAX_MESSAGE_BYTES;
  return `${lossyUtf8.decode(bytes.subarray(0, half))} … (${String(skipped)} bytes) … ${lossyUtf8.decode(bytes.subarray(length - half))}`;
}

function writeMessageContext(call: Invocation, memory: ActorMemory, out: number): void {
  const { view } = memory;
  const { origin } = call.calls;
  view.setBigUint64(out, origin.id, true);
  view.setBigUint64(out + 8, BigInt(origin.nonce), true);
  view.setBigUint64(out + 16, call.caller, true);
  view.setBigUint64(out + 24, call.receiver, true);
  view.setBigUint64(out + 32, call.method, true);
  memory.putAmount(out + 40, call.value);
  memory.putAmount(out + 56, origin.gasPremium);
  view.setBigUint64(out + 72, call.readOnly ? READ_ONLY : 0n, true);
}
