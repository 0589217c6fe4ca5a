/** The message lists of a block: what its `messages` link leads to. Source: lotus chain/types/blockmsg.go MsgMeta, chain/store/messages.go. */
import { CID } from "multiformats/cid";
import { CborError, type CborValue, encodeCbor, TupleReader } from "../cbor.ts";
import type { Cid } from "../cid.ts";
import { amtEntries } from "../ipld/amt.ts";
import type { Walk } from "../ipld/walk.ts";

/** Roots of two arrays of chain CIDs (format 0): messages signed with BLS, and all others. Those of the first list run first. */
export interface MessageMeta {
  readonly bls: Cid;
  readonly secp: Cid;
}

export function encodeMessageMeta(meta: MessageMeta): Uint8Array {
  return encodeCbor([meta.bls, meta.secp]);
}

/** Throws CborError. */
export function decodeMessageMeta(bytes: Uint8Array): MessageMeta {
  const r = TupleReader.decode(bytes, 2, "message meta");
  return { bls: r.cid(), secp: r.cid() };
}

/** Most messages of one list of a block (lotus build BlockMessageLimit). */
const MOST_MESSAGES = 10_000;

/** The chain CIDs of a list, in order. Throws AmtError, CborError. */
export function* messageCids(root: Cid): Walk<Cid, Uint8Array, Cid[]> {
  const entries = yield* amtEntries(root, { version: 0, most: MOST_MESSAGES });
  return entries.map(([index, value], i) => {
    if (index !== i) throw new CborError("shape", `message list: expected no gap; entry ${i} stands at ${index}`);
    return linkOf(value);
  });
}

function linkOf(value: CborValue): Cid {
  if (value instanceof CID) return value;
  throw new CborError("shape", "message list: expected a link");
}
