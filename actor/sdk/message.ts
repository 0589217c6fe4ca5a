/** The message being run and the network it runs on. Read once, on first use (no syscall may run in a global initialiser). */
import { U256 } from "./u256";
import { network_context, self_current_balance, vm_message_context, actor_balance_of } from "./syscalls";

const context = memory.data(80, 8);
const net = memory.data(48, 8);
const amount = memory.data(16, 8);
let haveContext: bool = false;
let haveNet: bool = false;

function message(): usize {
  if (!haveContext) {
    vm_message_context(context);
    haveContext = true;
  }
  return context;
}

function network(): usize {
  if (!haveNet) {
    network_context(net);
    haveNet = true;
  }
  return net;
}

/** Actor id of the account that signed the message. */
export function origin(): u64 {
  return load<u64>(message());
}
/** For whom the message goes on, once his signature was found good; 0 = the direct caller. */
let author: u64 = 0;

export function actFor(id: u64): void {
  author = id;
}
/** Actor id of the direct caller, or of whoever signed what a relayer brought. */
export function caller(): u64 {
  return author != 0 ? author : load<u64>(message(), 16);
}
/** This actor's own id. */
export function self(): u64 {
  return load<u64>(message(), 24);
}
export function method(): u64 {
  return load<u64>(message(), 32);
}
/** What came with the call, attoFIL; already part of the balance. */
export function value(): U256 {
  return new U256(load<u64>(message(), 40), load<u64>(message(), 48), 0, 0);
}
export function isReadOnly(): bool {
  return (load<u64>(message(), 72) & 1) != 0;
}
/** The present epoch. */
export function epoch(): i64 {
  return load<i64>(network());
}
export function chainId(): u64 {
  return load<u64>(network(), 32);
}

/** This actor's balance now, attoFIL. */
export function ownBalance(): U256 {
  self_current_balance(amount);
  return new U256(load<u64>(amount), load<u64>(amount, 8), 0, 0);
}

/** The balance of an actor, attoFIL; 0 if there is no such actor. */
export function balanceOf(actor: u64): U256 {
  if (actor_balance_of(amount, actor) != 0) return U256.zero;
  return new U256(load<u64>(amount), load<u64>(amount, 8), 0, 0);
}
