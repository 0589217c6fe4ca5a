import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestNode } from "../../devnet/rpc/test-node.ts";
import { Address } from "../../filecoin/address.ts";
import { bitFieldFromJson, countOf } from "../../filecoin/bit-field.ts";
import { encodeParams, type Method, numberOf } from "../../filecoin/methods/method.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { actorId, attoFil, epoch } from "../../filecoin/units.ts";
import { proveMinerDeadlines } from "./miner-deadlines.ts";
import { proveMinerBalances, proveMinerInfo, provePowerClaim } from "./miner.ts";
import { agreedNow, carriedOut, mine, startedChain } from "./test-nodes.ts";

const MINER = actorId(1000);
const FIL = 10n ** 18n;

let node: TestNode;

beforeAll(async () => {
  node = await startedChain();
});
afterAll(() => node.close());

const asOwner = <P>(method: Method<P, unknown>, params: P): Promise<unknown> =>
  carriedOut(node, 0, { to: Address.id(MINER), method: numberOf(method), params: encodeParams(method, params) });
const id = (text: unknown): bigint | null => (text === null || text === "<empty>" ? null : Address.parse(text as string).id);

async function expectInfoAsTold(): Promise<Record<string, unknown>> {
  const { scope, key } = await agreedNow(node);
  const { value } = await proveMinerInfo(scope, MINER);
  const told = await node.must<Record<string, unknown>>("StateMinerInfo", ["t01000", key]);
  const term = told["BeneficiaryTerm"] as Record<string, unknown>;
  const pending = told["PendingBeneficiaryTerm"] as Record<string, unknown> | null;
  expect(value).toMatchObject({
    owner: id(told["Owner"]),
    worker: id(told["Worker"]),
    control: ((told["ControlAddresses"] ?? []) as unknown[]).map(id),
    pendingWorker: told["NewWorker"] === "<empty>" ? null : { newWorker: id(told["NewWorker"]), effectiveAt: told["WorkerChangeEpoch"] },
    pendingOwner: id(told["PendingOwnerAddress"]),
    beneficiary: id(told["Beneficiary"]),
    beneficiaryTerm: {
      quota: BigInt(term["Quota"] as string),
      usedQuota: BigInt(term["UsedQuota"] as string),
      expiration: BigInt(term["Expiration"] as number),
    },
    pendingBeneficiary:
      pending === null
        ? null
        : {
            newBeneficiary: id(pending["NewBeneficiary"]),
            newQuota: BigInt(pending["NewQuota"] as string),
            newExpiration: BigInt(pending["NewExpiration"] as number),
            approvedByBeneficiary: pending["ApprovedByBeneficiary"],
            approvedByNominee: pending["ApprovedByNominee"],
          },
    sectorSize: told["SectorSize"],
  });
  return told;
}

describe("a miner's info", () => {
  it("is proven as the node tells it, also what only waits: new owner, worker, beneficiary", async () => {
    await expectInfoAsTold();
    const [owner, other] = node.accounts.map(({ address }) => Address.parse(address)) as [Address, Address];
    const otherId = Address.parse(await node.must<string>("StateLookupID", [other.toString(), []]));
    await asOwner(minerMethods.ChangeOwnerAddress, otherId);
    await asOwner(minerMethods.ChangeWorkerAddress, { newWorker: Address.parse(node.miners[1]?.worker as string), newControlAddresses: [other, owner] });
    await asOwner(minerMethods.ChangeBeneficiary, { newBeneficiary: other, newQuota: attoFil(7n * FIL), newExpiration: epoch(900_000) });
    const told = await expectInfoAsTold();
    expect([told["PendingOwnerAddress"], told["PendingBeneficiaryTerm"] === null, told["NewWorker"]]).toEqual([
      otherId.toString("t"),
      false,
      expect.stringMatching(/^t0/),
    ]);
  });

  it("is proven absent of what is no miner", async () => {
    const { scope } = await agreedNow(node);
    for (const other of [100n, 1n, 4n, 999_999n]) {
      expect((await proveMinerInfo(scope, actorId(other))).value).toBeNull();
      expect((await proveMinerBalances(scope, actorId(other))).value).toBeNull();
      expect((await proveMinerDeadlines(scope, actorId(other))).value).toBeNull();
      expect((await provePowerClaim(scope, actorId(other))).value).toBeNull();
    }
  });
});

describe("a miner's money", () => {
  it("is proven as the node tells it, before and after rewards begin to vest", async () => {
    for (const days of [0, 3]) {
      if (days > 0) await node.must("Peggy.Reward", ["t01000", (50n * FIL).toString()], "admin");
      if (days > 0) await node.must("Peggy.Advance", [days * 2_880], "admin");
      await mine(node, 1);
      const { scope, key } = await agreedNow(node);
      const { value } = await proveMinerBalances(scope, MINER);
      const { State, Balance } = await node.must<{ State: Record<string, string>; Balance: string }>("StateReadState", ["t01000", key]);
      expect(value).toMatchObject({
        balance: BigInt(Balance),
        locked: BigInt(State["LockedFunds"] as string),
        pledge: BigInt(State["InitialPledge"] as string),
        preCommitDeposits: BigInt(State["PreCommitDeposits"] as string),
        feeDebt: BigInt(State["FeeDebt"] as string),
      });
      expect((value?.available ?? 0n) + (value?.vested ?? 0n)).toBe(BigInt(await node.must("StateMinerAvailableBalance", ["t01000", key])));
      expect(value?.vesting.reduce((sum, { amount }) => sum + amount, 0n)).toBe(value?.locked);
      if (days > 0) expect(value?.vested).toBeGreaterThan(0n);
    }
  });
});

describe("a miner's storage", () => {
  it("is proven as the node tells it: claim, live, active, faulty and recovering sectors, also those that ended early", async () => {
    await node.must("Peggy.SetBalance", ["t01000", (10_000n * FIL).toString()], "admin");
    await node.must("Peggy.Seal", ["t01000", 300, 2_000_000, FIL.toString()], "admin");
    await node.must("Peggy.Fault", ["t01000", [1, 2, 3, 50, 250]], "admin");
    await node.must("Peggy.Terminate", ["t01000", [7, 8], false], "admin");
    const { scope, key } = await agreedNow(node);
    for (const miner of [1000n, 1001n]) {
      const text = `t0${miner}`;
      const { MinerPower } = await node.must<{ MinerPower: Record<string, string> }>("StateMinerPower", [text, key]);
      const claim = (await provePowerClaim(scope, actorId(miner))).value;
      expect([claim?.rawBytePower, claim?.qualityAdjPower]).toEqual([
        BigInt(MinerPower["RawBytePower"] as string),
        BigInt(MinerPower["QualityAdjPower"] as string),
      ]);
      const counts = await node.must<Record<string, number>>("StateMinerSectorCount", [text, key]);
      const value = (await proveMinerDeadlines(scope, actorId(miner))).value;
      expect([value?.live, value?.active, value?.faulty]).toEqual([counts["Live"], counts["Active"], counts["Faulty"]].map((count) => BigInt(count as number)));
      expect(value?.deadlines).toHaveLength(48);
      expect(value?.terminationsPending).toBe(miner === 1000n);
      const recovering = await node.must<number[]>("StateMinerRecoveries", [text, key]);
      expect(value?.recovering).toBe(countOf(bitFieldFromJson(recovering)));
      const fees = await node.must<{ DailyFee: string }[]>("StateMinerDeadlines", [text, key]);
      expect(value?.deadlines.map(({ dailyFee }) => dailyFee)).toEqual(fees.map(({ DailyFee }) => BigInt(DailyFee)));
    }
  });
});
