import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { DevnetWorker, PASSWORD } from "../desk/devnet-worker.ts";

/** "Sent before" is what was signed, once a message, wherever it is asked; the chain is a real devnet. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let worker: DevnetWorker;
let from: string;
let to: string;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  [from, to] = worker.devnet.accounts.map(({ address }) => address) as [string, string];
  await worker.ask("contacts.save", { address: to, label: "Bob" });
});
afterAll(() => worker.devnet.close());

const send = (): Promise<{ approvalId: string }> => worker.ask("send.review", { from, to, amount: "1000", speed: "usual" });
/** What the address book, the send page and an approval say, which must be one thing. */
async function saidTimes(): Promise<number[]> {
  const { contacts } = await worker.ask("contacts.list", {});
  const inspected = await worker.ask("address.inspect", { text: to });
  const { parties } = await worker.approval((await send()).approvalId);
  const party = parties.find(({ role }) => role === "to");
  return [contacts[0]?.sentTimes as number, inspected.sentTimes, inspected.contact?.sentTimes as number, party?.history.sentTimes as number];
}

it("does not count an approval that was rejected, or whose wallet locked before the signature", async () => {
  await worker.ask("approvals.reject", { id: (await send()).approvalId });
  const approval = await worker.approval((await send()).approvalId);
  worker.s.clock.now += 1_000;
  const { signer } = worker.app;
  worker.app.signer = async (act) => {
    await worker.app.lock.lock("screen");
    return signer(act);
  };
  expect((await worker.answer("approvals.confirm", worker.consentTo(approval))).ok).toBe(false);
  worker.app.signer = signer;
  await worker.ask("wallet.unlock", { password: PASSWORD });
  expect(await saidTimes()).toEqual([0, 0, 0, 0]);
});

it("counts a signed message once, and not again when its fee is raised", async () => {
  const id = await worker.confirm(await send());
  expect(await saidTimes()).toEqual([1, 1, 1, 1]);
  await worker.confirm(await worker.ask("activity.speedUp", { id, speed: "urgent" }));
  expect(await saidTimes()).toEqual([1, 1, 1, 1]);
  await worker.confirm(await send());
  expect(await saidTimes()).toEqual([2, 2, 2, 2]);
});
