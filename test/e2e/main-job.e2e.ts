import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { encodeParams, numberOf } from "../../filecoin/methods/method.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { Address } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { actorId } from "../../filecoin/units.ts";
import { root } from "../../scripts/root.ts";
import type { ModelTerms } from "../model/books.ts";
import { rewardOf } from "../model/accumulator.ts";
import { OwnerModel } from "../model/owner-model.ts";
import { principalOf } from "../model/share-class.ts";
import { ChainFigures } from "./chain-figures.ts";
import { TestDevnet } from "./devnet.ts";
import { figure, go, importAnotherKey, importFirstKey, lookOver, picture, shows, sign, type Ran } from "./flow-steps.ts";
import { Session, until } from "./session.ts";
import { createRehearsalWallet } from "./wallet-steps.ts";

const build = JSON.parse(readFileSync(join(root, "build/owner.json"), "utf8")) as { codeCid: string };

const FIL = 10n ** 18n;
const DAY = 2_880;
const NOTICE = 7 * DAY;
/** Terms the form starts from, as the model knows them. */
const TERMS: Omit<ModelTerms, "operator"> = {
  fees: [{ beneficiary: null, bps: 1_000n }],
  tipBps: 50n,
  tipMaximum: FIL / 50n,
  smoothing: 7 * DAY,
  notice: NOTICE,
  minimumDeposit: 10n * FIL,
  cap: 1_000_000n * FIL,
  reserveBps: 500n,
  juniorMinimumBps: 1_500n,
  limits: { maxMiners: 8, maxPerMiner: 1_000_000n * FIL, maxForwardPerDay: 100_000n * FIL },
  voting: { delay: 7 * DAY, period: 7 * DAY, grace: 7 * DAY, quorumBps: 2_000n, approvalBps: 6_000n },
  absence: 30 * DAY,
  exitDiscountBps: 200n,
  annualRateBps: 0n,
  attested: false,
  issuer: null,
};

/** A promised yearly rate needs a percentage above 0; whoever goes back to a share of rewards promises none. */
async function promiseAndThinkAgain(page: Page): Promise<void> {
  const use = page.getByRole("button", { name: "Use these terms" });
  const kind = page.getByLabel("What holders earn");
  await kind.selectOption("A promised yearly rate");
  const rate = page.getByLabel("Promised a year");
  await rate.waitFor();
  expect(await use.isDisabled()).toBe(true);
  await rate.fill("0");
  await page.getByText("A percentage from 0.01 to 100").waitFor();
  expect(await use.isDisabled()).toBe(true);
  await rate.fill("8.25");
  expect(await use.isDisabled()).toBe(false);
  await kind.selectOption("A share of all rewards");
  expect([await rate.count(), await use.isDisabled()]).toEqual([0, false]);
}

