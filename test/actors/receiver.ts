/**
 * A receiver of tokens (FRC-53) for tests. Its state [mode, method, params, calls, exit] says how it answers the hook: 0 accepts, 1 refuses
 * with 77, 2 calls `method` of the token actor and keeps the exit code, 3 spends all gas. Any other method sends its params
 * [to, method, value, params] on, read-only if its number is odd, and ends with the exit code of that call; but in mode 4 it returns `params` whatever it is asked.
 */
import { Reader } from "../../actor/sdk/cbor-reader";
import { Writer } from "../../actor/sdk/cbor-writer";
import { fail, failNumber } from "../../actor/sdk/abort";
import { actorAddress } from "../../actor/sdk/address";
import { CBOR, createBlock, readBlock } from "../../actor/sdk/blocks";
import { Bytes } from "../../actor/sdk/bytes";
import { RECEIVE } from "../../actor/sdk/frc42";
import { caller, method } from "../../actor/sdk/message";
import { READ_ONLY, trySend } from "../../actor/sdk/send";
import { loadRoot, saveRoot } from "../../actor/sdk/state";
import { U256 } from "../../actor/sdk/u256";

const MAX_PARAMS: u32 = 4096;

export function invoke(params: u32): u32 {
  if (method() == RECEIVE) receive();
  else {
    const answer = fixedAnswer();
    if (answer !== null) return createBlock(CBOR, answer);
    forward(new Reader(readBlock(params)));
  }
  return 0;
}

/** What mode 4 returns; null in other modes. */
function fixedAnswer(): Bytes | null {
  const r = new Reader(loadRoot());
  r.nextArray(5);
  if (r.nextU64() != 4) return null;
  r.nextU64();
  return r.nextBytes(MAX_PARAMS);
}

function receive(): void {
  const r = new Reader(loadRoot());
  r.nextArray(5);
  const mode = r.nextU64();
  const number = r.nextU64();
  const params = r.nextBytes(MAX_PARAMS);
  const calls = r.nextU64();
  let exit = r.nextU64();
  if (mode == 1) fail(77, utf8("no thanks"));
  if (mode == 2) exit = trySend(actorAddress(caller()), number, CBOR, params, U256.zero, u64.MAX_VALUE, 0).exit;
  while (mode == 3) saveRoot(loadRoot());
  saveRoot(new Writer().array(5).u64(mode).u64(number).bytes(params).u64(calls + 1).u64(exit).finish());
}

function forward(r: Reader): void {
  r.nextArray(4);
  const to = r.nextU64();
  const number = r.nextU64();
  const amount = r.nextAmount();
  const reply = trySend(actorAddress(to), number, CBOR, r.nextBytes(MAX_PARAMS), amount, u64.MAX_VALUE, method() & READ_ONLY);
  if (reply.exit != 0) failNumber(reply.exit < 16 ? 20 : reply.exit, utf8("the call ended with exit"), reply.exit);
}
