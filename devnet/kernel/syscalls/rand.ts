import type { Invocation } from "../invocation.ts";
import { lookback } from "../price-list.ts";
import { ErrorNumber, SyscallError } from "../runtime.ts";
import type { ActorMemory } from "./actor-memory.ts";
import { type SyscallArgs, type SyscallDefinition, i64, u32 } from "./syscall.ts";

/** Module rand: randomness of past epochs. Source: ref-fvm fvm/src/syscalls/rand.rs, kernel/default.rs. */

const MAX_I64 = (1n << 63n) - 1n;

export const rand: Record<string, SyscallDefinition> = {
  get_chain_randomness: {
    params: "I",
    out: 32,
    run(call, memory, args) {
      draw(call, memory, args, (epoch) => call.calls.context.chainRandomness(epoch));
    },
  },
  get_beacon_randomness: {
    params: "I",
    out: 32,
    run(call, memory, args) {
      draw(call, memory, args, (epoch) => call.calls.context.beaconRandomness(epoch));
    },
  },
};

/** The current epoch is allowed; a future one costs more than any message has. */
function draw({ calls }: Invocation, memory: ActorMemory, args: SyscallArgs, source: (epoch: number) => Uint8Array): void {
  const epoch = i64(args, 1);
  const distance = BigInt(calls.context.epoch) - epoch;
  if (distance > MAX_I64) throw new SyscallError(ErrorNumber.illegalArgument, "the epoch is out of range");
  calls.gas.charge("OnGetRandomness", lookback(distance));
  memory.write(u32(args, 0), source(Number(epoch)));
}
