import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { expectAccessible } from "./axe.ts";
import { TestDevnet } from "./devnet.ts";
import { Session, until } from "./session.ts";
import { createRehearsalWallet } from "./wallet-steps.ts";
import { askWorker, confirmApproval } from "./worker-asks.ts";

const FIL = 10n ** 18n;
/** CID of code that is no release. */
const UNKNOWN_CODE = "bafk2bzacecqmz5ixem35b2mcbmpgekzfcjzs77x6zfjsskgmcpelpwai3gw2o";

describe("axe finds nothing", () => {
  let devnet: TestDevnet;
  let session: Session;
  let page: Page;
  const tabUrl = (path: string): string => `chrome-extension://${session.id}/extension/popup/tab.html#${path}`;

  beforeAll(async () => {
    devnet = await TestDevnet.start();
    session = await Session.open();
    page = await createRehearsalWallet(session, devnet.port);
  });
  afterAll(async () => {
    await session?.close();
    await devnet?.close();
  });

  /** Goes to each place and looks at it once it shows `wait`. */
  async function lookAt(places: readonly (readonly [name: string, url: string, wait?: string | RegExp])[]): Promise<void> {
    for (const [name, url, wait] of places) {
      await page.goto(url);
      if (wait !== undefined) await page.getByText(wait).first().waitFor();
      await expectAccessible(page, name);
    }
  }

  /** Signs what a command asks for, and makes it final. */
  async function sign(asked: Promise<{ approvalId: string }>): Promise<string> {
    const slot = await confirmApproval(page, (await asked).approvalId);
    await until(
      "the message to be on the chain",
      async () => (await askWorker(page, "activity.get", { id: slot })).slot.attempts[0]?.inclusion ?? undefined,
      60_000,
    );
    await devnet.call("Peggy.Advance", 10);
    return slot;
  }

  it("on the pages of miners, the take-over, owner actors, offers and positions", async () => {
    const [account, miner] = [devnet.node.accounts[0]?.address ?? "", devnet.node.miners[0]?.address ?? ""];
    const subject = { miner, account };
    await lookAt([
      ["miners", tabUrl("/miners"), miner],
      ["miner", tabUrl(`/miners/${miner}`), "Take over"],
      ["take over, terms", tabUrl(`/miners/${miner}/take-over`), "Use these terms"],
    ]);
    const { terms } = await askWorker(page, "takeover.defaults", {});
    const draft = { ...subject, terms: { ...terms, name: "Kestrel", symbol: "KST" }, newWorker: null, addedControls: [] };
    let view = await askWorker(page, "takeover.saveDraft", { ...draft, keep: {} });
    view = await askWorker(page, "takeover.saveDraft", { ...draft, keep: Object.fromEntries(view.keys.map(({ forms }) => [forms.address, true])) });
    for (let steps = 0; view.step !== "done" && steps < 12; steps++) {
      await lookAt([[`take over, ${view.step}`, tabUrl(`/miners/${miner}/take-over`), /^Review /]]);
      if (view.step === "worker") await devnet.call("Peggy.Advance", 900);
      const command = view.next?.command as "takeover.propose";
      const asked = await askWorker(page, command, subject);
      if (view.step === "take") await lookAt([["approval of the take-over", tabUrl(`/approval/${asked.approvalId}`), "Password, to sign this"]]);
      await sign(Promise.resolve(asked));
      view = await askWorker(page, "takeover.get", subject);
    }
    await lookAt([
      ["take over, done", tabUrl(`/miners/${miner}/take-over`), "The miner is owned by code"],
      ["miner in custody", tabUrl(`/miners/${miner}`), "Owned by code"],
    ]);
    const actor = view.ownerActor?.robust ?? "";
    const { epoch } = await askWorker(page, "owner.get", { actor });
    await lookAt([
      ["offers", tabUrl("/offers")],
      ["positions, none", tabUrl("/positions")],
    ]);
    await sign(askWorker(page, "owner.openDeposits", { actor, from: account, amount: (1_000n * FIL).toString(), until: epoch + 100_000 }));
    await sign(askWorker(page, "offer.deposit", { actor, from: account, amount: (100n * FIL).toString() }));
    const token = (await askWorker(page, "positions.list", { account })).positions.find((one) => one.class === "senior")?.token ?? "";
    await lookAt([
      ["owner actor", tabUrl(`/owners/${actor}`), "Kestrel"],
      ["offer", tabUrl(`/offers/${actor}`), "Kestrel"],
      ["positions", tabUrl("/positions"), "Kestrel"],
      ["position", tabUrl(`/positions/${actor}/${token}`), "Kestrel"],
    ]);
    await page.getByRole("button", { name: "Exit now" }).click();
    await page.getByText("At least").waitFor();
    await expectAccessible(page, "exit now");
    await lookAt([["operator's rarer calls", tabUrl(`/owners/${actor}/operate`), "Winding up"]]);
    await page.getByLabel("From now on, of the reward").fill("7.5");
    await page.getByRole("button", { name: "Lower" }).click();
    await page.getByText("Lower your fee at place 0").first().waitFor();
    await page.goto(tabUrl(`/owners/${actor}/operate`));
    await page.getByLabel("Next operator").fill(devnet.node.accounts[1]?.address ?? "");
    await page.getByRole("button", { name: "Name" }).click();
    await page.getByText("as the next operator of").first().waitFor();
    await expectAccessible(page, "approval of a successor");
    await page.goto(tabUrl(`/owners/${actor}/operate`));
    await page.getByLabel("Position no.").fill("one");
    await page.getByText("A whole number.").waitFor();
    await page.getByLabel("Position no.").fill(token);
    await page.getByRole("button", { name: "Make senior" }).click();
    await page.getByText(`Turn junior position ${token} of a replaced operator`).first().waitFor();
    await lookAt([["governance, no vote", tabUrl(`/owners/${actor}/governance`), "No open vote"]]);
    await devnet.call("Peggy.Advance", 7 * 2_880 + 1);
    const call = { actor, from: account, token };
    await sign(askWorker(page, "governance.propose", { ...call, action: { kind: "SetSealing", on: false } }));
    const proposal = "1";
    await sign(askWorker(page, "governance.vote", { actor, from: account, proposal, tokens: [token], choice: "against" }));
    await sign(askWorker(page, "owner.measure", { actor, from: account, miner }));
    await sign(askWorker(page, "offer.deposit", { actor, from: account, amount: (100n * FIL).toString() }));
    const { approvalId } = await askWorker(page, "governance.cancel", { actor, from: account, proposal });
    await lookAt([["approval about a proposal", tabUrl(`/approval/${approvalId}`), "Forward nothing more to the miners"]]);
    await sign(Promise.resolve({ approvalId }));
    await sign(askWorker(page, "governance.propose", { ...call, action: { kind: "AllowCode", code: UNKNOWN_CODE } }));
    await lookAt([["governance", tabUrl(`/owners/${actor}/governance`), "A vote for it freezes the position"]]);
    await page.getByRole("checkbox").first().check();
    await page.getByRole("radio", { name: /^Against/ }).check();
    await page.getByRole("button", { name: "Review vote" }).click();
    await page.getByText("Vote against proposal 2").first().waitFor();
    await expectAccessible(page, "approval of a vote");
    await page.goto(tabUrl(`/owners/${actor}/governance`));
    await devnet.call("Peggy.Advance", 7 * 2_880);
    await page.getByRole("button", { name: "Propose" }).click();
    for (const kind of ["SetLimits", "AllowCode", "Migrate", "SetIssuer"]) {
      await page.getByLabel("What").selectOption(kind);
      await expectAccessible(page, `proposal of ${kind}`);
    }
  });
});
