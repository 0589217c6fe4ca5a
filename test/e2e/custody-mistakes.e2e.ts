import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { encodeParams, numberOf } from "../../filecoin/methods/method.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { attoFil } from "../../filecoin/units.ts";
import { ChainFigures } from "./chain-figures.ts";
import { TestDevnet } from "./devnet.ts";
import { go, picture, shows } from "./flow-steps.ts";
import { Session, until } from "./session.ts";
import { readSlots } from "./stored.ts";
import { createRehearsalWallet } from "./wallet-steps.ts";
import { askWorker, confirmApproval } from "./worker-asks.ts";

const FIL = 10n ** 18n;

/** Each mistake is made on a chain that is set back afterwards, is answered in words, and signs nothing. */
describe("mistakes with miners, owner actors and positions", () => {
  let devnet: TestDevnet;
  let chain: ChainFigures;
  let session: Session;
  let page: Page;
  let operator: string;
  let stranger: string;
  let miner: string;
  let actor: string;
  let token: string;
  let before: { slots: number; nonces: number[] };

  const nonceOf = async (address: string): Promise<number> => (await devnet.call<{ Nonce: number }>("Filecoin.StateGetActor", address, null)).Nonce;
  const state = async (): Promise<typeof before> => ({ slots: (await readSlots(page)).length, nonces: [await nonceOf(operator), await nonceOf(stranger)] });

  /** Signs what a command asks for, and makes it final. */
  async function sign(asked: Promise<{ approvalId: string }>): Promise<void> {
    const id = await confirmApproval(page, (await asked).approvalId);
    await until("the message to be on the chain", async () => (await askWorker(page, "activity.get", { id })).slot.attempts[0]?.inclusion ?? undefined, 60_000);
    await devnet.call("Peggy.Advance", 10);
    await until("the message to be final", async () => (await askWorker(page, "activity.get", { id })).slot.attempts[0]?.state === "final", 60_000);
  }

  /** What an approval says that cannot be confirmed; it is rejected afterwards. */
  async function refusalOf(asked: Promise<{ approvalId: string }>): Promise<string> {
    const { approvalId } = await asked;
    await go(session, page, `/approval/${approvalId}`);
    await page.getByText("This cannot be signed").first().waitFor();
    await expect(confirmApproval(page, approvalId)).rejects.toThrow("blocked");
    const text = await page.locator("main").innerText();
    await askWorker(page, "approvals.reject", { id: approvalId });
    return text;
  }

  /** A message of any account, run without its key. */
  async function impersonate(from: string, to: string, method: number, params: Uint8Array): Promise<void> {
    await devnet.call("Peggy.Impersonate", from, { To: to, Value: "0", Method: method, Params: toBase64(params) });
  }

  /** A chain that is left as it was when the test began. */
  async function onAnotherChain(act: () => Promise<void>): Promise<void> {
    const snapshot = await devnet.call<string>("Peggy.Snapshot");
    try {
      await act();
    } finally {
      await devnet.call("Peggy.Revert", snapshot);
    }
  }

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await picture(page, `failed ${task.name}`);
  });

  const openTakeOver = (of: string): Promise<void> => go(session, page, `/miners/${of}/take-over`);

  beforeAll(async () => {
    devnet = await TestDevnet.start();
    session = await Session.open();
    page = await createRehearsalWallet(session, devnet.port);
    operator = devnet.node.accounts[0]?.address ?? "";
    miner = devnet.node.miners[0]?.address ?? "";
    chain = new ChainFigures(devnet, operator);
    const { keys } = await askWorker(page, "keys.list", {});
    stranger = (await askWorker(page, "accounts.derive", { keyId: keys[0]?.keyId ?? "", kind: "secp256k1" })).account.address;
    await devnet.call("Peggy.SetBalance", stranger, (1_000n * FIL).toString());
  });
  afterAll(async () => {
    await session?.close();
    await devnet?.close();
  });

  describe("before the take-over", () => {
    beforeAll(async () => {
      const { terms } = await askWorker(page, "takeover.defaults", {});
      const subject = { miner, account: operator };
      const draft = { ...subject, terms: { ...terms, name: "Kestrel", symbol: "KST" }, newWorker: null, addedControls: [] };
      const { keys } = await askWorker(page, "takeover.saveDraft", { ...draft, keep: {} });
      await askWorker(page, "takeover.saveDraft", { ...draft, keep: Object.fromEntries(keys.map(({ forms }) => [forms.address, true])) });
      for (const name of ["installCode", "createActor", "approveMiner"] as const) await sign(askWorker(page, `takeover.${name}`, subject));
    }, 120_000);
    beforeEach(async () => void (before = await state()));
    afterEach(async () => expect(await state()).toEqual(before));

    it("a miner of somebody else is not taken over, and not proposed", async () => {
      const other = devnet.node.miners[1]?.address ?? "";
      await openTakeOver(other);
      await page
        .getByText(/The miner's owner is .*, not this account/)
        .first()
        .waitFor();
      await expect(
        askWorker(page, "takeover.propose", { miner, account: stranger }).then(({ approvalId }) => confirmApproval(page, approvalId)),
      ).rejects.toThrow(/blocked|gateClosed|stale|notOwner/);
    });

    it("what was typed at one place does not stand at the next of its kind", async () => {
      const name = page.getByLabel(/^Name/);
      await go(session, page, `/account/${operator}`);
      await name.fill("meant for this account");
      await go(session, page, `/account/${stranger}`);
      await page.getByText(stranger.slice(-6)).first().waitFor();
      expect(await name.inputValue()).toBe("");
    });

    it("what only looks like a miner is told apart by its type", async () => {
      const { id } = (await askWorker(page, "takeover.get", { miner, account: operator })).ownerActor?.forms ?? {};
      for (const not of [devnet.node.accounts[0]?.id ?? "", id ?? ""]) {
        await openTakeOver(not);
        await page.getByText("This is not a miner").first().waitFor();
      }
    });

    it("a foreign beneficiary with an open term stands in the way, named with quota and end", () =>
      onAnotherChain(async () => {
        const term = { newBeneficiary: Address.parse(stranger, "t"), newQuota: attoFil(60_000n * FIL), newExpiration: 1_000_000 as never };
        for (const from of [operator, stranger])
          await impersonate(from, miner, numberOf(minerMethods.ChangeBeneficiary), encodeParams(minerMethods.ChangeBeneficiary, term));
        expect((await chain.minerInfo(miner)).Beneficiary).not.toBe((await chain.minerInfo(miner)).Owner);
        await openTakeOver(miner);
        await page
          .getByText(/is the miner's beneficiary, for 60,000\s?tFIL until epoch 1,000,000/)
          .first()
          .waitFor();
        expect(await page.getByRole("button", { name: "Review proposal" }).isEnabled()).toBe(false);
      }));

    it("a miner that owes more than it has is not proposed", () =>
      onAnotherChain(async () => {
        await devnet.call("Peggy.Penalty", miner, (1_000_000n * FIL).toString());
        await openTakeOver(miner);
        await page
          .getByText(/The miner owes .* and has/)
          .first()
          .waitFor();
        expect(await page.getByRole("button", { name: "Review proposal" }).isEnabled()).toBe(false);
      }));

    it("a consent that ran out has to be given again before a proposal", () =>
      onAnotherChain(async () => {
        await devnet.call("Peggy.Advance", 20_161);
        await openTakeOver(miner);
        await page.getByRole("heading", { name: "Approve the miner and its keys" }).waitFor();
        await expect(
          askWorker(page, "takeover.propose", { miner, account: operator }).then(({ approvalId }) => confirmApproval(page, approvalId)),
        ).rejects.toThrow(/blocked|gateClosed|stale/);
      }));
  });

  describe("in custody", () => {
    const deposit = (from: string, amount: bigint): Promise<{ approvalId: string }> =>
      askWorker(page, "offer.deposit", { actor, from, amount: amount.toString() });

    beforeAll(async () => {
      const subject = { miner, account: operator };
      for (const name of ["propose", "takeOwner"] as const) await sign(askWorker(page, `takeover.${name}`, subject));
      await devnet.call("Peggy.Advance", 900);
      await sign(askWorker(page, "takeover.confirmWorker", subject));
      actor = (await chain.minerInfo(miner)).Owner;
      const { epoch } = await askWorker(page, "owner.get", { actor });
      await sign(askWorker(page, "owner.openDeposits", { actor, from: operator, amount: (100n * FIL).toString(), until: epoch + 100_000 }));
      await sign(deposit(operator, 50n * FIL));
      token = (await askWorker(page, "positions.list", { account: operator })).positions.find((one) => one.principal === (50n * FIL).toString())?.token ?? "";
      expect(token).not.toBe("");
    }, 180_000);
    beforeEach(async () => void (before = await state()));

    const unchanged = async (): Promise<void> => expect(await state()).toEqual(before);

    it("a miner already in custody is not taken over again", async () => {
      await openTakeOver(miner);
      await page.getByRole("heading", { name: "The miner is owned by code" }).waitFor();
      await expect(
        askWorker(page, "takeover.takeOwner", { miner, account: operator }).then(({ approvalId }) => confirmApproval(page, approvalId)),
      ).rejects.toThrow(/blocked|gateClosed|stale/);
      await unchanged();
    });

    it("a deposit below the minimum or above the room is refused in the form", async () => {
      await go(session, page, `/offers/${actor}`);
      for (const [amount, words] of [
        ["9.999999999999999999", /The least deposit is 10\stFIL/],
        ["50.000000000000000001", /The room is 50\stFIL/],
      ] as const) {
        await page.getByLabel(/^Amount/).fill(amount);
        await page.getByText(words).first().waitFor();
        expect(await page.getByRole("button", { name: "Review deposit" }).isEnabled()).toBe(false);
      }
      await expect(deposit(stranger, 60n * FIL).then(({ approvalId }) => confirmApproval(page, approvalId))).rejects.toThrow(/blocked|dryRunFailed/);
      await unchanged();
    });

    it("FIL sent to the owner actor is shown as a donation, which asks for a typed word", async () => {
      const { approvalId } = await askWorker(page, "send.review", { from: stranger, to: actor, amount: FIL.toString(), speed: "usual" });
      await go(session, page, `/approval/${approvalId}`);
      await page
        .getByText(/donation/i)
        .first()
        .waitFor();
      expect((await askWorker(page, "approvals.get", { id: approvalId })).approval.confirm.typed.length).toBeGreaterThan(0);
      await askWorker(page, "approvals.reject", { id: approvalId });
      await unchanged();
    });

    it("somebody else's position is not transferred, withdrawn or redeemed", async () => {
      const call = { actor, from: stranger };
      const asks = [
        () => askWorker(page, "position.transfer", { ...call, token, to: stranger }),
        () => askWorker(page, "position.withdraw", { ...call, tokens: [token], recipient: null }),
        () => askWorker(page, "position.redeem", { ...call, token, amount: (50n * FIL).toString() }),
      ];
      for (const ask of asks) expect(await refusalOf(ask())).toMatch(/exit 18/);
      await unchanged();
    });

    it("a stranger's harvest works, takes no principal and pays him the tip alone", async () => {
      await devnet.call("Peggy.Reward", miner, (8n * FIL).toString());
      const [held, there] = [await devnet.balance(stranger), (await chain.view(actor, "GetMiner", { miner: Address.parse(miner, "t").id as never })).principal];
      await sign(askWorker(page, "owner.harvest", { actor, from: stranger, miner }));
      expect((await chain.view(actor, "GetMiner", { miner: Address.parse(miner, "t").id as never })).principal).toBe(there);
      expect((await chain.view(actor, "GetPosition", { token: BigInt(token) })).principal).toBe(50n * FIL);
      // The tip is at most 0.02 FIL; the fee goes off it.
      expect(await devnet.balance(stranger)).toBeLessThan(held + FIL / 50n);
      expect(await devnet.balance(stranger)).toBeGreaterThan(held);
    });

    it("a second withdrawal has nothing to pay", async () => {
      await sign(deposit(stranger, 50n * FIL));
      const own = (await askWorker(page, "positions.list", { account: stranger })).positions[0]?.token ?? "";
      // The harvest of the test before reaches the positions over days.
      await devnet.call("Peggy.Advance", 30_000);
      const withdraw = (): Promise<{ approvalId: string }> => askWorker(page, "position.withdraw", { actor, from: stranger, tokens: [own], recipient: null });
      const held = await devnet.balance(actor);
      await sign(withdraw());
      expect(await devnet.balance(actor)).toBeLessThan(held);
      before = await state();
      await go(session, page, `/positions/${actor}/${own}`);
      await shows(page.locator('p:text-is("To withdraw") + .amount'), 0n, "what is left to withdraw");
      expect(await page.getByRole("button", { name: "Withdraw rewards" }).isEnabled()).toBe(false);
      // Past the page it would run, and pay nothing.
      const { approvalId } = await withdraw();
      expect((await askWorker(page, "approvals.get", { id: approvalId })).approval.dryRun.changes.filter(({ change }) => BigInt(change) > 0n)).toEqual([]);
      await askWorker(page, "approvals.reject", { id: approvalId });
      await unchanged();
    });
  });
});
