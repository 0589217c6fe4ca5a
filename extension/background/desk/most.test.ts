import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { FeeSpeed } from "../../../wallet/approval-views.ts";
import { DevnetWorker } from "./devnet-worker.ts";

/**
 * Whatever a form fills in for "the most" is signed right after, at the same base fee, and leaves nothing needlessly: what remains is held back
 * for the fee alone.
 */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const FIL = 10n ** 18n;
let worker: DevnetWorker;
let operator: string;
let holder: string;
let actor: string;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  ({ operator, holder, actor } = await worker.openOffer());
});
afterAll(() => worker.devnet.close());

/** An account of its own that is on the chain with so much. */
async function accountWith(atto: bigint): Promise<string> {
  const { keys } = await worker.ask("keys.list", {});
  const { address } = (await worker.ask("accounts.derive", { keyId: keys[0]?.keyId as string, kind: "secp256k1" })).account;
  await worker.signed(await worker.ask("send.review", { from: operator, to: address, amount: "1", speed: "usual" }));
  await worker.peggy("Peggy.SetBalance", [address, atto.toString()]);
  return address;
}

/** What the approval of a message leaves of the balance beside its value and the ceiling of its fee; it must not be blocked. */
async function leftBeside({ approvalId }: { approvalId: string }): Promise<bigint> {
  const approval = await worker.approval(approvalId);
  expect(approval.blocked).toBeNull();
  return BigInt(approval.balance.after);
}

describe("the most that can be sent", () => {
  it.each<[string, FeeSpeed, () => string | Promise<string>]>([
    ["to an account that is there", "usual", () => holder],
    ["to an account that is there, urgently", "urgent", () => holder],
    ["to one that nobody has used", "usual", () => "t1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba"],
    ["to oneself", "patient", () => ""],
  ])("%s, at the speed %s, is accepted and leaves nothing", async (_name, speed, receiver) => {
    const from = await accountWith(7n * FIL + 123_456_789n);
    const to = (await receiver()) || from;
    const { maximum, fee } = await worker.ask("send.quote", { from, to, amount: "0", speed });
    const quote = await worker.ask("send.quote", { from, to, amount: maximum, speed });
    expect(quote).toMatchObject({ maximum, missing: "0", after: "0", fee: { ceiling: fee.ceiling, gasLimit: fee.gasLimit, premium: fee.premium } });
    const review = await worker.ask("send.review", { from, to, amount: maximum, speed });
    expect(await leftBeside(review)).toBe(0n);
    await worker.signed(review);
  });

  it("is nothing where the fee takes it all, and says what is missing", async () => {
    const from = await accountWith(1_000n);
    expect(await worker.ask("send.quote", { from, to: holder, amount: "600", speed: "usual" })).toMatchObject({ maximum: "0", missing: "600" });
  });

  it("leaves what messages that wait may still take", async () => {
    const from = await accountWith(5n * FIL);
    await worker.confirm(await worker.ask("send.review", { from, to: holder, amount: FIL.toString(), speed: "usual" }));
    const { maximum } = await worker.ask("send.quote", { from, to: holder, amount: "0", speed: "usual" });
    expect(BigInt(maximum)).toBeLessThan(4n * FIL);
    expect(await leftBeside(await worker.ask("send.review", { from, to: holder, amount: maximum, speed: "usual" }))).toBe(0n);
  });
});

describe("the most that can be deposited", () => {
  it("is what the account holds beside the fee, if the room is larger, and leaves nothing", async () => {
    const from = await accountWith(40n * FIL + 987_654_321n);
    const { maximum, blocked } = await worker.ask("offer.quote", { actor, account: from, amount: (20n * FIL).toString() });
    expect(blocked).toBeNull();
    expect(await worker.ask("offer.quote", { actor, account: from, amount: maximum })).toMatchObject({ maximum, blocked: null });
    const review = await worker.ask("offer.deposit", { actor, from, amount: maximum });
    expect(await leftBeside(review)).toBe(0n);
    await worker.signed(review);
  });

  it("is the room, if the account holds more", async () => {
    const room = BigInt((await worker.ask("owner.get", { actor })).pool.roomNow);
    await worker.signed(await worker.ask("owner.openDeposits", { actor, from: operator, amount: (15n * FIL).toString(), until: 10_000_000 }));
    expect(room).toBeGreaterThan(15n * FIL);
    const { maximum } = await worker.ask("offer.quote", { actor, account: operator, amount: "0" });
    expect(maximum).toBe((15n * FIL).toString());
    await worker.signed(await worker.ask("offer.deposit", { actor, from: operator, amount: maximum }));
  });

  it("is refused one attoFIL above, with what there is", async () => {
    await worker.signed(await worker.ask("owner.openDeposits", { actor, from: operator, amount: (1_000n * FIL).toString(), until: 10_000_000 }));
    const from = await accountWith(40n * FIL);
    const { maximum } = await worker.ask("offer.quote", { actor, account: from, amount: "0" });
    const above = await worker.ask("offer.quote", { actor, account: from, amount: (BigInt(maximum) + 1n).toString() });
    expect(above.blocked).toMatchObject({ code: "deposit.aboveBalance" });
  });
});
