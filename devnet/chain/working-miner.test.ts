import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { decodeCbor, TupleReader } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { EPOCHS_PER_DAY } from "../../filecoin/epochs.ts";
import { decodeDeadline, decodeDeadlineLinks, type PowerPair } from "../../filecoin/state/deadline.ts";
import { decodeMinerState, type MinerState } from "../../filecoin/state/miner.ts";
import { decodePowerState } from "../../filecoin/state/power.ts";
import { decodeVestingTail, fundsOf } from "../../filecoin/state/vesting.ts";
import { decodeBitfield, union, without } from "../builtin/miner/bitfield.ts";
import { WPOST_PERIOD_DEADLINES } from "../builtin/policy.ts";
import { getClaim } from "../builtin/power/state.ts";
import { decodePartition } from "../../filecoin/state/deadline.ts";
import { Amt } from "../state/amt.ts";
import { mustGet } from "../state/blockstore.ts";
import type { Chain } from "./chain.ts";
import { rewardMiner, terminateSectors } from "./rehearsal.ts";
import { FIL, testChain } from "./test-chain.ts";

const MINER = Address.id(1000);
const POWER = Address.id(4);
const SECTOR_BYTES = 32n << 30n;

interface SectorFacts {
  expiration: number;
  pledge: bigint;
  dailyFee: bigint;
}

/** A miner's state of the head, every part of it read by itself. */
class MinerBooks {
  readonly state: MinerState;
  readonly #chain: Chain;
  readonly balance: bigint;

