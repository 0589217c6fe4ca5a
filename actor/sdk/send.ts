/** Calls to other actors. A failed call ends the message, unless its reply is asked for. */
import { ILLEGAL_STATE, INSUFFICIENT_FUNDS, say, sayNumber, stop } from "./abort";
import { actorAddress } from "./address";
import { Bytes, at, newBytes } from "./bytes";
import { CBOR, createBlock, readBlock } from "./blocks";
import { U256 } from "./u256";
import { send_send } from "./syscalls";

export const READ_ONLY: u64 = 1;
const ALL_GAS: u64 = u64.MAX_VALUE;
const ERROR_INSUFFICIENT_FUNDS: u32 = 5;

const out = memory.data(20, 8);

/** What a call gave back. */
@final
export class Reply {
  /** ErrorNumber of the syscall: the call was never made. 0 = made. */
  error: u32 = 0;
  /** Exit code of the callee. */
  exit: u32 = 0;
  private block: u32 = 0;

  static of(error: u32): Reply {
    const reply = new Reply();
    reply.error = error;
    if (error == 0) {
      reply.exit = load<u32>(out);
      reply.block = load<u32>(out, 4);
    }
    return reply;
  }
  /** Returned bytes; none if nothing came back. */
  bytes(): Bytes {
    return readBlock(this.block);
  }
}

/** Calls by address bytes and hands back whatever happened. `codec` is that of the params. */
export function trySend(to: Bytes, method: u64, codec: u64, params: Bytes, value: U256, gasLimit: u64, flags: u64): Reply {
  const block = createBlock(codec, params);
  // An amount above 2^128 cannot be had; the largest amount makes the host say so.
  const high = value.fits128 ? value.b : u64.MAX_VALUE;
  return Reply.of(send_send(out, at(to), to.length, method, block, high, value.a, gasLimit, flags));
}

/** Calls an actor and returns its bytes. Ends the message with 20 "f0… Method exit n", 19 if the money is not there. */
export function call(to: u64, method: u64, params: Bytes, value: U256, flags: u64): Bytes {
  const reply = trySend(actorAddress(to), method, CBOR, params, value, ALL_GAS, flags);
  mustSucceed(reply, to, method);
  return reply.bytes();
}

/** Ends the message if a call failed: "f0… method n exit c" or "… error n". */
export function mustSucceed(reply: Reply, to: u64, method: u64): void {
  if (reply.error == 0 && reply.exit == 0) return;
  say(utf8("f0"));
  sayNumber(to);
  say(utf8(" method "));
  sayNumber(method);
  say(reply.error != 0 ? utf8(" error ") : utf8(" exit "));
  sayNumber(reply.error != 0 ? reply.error : reply.exit);
  stop(reply.error == ERROR_INSUFFICIENT_FUNDS ? INSUFFICIENT_FUNDS : ILLEGAL_STATE);
}

/** A bare transfer: runs no code at the receiver. */
export function pay(to: u64, amount: U256): void {
  if (!amount.isZero) call(to, 0, newBytes(0), amount, 0);
}
