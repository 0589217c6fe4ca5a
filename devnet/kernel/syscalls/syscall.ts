/** What a syscall is made of; one file per import module declares its own. */
import type { Invocation } from "../invocation.ts";
import type { ActorMemory } from "./actor-memory.ts";

export type SyscallArgs = readonly (number | bigint)[];

export interface SyscallDefinition {
  /** Parameters without the out-pointer: i = i32, I = i64. */
  readonly params: string;
  /** Bytes written at the out-pointer on success; 0 = no out-pointer. */
  readonly out: number;
  /** Runs it; the out-pointer, if any, is argument 0 and was checked. Failures are SyscallErrors. */
  run(call: Invocation, memory: ActorMemory, args: SyscallArgs): void;
}

/** An i32 argument as offset, length, handle or code. */
export function u32(args: SyscallArgs, index: number): number {
  return (args[index] as number) >>> 0;
}

/** An i64 argument without sign. */
export function u64(args: SyscallArgs, index: number): bigint {
  return BigInt.asUintN(64, args[index] as bigint);
}

/** An i64 argument with sign. */
export function i64(args: SyscallArgs, index: number): bigint {
  return args[index] as bigint;
}
