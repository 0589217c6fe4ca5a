import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { formatLotusKey } from "../../../filecoin/lotusKey.ts";
import { DevnetWorker, PASSWORD, type Lie } from "../desk/devnet-worker.ts";

/** Each thing that can be done to a miner is the right of somebody else; the page offers the accounts that have it, and the worker refuses the others. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const FIL = 10n ** 18n;
let worker: DevnetWorker;
let owner: string;
let other: string;
let miner: string;
const honest: Lie = (_method, reply) => reply;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  await worker.ask("accounts.derive", { keyId: (await worker.ask("keys.list", {})).keys[0]?.keyId as string, kind: "secp256k1" });
  [owner, other] = (await worker.ask("accounts.list", {})).accounts.map(({ address }) => address) as [string, string];
  miner = worker.devnet.miners[0]?.address as string;
  await worker.peggy("Peggy.Mine", [10]);
});
afterAll(() => worker.devnet.close());

const senders = async (): Promise<Awaited<ReturnType<typeof read>>["senders"]> => (await read()).senders;
const read = () => worker.ask("miner.get", { miner });
const refused = (
  name: "miner.stopProposal" | "miner.confirmOwner" | "miner.confirmBeneficiary" | "miner.returnBeneficiary" | "miner.repayDebt",
  from: string,
) => worker.codeOf(name, { miner, from });

describe("the accounts that may", () => {
  it("are the owner's alone while nothing is proposed", async () => {
    expect(await senders()).toMatchObject({ withdraw: [owner], stopProposal: [owner], confirmOwner: [], confirmBeneficiary: [], repayDebt: [owner] });
    expect(await refused("miner.stopProposal", other)).toBe("noRight");
  });

  it("take a foreign beneficiary's place by his own account, withdraw by it, and the owner takes it back", async () => {
    const term = { quota: FIL.toString(), expiration: 1_000_000 };
    await worker.signed(await worker.ask("miner.changeBeneficiary", { miner, from: owner, beneficiary: other, ...term }));
    expect((await senders()).confirmBeneficiary).toEqual([other]);
    expect(await refused("miner.confirmBeneficiary", owner)).toBe("noRight");
    const confirm = await worker.ask("miner.confirmBeneficiary", { miner, from: other });
    expect(await worker.approval(confirm.approvalId)).toMatchObject({ kind: "minerConfirmBeneficiary", sentence: { code: "sentence.beneficiaryAccept" } });
    await worker.signed(confirm);
    expect(await senders()).toMatchObject({ withdraw: [owner, other], returnBeneficiary: [owner] });
    await worker.signed(await worker.ask("miner.withdraw", { miner, from: other, amount: "1000" }));
    expect((await read()).term).toMatchObject({ used: "1000" });

    const back = await worker.ask("miner.returnBeneficiary", { miner, from: owner });
    const shown = await worker.approval(back.approvalId);
    expect([shown.sentence.code, shown.confirm.reasons.map(({ code }) => code)]).toEqual([
      "sentence.beneficiaryOwner",
      expect.arrayContaining(["reason.beneficiaryAsked"]),
    ]);
    await worker.signed(back);
    expect((await senders()).confirmBeneficiary).toEqual([other]);
    const resign = await worker.ask("miner.confirmBeneficiary", { miner, from: other });
    expect(await worker.approval(resign.approvalId)).toMatchObject({ sentence: { code: "sentence.beneficiaryResign" } });
    await worker.signed(resign);
    expect(await read()).toMatchObject({ beneficiaryIsOwner: true, pendingBeneficiary: null });
  });

  it("accept as the new owner by the proposed account, and are proven whatever the node says", async () => {
    await worker.signed(await worker.ask("miner.proposeOwner", { miner, from: owner, owner: other }));
    expect(await senders()).toMatchObject({ confirmOwner: [other], stopProposal: [owner] });
    worker.lie = (method, reply) =>
      method === "StateMinerInfo" ? { ...reply, result: { ...(reply["result"] as object), PendingOwnerAddress: "t0100", Owner: "t0101" } } : reply;
    expect(await refused("miner.confirmOwner", owner)).toBe("noRight");
    expect(await refused("miner.confirmOwner", other)).toBe("done");
    worker.lie = honest;
    const accept = await worker.ask("miner.confirmOwner", { miner, from: other });
    expect(await worker.approval(accept.approvalId)).toMatchObject({ kind: "minerConfirmOwner" });
    await worker.signed(accept);
    expect(await senders()).toMatchObject({ stopProposal: [other], withdraw: [other] });
  });
});

describe("a worker that waits", () => {
  /** A key that may be a worker's, in this vault. */
  async function bls(): Promise<string> {
    const privateKey = worker.s.random(32);
    privateKey[31] = 3;
    const hex = formatLotusKey({ type: "bls", privateKey });
    const { forms } = await worker.ask("secret.previewLotusKey", { hex });
    await worker.ask("secret.addKey", { password: PASSWORD, source: { kind: "lotus", hex } });
    return forms.address;
  }
  const shown = async (asked: Promise<{ approvalId: string }>) => worker.approval((await asked).approvalId);

  it("is not replaced by another, nor sent away by the present one, nor confirmed before its epoch", async () => {
    const [first, second] = [await bls(), await bls()];
    for (const to of [first, second]) await worker.signed(await worker.ask("send.review", { from: owner, to, amount: "1000", speed: "usual" }));
    const { worker: present, controls } = await read();
    const same = controls.map(({ address }) => address);
    const sender = (await senders()).changeWorker[0] as string;
    const change = (to: string, list = same): Promise<{ approvalId: string }> =>
      worker.ask("miner.changeWorker", { miner, from: sender, worker: to, controls: list });
    await worker.signed(await change(first));
    expect(await shown(change(second, []))).toMatchObject({ sentence: { code: "sentence.minerWorkerIgnored" }, alarm: { code: "alarm.workerIgnored" } });
    expect(await shown(change(second))).toMatchObject({ state: "blocked", blocked: { code: "blocked.nothingChanges" } });
    expect(await shown(change(present.address))).toMatchObject({ state: "blocked", blocked: { code: "blocked.nothingChanges" } });
    expect(await shown(worker.ask("miner.confirmWorker", { miner, from: sender }))).toMatchObject({
      state: "blocked",
      blocked: { code: "blocked.workerEarly" },
    });
    await worker.peggy("Peggy.Advance", [901]);
    if ((await read()).pendingWorker !== null) await worker.signed(await worker.ask("miner.confirmWorker", { miner, from: sender }));
    expect((await read()).worker.robust).toBe(first);
  });
});
