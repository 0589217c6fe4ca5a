import { type SyscallDefinition, u32 } from "./syscall.ts";

/** Module debug: off, as on a live network; logging and artifacts then do nothing. Source: ref-fvm fvm/src/syscalls/debug.rs. */

const OFF = -1;

export const debug: Record<string, SyscallDefinition> = {
  enabled: {
    params: "",
    out: 4,
    run(_call, memory, args) {
      memory.view.setInt32(u32(args, 0), OFF, true);
    },
  },
  log: { params: "ii", out: 0, run: () => undefined },
  store_artifact: { params: "iiii", out: 0, run: () => undefined },
};