/** Shares its chain, wallets and model between the steps: each begins where the one before ended. */
describe("the main job, with two people in two browsers", () => {
  let devnet: TestDevnet;
  let chain: ChainFigures;
  let operatorSession: Session;
  let holderSession: Session;
  let operator: Page;
  let holder: Page;
  let miner: string;
  let minerId: bigint;
  let actor: string;
  let model: OwnerModel;
  /** The holder's first position, and the operator's in-kind junior. */
  let token: number;
  let inKind: number;
  const people: { address: string; id: bigint; key: string }[] = [];
  const person = (at: number): { address: string; id: bigint; key: string } => people[at] as { address: string; id: bigint; key: string };

  beforeAll(async () => {
    devnet = await TestDevnet.start({ epochMs: 0 });
    people.push(...devnet.node.accounts.map(({ address, id, key }) => ({ address, id: Address.parse(id, "t").id, key })));
    miner = devnet.node.miners[0]?.address ?? "";
    minerId = Address.parse(miner, "t").id;
    chain = new ChainFigures(devnet, person(0).address);
    [operatorSession, holderSession] = await Promise.all([Session.open(), Session.open()]);
  });
  afterAll(async () => {
    await Promise.all([operatorSession?.close(), holderSession?.close()]);
    await devnet?.close();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    for (const page of [operator, holder]) if (page !== undefined) await picture(page, `failed ${task.name.slice(0, 3)}`);
  });

  const advance = (epochs: number): Promise<unknown> => devnet.call("Peggy.Advance", epochs);

  /** The model as it would be in a message now. */
  async function modelNow(): Promise<OwnerModel> {
    const now = new OwnerModel(model.books.terms, 0);
    now.books = structuredClone(model.books);
    now.touch(await devnet.height());
    return now;
  }

  async function claimOf(account: bigint): Promise<bigint> {
    return (await modelNow()).books.claims.get(account) ?? 0n;
  }

  async function rewardOfToken(id: number): Promise<bigint> {
    const { books } = await modelNow();
    const stake = books.positions.get(id);
    if (stake === undefined) throw new Error(`the model knows no token ${id}`);
    return rewardOf(books, stake);
  }

  function principalOfToken(id: number): bigint {
    const stake = model.books.positions.get(id);
    if (stake === undefined) throw new Error(`the model knows no token ${id}`);
    return principalOf(model.books, stake);
  }

  /** A button of the owner actor's page that leads straight to an approval, with what the miner shows before it. */
  async function press(page: Page, button: string): Promise<Ran> {
    return sign(devnet, page, button, () => page.getByRole("button", { name: button, exact: true }).first().click());
  }

  /** A button that opens a dialog with fields, and the dialog's Review. */
  async function fill(page: Page, button: string, fields: Record<string, string>): Promise<Ran> {
    return sign(devnet, page, button, async () => {
      await page.getByRole("button", { name: button }).first().click();
      const dialog = page.getByRole("dialog");
      for (const [label, value] of Object.entries(fields)) await dialog.getByLabel(label).and(page.locator("input, textarea")).fill(value);
      await lookOver(page, `dialog ${button}`);
      await dialog.getByRole("button", { name: "Review" }).click();
    });
  }

  /** One step of the take-over, until the page stands at the next. */
  async function step(button: string, next: string): Promise<Ran> {
    const ran = await press(operator, button);
    await operator.getByRole("heading", { name: next }).waitFor();
    await picture(operator, `take-over ${next}`);
    return ran;
  }

  it("(a) the operator hands the miner to the owner actor, and no hidden control key stays", async () => {
    operator = await createRehearsalWallet(operatorSession, devnet.port);
    // What vests now stays the former owner's; a control key that nobody remembers stands on the miner.
    await devnet.call("Peggy.Reward", miner, (12n * FIL).toString());
    await go(operatorSession, operator, `/miners/${miner}`);
    await fill(operator, "Change worker or control addresses", { "Control addresses": person(3).address });
    expect((await chain.minerInfo(miner)).ControlAddresses).toHaveLength(1);
    await operator.getByText("Control 1").waitFor();
    await picture(operator, "miner of a key");

    await operator.getByRole("link", { name: "Take over" }).click();
    await operator.getByLabel("Name").fill("Kestrel");
    await operator.getByLabel("Symbol").fill("KST");
    await promiseAndThinkAgain(operator);
    await picture(operator, "take-over terms");
    await operator.getByRole("button", { name: "Use these terms" }).click();
    await step("Review install", "Create your owner actor");
    const created = await step("Review create", "Approve the miner and its keys");
    model = new OwnerModel({ ...TERMS, operator: person(0).id }, created.epoch);
    await operator
      .getByRole("row", { name: /Worker/ })
      .getByText("Keep", { exact: true })
      .click();
    await operator
      .getByRole("row", { name: /Control/ })
      .getByText("Drop", { exact: true })
      .click();
    await step("Review approval", "Propose the owner actor as owner");
    await step("Review proposal", "Let the owner actor take the miner");

    // A second one, behind the back of the approval.
    const { Worker: worker } = await chain.minerInfo(miner);
    const hidden = {
      newWorker: Address.parse(worker, "t"),
      newControlAddresses: [Address.parse(person(4).address, "t"), Address.parse(person(3).address, "t")],
    };
    await devnet.call("Peggy.Impersonate", person(0).address, {
      To: miner,
      Value: "0",
      Method: numberOf(minerMethods.ChangeWorkerAddress),
      Params: toBase64(encodeParams(minerMethods.ChangeWorkerAddress, hidden)),
    });
    expect((await chain.minerInfo(miner)).ControlAddresses).toHaveLength(2);

    const facts = await chain.minerFacts(miner);
    const taken = await step("Review take-over", "Confirm worker and control addresses");
    const crew = { worker: Address.parse(worker, "t").id, controls: [] };
    model.approveMiner(taken.epoch, minerId, crew);
    const expected = model.takeOwner(taken.epoch, minerId, person(0).id, facts);
    inKind = expected.token;

    const info = await chain.minerInfo(miner);
    expect(info.ControlAddresses ?? []).toEqual([]);
    expect(info.Worker).toBe(worker);
    expect(info.Beneficiary).toBe(info.Owner);
    expect(await chain.codeOf(info.Owner)).toBe(build.codeCid);
    actor = info.Owner;
    // Three quarters of the reward were vesting (and of the tips that the miner earned by mining these messages).
    expect(expected.legacy).toBeGreaterThanOrEqual(9n * FIL);
    expect((await chain.view(actor, "GetMiner", { miner: actorId(minerId) })).principal).toBe(expected.principal);

    await advance(900);
    const confirmed = await step("Review confirm", "The miner is owned by code");
    expect(model.confirmWorker(confirmed.epoch, minerId, { ...crew, pending: null }).works).toBe(true);
    await go(operatorSession, operator, `/miners/${miner}`);
    await operator.getByText("Owned by code. No key can change that.").waitFor();
    await operator.getByText("This miner is ruled by its owner actor.", { exact: false }).waitFor();
    await picture(operator, "miner of an owner actor");
  });

  it("(b) the operator opens a room, and a holder deposits 100 FIL by the offer's address", async () => {
    await go(operatorSession, operator, `/owners/${actor}`);
    const opened = await fill(operator, "Open room for deposits", { Amount: "1000", "Open for": "60" });
    model.openDeposits(opened.epoch, 1_000n * FIL, opened.epoch + 60 * DAY);
    await shows(figure(operator, "Room"), 1_000n * FIL, "the room on the operator's page");

    holder = await importFirstKey(holderSession, devnet.port, person(1).key);
    await holder.getByText("100,000").first().waitFor();
    await go(holderSession, holder, "/offers");
    await holder.getByLabel("Open an offer").fill(actor);
    await picture(holder, "offers");
    await holder.getByRole("button", { name: "Open", exact: true }).click();
    await holder.getByRole("heading", { name: "Kestrel" }).waitFor();
    await shows(figure(holder, "Room for deposits now"), 1_000n * FIL, "the room on the offer");
    // What refuses a deposit is said before the review, beside its amount.
    const review = holder.getByRole("button", { name: "Review deposit" });
    for (const [amount, refusal] of [
      ["9", "The least deposit is 10 tFIL."],
      ["1000.5", "The room is 1,000 tFIL."],
    ] as const) {
      await holder.getByLabel(/^Amount/).fill(amount);
      await holder.getByText(refusal.replace(" tFIL", "\u00a0tFIL")).waitFor();
      expect(await review.isDisabled()).toBe(true);
    }
    await holder.getByLabel(/^Amount/).fill("100");
    await shows(figure(holder.locator("form"), "Principal"), 100n * FIL, "the principal that the deposit would give");
    await picture(holder, "offer");
    const deposited = await press(holder, "Review deposit");
    token = model.deposit(deposited.epoch, person(1).id, 100n * FIL);

    const position = await chain.view(actor, "GetPosition", { token: BigInt(token) });
    expect([position.owner, position.principal, position.since]).toEqual([person(1).id, 100n * FIL, deposited.epoch]);
    await go(holderSession, holder, "/positions");
    await shows(holder.getByRole("row", { name: /^All/ }).locator(".amount").first(), 100n * FIL, "all principal of the holder");
    await holder.getByText("“Kestrel”").first().click();
    await shows(figure(holder, "Principal"), 100n * FIL, "the principal of the position");
    await picture(holder, "new position");
  });

  it("(c) the operator forwards 80 FIL to the miner", async () => {
    await go(operatorSession, operator, `/owners/${actor}`);
    await shows(figure(operator, "Liquid principal"), 100n * FIL, "the liquid principal before");
    const facts = await chain.minerFacts(miner);
    const sent = await fill(operator, "Forward", { Amount: "80" });
    model.forward(sent.epoch, minerId, 80n * FIL, facts, null);
    const { principal } = await chain.view(actor, "GetMiner", { miner: actorId(minerId) });
    expect(principal).toBe(model.books.miners.get(minerId)?.K);
    await shows(figure(operator, "Liquid principal"), 20n * FIL, "the liquid principal afterwards");
    await shows(figure(operator, "Principal there"), principal, "the principal at the miner");
    // Deadlines that ended meanwhile have taken their daily fees.
    expect(await chain.actorBalance(miner)).toBeGreaterThan(facts.balance + 80n * FIL - FIL / 1_000n);
  });

  /** Days of mining: each a reward of 2 FIL, of which three quarters vest over 180 days. */
  async function mine(days: number): Promise<void> {
    for (let day = 0; day < days; day += 5) {
      await devnet.call("Peggy.Reward", miner, (10n * FIL).toString());
      await advance(5 * DAY);
    }
  }

  async function harvest(): Promise<void> {
    await go(operatorSession, operator, `/owners/${actor}`);
    await operator.getByRole("button", { name: "Harvest", exact: true }).waitFor();
    const facts = await chain.minerFacts(miner);
    const harvested = await press(operator, "Harvest");
    const taken = model.harvest(harvested.epoch, minerId, facts);
    expect(taken.reward).toBeGreaterThan(0n);
    const view = await chain.view(actor, "GetMiner", { miner: actorId(minerId) });
    expect([view.harvested, view.principal]).toEqual([harvested.epoch, model.books.miners.get(minerId)?.K]);
    const pool = await chain.view(actor, "GetPool", {});
    const now = (await modelNow()).books;
    expect([pool.streamLeft, pool.streamEnd, pool.rewards, pool.fees]).toEqual([now.stream.left, now.stream.end, now.R, now.F]);
    await shows(figure(operator, "Reward on its way"), now.stream.left, "the stream on the operator's page");
    await picture(operator, "owner actor after a harvest");
  }

  const streamEnds = async (): Promise<unknown> => advance(Math.max(1, model.books.stream.end - (await devnet.height()) + 1));

  it("(d) (e) a month of rewards is harvested, and in the end the holder's reward is the model's to the attoFIL", async () => {
    await mine(30);
    await harvest();
    await streamEnds();
    const expected = await rewardOfToken(token);
    expect(expected).toBeGreaterThan(FIL);
    expect((await chain.view(actor, "GetPosition", { token: BigInt(token) })).reward).toBe(expected);
    await go(holderSession, holder, `/positions/${actor}/${token}`);
    await shows(toWithdraw(holder), expected, "the holder's reward on the page");
    await picture(holder, "position after the stream");
    // The operator's in-kind junior earns by the same rule.
    expect((await chain.view(actor, "GetPosition", { token: BigInt(inKind) })).reward).toBe(await rewardOfToken(inKind));
  });

  const toWithdraw = (page: Page) => page.locator('p:text-is("To withdraw") + .amount');

  it("(f) a withdrawal arrives in the holder's account", async () => {
    const [inActor, inAccount] = [await chain.actorBalance(actor), await devnet.balance(person(1).address)];
    const { epoch, gasCost } = await press(holder, "Withdraw rewards");
    const paid = model.sentBy(person(1).id).withdraw(epoch, [token]);
    expect(paid).toBeGreaterThan(FIL);
    expect(await chain.actorBalance(actor)).toBe(inActor - paid);
    expect(await devnet.balance(person(1).address)).toBe(inAccount + paid - gasCost);
    await shows(toWithdraw(holder), 0n, "what is left to withdraw");
    await go(holderSession, holder, "/");
    await holder.getByRole("heading", { name: "Home" }).waitFor();
    await picture(holder, "home of a holder");
  });

  it("(g) a transfer moves principal and future reward, and not what was earned", async () => {
    await importAnotherKey(holderSession, person(2).key);
    await mine(10);
    await harvest();
    await advance(Math.floor((model.books.stream.end - model.books.now) / 2));
    await go(holderSession, holder, `/positions/${actor}/${token}`);
    const { epoch } = await fill(holder, "Transfer", { To: person(2).address });
    model.transfer(epoch, [token], person(2).id);
    const earned = await claimOf(person(1).id);
    expect(earned).toBeGreaterThan(0n);

    await streamEnds();
    const position = await chain.view(actor, "GetPosition", { token: BigInt(token) });
    expect([position.owner, position.principal, position.reward]).toEqual([person(2).id, 100n * FIL, await rewardOfToken(token)]);
    expect(position.reward).toBeGreaterThan(0n);
    expect((await chain.view(actor, "GetAccount", { account: Address.id(person(1).id) })).claim).toBe(earned);
    await shows(toWithdraw(holder), position.reward, "the reward that the third account earned since");
    await go(holderSession, holder, "/positions");
    await picture(holder, "positions after the transfer");

    // What was earned is still there for the first holder, who has no position any more.
    const before = await devnet.balance(person(1).address);
    const withdrawn = await press(holder, "Withdraw rewards");
    expect(model.sentBy(person(1).id).withdraw(withdrawn.epoch, [])).toBe(earned);
    expect(await devnet.balance(person(1).address)).toBe(before + earned - withdrawn.gasCost);
  });

  it("(h) a redemption: request, notice, recall, finalize, claim", async () => {
    await go(holderSession, holder, `/positions/${actor}/${token}`);
    const asked = await fill(holder, "Redeem", { Amount: "60" });
    const request = model.redeem(asked.epoch, token, 60n * FIL);
    await shows(figure(holder, "Principal"), 40n * FIL, "the principal that stays");
    await advance(NOTICE);

    await go(operatorSession, operator, `/owners/${actor}`);
    await operator.getByText("notice is over").waitFor();
    await picture(operator, "owner actor with a request");
    let facts = await chain.minerFacts(miner);
    // What is free at the miner comes with the reward first, some 50 FIL: 40 FIL of principal are missing.
    const recalled = await fill(operator, "Recall", { Amount: "100" });
    expect(model.sentBy(person(0).id).recall(recalled.epoch, minerId, 100n * FIL, facts).principal).toBeGreaterThan(40n * FIL);
    facts = await chain.minerFacts(miner);
    const finalized = await press(operator, "Pay matured requests");
    expect(model.finalize(finalized.epoch, 64, new Map([[minerId, facts]])).paid).toBe(60n * FIL);
    await shows(figure(operator, "Liquid principal"), model.books.L, "the liquid principal");

    await go(holderSession, holder, "/positions");
    await holder.getByRole("button", { name: "Claim" }).waitFor();
    await picture(holder, "a claim");
    const before = await devnet.balance(person(2).address);
    const claimed = await press(holder, "Claim");
    expect(model.claimRedemption(claimed.epoch, request)).toBe(60n * FIL);
    expect(await devnet.balance(person(2).address)).toBe(before + 60n * FIL - claimed.gasCost);
    await until("the request to leave the page", async () => (await holder.getByText(`request ${request}`).count()) === 0);
  });

  it("(i) a loss is borne by withheld fees, then by the operator's junior, then by holders, and the pages say so", async () => {
    const junior = (): bigint => model.books.classes.junior.P;
    const withheld = model.books.withheld.older + model.books.withheld.newer;
    const [juniorBefore, seniorBefore] = [junior(), model.books.classes.senior.P];
    expect(withheld).toBeGreaterThan(0n);

    await lose(withheld + 50n * FIL);
    await go(holderSession, holder, `/owners/${actor}`);
    await holder.getByText("Loss not booked yet").waitFor();
    await shows(figure(holder, "Operator's fees, withheld"), withheld, "the fees that losses may take");
    await picture(holder, "a loss not booked yet");
    let facts = await chain.minerFacts(miner);
    const first = await press(holder, "Measure");
    const loss = model.measure(first.epoch, minerId, facts);
    expect([model.books.withheld.older + model.books.withheld.newer, junior(), model.books.classes.senior.P]).toEqual([
      0n,
      juniorBefore - (loss - withheld),
      seniorBefore,
    ]);
    await poolIsTheModels();
    await holder.getByText("holders bore 0").first().waitFor();
    await lostOf("Senior", 0n);
    await lostOf("Junior", loss - withheld);
    await picture(holder, "the junior bears a loss");

    await lose(junior() + 10n * FIL);
    await go(operatorSession, operator, `/owners/${actor}`);
    await operator.getByText("Loss not booked yet").waitFor();
    facts = await chain.minerFacts(miner);
    const second = await press(operator, "Measure");
    model.measure(second.epoch, minerId, facts);
    expect(junior()).toBe(0n);
    expect(model.books.classes.senior.P).toBeLessThan(seniorBefore);
    await poolIsTheModels();
    await picture(operator, "holders bear a loss");
    await go(holderSession, holder, `/owners/${actor}`);
    await lostOf("Senior", model.books.W.senior);
    await lostOf("Junior", juniorBefore);

    await go(holderSession, holder, `/positions/${actor}/${token}`);
    await holder.getByText("Part of the principal is lost").waitFor();
    await shows(figure(holder, "Principal"), principalOfToken(token), "the principal after the loss");
    await shows(figure(holder, "Shortfall"), 40n * FIL - principalOfToken(token), "the shortfall of the position");
    await picture(holder, "position after a loss");
  });

  /** A penalty that burns everything that vests and `beyond` attoFIL of what lies under the books' principal. */
  async function lose(beyond: bigint): Promise<void> {
    const { balance } = await chain.minerFacts(miner);
    const principal = model.books.miners.get(minerId)?.K ?? 0n;
    await devnet.call("Peggy.Penalty", miner, (balance - principal + beyond).toString());
  }

  async function poolIsTheModels(): Promise<void> {
    const pool = await chain.view(actor, "GetPool", {});
    const { books } = await modelNow();
    expect([
      pool.liquid,
      pool.atMiners,
      pool.senior.principal,
      pool.junior.principal,
      pool.writtenOffSenior,
      pool.writtenOffJunior,
      pool.rewards,
      pool.fees,
    ]).toEqual([books.L, books.miners.get(minerId)?.K, books.classes.senior.P, books.classes.junior.P, books.W.senior, books.W.junior, books.R, books.F]);
  }

  const lostOf = (side: string, atto: bigint): Promise<void> =>
    shows(
      holder
        .getByRole("row", { name: new RegExp(`^${side}`) })
        .locator(".amount")
        .last(),
      atto,
      `what the class ${side} has lost`,
    );
});
