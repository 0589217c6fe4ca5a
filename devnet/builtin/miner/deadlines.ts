/** Proving deadlines: when they fall, and their empty form in state. Source: actors/miner/src/deadline*.rs. */
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, encodeCbor } from "../../../filecoin/cbor.ts";
import { Address } from "../../../filecoin/address.ts";
import { type Cid } from "../../../filecoin/cid.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { meteredStore } from "../gas-figures.ts";
import { PARTITIONS_AMT } from "../../../filecoin/state/deadline.ts";
import { Amt } from "../../state/amt.ts";
import { WPOST_CHALLENGE_WINDOW, WPOST_PERIOD_DEADLINES, WPOST_PROVING_PERIOD } from "../policy.ts";
import { putCbor } from "../state-root.ts";

export const SECTORS_AMT_WIDTH = 5;
const DEADLINE_EXPIRATIONS_AMT_WIDTH = 5;
const OPTIMISTIC_POSTS_AMT_WIDTH = 2;
const BLAKE2B_256 = 0xb220;

/** Raw and quality-adjusted bytes. */
const NO_POWER: CborValue = [encodeAmount(0n), encodeAmount(0n)];
export const EMPTY_BITFIELD = new Uint8Array(0);

/** Offset of the miner's proving period, drawn from its address and the epoch of its creation. */
export function provingPeriodOffset(rt: Runtime): number {
  const address = encodeCbor(Address.id(rt.receiver).bytes);
  const preimage = new Uint8Array(address.length + 8);
  preimage.set(address);
  new DataView(preimage.buffer).setBigInt64(address.length, BigInt(rt.epoch));
  const digest = rt.hash(BLAKE2B_256, preimage);
  const drawn = new DataView(digest.buffer, digest.byteOffset).getBigUint64(0);
  return Number(drawn % BigInt(WPOST_PROVING_PERIOD));
}

/** The start, at or before `epoch`, of the proving period with that offset. May be negative. */
export function provingPeriodStart(epoch: number, offset: number): number {
  const modulus = epoch % WPOST_PROVING_PERIOD;
  const progress = modulus >= offset ? modulus - offset : WPOST_PROVING_PERIOD - (offset - modulus);
  return epoch - progress;
}

/** Index of the deadline open at `epoch`. */
export function deadlineIndex(epoch: number, periodStart: number): number {
  return Math.trunc((epoch - periodStart) / WPOST_CHALLENGE_WINDOW);
}

/** 48 deadlines without sectors; answers the link for the state. */
export function emptyDeadlines(rt: Runtime): Cid {
  const empty = (bitWidth: number): Cid => Amt.empty(meteredStore(rt), { bitWidth }).flush();
  const partitions = empty(PARTITIONS_AMT.bitWidth);
  const posts = empty(OPTIMISTIC_POSTS_AMT_WIDTH);
  const deadline = putCbor(rt, [
    partitions,
    empty(DEADLINE_EXPIRATIONS_AMT_WIDTH),
    EMPTY_BITFIELD,
    EMPTY_BITFIELD,
    0,
    0,
    NO_POWER,
    posts,
    empty(SECTORS_AMT_WIDTH),
    partitions,
    posts,
    NO_POWER,
    encodeAmount(0n),
  ]);
  return putCbor(rt, [Array.from({ length: WPOST_PERIOD_DEADLINES }, () => deadline)]);
}

/** The deadline open at `epoch` in the proving period that runs then. */
export interface OpenDeadline {
  readonly index: number;
  readonly periodStart: number;
  /** Last epoch of the deadline: when the miner's cron runs. */
  readonly last: number;
}

/** Where `epoch` lies for a miner whose proving periods begin at `anyPeriodStart` and each 2,880 epochs before and after. */
export function openDeadline(anyPeriodStart: number, epoch: number): OpenDeadline {
  const offset = ((anyPeriodStart % WPOST_PROVING_PERIOD) + WPOST_PROVING_PERIOD) % WPOST_PROVING_PERIOD;
  const periodStart = provingPeriodStart(epoch, offset);
  const index = deadlineIndex(epoch, periodStart);
  return { index, periodStart, last: periodStart + (index + 1) * WPOST_CHALLENGE_WINDOW - 1 };
}

/** The last epoch, at or after `epoch`, of the deadline with that index. */
export function deadlineEnd(anyPeriodStart: number, index: number, epoch: number): number {
  const last = openDeadline(anyPeriodStart, epoch).periodStart + (index + 1) * WPOST_CHALLENGE_WINDOW - 1;
  return last < epoch ? last + WPOST_PROVING_PERIOD : last;
}
