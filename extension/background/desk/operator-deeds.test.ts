import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { encodeCreateMiner } from "../../../devnet/builtin/power/actor.ts";
import { Address } from "../../../filecoin/address.ts";
import { toBase64 } from "../../../filecoin/bytes.ts";
import { encodeCbor } from "../../../filecoin/cbor.ts";
import { methodNumber } from "../../../filecoin/frc42.ts";
import type { ApprovalView } from "../../../wallet/approval-views.ts";
import type { OperatorDeed } from "../../shared/operator-deeds.ts";
import { DevnetWorker } from "./devnet-worker.ts";

/** What an operator does rarely, from the command to what the chain shows afterwards, on a real devnet. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const FIL = 10n ** 18n;
const DAY = 2_880;
let worker: DevnetWorker;
let operator: string;
let holder: string;
let blsKey: string;
let actor: string;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  const offer = await worker.openOffer();
  ({ operator, holder, actor } = offer);
  await worker.signed(await worker.ask("offer.deposit", { actor, from: holder, amount: (300n * FIL).toString() }));
  await worker.signed(await worker.ask("owner.stakeJunior", { actor, from: operator, amount: (50n * FIL).toString() }));
  blsKey = (await worker.ask("miner.get", { miner: offer.miner })).worker.address;
});
afterAll(() => worker.devnet.close());

const owner = () => worker.ask("owner.get", { actor });
const governance = () => worker.ask("governance.get", { actor });

/** Does a deed and returns the approval it was shown with. */
async function done(from: string, deed: OperatorDeed): Promise<ApprovalView> {
  const review = await worker.ask("owner.operate", { actor, from, deed });
  const approval = await worker.approval(review.approvalId);
  expect([approval.blocked, approval.dryRun.ok]).toEqual([null, true]);
  await worker.signed(review);
  return approval;
}

/** The words in which the actor refuses a deed. */
async function refused(from: string, deed: OperatorDeed): Promise<string> {
  const { approvalId } = await worker.ask("owner.operate", { actor, from, deed });
  const approval = await worker.approval(approvalId);
  expect(approval.blocked?.code).toBe("blocked.dryRun");
  await worker.ask("approvals.reject", { id: approvalId });
  return JSON.stringify(approval);
}

describe("an operator", () => {
  it("lowers his fee, and cannot raise it", async () => {
    expect((await owner()).terms.fees[0]?.bps).toBe(1_000);
    const approval = await done(operator, { deed: "LowerFees", fee: 0, bps: 750 });
    expect(approval.sentence).toMatchObject({ code: "sentence.owner.LowerFees", params: { bps: { bps: 750 } } });
    expect((await owner()).terms.fees[0]?.bps).toBe(750);
    expect(await refused(operator, { deed: "LowerFees", fee: 0, bps: 800 })).toContain("the fee in basis points must be below 750");
  });

  it("creates a miner that the actor owns from its birth", async () => {
    const approval = await done(operator, { deed: "CreateMiner", worker: blsKey, proof: 10, amount: (300n * FIL).toString() });
    expect([approval.sentence.code, approval.tier]).toEqual(["sentence.owner.CreateMiner", 3]);
    const { miners } = await owner();
    expect(miners).toHaveLength(1);
    expect(miners[0]).toMatchObject({ inCustody: true, workerConfirmed: false });
    expect(BigInt(miners[0]?.principal ?? 0) > 0n).toBe(true);
  });

  it("adopts what somebody else created for the actor, once he has approved it", async () => {
    const { forms } = await owner();
    const params = encodeCbor(
      encodeCreateMiner({
        owner: Address.parse(forms.id ?? ""),
        worker: Address.parse(blsKey),
        windowPostProofType: 10n,
        peer: new Uint8Array(),
        multiaddrs: [],
      }),
    );
    await worker.signed(
      await worker.ask("send.reviewRaw", {
        from: holder,
        to: "t04",
        amount: (300n * FIL).toString(),
        method: methodNumber("CreateMiner"),
        params: toBase64(params),
      }),
    );
    const known = (await owner()).miners[0]?.miner.id ?? "";
    // Ids are given in turn: the second miner's follows the first one's.
    const miner = `t0${Number(known.slice(2)) + 1}`;
    expect(await refused(operator, { deed: "AdoptMiner", miner })).toContain("the operator has not approved this owner and miner");
    await done(operator, { deed: "ApproveAdoption", miner, worker: blsKey });
    await done(operator, { deed: "AdoptMiner", miner });
    expect((await owner()).miners.map((one) => one.miner.id)).toEqual([known, miner]);
  });

  it("names a successor, who takes the office after the voting delay", async () => {
    const approval = await done(operator, { deed: "ProposeOperator", operator: holder });
    expect([approval.sentence.code, approval.tier, approval.confirm.password]).toEqual(["sentence.owner.ProposeOperator", 3, true]);
    expect((await governance()).now.nominee?.forms.robust).toBe(holder);
    expect(await refused(holder, { deed: "AcceptOperator" })).toContain("the nominee must wait until epoch");
    await worker.peggy("Peggy.Advance", [7 * DAY]);
    await done(holder, { deed: "AcceptOperator" });
    expect(await owner()).toMatchObject({ operatedBy: holder });
    expect((await governance()).now.nominee).toBeNull();
  });
});

describe("anybody", () => {
  it("reads in the actor's own words why a position is not converted and a sector is no reason for a report", async () => {
    const miner = (await owner()).miners[0]?.miner.id ?? "";
    expect(await refused(holder, { deed: "ConvertJunior", token: "2" })).toContain("not a junior position that a replaced operator held then");
    expect(await refused(holder, { deed: "ReportOverExtension", miner, sector: "0" })).toContain("GetNominalSectorExpiration");
  });

  it("makes senior what an operator held whom the holders replaced", async () => {
    await worker.signed(await worker.ask("owner.stakeJunior", { actor, from: holder, amount: (20n * FIL).toString() }));
    const mine = async () => (await worker.ask("positions.list", { account: holder })).positions;
    const junior = (await mine()).find((one) => one.class === "junior")?.token as string;
    const token = (await mine()).find((one) => one.class === "senior")?.token as string;
    await worker.signed(await worker.ask("governance.propose", { actor, from: holder, token, action: { kind: "ReplaceOperator", operator } }));
    const { id } = (await governance()).proposals[0] ?? { id: "" };
    await worker.signed(await worker.ask("governance.vote", { actor, from: holder, proposal: id, tokens: [token], choice: "for" }));
    await worker.peggy("Peggy.Advance", [14 * DAY]);
    await worker.signed(await worker.ask("governance.execute", { actor, from: operator, proposal: id }));
    expect((await owner()).operatedBy).toBe(operator);
    await done(operator, { deed: "ConvertJunior", token: junior });
    expect((await mine()).map((one) => one.class)).toEqual(["senior", "senior"]);
  });
});

describe("winding up", () => {
  it("is for good: it asks for the password, and no deposits come in afterwards", async () => {
    await worker.signed(await worker.ask("owner.heartbeat", { actor, from: operator }));
    const approval = await done(operator, { deed: "SetLeaving" });
    expect([approval.sentence.code, approval.tier, approval.confirm.password]).toEqual(["sentence.owner.SetLeaving", 3, true]);
    expect(await owner()).toMatchObject({ status: "leaving" });
    expect(await refused(operator, { deed: "SetLeaving" })).toContain("the actor is leaving");
  });
});
