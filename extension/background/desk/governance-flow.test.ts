import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { encodeStruct } from "../../../actor/abi/codec.ts";
import { Address } from "../../../filecoin/address.ts";
import type { ApprovalView } from "../../../wallet/approval-views.ts";
import type { GovernanceView, ProposalLine } from "../../shared/governance-views.ts";
import type { Reply } from "../../shared/messages.ts";
import { DevnetWorker } from "./devnet-worker.ts";

/** Votes as holders see and cast them: proposed, voted, carried out, on a real devnet. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const FIL = 10n ** 18n;
const DAY = 2_880;
const CODE = "bafk2bzacecqmz5ixem35b2mcbmpgekzfcjzs77x6zfjsskgmcpelpwai3gw2o";
let worker: DevnetWorker;
let operator: string;
let holder: string;
let actor: string;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  ({ operator, holder, actor } = await worker.openOffer());
  await worker.signed(await worker.ask("offer.deposit", { actor, from: holder, amount: (300n * FIL).toString() }));
  await worker.signed(await worker.ask("offer.deposit", { actor, from: operator, amount: (100n * FIL).toString() }));
  await worker.signed(await worker.ask("owner.stakeJunior", { actor, from: operator, amount: (50n * FIL).toString() }));
});
afterAll(() => worker.devnet.close());

const governance = (): Promise<GovernanceView> => worker.ask("governance.get", { actor });
const proposal = async (id: string): Promise<ProposalLine> => (await governance()).proposals.find((one) => one.id === id) as ProposalLine;
const advance = (epochs: number): Promise<unknown> => worker.peggy("Peggy.Advance", [epochs]);
const tokenOf = async (account: string): Promise<string> => (await governance()).tokens.find((one) => one.account === account)?.token as string;
const propose = async (action: Parameters<typeof worker.ask<"governance.propose">>[1]["action"]): Promise<Reply<"governance.propose">> =>
  worker.ask("governance.propose", { actor, from: holder, token: await tokenOf(holder), action });

describe("a vote", () => {
  it("waits until a position is old enough, and says so", async () => {
    const { tokens, proposals, now } = await governance();
    expect([proposals, now.sealing, now.limits.maxMiners]).toEqual([[], true, 8]);
    expect(tokens.map(({ blocked }) => blocked?.code)).toEqual(expect.arrayContaining(["vote.young", "vote.otherClass"]));
    const early = await propose({ kind: "SetSealing", on: false });
    expect((await worker.approval(early.approvalId)).blocked?.code).toBe("blocked.dryRun");
    await worker.ask("approvals.reject", { id: early.approvalId });
  });

  it("is proposed, cast once, and carried out after its delay", async () => {
    await advance(7 * DAY + 1);
    const review = await propose({ kind: "SetSealing", on: false });
    expect((await worker.approval(review.approvalId)).sentence.code).toBe("sentence.propose.sealingOff");
    await worker.signed(review);
    const open = (await governance()).proposals[0] as ProposalLine;
    expect(open).toMatchObject({ state: "voting", action: { code: "action.sealingOff" }, heavy: false, proposer: holder, cancel: holder, class: "senior" });
    expect((await governance()).tokens.find(({ account }) => account === holder)?.blocked?.code).toBe("vote.standsBehind");
    const mine = await tokenOf(holder);
    expect(open.ballots.map(({ token, blocked }) => [token === mine, blocked?.code ?? null])).toEqual(
      expect.arrayContaining([
        [true, null],
        [false, null],
        [false, "vote.otherClass"],
      ]),
    );
    const vote = await worker.ask("governance.vote", { actor, from: holder, proposal: open.id, tokens: [mine], choice: "for" });
    const approval = await worker.approval(vote.approvalId);
    expect([approval.sentence.code, approval.tier]).toEqual(["sentence.voteFor", 2]);
    expect(approval.checks.find(({ id }) => id === "proposal")?.text.code).toBe("action.sealingOff");
    await worker.signed(vote);
    const voted = await proposal(open.id);
    expect(voted.votes.find(({ choice }) => choice === "for")).toMatchObject({ atto: (300n * FIL).toString(), shareBps: 7_500 });
    expect([voted.quorum, voted.approval.bps]).toEqual([{ bps: 6_666, need: 2_000 }, 10_000]);
    expect(voted.ballots.find(({ token }) => token === mine)?.blocked?.code).toBe("vote.voted");
    await advance(7 * DAY);
    expect(await proposal(open.id)).toMatchObject({ state: "waiting", execute: false, ballots: [] });
    await advance(7 * DAY);
    expect(await proposal(open.id)).toMatchObject({ state: "ready", execute: true });
    await worker.signed(await worker.ask("governance.execute", { actor, from: operator, proposal: open.id }));
    expect([(await proposal(open.id)).state, (await governance()).now.sealing, (await worker.ask("owner.get", { actor })).pool.sealing]).toEqual([
      "executed",
      false,
      false,
    ]);
  });

  it("can be withdrawn by its proposer while nobody else has voted", async () => {
    await worker.signed(await propose({ kind: "SetLimits", maxMiners: 2, maxPerMiner: (5n * FIL).toString(), maxForwardPerDay: FIL.toString() }));
    const { id, cancel } = (await governance()).proposals[0] as ProposalLine;
    expect(cancel).toBe(holder);
    await worker.signed(await worker.ask("governance.cancel", { actor, from: holder, proposal: id }));
    expect(await proposal(id)).toMatchObject({ state: "cancelled", cancel: null, action: { code: "action.limits", params: { miners: { value: 2 } } } });
  });

  it("for other code asks for the password, freezes who is for it, and lets juniors only vote against", async () => {
    const review = await propose({ kind: "AllowCode", code: CODE });
    const proposing = await worker.approval(review.approvalId);
    expect([proposing.tier, proposing.alarm?.code, proposing.confirm.password]).toEqual([3, "alarm.unknownCode", true]);
    await worker.signed(review);
    const open = (await governance()).proposals[0] as ProposalLine;
    expect([open.heavy, open.vetoes?.shareBps, open.ballots.filter(({ vetoOnly }) => vetoOnly).map(({ blocked }) => blocked)]).toEqual([true, 0, [null]]);
    const [junior, mine] = [open.ballots.find(({ vetoOnly }) => vetoOnly)?.token as string, await tokenOf(holder)];
    await worker.signed(await worker.ask("governance.vote", { actor, from: operator, proposal: open.id, tokens: [junior], choice: "against" }));
    expect((await proposal(open.id)).vetoes).toMatchObject({ atto: (50n * FIL).toString(), shareBps: 10_000 });
    const vote = await worker.ask("governance.vote", { actor, from: holder, proposal: open.id, tokens: [mine], choice: "for" });
    const approval = await worker.approval(vote.approvalId);
    expect([approval.tier, approval.confirm.reasons.map(({ code }) => code)]).toEqual([3, expect.arrayContaining(["reason.heavyProposal"])]);
    await worker.signed(vote);
    const { position, ways } = await worker.ask("position.get", { actor, token: mine });
    expect([position.state, ways.split?.code, ways.merge?.code]).toEqual(["frozen", "position.frozen", "position.frozen"]);
    expect((await worker.ask("position.quoteExit", { actor, token: mine, amount: null })).blocked?.code).toBe("position.frozen");
    await advance(7 * DAY);
    expect((await proposal(open.id)).state).toBe("failed");
  });

  it("moves everything to an heir, which the wallet never takes for an offer before, and goes on with after", async () => {
    const mine = await tokenOf(holder);
    const { ownerCodeCid: code } = (await worker.ask("wallet.state", {})).build;
    if (code === null) throw new Error("this build has no owner actor");
    const decide = async (action: Parameters<typeof propose>[0]): Promise<ApprovalView> => {
      await worker.signed(await propose(action));
      const { id } = (await governance()).proposals[0] as ProposalLine;
      await worker.signed(await worker.ask("governance.vote", { actor, from: holder, proposal: id, tokens: [mine], choice: "for" }));
      await advance(7 * DAY);
      const waiting = await worker.ask("owner.get", { actor });
      const code = { proposal: { value: Number(id) } };
      expect(waiting.alarms[0]).toMatchObject({ code: "owner.moveWaits", params: { ...code, ready: { epoch: (await proposal(id)).ready.epoch } } });
      expect([waiting.depositBlocked?.code, waiting.pool.forwardBlocked?.code, waiting.actions.deposit]).toEqual(["deposit.moving", "forward.moving", false]);
      await advance(7 * DAY);
      const closes = (await proposal(id)).closes.epoch;
      expect((await worker.ask("owner.get", { actor })).alarms[0]).toMatchObject({ code: "owner.moveReady", params: { ...code, closes: { epoch: closes } } });
      const review = await worker.ask("governance.execute", { actor, from: operator, proposal: id });
      const approval = await worker.approval(review.approvalId);
      await worker.signed(review);
      return approval;
    };
    await decide({ kind: "AllowCode", code });
    const heir = await worker.create(operator, encodeStruct("Heir", { predecessor: Address.parse(actor) }));
    const before = await worker.ask("positions.list", { account: null });
    expect(before.positions.map((one) => one.actor)).toEqual([actor, actor, actor]);
    expect((await worker.ask("owners.list", {})).owners.map(({ address }) => address)).toEqual([actor]);
    expect(await worker.answer("owner.get", { actor: heir })).toMatchObject({ ok: false, code: "ownerIsHeir", params: { of: actor } });

    const approval = await decide({ kind: "Migrate", heir });
    expect([approval.tier, approval.dryRun.ok]).toEqual([3, true]);
    const old = await worker.ask("owner.get", { actor });
    expect(old).toMatchObject({ status: "migrated", successor: heir, depositBlocked: { code: "deposit.migrated" } });
    expect(old.alarms[0]).toMatchObject({ code: "owner.migrated", params: { to: { address: heir } } });
    expect(Object.entries(old.actions).filter(([, open]) => open)).toEqual([]);
    const after = await worker.ask("positions.list", { account: null });
    expect(after.positions.map((one) => ({ ...one, actor }))).toMatchObject(before.positions.map(({ token, principal }) => ({ actor, token, principal })));
    expect(new Set(after.positions.map((one) => one.actor))).toEqual(new Set([heir]));
    expect((await worker.ask("owners.list", {})).owners.map(({ address }) => address)).toEqual([heir]);
    expect(await worker.answer("position.get", { actor, token: mine })).toMatchObject({ ok: false, code: "ownerMigrated", params: { to: heir } });
    expect((await worker.ask("position.get", { actor: heir, token: mine })).position.principal).toBe((300n * FIL).toString());
  });

  it("refuses what no code has as its CID before anything is made of it", async () => {
    const said = await worker.codeOf("governance.propose", {
      actor,
      from: holder,
      token: await tokenOf(holder),
      action: { kind: "AllowCode", code: "not-a-cid-at-all" },
    });
    expect(said).toBe("badRequest");
  });
});
