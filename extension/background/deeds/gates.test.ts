import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Address } from "../../../filecoin/address.ts";
import { toBase64 } from "../../../filecoin/bytes.ts";
import { cidOf, RAW } from "../../../filecoin/cid.ts";
import { initMethods } from "../../../filecoin/methods/init.ts";
import { encodeParams, numberOf } from "../../../filecoin/methods/method.ts";
import { encodeParams as encodeOwnerParams } from "../../../actor/abi/codec.ts";
import { METHOD_NUMBERS } from "../../../actor/abi/methods.generated.ts";
import type { TakeoverView } from "../../shared/miner-views.ts";
import type { TermsForm } from "../../../wallet/takeover/terms-form.ts";
import { DevnetWorker, PASSWORD } from "../desk/devnet-worker.ts";

/** Each condition of TakeOwner closes gate 1 when it does not hold, whichever page the proposal comes from; the chain is a real devnet. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const FIL = 10n ** 18n;
let worker: DevnetWorker;
let miner: string;
let account: string;
let other: string;
let terms: TermsForm;
let keep: Record<string, boolean>;
let beforeFinal: TakeoverView;

const view = (of = worker): Promise<TakeoverView> => of.ask("takeover.get", { miner, account });
const closed = (rows: TakeoverView["gate1"]): string[] => rows.filter(({ state }) => state !== "ok").map(({ id }) => id);
const saveDraft = (part: { terms?: TermsForm; keep?: Record<string, boolean>; newWorker?: string | null } = {}): Promise<TakeoverView> =>
  worker.ask("takeover.saveDraft", { miner, account, terms, keep, newWorker: null, addedControls: [], ...part });
const actorId = async (): Promise<string> => (await view()).ownerActor?.forms.id as string;

/** The wizard refuses by the first closed row, and so does a proposal that does not come from the wizard. */
async function refusesToPropose(...rows: string[]): Promise<void> {
  const { gate1 } = await view();
  expect(closed(gate1)).toEqual(rows);
  expect(await worker.answer("takeover.propose", { miner, account })).toMatchObject({ ok: false, code: "gateClosed", params: { row: rows[0] } });
  const approval = await worker.approval((await worker.ask("miner.proposeOwner", { miner, from: account, owner: await actorId() })).approvalId);
  expect([approval.state, approval.blocked]).toMatchObject(["blocked", { code: "blocked.gate", params: { row: { text: rows[0] } } }]);
  expect(await worker.codeOf("approvals.confirm", worker.consentTo(approval))).toBe("blocked");
}

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  await worker.ask("accounts.derive", { keyId: (await worker.ask("keys.list", {})).keys[0]?.keyId as string, kind: "secp256k1" });
  [account, other] = (await worker.ask("accounts.list", {})).accounts.map(({ address }) => address) as [string, string];
  miner = worker.devnet.miners[0]?.address as string;
  const defaults = (await worker.ask("takeover.defaults", {})).terms;
  terms = { ...defaults, legacyMaximum: (10_000n * FIL).toString(), limits: { ...defaults.limits, maxPrincipalPerMiner: (5_000n * FIL).toString() } };
  keep = Object.fromEntries((await saveDraft({ keep: {} })).keys.map(({ forms }) => [forms.address, true]));
  await saveDraft();
  await worker.signed(await worker.ask("takeover.installCode", { miner, account }));
  await worker.confirm(await worker.ask("takeover.createActor", { miner, account }));
  await worker.peggy("Peggy.Mine", [2]);
  beforeFinal = await view();
  await worker.peggy("Peggy.Mine", [8]);
  await worker.app.outbox.advance();
  await worker.signed(await worker.ask("takeover.approveMiner", { miner, account }));
});
afterAll(() => worker.devnet.close());

/** Does something to the miner, looks, and takes it back. Messages would come again from the pool, so nothing is signed meanwhile. */
async function meanwhile(change: () => Promise<unknown>, look: () => Promise<void>): Promise<void> {
  const snapshot = await worker.peggy("Peggy.Snapshot", []);
  await change();
  await look();
  await worker.peggy("Peggy.Revert", [snapshot]);
}
const debt = (): Promise<unknown> => worker.peggy("Peggy.Penalty", [miner, (9_000n * FIL).toString()]);
const signed = async (review: Promise<{ approvalId: string }>): Promise<void> => worker.signed(await review);

