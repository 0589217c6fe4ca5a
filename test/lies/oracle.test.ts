import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { ApprovalView } from "../../wallet/approval-views.ts";
import { DevnetWorker, PASSWORD } from "../../extension/background/desk/devnet-worker.ts";
import { lostTruth } from "./oracle.ts";

/** What the comparison with honest nodes sees. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let worker: DevnetWorker;
let honest: ApprovalView;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  const urls = { url: worker.devnet.rpc, secondUrl: worker.devnet.rpc.replace("127.0.0.1", "localhost") };
  await worker.app.networks.save({ ...(await worker.app.networks.get("devnet")), ...urls });
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  const [from, owner] = worker.devnet.accounts.map(({ address }) => address) as [string, string];
  await worker.peggy("Peggy.Mine", [15]);
  const miner = worker.devnet.miners[0]?.address as string;
  honest = await worker.approval((await worker.ask("miner.proposeOwner", { miner, from, owner })).approvalId);
});
afterAll(() => worker.devnet.close());

it("sees nothing where nothing was lied about, and nothing in what can not be signed", () => {
  expect(lostTruth(honest, honest)).toEqual([]);
  expect(lostTruth({ ...honest, state: "blocked", sentence: { code: "sentence.send", params: {} } }, honest)).toEqual([]);
});

const party = (view: ApprovalView, change: Partial<ApprovalView["parties"][number]["forms"]>): ApprovalView => ({
  ...view,
  parties: view.parties.map((one) => (one.role === "newOwner" ? { ...one, forms: { ...one.forms, ...change } } : one)),
});

it.each<[string, (view: ApprovalView) => ApprovalView]>([
  ["another sentence", (view) => ({ ...view, sentence: { ...view.sentence, code: "sentence.send" } })],
  ["another address in the sentence", (view) => ({ ...view, sentence: JSON.parse(JSON.stringify(view.sentence).replaceAll("t0101", "t0102")) as never })],
  ["another receiver", (view) => ({ ...view, message: { ...view.message, To: "t01001" } })],
  ["other params", (view) => ({ ...view, params: { ...view.params, hex: "00" } })],
  ["another id of a party", (view) => party(view, { id: "t0999" })],
  ["an account that is not one's own", (view) => party(view, { own: !view.parties.some(({ role, forms }) => role === "newOwner" && forms.own) })],
  ["another balance of a party", (view) => party(view, { balance: "1" })],
  ["another way back", (view) => ({ ...view, wayBack: null })],
  ["less care", (view) => ({ ...view, tier: 1 })],
  ["no reason for the care", (view) => ({ ...view, confirm: { ...view.confirm, reasons: [] } })],
  [
    "a row called agreed that honest nodes do not give",
    (view) => ({
      ...view,
      checks: [...view.checks, { id: "owner", state: "ok", text: { code: "check.sameActor", params: {} }, source: { kind: "agreed", node: null } }],
    }),
  ],
])("sees %s", (_what, change) => {
  expect(lostTruth(change(honest), honest)).not.toEqual([]);
});

it("sees an approval that is open where an honest one is blocked for what is proven", () => {
  const blocked: ApprovalView = { ...honest, state: "blocked", blocked: { code: "blocked.nothingChanges", params: {} } };
  expect(lostTruth(honest, blocked)).toEqual(["open instead of blocked.nothingChanges"]);
});
