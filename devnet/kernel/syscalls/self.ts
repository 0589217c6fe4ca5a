import { GET_ROOT, SET_ROOT } from "../price-list.ts";
import { ErrorNumber, SyscallError } from "../runtime.ts";
import { ofCid, toCid } from "../wire-cid.ts";
import { type SyscallDefinition, u32 } from "./syscall.ts";

/** Module self: the actor's own record. Source: ref-fvm fvm/src/syscalls/sself.rs, kernel/default.rs. */
export const self: Record<string, SyscallDefinition> = {
  root: {
    params: "ii",
    out: 4,
    run({ calls, blocks, receiver }, memory, args) {
      const [offset, capacity] = [u32(args, 1), u32(args, 2)];
      memory.check(offset, capacity);
      calls.gas.charge("OnActorGetRoot", GET_ROOT);
      const actor = calls.actors.get(receiver);
      if (actor === undefined) throw deleted();
      const root = ofCid(actor.head);
      blocks.markReachable(root.key);
      memory.view.setUint32(u32(args, 0), memory.putCid(root.bytes, offset, capacity), true);
    },
  },
  set_root: {
    params: "i",
    out: 0,
    run({ calls, blocks, receiver, readOnly }, memory, args) {
      const root = memory.cid(u32(args, 0));
      if (readOnly) throw new SyscallError(ErrorNumber.readOnly, "a read-only call cannot change its state");
      calls.gas.charge("OnActorSetRoot", SET_ROOT);
      if (!blocks.isReachable(root.key)) throw new SyscallError(ErrorNumber.notFound, "the new root cannot be reached");
      const actor = calls.actors.get(receiver);
      if (actor === undefined) throw deleted();
      calls.actors.set(receiver, { ...actor, head: toCid(root) });
    },
  },
  current_balance: {
    params: "",
    out: 16,
    run({ calls, receiver }, memory, args) {
      memory.putAmount(u32(args, 0), calls.actors.get(receiver)?.balance ?? 0n);
    },
  },
  self_destruct: {
    params: "i",
    out: 0,
    run({ calls, receiver, readOnly }, _memory, args) {
      if (readOnly) throw new SyscallError(ErrorNumber.readOnly, "a read-only call cannot delete the actor");
      calls.actors.destroy(receiver, u32(args, 0) > 0);
    },
  },
};

function deleted(): SyscallError {
  return new SyscallError(ErrorNumber.illegalOperation, "the actor has deleted itself");
}