describe("gate 1", () => {
  it("is closed until the actor's creation is final and the miner is approved", () => {
    expect([beforeFinal.step, beforeFinal.ownerActor?.createFinal, closed(beforeFinal.gate1)]).toEqual(["approve", false, ["final", "approved"]]);
  });

  it("is open when every condition holds", async () => {
    const { step, gate1, next } = await view();
    expect([step, closed(gate1), next?.ready]).toEqual(["propose", [], true]);
    const approval = await worker.approval((await worker.ask("takeover.propose", { miner, account })).approvalId);
    expect([approval.state, approval.tier, approval.checks.map(({ id }) => id)]).toEqual(["open", 3, expect.arrayContaining(gate1.map(({ id }) => id))]);
  });

  it.each<[string, string[], () => Promise<unknown>]>([
    ["a debt above the miner's funds", ["debt", "withdrawal"], debt],
    [
      "early terminations that wait",
      ["withdrawal"],
      async () => {
        await worker.peggy("Peggy.Seal", [miner, 3, (await view()).epoch + 400_000, "1000000000000000"]);
        await worker.peggy("Peggy.Terminate", [miner, [0, 1, 2], false]);
      },
    ],
    ["more vesting and more principal than the terms take", ["vesting", "limits"], () => worker.peggy("Peggy.Reward", [miner, (20_000n * FIL).toString()])],
  ])("is closed by %s", async (_what, rows, make) => {
    await meanwhile(make, () => refusesToPropose(...rows));
  });

  it("is closed by terms that are not those of the form", async () => {
    await saveDraft({ terms: { ...terms, name: "Another name" } });
    await refusesToPropose("terms");
    await saveDraft();
  });

  it("is closed by another owner that is proposed", async () => {
    await signed(worker.ask("miner.proposeOwner", { miner, from: account, owner: other }));
    await refusesToPropose("proposal");
    await signed(worker.ask("miner.stopProposal", { miner, from: account }));
  });

  it("is closed by a worker that the miner would not take", async () => {
    const [first] = Object.keys(keep) as [string];
    await saveDraft({ keep: { ...keep, [first]: false }, newWorker: other });
    expect((await view()).step).toBe("approve");
    await signed(worker.ask("takeover.approveMiner", { miner, account }));
    await refusesToPropose("worker");
    await saveDraft();
    await signed(worker.ask("takeover.approveMiner", { miner, account }));
  });

  it("is closed for an account that neither owns the miner nor runs the actor", async () => {
    await worker.ask("takeover.useActor", { miner, account: other, actor: await actorId() });
    expect(closed((await worker.ask("takeover.get", { miner, account: other })).gate1)).toEqual(expect.arrayContaining(["operator", "owner"]));
    expect(await worker.answer("takeover.propose", { miner, account: other })).toMatchObject({ ok: false, code: "gateClosed" });
  });

  it("closes again between the review and the signature", async () => {
    const { approvalId } = await worker.ask("takeover.propose", { miner, account });
    const approval = await worker.approval(approvalId);
    const { slots } = await worker.ask("activity.list", { account: null });
    worker.s.clock.now += 1_000;
    await meanwhile(debt, async () => expect(await worker.codeOf("approvals.confirm", worker.consentTo(approval))).toBe("approvalChanged"));
    expect(await worker.approval(approvalId)).toMatchObject({ state: "blocked", revision: 2, blocked: { code: "blocked.gate" } });
    expect((await worker.ask("activity.list", { account: null })).slots).toHaveLength(slots.length);
  });

  it("is no gate for code that is no release: that is an alarm, and the point of no return", async () => {
    const code = new Uint8Array([...(await readFile("build/owner.wasm")), 0, 2, 1, 0x78]);
    const raw = (method: number, params: Uint8Array): Promise<{ approvalId: string }> =>
      worker.ask("send.reviewRaw", { from: account, to: Address.id(1n).toString("t"), amount: "0", method, params: toBase64(params) });
    await worker.signed(await raw(numberOf(initMethods.InstallCode), encodeParams(initMethods.InstallCode, { code })));
    const constructorParams = encodeOwnerParams("Constructor", { terms: await termsOnChain() });
    const id = await worker.confirm(await raw(numberOf(initMethods.Exec), encodeParams(initMethods.Exec, { code: cidOf(RAW, code), constructorParams })));
    await worker.peggy("Peggy.Mine", [10]);
    await worker.app.outbox.advance();
    const created = (await worker.ask("activity.get", { id })).slot.attempts[0]?.inclusion?.returned.find(({ kind }) => kind === "address")?.value as string;
    const approval = await worker.approval((await worker.ask("miner.proposeOwner", { miner, from: account, owner: created })).approvalId);
    expect([approval.tier, approval.alarm?.code, approval.wayBack?.now.code]).toEqual([3, "alarm.unknownOwnerCode", "wayBack.lastMoment"]);
  });
});

