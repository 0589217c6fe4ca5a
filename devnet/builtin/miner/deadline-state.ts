/** The 48 deadlines of a miner's state, read and written one by one. Source: actors/miner/src/deadline_state.rs. */
import { encodeAmount } from "../../../filecoin/amount.ts";
import type { CborValue } from "../../../filecoin/cbor.ts";
import type { Cid } from "../../../filecoin/cid.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import { decodeDeadline, decodeDeadlineLinks, type DeadlineState } from "../../../filecoin/state/deadline.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { WPOST_PERIOD_DEADLINES } from "../policy.ts";
import { getCbor, putCbor } from "../state-root.ts";
import { decodeBitfield, encodeBitfield } from "./bitfield.ts";
import { encodePower } from "./power-pair.ts";

/** A deadline whose sets are written out. */
export type Deadline = Omit<DeadlineState, "earlyTerminations" | "posted"> & { earlyTerminations: number[]; posted: number[] };

function encodeDeadline(d: Deadline): CborValue {
  return [
    d.partitions,
    d.expirations,
    encodeBitfield(d.posted),
    encodeBitfield(d.earlyTerminations),
    d.liveSectors,
    d.totalSectors,
    encodePower(d.faultyPower),
    d.posts,
    d.sectorsSnapshot,
    d.partitionsSnapshot,
    d.postsSnapshot,
    encodePower(d.livePower),
    encodeAmount(d.dailyFee),
  ];
}

/** Changes reach the miner's state by `save`. */
export class Deadlines {
  readonly #rt: Runtime;
  readonly #links: Cid[];
  #changed = false;

  constructor(rt: Runtime, state: MinerState) {
    this.#rt = rt;
    this.#links = decodeDeadlineLinks(getCbor(rt, state.deadlines));
  }

  /** A deadline by index; 16 when there is none. */
  get(index: number): Deadline {
    const link = this.#links[index];
    if (link === undefined) {
      return this.#rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `invalid deadline index ${index} of ${WPOST_PERIOD_DEADLINES}`);
    }
    const stored = decodeDeadline(getCbor(this.#rt, link));
    return { ...stored, earlyTerminations: decodeBitfield(stored.earlyTerminations), posted: decodeBitfield(stored.posted) };
  }

  set(index: number, deadline: Deadline): void {
    const link = putCbor(this.#rt, encodeDeadline(deadline));
    this.#changed ||= this.#links[index]?.equals(link) !== true;
    this.#links[index] = link;
  }

  save(state: MinerState): void {
    // Most deadlines end as they were: the list is written for those that did not.
    if (this.#changed) state.deadlines = putCbor(this.#rt, [this.#links]);
  }
}
