/**
 * Every import an actor may have. Anything else, or another signature, ends the message when the actor is called.
 * Source: ref-fvm fvm/src/syscalls/mod.rs, with the features verify-signature and m2-native.
 */
import { actor } from "./actor.ts";
import { crypto } from "./crypto.ts";
import { debug } from "./debug.ts";
import { event } from "./event.ts";
import { gas } from "./gas.ts";
import { ipld } from "./ipld.ts";
import { network } from "./network.ts";
import { rand } from "./rand.ts";
import { self } from "./self.ts";
import { send } from "./send.ts";
import type { SyscallDefinition } from "./syscall.ts";
import { vm } from "./vm.ts";

export interface Syscall extends SyscallDefinition {
  readonly module: string;
  readonly name: string;
  /** Parameters with the out-pointer, a colon, the error number. */
  readonly signature: string;
}

const MODULES = { vm, network, ipld, self, actor, crypto, rand, event, gas, send, debug };

export const SYSCALLS: readonly Syscall[] = Object.entries(MODULES).flatMap(([module, definitions]) =>
  Object.entries(definitions).map(([name, definition]) => ({
    ...definition,
    module,
    name,
    signature: `${definition.out > 0 ? "i" : ""}${definition.params}:i`,
  })),
);

const byName = new Map(SYSCALLS.map((s) => [`${s.module}.${s.name}`, s]));

export function findSyscall(module: string, name: string): Syscall | undefined {
  return byName.get(`${module}.${name}`);
}
