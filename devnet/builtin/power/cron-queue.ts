/** Calls that miners ordered for a later epoch: HAMT of width 6 (epoch → AMT of width 6). Source: actors/power/src/lib.rs. */
import { Address } from "../../../filecoin/address.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import { CidError, type Cid } from "../../../filecoin/cid.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import { CID } from "multiformats/cid";
import { decodeVarint, encodeVarint } from "../../../filecoin/varint.ts";
import { Amt } from "../../state/amt.ts";
import type { Blockstore } from "../../state/blockstore.ts";
import { Hamt } from "../../state/hamt.ts";
import type { PowerState } from "../../../filecoin/state/power.ts";
import { CRON_QUEUE_BIT_WIDTH } from "./state.ts";

/** One ordered call; the payload goes to the miner as it is. */
export interface CronEvent {
  readonly miner: ActorId;
  readonly payload: Uint8Array;
}

/** Up to this span single look-ups are cheaper than listing the queue. */
const FEW_EPOCHS = 32;
const WIDTH = { bitWidth: CRON_QUEUE_BIT_WIDTH };

/** Key of an epoch: zig-zag varint, as Go and integer-encoding write an i64. */
export function epochKey(epoch: number): Uint8Array {
  const value = BigInt(epoch);
  return encodeVarint(value >= 0n ? value << 1n : (-value << 1n) - 1n);
}

function keyEpoch(key: Uint8Array): number {
  const { value } = decodeVarint(key);
  return Number((value & 1n) === 0n ? value >> 1n : -((value + 1n) >> 1n));
}

/** Orders a call. */
export function appendCronEvent(blocks: Blockstore, state: PowerState, epoch: number, event: CronEvent): void {
  if (epoch < state.firstCronEpoch) state.firstCronEpoch = epoch;
  const queue = Hamt.load(blocks, state.cronEventQueue, WIDTH);
  const stored = queue.get(epochKey(epoch));
  const events = stored === undefined ? Amt.empty(blocks, WIDTH) : Amt.load(blocks, asLink(stored), WIDTH);
  events.push([Address.id(event.miner).bytes, event.payload]);
  queue.set(epochKey(epoch), events.flush());
  state.cronEventQueue = queue.flush();
}

/** Epochs in [first, last] for which calls are ordered, ascending. */
export function dueEpochs(blocks: Blockstore, state: PowerState, first: number, last: number): number[] {
  const queue = Hamt.load(blocks, state.cronEventQueue, WIDTH);
  if (last - first < FEW_EPOCHS) {
    const span = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
    return span.filter((epoch) => queue.has(epochKey(epoch)));
  }
  return [...queue.entries()]
    .map(([key]) => keyEpoch(key))
    .filter((epoch) => epoch >= first && epoch <= last)
    .sort((a, b) => a - b);
}

/** Takes out every call due up to and including `epoch`, in order. */
export function takeCronEvents(blocks: Blockstore, state: PowerState, epoch: number): CronEvent[] {
  const epochs = dueEpochs(blocks, state, state.firstCronEpoch, epoch);
  state.firstCronEpoch = epoch + 1;
  if (epochs.length === 0) return [];
  const queue = Hamt.load(blocks, state.cronEventQueue, WIDTH);
  const due = epochs.flatMap((at) => {
    const events = Amt.load(blocks, asLink(queue.get(epochKey(at))), WIDTH);
    queue.delete(epochKey(at));
    return [...events.entries()].map(([, value]) => decodeEvent(value));
  });
  state.cronEventQueue = queue.flush();
  return due;
}

function decodeEvent(value: CborValue): CronEvent {
  const reader = new TupleReader(value, 2, "cron event");
  return { miner: reader.address().id, payload: reader.bytes() };
}

function asLink(value: unknown): Cid {
  if (value instanceof CID) return value;
  throw new CidError("the cron queue must hold links");
}
