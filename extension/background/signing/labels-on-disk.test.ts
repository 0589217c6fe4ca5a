import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DevnetWorker, PASSWORD } from "../desk/devnet-worker.ts";

/** Labels are private: nothing in the clear holds one, and nothing that is answered while the wallet is locked. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const LABEL = "Aunt Petunia";
let worker: DevnetWorker;
let from: string;
let to: string;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  [from, to] = worker.devnet.accounts.map(({ address }) => address) as [string, string];
  await worker.ask("contacts.save", { address: to, label: LABEL });
});
afterAll(() => worker.devnet.close());

const stored = (): string => JSON.stringify([...worker.s.database.records.values()]);
const send = (): Promise<{ approvalId: string }> => worker.ask("send.review", { from, to, amount: "1000", speed: "usual" });

describe("a label", () => {
  it("is in what pages show of an approval and of a message, and in no record of either", async () => {
    const review = await send();
    const approval = await worker.approval(review.approvalId);
    expect([approval.sentence.params["to"], approval.parties.find(({ role }) => role === "to")?.forms.label]).toMatchObject([{ label: LABEL }, LABEL]);
    const id = await worker.confirm(review);
    expect((await worker.ask("activity.get", { id })).slot.sentence.params["to"]).toMatchObject({ label: LABEL });
    expect(stored()).not.toContain(LABEL);
    await worker.peggy("Peggy.Mine", [10]);
    await worker.app.outbox.advance();
    expect(stored()).not.toContain(LABEL);
  });

  it("follows the address book: a new one stands at once in what was reviewed before", async () => {
    const { approvalId } = await send();
    await worker.ask("contacts.save", { address: to, label: "Petunia" });
    expect((await worker.approval(approvalId)).sentence.params["to"]).toMatchObject({ label: "Petunia" });
    await worker.ask("contacts.save", { address: to, label: LABEL });
  });

  it("is in no answer while the wallet is locked, and no approval is answered at all", async () => {
    const { approvalId } = await send();
    const id = (await worker.ask("activity.list", { account: null })).slots[0]?.id as string;
    await worker.ask("wallet.lock", {});
    expect(await worker.codeOf("approvals.get", { id: approvalId })).toBe("locked");
    expect(await worker.ask("approvals.current", {})).toEqual({ approval: null });
    for (const answer of [await worker.answer("activity.list", { account: null }), await worker.answer("activity.get", { id })])
      expect(JSON.stringify(answer)).not.toContain(LABEL);
    expect(stored()).not.toContain(LABEL);
    await worker.ask("wallet.unlock", { password: PASSWORD });
    expect((await worker.approval(approvalId)).state).toBe("dead");
  });
});
