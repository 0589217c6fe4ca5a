import { type SyscallDefinition, u32, u64 } from "./syscall.ts";

/** Module gas. Source: ref-fvm fvm/src/syscalls/gas.rs. */
export const gas: Record<string, SyscallDefinition> = {
  charge: {
    params: "iiI",
    out: 0,
    run({ calls }, memory, args) {
      calls.gas.charge(memory.text(u32(args, 0), u32(args, 1)), u64(args, 2) * 1_000n);
    },
  },
  available: {
    params: "",
    out: 8,
    run({ calls }, memory, args) {
      memory.view.setBigUint64(u32(args, 0), calls.gas.availableGas, true);
    },
  },
};