  constructor(chain: Chain, miner: Address) {
    this.#chain = chain;
    const actor = chain.stateAt(chain.head).getActor(miner.id);
    if (actor === undefined) throw new Error(`no actor ${miner.toString()}`);
    this.balance = actor.balance;
    this.state = decodeMinerState(this.#cbor(actor.head));
  }

  #cbor(cid: Cid): ReturnType<typeof decodeCbor> {
    return decodeCbor(mustGet(this.#chain.blocks, cid, "state"));
  }

  sectors(): Map<number, SectorFacts> {
    const entries = [...Amt.load(this.#chain.blocks, this.state.sectors).entries()];
    return new Map(
      entries.map(([number, value]) => {
        const fields = value as unknown[];
        const amount = (at: number): bigint => new TupleReader([fields[at] as Uint8Array], 1, "amount").amount();
        return [number, { expiration: fields[5] as number, pledge: amount(8), dailyFee: amount(15) }];
      }),
    );
  }

  deadlines(): { live: PowerPair; faulty: PowerPair; count: number; fee: bigint; sectors: number[]; faults: number[]; recoveries: number[] }[] {
    return decodeDeadlineLinks(this.#cbor(this.state.deadlines)).map((link) => {
      const deadline = decodeDeadline(this.#cbor(link));
      const partitions = [...Amt.load(this.#chain.blocks, deadline.partitions).entries()].map(([, value]) => decodePartition(value));
      const set = (pick: (p: (typeof partitions)[number]) => Uint8Array): number[] =>
        partitions.reduce<number[]>((all, p) => union(all, decodeBitfield(pick(p))), []);
      return {
        live: deadline.livePower,
        faulty: deadline.faultyPower,
        count: deadline.liveSectors,
        fee: deadline.dailyFee,
        sectors: without(
          set((p) => p.sectors),
          set((p) => p.terminated),
        ),
        faults: set((p) => p.faults),
        recoveries: set((p) => p.recoveries),
      };
    });
  }

  vesting(): bigint {
    const { vestingFunds } = this.state;
    if (vestingFunds === null) return 0n;
    return fundsOf(vestingFunds, decodeVestingTail(this.#cbor(vestingFunds.tail))).reduce((sum, { amount }) => sum + amount, 0n);
  }
}

const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((all, amount) => all + amount, 0n);

/** What must hold of a miner with sectors and of the network's totals, whatever has happened. */
function checkBooks(chain: Chain): MinerBooks {
  const books = new MinerBooks(chain, MINER);
  const sectors = books.sectors();
  const deadlines = books.deadlines();
  for (const deadline of deadlines) {
    const bytes = SECTOR_BYTES * BigInt(deadline.sectors.length);
    expect([deadline.count, deadline.live.raw, deadline.live.qa]).toEqual([deadline.sectors.length, bytes, bytes]);
    expect(deadline.faulty.raw).toBe(SECTOR_BYTES * BigInt(deadline.faults.length));
    expect(without(deadline.recoveries, deadline.faults)).toEqual([]);
    expect(deadline.fee).toBe(sum(deadline.sectors.map((n) => sectors.get(n)?.dailyFee ?? 0n)));
  }
  const live = deadlines.flatMap((deadline) => deadline.sectors);
  const faults = deadlines.flatMap((deadline) => deadline.faults);
  expect(books.state.initialPledge).toBe(sum(live.map((n) => sectors.get(n)?.pledge ?? 0n)));
  expect(books.state.lockedFunds).toBe(books.vesting());
  expect(books.balance).toBeGreaterThanOrEqual(books.state.initialPledge + books.state.lockedFunds);
  const actor = chain.stateAt(chain.head).getActor(POWER.id);
  const power = decodePowerState(decodeCbor(mustGet(chain.blocks, actor?.head as Cid, "power state")));
  const claims = [MINER, Address.id(1001)].map(({ id }) => getClaim(chain.blocks, power, id)?.rawBytePower ?? 0n);
  expect(claims[0]).toBe(SECTOR_BYTES * BigInt(live.length - faults.length));
  expect(power.totalRawBytePower).toBe(sum(claims));
  expect(power.totalBytesCommitted).toBe(sum(claims));
  return books;
}

describe("a miner that has been at work", () => {
  it("begins with sectors in every deadline, ends over a year, pledge, rewards and a fault declared recovered", () => {
    const { chain } = testChain({ atWork: true });
    const books = checkBooks(chain);
    const sectors = [...books.sectors().values()];
    expect(sectors).toHaveLength(288);
    expect(books.deadlines().map(({ sectors: { length } }) => length)).toEqual(Array(WPOST_PERIOD_DEADLINES).fill(6));
    const ends = sectors.map(({ expiration }) => expiration);
    expect(Math.min(...ends)).toBe(30 * EPOCHS_PER_DAY);
    expect(Math.max(...ends)).toBeGreaterThan(390 * EPOCHS_PER_DAY);
    // 5.56·10⁻¹⁵ of 600 million FIL.
    expect(sectors[0]?.dailyFee).toBeGreaterThan((33n * FIL) / 10n ** 7n);
    expect(books.state.lockedFunds).toBeGreaterThan(50n * FIL);
    expect(books.deadlines().flatMap(({ faults, recoveries }) => [faults, recoveries])).toEqual(expect.arrayContaining([[279], [279]]));
  });

  it("is moved by time as a live one: the fault is over within minutes, fees are paid, sectors end with their pledge, rewards vest", () => {
    const { chain } = testChain({ atWork: true });
    const before = checkBooks(chain);
    chain.advance(240);
    expect(
      checkBooks(chain)
        .deadlines()
        .flatMap(({ faults }) => faults),
    ).toEqual([]);
    chain.advance(2 * EPOCHS_PER_DAY);
    const burnt = before.balance - checkBooks(chain).balance;
    const fees = sum([...before.sectors().values()].map(({ dailyFee }) => dailyFee));
    expect(burnt).toBeGreaterThanOrEqual(2n * fees);
    expect(burnt).toBeLessThan(3n * fees);
    chain.advance(40 * EPOCHS_PER_DAY);
    const later = checkBooks(chain);
    expect(later.state.initialPledge).toBeLessThan(before.state.initialPledge);
    expect(later.state.lockedFunds).toBeLessThan((before.state.lockedFunds * 4n) / 5n);
    expect(later.state.feeDebt).toBe(0n);
  });

  it("takes rewards and ends sectors like any other", () => {
    const { chain } = testChain({ atWork: true });
    rewardMiner(chain, MINER, 100n * FIL);
    terminateSectors(chain, MINER, [0, 48, 100, 279], true);
    checkBooks(chain);
    chain.advance(EPOCHS_PER_DAY);
    expect(checkBooks(chain).deadlines()[0]?.sectors).toHaveLength(4);
  });
});

it("miners begin bare where nothing else is asked for", () => {
  const { chain } = testChain();
  const books = new MinerBooks(chain, MINER);
  expect([books.sectors().size, books.state.initialPledge, books.state.deadlineCronActive]).toEqual([0, 0n, false]);
});
