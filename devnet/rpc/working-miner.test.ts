import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EPOCHS_PER_DAY } from "../../filecoin/epochs.ts";
import { type TestNode, testNode } from "./test-node.ts";

const SECTOR_BYTES = 32n << 30n;

interface SectorJson {
  SectorNumber: number;
  Activation: number;
  Expiration: number;
  InitialPledge: string;
  DailyFee: string;
}

let node: TestNode;
beforeAll(async () => {
  node = await testNode({ epochMs: 3_600_000, atWork: true });
});
afterAll(() => node.close());

const ask = <T>(method: string, ...params: unknown[]): Promise<T> => node.must<T>(method, ["t01000", ...params, null]);
const rewarded = async (options: { blockRewards: boolean }): Promise<bigint> => {
  const other = await testNode({ epochMs: 3_600_000, ...options });
  const balance = async (): Promise<bigint> => BigInt(await other.must<string>("WalletBalance", ["t01000"]));
  const before = await balance();
  await other.must("Peggy.Mine", [5], "admin");
  const after = await balance();
  await other.close();
  return after - before;
};

describe("a miner at work, as Lotus tells of it", () => {
  it("all answers are of the same sectors", async () => {
    const sectors = await ask<SectorJson[]>("StateMinerSectors", null);
    const count = await ask<{ Live: number; Active: number; Faulty: number }>("StateMinerSectorCount");
    const power = await ask<{ MinerPower: { RawBytePower: string }; TotalPower: { RawBytePower: string }; HasMinPower: boolean }>("StateMinerPower");
    const deadlines = await ask<{ DailyFee: string }[]>("StateMinerDeadlines");
    const { State } = await ask<{ State: { InitialPledge: string; DeadlineCronActive: boolean } }>("StateReadState");
    expect([sectors.length, count, deadlines.length]).toEqual([288, { Live: 288, Active: 287, Faulty: 1 }, 48]);
    expect(BigInt(power.MinerPower.RawBytePower)).toBe(287n * SECTOR_BYTES);
    expect(BigInt(power.TotalPower.RawBytePower)).toBeGreaterThan(1n << 60n);
    expect([power.HasMinPower, State.DeadlineCronActive]).toEqual([true, true]);
    const total = (pick: (s: SectorJson) => string): bigint => sectors.reduce((sum, s) => sum + BigInt(pick(s)), 0n);
    expect(State.InitialPledge).toBe(String(total((s) => s.InitialPledge)));
    expect(deadlines.reduce((sum, { DailyFee }) => sum + BigInt(DailyFee), 0n)).toBe(total((s) => s.DailyFee));
    expect(await ask("StateSectorGetInfo", 17)).toEqual(sectors[17]);
    const partitions = await Promise.all(deadlines.map((_, i) => ask<{ LiveSectors: number[] }[]>("StateMinerPartitions", i)));
    expect(partitions.map(({ length }) => length)).toEqual(Array(48).fill(1));
  });

  it("a declared recovery is told until the deadline has ended, then neither it nor the fault", async () => {
    expect(await ask("StateMinerFaults")).toEqual([279, 1]);
    expect(await ask("StateMinerRecoveries")).toEqual([279, 1]);
    expect(await ask<unknown[]>("StateMinerActiveSectors")).toHaveLength(287);
    await node.must("Peggy.Advance", [300], "admin");
    expect([await ask("StateMinerFaults"), await ask("StateMinerRecoveries")]).toEqual([[0], [0]]);
    await node.must("Peggy.Fault", ["t01000", [3, 4]], "admin");
    expect([await ask("StateMinerFaults"), await ask("StateMinerRecoveries")]).toEqual([[3, 2], [0]]);
    await node.must("Peggy.DeclareRecovered", ["t01000", [4]], "admin");
    expect([await ask("StateMinerFaults"), await ask("StateMinerRecoveries")]).toEqual([
      [3, 2],
      [4, 1],
    ]);
    await node.must("Peggy.Advance", [EPOCHS_PER_DAY], "admin");
    expect(await ask("StateMinerFaults")).toEqual([3, 1]);
  });

  it("the sectors of a month leave by themselves, and their pledge is free", async () => {
    const before = BigInt(await ask<string>("StateMinerAvailableBalance"));
    await node.must("Peggy.Advance", [35 * EPOCHS_PER_DAY], "admin");
    const { Live } = await ask<{ Live: number }>("StateMinerSectorCount");
    expect(Live).toBeLessThan(288);
    expect(Live).toBeGreaterThan(280);
    expect(BigInt(await ask<string>("StateMinerAvailableBalance"))).toBeGreaterThan(before);
  });
});

it("with block rewards the miner of the blocks is paid for each, without them nobody is", async () => {
  expect(await rewarded({ blockRewards: true })).toBeGreaterThan(0n);
  expect(await rewarded({ blockRewards: false })).toBe(0n);
});
