import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DevnetWorker, PASSWORD, type Lie } from "../desk/devnet-worker.ts";

/** Which address a message names, and what the approval calls it, while a node tells another one. The node that lies is the only one, or one of two. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let worker: DevnetWorker;
let mine: string;
let stranger: string;
let miner: string;
const honest: Lie = (_method, reply) => reply;
const [OWN_ID, STRANGER_ID] = ["t0100", "t0103"];

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  mine = (await worker.ask("accounts.list", {})).accounts[0]?.address as string;
  stranger = worker.devnet.accounts[3]?.address as string;
  miner = worker.devnet.miners[0]?.address as string;
  await worker.ask("contacts.save", { address: stranger, label: "Cold storage" });
  await worker.peggy("Peggy.Mine", [20]);
});
afterAll(() => worker.devnet.close());
beforeEach(() => {
  worker.lie = honest;
});

/** A lie in one field of a reply's result, told by every node that is asked. */
const tells =
  (wanted: string, change: (result: Record<string, unknown>) => unknown): Lie =>
  (method, reply) =>
    method === wanted && "result" in reply ? { ...reply, result: change(reply["result"] as Record<string, unknown>) } : reply;

/** What the bytes of the open approval name, and what the approval calls them. */
async function shown(reply: Awaited<ReturnType<DevnetWorker["answer"]>>): Promise<{ kind: string; named: string[]; sentence: string } | { code: string }> {
  if (!reply.ok) return { code: reply.code };
  const approval = await worker.approval((reply.body as { approvalId: string }).approvalId);
  return {
    kind: approval.kind,
    named: approval.params.fields.filter(({ kind }) => kind === "address").map(({ value }) => value),
    sentence: approval.sentence.code,
  };
}

describe("a stop", () => {
  it("names the owner that the chain has, whoever the node says it is", async () => {
    worker.lie = tells("StateMinerInfo", (info) => ({ ...info, Owner: STRANGER_ID }));
    expect(await shown(await worker.answer("miner.stopProposal", { miner, from: mine }))).toMatchObject({ kind: "minerStop", named: [OWN_ID] });
  });

  it("is no stop when its bytes name somebody else, even if every node says that it is the owner", async () => {
    worker.lie = tells("StateMinerInfo", (info) => ({ ...info, Owner: STRANGER_ID, PendingOwnerAddress: STRANGER_ID }));
    const reply = await worker.answer("miner.proposeOwner", { miner, from: mine, owner: STRANGER_ID as string });
    expect(await shown(reply)).toMatchObject({ kind: "minerOwner", sentence: "sentence.minerProposeStranger" });
  });
});

describe("a new owner typed as a key's address", () => {
  it("is the id that the chain has for it, whatever id the node looks up", async () => {
    worker.lie = tells("StateLookupID", () => "t0101");
    expect(await shown(await worker.answer("miner.proposeOwner", { miner, from: mine, owner: stranger }))).toMatchObject({ named: [STRANGER_ID] });
  });

  it("has no contact's label on its id: only the typed address has it, and both are shown as one", async () => {
    const { approvalId } = await worker.ask("miner.proposeOwner", { miner, from: mine, owner: stranger });
    const approval = await worker.approval(approvalId);
    expect(approval.sentence.params["owner"]).toEqual({ kind: "address", address: STRANGER_ID, label: null, typed: stranger });
    const party = approval.parties.find(({ role }) => role === "newOwner");
    expect([party?.forms.address, party?.forms.label, party?.forms.own]).toEqual([STRANGER_ID, null, false]);
    expect(approval.checks.find(({ id }) => id === "sameActor")).toMatchObject({ state: "ok", text: { code: "check.sameActor" } });
  });
});

describe("a beneficiary", () => {
  it("is not called the owner because a node says so", async () => {
    worker.lie = tells("StateMinerInfo", (info) => ({ ...info, Owner: STRANGER_ID }));
    const reply = await worker.answer("miner.changeBeneficiary", { miner, from: mine, beneficiary: STRANGER_ID as string, quota: "5", expiration: 900_000 });
    expect(await shown(reply)).toMatchObject({ sentence: "sentence.beneficiary" });
  });

  it("who is paid by a withdrawal is the one that the chain has", async () => {
    worker.lie = tells("StateMinerInfo", (info) => ({ ...info, Beneficiary: STRANGER_ID }));
    const { approvalId } = await worker.ask("miner.withdraw", { miner, from: mine, amount: "1" });
    expect((await worker.approval(approvalId)).parties.find(({ role }) => role === "payee")?.forms.address).toBe(OWN_ID);
  });
});

describe("an actor's code", () => {
  it("is what the chain has, so that a deposit never goes to a stranger's account called a release", async () => {
    const { build } = await worker.ask("wallet.state", {});
    const account = stranger;
    worker.lie = (method, reply) => {
      const result = reply["result"] as Record<string, unknown> | undefined;
      return method === "StateGetActor" && result !== undefined && result["Balance"] === strangersBalance
        ? { ...reply, result: { ...result, Code: { "/": build.ownerCodeCid } } }
        : reply;
    };
    const strangersBalance = ((await worker.peggy("Filecoin.StateGetActor", [account, []])) as { Balance: string }).Balance;
    expect(await shown(await worker.answer("offer.deposit", { actor: account, from: mine, amount: "1000" }))).not.toMatchObject({ kind: "deposit" });
  });
});
