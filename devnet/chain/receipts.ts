/** Message lists, receipts and events as the chain writes them, and reads them back; their form stands in filecoin/chain. */
import { type Cid, DAG_CBOR } from "../../filecoin/cid.ts";
import { decodeMessageMeta, encodeMessageMeta, messageCids } from "../../filecoin/chain/message-meta.ts";
import {
  decodeReceipt,
  encodeEvent,
  encodeReceipt,
  EVENTS_AMT,
  eventsAt,
  type Receipt,
  RECEIPTS_AMT,
  type StampedEvent,
} from "../../filecoin/chain/receipt.ts";
import { amtEntries } from "../../filecoin/ipld/amt.ts";
import { type Walk, walkNow } from "../../filecoin/ipld/walk.ts";
import { Amt } from "../state/amt.ts";
import { type Blockstore, mustGet, putBlock } from "../state/blockstore.ts";

const run = <T>(blocks: Blockstore, walk: Walk<Cid, Uint8Array, T>, what: string): T => walkNow(walk, (cid) => mustGet(blocks, cid, what));

/** The block's [BLS messages, secp messages] link. Both lists hold the chain CIDs. */
export function writeMessageMeta(blocks: Blockstore, bls: readonly Cid[], secp: readonly Cid[]): Cid {
  const list = (cids: readonly Cid[]): Cid => {
    const amt = Amt.empty<Cid>(blocks, { version: 0 });
    for (const cid of cids) amt.push(cid);
    return amt.flush();
  };
  return putBlock(blocks, DAG_CBOR, encodeMessageMeta({ bls: list(bls), secp: list(secp) }));
}

/** Chain CIDs of a block's messages in order of execution: BLS first. */
export function readMessageMeta(blocks: Blockstore, meta: Cid): { bls: Cid[]; secp: Cid[] } {
  const { bls, secp } = decodeMessageMeta(mustGet(blocks, meta, "message meta"));
  return { bls: run(blocks, messageCids(bls), "message list"), secp: run(blocks, messageCids(secp), "message list") };
}

export function writeReceipts(blocks: Blockstore, receipts: readonly Receipt[]): Cid {
  const amt = Amt.empty(blocks, RECEIPTS_AMT);
  for (const receipt of receipts) amt.push(encodeReceipt(receipt));
  return amt.flush();
}

export function readReceipts(blocks: Blockstore, root: Cid): Receipt[] {
  return run(blocks, amtEntries(root, RECEIPTS_AMT), "receipts").map(([, value]) => decodeReceipt(value));
}

/** The events of one message; null when there are none. */
export function writeEvents(blocks: Blockstore, events: readonly StampedEvent[]): Cid | null {
  if (events.length === 0) return null;
  const amt = Amt.empty(blocks, EVENTS_AMT);
  for (const event of events) amt.push(encodeEvent(event));
  return amt.flush();
}

export function readEvents(blocks: Blockstore, root: Cid): StampedEvent[] {
  return run(blocks, eventsAt(root), "events");
}
