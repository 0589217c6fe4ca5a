/**
 * Which messages of a tipset ran, and in what order: its blocks in the order of its key, in each the BLS messages before the others, and of each sender
 * the one message of the next nonce; a message that stands in two blocks runs once. Source: lotus chain/store/messages.go BlockMsgsForTipset.
 */
import { type Address, PROTOCOL_ID } from "../../filecoin/address.ts";
import { type CborValue, decodeCbor, TupleReader } from "../../filecoin/cbor.ts";
import { type Cid, cidKey } from "../../filecoin/cid.ts";
import type { BlockHeader } from "../../filecoin/chain/block-header.ts";
import { decodeMessageMeta, messageCids } from "../../filecoin/chain/message-meta.ts";
import { RECEIPTS_AMT } from "../../filecoin/chain/receipt.ts";
import { decodeAmtRoot } from "../../filecoin/ipld/amt.ts";
import { ProofFailure } from "./proof-failure.ts";
import type { Trail } from "./proof-scope.ts";
import { idOf } from "./state-tree.ts";

/** A message that stands in a block; `isSigned`: its block holds the signature too. */
export interface ListedMessage {
  readonly cid: Cid;
  readonly isSigned: boolean;
}

/**
 * The messages of a tipset that ran, in order: the n-th receipt of `receipts` is that of the n-th.
 * Throws ProofFailure, also when the receipts are not of these messages.
 */
export async function executedMessages(trail: Trail, headers: readonly BlockHeader[], receipts: Cid): Promise<ListedMessage[]> {
  const [lists, count] = await Promise.all([
    Promise.all(headers.map(({ messages }) => listsOf(trail, messages))),
    trail.read("receipts", receipts, (bytes) => decodeAmtRoot(bytes, RECEIPTS_AMT).count),
  ]);
  const listed = lists.flat();
  const seen = new Set<string>();
  const once = listed.filter(({ cid }) => seen.size < seen.add(cidKey(cid)).size);
  // A message never runs twice. Where as many ran as there are different ones, each ran where it stands first: whose nonce is used when its turn
  // comes would be missing among the receipts.
  const ran = once.length === count ? once : await ofNextNonce(trail, listed, (headers[0] as BlockHeader).parentStateRoot);
  if (ran.length !== count) throw new ProofFailure("badTipset", `${ran.length} messages ran, and there are ${count} receipts`);
  return ran;
}

async function listsOf(trail: Trail, meta: Cid): Promise<ListedMessage[]> {
  const { bls, secp } = await trail.read("messageMeta", meta, decodeMessageMeta);
  const [first, second] = await Promise.all([trail.walk("messageList", messageCids(bls)), trail.walk("messageList", messageCids(secp))]);
  return [...first.map((cid) => ({ cid, isSigned: false })), ...second.map((cid) => ({ cid, isSigned: true }))];
}

/** The blocks of one tipset were made apart, each from the same state: two of them may hold different messages of one nonce. The first one runs. */
async function ofNextNonce(trail: Trail, listed: readonly ListedMessage[], stateRoot: Cid): Promise<ListedMessage[]> {
  const senders = await Promise.all(listed.map(({ cid, isSigned }) => trail.read("message", cid, (bytes) => senderIn(decodeCbor(bytes), isSigned))));
  // The same sender may be written as f0 and as its key; only then are ids looked up.
  const byId = senders.some(({ from }) => from.protocol === PROTOCOL_ID);
  const keys = await Promise.all(senders.map(async ({ from }) => (byId ? await idKey(trail, from, stateRoot) : from.key)));
  const next = new Map<string, bigint>();
  return listed.filter((_, i) => {
    const [key, { nonce }] = [keys[i] as string, senders[i] as (typeof senders)[number]];
    if ((next.get(key) ?? nonce) !== nonce) return false;
    next.set(key, nonce + 1n);
    return true;
  });
}

async function idKey(trail: Trail, from: Address, stateRoot: Cid): Promise<string> {
  const id = await idOf(trail, from, stateRoot);
  if (id === null) throw new ProofFailure("badTipset", `the sender ${from.toString()} does not exist before the tipset`);
  return String(id);
}

function senderIn(value: CborValue, isSigned: boolean): { from: Address; nonce: bigint } {
  const fields = new TupleReader(isSigned ? new TupleReader(value, 2, "signed message").value() : value, 10, "message");
  fields.value();
  fields.value();
  return { from: fields.address(), nonce: fields.ubigint() };
}
