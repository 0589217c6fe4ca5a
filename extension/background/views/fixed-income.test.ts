import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DevnetWorker, PASSWORD } from "../desk/devnet-worker.ts";

/** An offer that promises a yearly rate, as the operator makes it and holders read it; the chain is a real devnet. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const FIL = 10n ** 18n;
const YEAR = 1_051_200n;
const RATE_BPS = 800;
let worker: DevnetWorker;
let from: string;
let actor: string;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  from = (await worker.ask("accounts.list", {})).accounts[0]?.address as string;
  const subject = { miner: worker.devnet.miners[0]?.address as string, account: from };
  const { terms } = await worker.ask("takeover.defaults", {});
  await worker.ask("takeover.saveDraft", {
    ...subject,
    terms: { ...terms, custody: "FixedIncome", annualRateBps: RATE_BPS },
    keep: {},
    newWorker: null,
    addedControls: [],
  });
  await worker.signed(await worker.ask("takeover.installCode", subject));
  await worker.signed(await worker.ask("takeover.createActor", subject));
  actor = (await worker.ask("takeover.get", subject)).ownerActor?.forms.id as string;
  const call = { actor, from };
  await worker.signed(await worker.ask("owner.heartbeat", call));
  await worker.signed(await worker.ask("owner.openDeposits", { ...call, amount: (100_000n * FIL).toString(), until: 1_000_000 }));
  await worker.signed(await worker.ask("offer.deposit", { ...call, amount: (1_000n * FIL).toString() }));
});
afterAll(() => worker.devnet.close());

/** What 1,000 FIL were promised since an epoch. */
const promised = (now: number, since: number): bigint => (1_000n * FIL * BigInt(RATE_BPS) * BigInt(now - since)) / (10_000n * YEAR);

describe("an offer with a fixed income", () => {
  it("is the form's offer, tells its rate and what it means, and no share of rewards", async () => {
    const owner = await worker.ask("owner.get", { actor });
    expect(owner.terms).toMatchObject({ custody: "FixedIncome", annualRateBps: RATE_BPS });
    expect(owner.plainTerms.slice(0, 3)).toMatchObject([
      { code: "terms.fixed", params: { rate: { bps: RATE_BPS } } },
      { code: "terms.arrears" },
      { code: "terms.surplus" },
    ]);
    expect(owner.plainTerms.map(({ code }) => code)).not.toContain("terms.keep");
    expect(owner.risks.map(({ code }) => code)).toContain("risk.promise");
  });

  it("shows what is promised and unpaid, and what a deposit pays for it", async () => {
    await worker.peggy("Peggy.Mine", [20_000]);
    const { position } = await worker.ask("position.get", { actor, token: "1" });
    const { pool, epoch } = await worker.ask("owner.get", { actor });
    const due = promised(epoch, position.since);
    const off = due - BigInt(position.unpaidCoupon!);
    expect([off >= 0n && off < 3n, pool.couponDue]).toEqual([true, position.unpaidCoupon]);
    const amount = 500n * FIL;
    const quote = await worker.ask("offer.quote", { actor, account: from, amount: amount.toString() });
    expect(BigInt(quote.coupon)).toBeGreaterThan(0n);
    expect(BigInt(quote.coupon) + BigInt(quote.principal)).toBe(amount);
    await worker.signed(await worker.ask("offer.deposit", { actor, from, amount: amount.toString() }));
    const { position: own } = await worker.ask("position.get", { actor, token: "2" });
    // An epoch or two later a little more is due.
    const later = promised(own.since + 1, epoch);
    const difference = BigInt(quote.principal) - BigInt(own.principal);
    expect(difference >= 0n && difference < later, `${difference} attoFIL less than quoted`).toBe(true);
    expect(own.shortfall, "what bought coupon is no loss").toBe("0");
  });
});
