import type { ActorId } from "../../../filecoin/units.ts";
import type { ActorState } from "../../state/state-tree.ts";
import type { Invocation } from "../invocation.ts";
import { ErrorNumber, SyscallError } from "../runtime.ts";
import { installCode } from "../wasm/load-code.ts";
import { toCid } from "../wire-cid.ts";
import { type SyscallDefinition, u32, u64 } from "./syscall.ts";

/** Module actor: other actors and code. Source: ref-fvm fvm/src/syscalls/actor.rs, kernel/default.rs. */

const INIT_ACTOR = 1n;
const F2_ADDRESS_BYTES = 21;

export const actor: Record<string, SyscallDefinition> = {
  resolve_address: {
    params: "ii",
    out: 8,
    run({ calls }, memory, args) {
      const address = memory.address(u32(args, 1), u32(args, 2));
      const id = calls.machine.state.resolve(address);
      if (id === undefined) throw new SyscallError(ErrorNumber.notFound, `${address.toString()} has no actor`);
      memory.view.setBigUint64(u32(args, 0), id, true);
    },
  },
  lookup_delegated_address: {
    params: "Iii",
    out: 4,
    run(call, memory, args) {
      const [offset, capacity] = [u32(args, 2), u32(args, 3)];
      memory.check(offset, capacity);
      const bytes = existing(call, u64(args, 1)).delegated?.bytes ?? new Uint8Array();
      if (bytes.length > capacity) {
        throw new SyscallError(ErrorNumber.bufferTooSmall, "the buffer is too small for the address");
      }
      memory.write(offset, bytes);
      memory.view.setUint32(u32(args, 0), bytes.length, true);
    },
  },
  get_actor_code_cid: {
    params: "Iii",
    out: 4,
    run(call, memory, args) {
      const [offset, capacity] = [u32(args, 2), u32(args, 3)];
      memory.check(offset, capacity);
      const { code } = existing(call, u64(args, 1));
      memory.view.setUint32(u32(args, 0), memory.putCid(code.bytes, offset, capacity), true);
    },
  },
  next_actor_address: {
    params: "ii",
    out: 4,
    run({ calls }, memory, args) {
      const [offset, capacity] = [u32(args, 1), u32(args, 2)];
      memory.check(offset, capacity);
      if (capacity < F2_ADDRESS_BYTES) throw new SyscallError(ErrorNumber.bufferTooSmall, "an f2 address has 21 bytes");
      const { bytes } = calls.actors.nextAddress();
      memory.write(offset, bytes);
      memory.view.setUint32(u32(args, 0), bytes.length, true);
    },
  },
  create_actor: {
    params: "Iiii",
    out: 0,
    run({ calls, receiver, readOnly }, memory, args) {
      const code = memory.cid(u32(args, 1));
      const length = u32(args, 3);
      const delegated = length > 0 ? memory.address(u32(args, 2), length) : null;
      if (receiver !== INIT_ACTOR) throw new SyscallError(ErrorNumber.forbidden, "only the init actor creates actors");
      if (readOnly) throw new SyscallError(ErrorNumber.readOnly, "a read-only call cannot create an actor");
      calls.actors.create(u64(args, 0) as ActorId, toCid(code), delegated);
    },
  },
  get_builtin_actor_type: {
    params: "i",
    out: 4,
    run({ calls }, memory, args) {
      memory.view.setInt32(u32(args, 0), calls.machine.typeOf(toCid(memory.cid(u32(args, 1)))), true);
    },
  },
  get_code_cid_for_type: {
    params: "iii",
    out: 4,
    run({ calls }, memory, args) {
      const [type, offset, capacity] = [u32(args, 1), u32(args, 2), u32(args, 3)];
      memory.check(offset, capacity);
      const entry = calls.machine.builtins.manifest[type - 1];
      if (entry === undefined) {
        throw new SyscallError(ErrorNumber.illegalArgument, `there is no built-in actor type ${String(type)}`);
      }
      memory.view.setUint32(u32(args, 0), memory.putCid(entry.code.bytes, offset, capacity), true);
    },
  },
  balance_of: {
    params: "I",
    out: 16,
    run(call, memory, args) {
      memory.putAmount(u32(args, 0), existing(call, u64(args, 1)).balance);
    },
  },
  install_actor: {
    params: "i",
    out: 0,
    run({ calls }, memory, args) {
      installCode(calls.machine.state.blockstore, toCid(memory.cid(u32(args, 0))));
    },
  },
};

function existing({ calls }: Invocation, id: bigint): ActorState {
  const found = calls.actors.get(id as ActorId);
  if (found === undefined) throw new SyscallError(ErrorNumber.notFound, `actor f0${String(id)} does not exist`);
  return found;
}
