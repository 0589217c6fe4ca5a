import { ErrorNumber, SyscallError } from "../runtime.ts";
import { type SyscallDefinition, u32, u64 } from "./syscall.ts";

/** Module send. Source: ref-fvm fvm/src/syscalls/send.rs, kernel/default.rs. */

const READ_ONLY = 1n;
const NO_LIMIT = (1n << 64n) - 1n;

export const send: Record<string, SyscallDefinition> = {
  send: {
    params: "iiIiIIII",
    out: 20,
    run({ calls, blocks, receiver, readOnly }, memory, args) {
      const to = memory.address(u32(args, 1), u32(args, 2));
      const value = (u64(args, 5) << 64n) | u64(args, 6);
      const flags = u64(args, 8);
      if ((flags & ~READ_ONLY) !== 0n) {
        throw new SyscallError(ErrorNumber.illegalArgument, `unknown send flags ${String(flags)}`);
      }
      const onlyReads = readOnly || flags === READ_ONLY;
      if (onlyReads && value !== 0n) {
        throw new SyscallError(ErrorNumber.readOnly, "a read-only call cannot move value");
      }
      const handle = u32(args, 4);
      const limit = u64(args, 7);
      const { exitCode, ret } = calls.send({
        from: receiver,
        to,
        method: u64(args, 3),
        params: handle === 0 ? null : blocks.get(handle),
        value,
        gasLimit: limit === NO_LIMIT ? undefined : limit,
        readOnly: onlyReads,
      });
      const out = u32(args, 0);
      memory.view.setUint32(out, exitCode, true);
      memory.view.setUint32(out + 4, ret === null ? 0 : blocks.putReachable(ret), true);
      memory.view.setBigUint64(out + 8, BigInt(ret?.codec ?? 0), true);
      memory.view.setUint32(out + 16, ret?.bytes.length ?? 0, true);
    },
  },
};
