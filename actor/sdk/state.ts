/** The actor's state root: one DAG-CBOR block. */
import { ILLEGAL_STATE, failNumber } from "./abort";
import { Bytes, at, bytesAt } from "./bytes";
import { openBlock, putBlock } from "./blocks";
import { self_root, self_set_root } from "./syscalls";

const out = memory.data(4);
const cid = memory.data(100);

/** CID of the present state root. */
export function rootLink(): Bytes {
  const error = self_root(out, cid, 100);
  if (error != 0) failNumber(ILLEGAL_STATE, utf8("no state root, error number"), error);
  return bytesAt(cid, load<u32>(out));
}

/** The bytes of the present state root; a new actor's is the empty array. */
export function loadRoot(): Bytes {
  return openBlock(rootLink());
}

/** Makes a stored block the state root. */
export function setRoot(link: Bytes): void {
  const error = self_set_root(at(link));
  if (error != 0) failNumber(ILLEGAL_STATE, utf8("state not saved, error number"), error);
}

/** Stores bytes and makes them the state root. */
export function saveRoot(bytes: Bytes): void {
  setRoot(putBlock(bytes));
}
