/**
 * When the sectors of a partition end: on time, or early when they stay faulty for too long. An AMT by epoch; epochs are rounded up to
 * the end of the partition's deadline. Source: actors/miner/src/expiration_queue.rs.
 */
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import type { Cid } from "../../../filecoin/cid.ts";
import { quantizeUp } from "../../../filecoin/epochs.ts";
import type { PowerPair } from "../../../filecoin/state/deadline.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { Amt } from "../../state/amt.ts";
import { meteredStore } from "../gas-figures.ts";
import { readBig } from "../params.ts";
import { WPOST_PROVING_PERIOD } from "../policy.ts";
import { decodeBitfield, encodeBitfield, union, without } from "./bitfield.ts";
import { addPower, encodePower, NO_POWER_PAIR, powerOf, readPower, takePower } from "./power-pair.ts";
import type { Sector } from "./sectors.ts";

/** What ends at one epoch. Pledge is that of the sectors on time; their fee, attoFIL a day, that of all. */
export interface ExpirationSet {
  onTime: number[];
  early: number[];
  pledge: bigint;
  active: PowerPair;
  faulty: PowerPair;
  fee: bigint;
}

const nothing = (): ExpirationSet => ({ onTime: [], early: [], pledge: 0n, active: NO_POWER_PAIR, faulty: NO_POWER_PAIR, fee: 0n });

/** Both sets in one. */
function mergeSets(a: ExpirationSet, b: ExpirationSet): ExpirationSet {
  return {
    onTime: union(a.onTime, b.onTime),
    early: union(a.early, b.early),
    pledge: a.pledge + b.pledge,
    active: addPower(a.active, b.active),
    faulty: addPower(a.faulty, b.faulty),
    fee: a.fee + b.fee,
  };
}

const encodeSet = (s: ExpirationSet): CborValue => [
  encodeBitfield(s.onTime),
  encodeBitfield(s.early),
  encodeAmount(s.pledge),
  encodePower(s.active),
  encodePower(s.faulty),
  encodeAmount(s.fee),
];

function decodeSet(value: CborValue): ExpirationSet {
  const reader = new TupleReader(value, [5, 6], "expiration set");
  return {
    onTime: decodeBitfield(reader.bytes()),
    early: decodeBitfield(reader.bytes()),
    pledge: readBig(reader),
    active: readPower(reader),
    faulty: readPower(reader),
    fee: reader.remaining > 0 ? readBig(reader) : 0n,
  };
}

export class ExpirationQueue {
  readonly #rt: Runtime;
  readonly #queue: Amt;
  readonly #deadlineEnd: number;
  readonly #miner: { readonly sectorSize: number };

  /** `deadlineEnd`: last epoch of the partition's deadline, in any proving period. */
  constructor(rt: Runtime, root: Cid, deadlineEnd: number, miner: { readonly sectorSize: number }) {
    this.#rt = rt;
    this.#queue = Amt.load(meteredStore(rt), root);
    this.#deadlineEnd = deadlineEnd;
    this.#miner = miner;
  }

  /** Schedules working sectors at their own expirations. */
  add(sectors: readonly Sector[]): void {
    for (const [epoch, group] of this.#byExpiration(sectors)) {
      this.#change(epoch, (set) => {
        set.onTime = union(set.onTime, numbersOf(group));
        set.pledge += pledgeOf(group);
        set.active = addPower(set.active, powerOf(this.#miner, group.length));
        set.fee += feeOf(group);
      });
    }
  }