async function termsOnChain(): Promise<never> {
  const { termsOfForm } = await import("../../../wallet/takeover/terms.ts");
  return termsOfForm(terms, { operator: Address.parse(account), now: (await view()).epoch, prefix: "t" }) as never;
}

describe("gate 2", () => {
  const take = async (): Promise<unknown> => {
    const params = encodeOwnerParams("TakeOwner", { miner: (Address.parse(miner) as { id: bigint }).id as never });
    const { approvalId } = await worker.ask("send.reviewRaw", {
      from: account,
      to: await actorId(),
      amount: "0",
      method: METHOD_NUMBERS.TakeOwner,
      params: toBase64(params),
    });
    return worker.approval(approvalId);
  };

  it("is closed before the proposal is on the chain, also for a message made by hand", async () => {
    expect(await worker.answer("takeover.takeOwner", { miner, account })).toMatchObject({ ok: false, code: "gateClosed", params: { row: "proposed" } });
    expect(await take()).toMatchObject({
      kind: "takeOwner",
      tier: 3,
      state: "blocked",
      blocked: { code: "blocked.gate", params: { row: { text: "proposed" } } },
    });
  });

  it("rehearses the exact message, and is closed when it fails", async () => {
    await signed(worker.ask("takeover.propose", { miner, account }));
    const open = await view();
    expect([open.step, closed(open.gate2), open.gate2.map(({ id }) => id), open.next?.ready]).toEqual(["take", [], ["code", "proposed", "rehearsal"], true]);
    await meanwhile(debt, async () => {
      expect(closed((await view()).gate2)).toEqual(["rehearsal"]);
      expect(await worker.answer("takeover.takeOwner", { miner, account })).toMatchObject({ ok: false, code: "gateClosed", params: { row: "rehearsal" } });
      expect(await take()).toMatchObject({ state: "blocked" });
    });
  });

  it("stops a take-over by proposing the present owner again", async () => {
    const stop = await worker.ask("takeover.stop", { miner, account });
    expect(await worker.approval(stop.approvalId)).toMatchObject({ state: "open", kind: "minerStop" });
    await worker.signed(stop);
    expect([(await view()).step, (await worker.ask("miner.get", { miner })).pendingOwner]).toEqual(["propose", null]);
  });
});

describe("another machine", () => {
  it("finds the actor by its f2 and the step from the chain alone", async () => {
    const here = await view();
    const elsewhere = await DevnetWorker.beside(worker.devnet);
    await elsewhere.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
    const there = await view(elsewhere);
    expect([there.step, there.draft, there.ownerActor?.robust, closed(there.gate1)]).toEqual(["propose", null, here.ownerActor?.robust, []]);
    expect(there.ownerActor?.robust).toMatch(/^t2/);
    await signed(worker.ask("takeover.propose", { miner, account }));
    expect((await view(elsewhere)).step).toBe("take");
    await signed(worker.ask("takeover.stop", { miner, account }));
  });
});

// Last, for such a beneficiary goes only when its term is over.
describe("gate 1 with a foreign beneficiary", () => {
  it("is closed while a quota is left", async () => {
    await signed(worker.ask("miner.changeBeneficiary", { miner, from: account, beneficiary: other, quota: FIL.toString(), expiration: 1_000_000 }));
    await signed(worker.ask("miner.confirmBeneficiary", { miner, from: other }));
    await refusesToPropose("beneficiary");
  });
});
