/** Message lists, receipts and events as they are stored. Sources: lotus chain/types/bmsg meta, ref-fvm receipt and event. */
import { type CborValue, TupleReader, encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, DAG_CBOR } from "../../filecoin/cid.ts";
import { actorId } from "../../filecoin/units.ts";
import type { StampedEvent } from "../kernel/runtime.ts";
import { Amt } from "../state/amt.ts";
import { type Blockstore, mustGet, putBlock } from "../state/blockstore.ts";

const EVENTS_BIT_WIDTH = 5;

export interface Receipt {
  exitCode: number;
  ret: Uint8Array;
  /** gas */
  gasUsed: number;
  eventsRoot: Cid | null;
}

/** The block's [BLS messages, secp messages] link. Both lists hold the chain CIDs. */
export function writeMessageMeta(blocks: Blockstore, bls: readonly Cid[], secp: readonly Cid[]): Cid {
  const list = (cids: readonly Cid[]): Cid => {
    const amt = Amt.empty<Cid>(blocks, { version: 0 });
    for (const cid of cids) amt.push(cid);
    return amt.flush();
  };
  return putBlock(blocks, DAG_CBOR, encodeCbor([list(bls), list(secp)]));
}

/** Chain CIDs of a block's messages in order of execution: BLS first. */
export function readMessageMeta(blocks: Blockstore, meta: Cid): { bls: Cid[]; secp: Cid[] } {
  const r = TupleReader.decode(mustGet(blocks, meta, "message meta"), 2, "message meta");
  const list = (root: Cid): Cid[] => [...Amt.load<Cid>(blocks, root, { version: 0 }).entries()].map(([, cid]) => cid);
  return { bls: list(r.cid()), secp: list(r.cid()) };
}

export function writeReceipts(blocks: Blockstore, receipts: readonly Receipt[]): Cid {
  const amt = Amt.empty(blocks, { version: 0 });
  for (const r of receipts) amt.push([r.exitCode, r.ret, r.gasUsed, r.eventsRoot]);
  return amt.flush();
}

export function readReceipts(blocks: Blockstore, root: Cid): Receipt[] {
  return [...Amt.load(blocks, root, { version: 0 }).entries()].map(([, value]) => {
    const r = new TupleReader(value, 4, "receipt");
    return { exitCode: r.int(), ret: r.bytes(), gasUsed: r.int(), eventsRoot: r.nullable((f) => f.cid()) };
  });
}

/** The events of one message; null when there are none. */
export function writeEvents(blocks: Blockstore, events: readonly StampedEvent[]): Cid | null {
  if (events.length === 0) return null;
  const amt = Amt.empty(blocks, { bitWidth: EVENTS_BIT_WIDTH });
  for (const { emitter, entries } of events) {
    amt.push([emitter, entries.map((e): CborValue => [e.flags, e.key, e.codec, e.value])]);
  }
  return amt.flush();
}

export function readEvents(blocks: Blockstore, root: Cid): StampedEvent[] {
  return [...Amt.load(blocks, root, { bitWidth: EVENTS_BIT_WIDTH }).entries()].map(([, value]) => {
    const r = new TupleReader(value, 2, "event");
    return {
      emitter: actorId(r.bigint()),
      entries: r.list((item) => item.tuple(4, (e) => ({ flags: e.int(), key: e.text(), codec: e.int(), value: e.bytes() }))),
    };
  });
}