  /** Working sectors turn faulty: they end early, at `end`, unless they would end before anyway. */
  fail(sectors: readonly Sector[], end: number): void {
    const early: Sector[] = [];
    const atEnd = this.#quantized(end);
    for (const [epoch, group] of this.#byExpiration(sectors)) {
      const power = powerOf(this.#miner, group.length);
      this.#change(epoch, (set) => {
        set.active = takePower(set.active, power);
        if (epoch <= atEnd) {
          set.faulty = addPower(set.faulty, power);
          return;
        }
        set.onTime = without(set.onTime, numbersOf(group));
        set.pledge -= pledgeOf(group);
        set.fee -= feeOf(group);
        early.push(...group);
      });
    }
    if (early.length === 0) return;
    this.#change(atEnd, (set) => {
      set.early = union(set.early, numbersOf(early));
      set.faulty = addPower(set.faulty, powerOf(this.#miner, early.length));
      set.fee += feeOf(early);
    });
  }

  /** Faulty sectors work again and end at their own expirations. */
  recover(sectors: readonly Sector[]): void {
    const back = this.#eachFaulty(sectors, (set, { onTime, early }) => {
      set.active = addPower(set.active, powerOf(this.#miner, onTime.length));
      set.early = without(set.early, numbersOf(early));
      set.fee -= feeOf(early);
      return early;
    });
    this.add(back);
  }

  /** Takes sectors out, whatever state they are in; answers what they were. */
  remove(sectors: readonly Sector[], faults: readonly number[]): ExpirationSet {
    const removed = nothing();
    const working = sectors.filter(({ number }) => !faults.includes(number));
    for (const [epoch, group] of this.#byExpiration(working)) {
      const power = powerOf(this.#miner, group.length);
      this.#change(epoch, (set) => {
        set.onTime = without(set.onTime, numbersOf(group));
        set.pledge -= pledgeOf(group);
        set.active = takePower(set.active, power);
        set.fee -= feeOf(group);
      });
      Object.assign(removed, mergeSets(removed, { ...nothing(), onTime: numbersOf(group), pledge: pledgeOf(group), active: power, fee: feeOf(group) }));
    }
    this.#eachFaulty(
      sectors.filter(({ number }) => faults.includes(number)),
      (set, { onTime, early }) => {
        set.onTime = without(set.onTime, numbersOf(onTime));
        set.early = without(set.early, numbersOf(early));
        set.pledge -= pledgeOf(onTime);
        const both = [...onTime, ...early];
        set.fee -= feeOf(both);
        const gone = {
          onTime: numbersOf(onTime),
          early: numbersOf(early),
          pledge: pledgeOf(onTime),
          faulty: powerOf(this.#miner, both.length),
          fee: feeOf(both),
        };
        Object.assign(removed, mergeSets(removed, { ...nothing(), ...gone }));
        return [];
      },
    );
    return removed;
  }

  /** Takes out everything that ends up to and including `until`. */
  popUntil(until: number): ExpirationSet {
    let popped = nothing();
    const epochs: number[] = [];
    for (const [epoch, value] of this.#queue.entries()) {
      if (epoch > until) break;
      epochs.push(epoch);
      popped = mergeSets(popped, decodeSet(value));
    }
    for (const epoch of epochs) this.#queue.delete(epoch);
    return popped;
  }

  flush(): Cid {
    return this.#queue.flush();
  }

  /**
   * Walks the entries that hold some of these faulty sectors, earliest first. `change` gets an entry whose faulty power is already less by
   * theirs, and answers what it wants collected. 20 when a sector is in no entry.
   */
  #eachFaulty(sectors: readonly Sector[], change: (set: ExpirationSet, found: { onTime: Sector[]; early: Sector[] }) => Sector[]): Sector[] {
    const left = new Map(sectors.map((sector) => [sector.number, sector]));
    const collected: Sector[] = [];
    for (const epoch of [...this.#queue.entries()].map(([at]) => at)) {
      if (left.size === 0) break;
      const there = this.#at(epoch);
      const found = { onTime: pick(left, there.onTime), early: pick(left, there.early) };
      const count = found.onTime.length + found.early.length;
      if (count === 0) continue;
      this.#change(epoch, (set) => {
        set.faulty = takePower(set.faulty, powerOf(this.#miner, count));
        collected.push(...change(set, found));
      });
    }
    if (left.size > 0) this.#rt.abort(ExitCode.USR_ILLEGAL_STATE, `sectors ${[...left.keys()].join()} are in no expiration set`);
    return collected;
  }

  #quantized(epoch: number): number {
    return quantizeUp(epoch, WPOST_PROVING_PERIOD, this.#deadlineEnd);
  }

  #byExpiration(sectors: readonly Sector[]): Map<number, Sector[]> {
    const groups = new Map<number, Sector[]>();
    for (const sector of sectors) {
      const epoch = this.#quantized(sector.expiration);
      groups.set(epoch, [...(groups.get(epoch) ?? []), sector]);
    }
    return groups;
  }

  #at(epoch: number): ExpirationSet {
    const value = this.#queue.get(epoch);
    return value === undefined ? nothing() : decodeSet(value);
  }

  #change(epoch: number, change: (set: ExpirationSet) => void): void {
    const set = this.#at(epoch);
    change(set);
    if (set.onTime.length + set.early.length === 0) this.#queue.delete(epoch);
    else this.#queue.set(epoch, encodeSet(set));
  }
}

const numbersOf = (sectors: readonly Sector[]): number[] => sectors.map(({ number }) => number).sort((a, b) => a - b);
const pledgeOf = (sectors: readonly Sector[]): bigint => sectors.reduce((sum, { pledge }) => sum + pledge, 0n);
const feeOf = (sectors: readonly Sector[]): bigint => sectors.reduce((sum, { dailyFee }) => sum + dailyFee, 0n);

/** Takes the sectors of these numbers out of the map. */
function pick(left: Map<number, Sector>, numbers: readonly number[]): Sector[] {
  return numbers.flatMap((number) => {
    const sector = left.get(number);
    left.delete(number);
    return sector === undefined ? [] : [sector];
  });
}
