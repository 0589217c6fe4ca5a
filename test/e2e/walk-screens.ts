import type { Page } from "playwright-core";
import type { TestDevnet } from "./devnet.ts";
import { until, type Session } from "./session.ts";
import { createRehearsalWallet } from "./wallet-steps.ts";
import { askWorker, confirmApproval } from "./worker-asks.ts";

/** What looks at a screen: a page, and the name of what it shows. */
export type Look = (page: Page, name: string) => Promise<void>;

const FIL = 10n ** 18n;
/** Screens that have no need of a full tab, by the path they have in both windows. */
const IN_POPUP = /^\/($|account|send|receive|activity|approval|networks|settings|address-book|miners$|offers$|positions$)/;

/**
 * Every screen of the wallet once, with something on it: first start, lock and secrets, accounts and messages, miners and the take-over, an offer and its owner
 * actor, positions and votes, dialogs and approvals. Two windows are driven, a tab and (for what fits there) the popup.
 */
export class ScreenWalk {
  #tab!: Page;
  #popup!: Page;

  constructor(
    private readonly session: Session,
    private readonly devnet: TestDevnet,
    private readonly look: Look,
  ) {}

  async walk(): Promise<void> {
    await this.#firstStart();
    this.#tab = await createRehearsalWallet(this.session, this.devnet.port);
    this.#popup = await this.session.popup();
    await this.#wallet();
    await this.#takeOver();
    await this.#custody();
    await this.#secrets();
  }

  get #account(): string {
    return this.devnet.node.accounts[0]?.address ?? "";
  }
  get #other(): string {
    return this.devnet.node.accounts[1]?.address ?? "";
  }
  get #miner(): string {
    return this.devnet.node.miners[0]?.address ?? "";
  }
  #url(page: string, path: string): string {
    return `chrome-extension://${this.session.id}/extension/popup/${page}.html#${path}`;
  }

  /** Looks at a place in the tab and, where the popup has it too, in the popup, once it shows `wait`. */
  async #at(name: string, path: string, wait?: string | RegExp): Promise<void> {
    for (const [window, page] of [["tab", this.#tab] as const, ["popup", this.#popup] as const]) {
      if (window === "popup" && !IN_POPUP.test(path)) continue;
      await page.goto(this.#url(window, path));
      // Only a page that is loaded anew cannot be taken for the one before.
      await page.reload();
      if (wait !== undefined) await page.getByText(wait).first().waitFor();
      await this.look(page, `${name} (${window})`);
    }
  }

  /** Opens a dialog of the page that the tab shows, looks at it and closes it. */
  async #dialog(button: string | RegExp, name: string): Promise<void> {
    await this.#tab.getByRole("button", { name: button }).first().click();
    await this.#tab.getByRole("dialog").waitFor();
    await this.look(this.#tab, `${name} (tab)`);
    await this.#tab.keyboard.press("Escape");
    await this.#tab.getByRole("dialog").waitFor({ state: "detached" });
  }

  /** Signs what a command asks for, and makes it final. */
  async #sign(asked: Promise<{ approvalId: string }>): Promise<void> {
    const slot = await confirmApproval(this.#tab, (await asked).approvalId);
    await until(
      "the message to be on the chain",
      async () => (await askWorker(this.#tab, "activity.get", { id: slot })).slot.attempts[0]?.inclusion ?? undefined,
      60_000,
    );
    await this.devnet.call("Peggy.Advance", 10);
  }

  async #approval(name: string, asked: Promise<{ approvalId: string }>): Promise<string> {
    const { approvalId } = await asked;
    await this.#at(`approval, ${name}`, `/approval/${approvalId}`, /\d/);
    return approvalId;
  }

  async #firstStart(): Promise<void> {
    const page = await this.session.tab("", `?devnet=${this.devnet.port}`);
    await page
      .getByText(/answers$/)
      .first()
      .waitFor();
    await this.look(page, "welcome (tab)");
    await page.close();
    const secret = await this.session.page("extension/popup/secret.html#/create", { width: 1280, height: 900 });
    await secret.locator("ol.words").waitFor();
    await this.look(secret, "create, words (secret)");
    await secret.getByRole("checkbox").check();
    await secret.getByRole("button", { name: "Check my words" }).click();
    await this.look(secret, "create, words asked back (secret)");
    for (const path of ["/rehearse", "/restore-file", "/import"]) {
      await secret.goto(this.#url("secret", path));
      await secret.reload();
      await this.look(secret, `${path.slice(1)} (secret)`);
    }
    for (const kind of ["Lotus key", "Watch only"]) {
      await secret.getByRole("tab", { name: kind }).click();
      await this.look(secret, `import, ${kind} (secret)`);
    }
    await secret.close();
  }

  async #wallet(): Promise<void> {
    const [from, to] = [this.#account, this.#other];
    await this.#at("positions, none", "/positions");
    await this.#at("offers, none", "/offers");
    await this.#at("activity, none", "/activity");
    await this.#at("send", "/send");
    await this.#tab.goto(this.#url("tab", "/send"));
    await this.#tab.getByLabel(/^To/).fill(to);
    await this.#tab.getByLabel(/^Amount/).fill("1,5");
    await this.look(this.#tab, "send, refused amount (tab)");
    await this.#tab.getByLabel(/^Amount/).fill("1");
    await until("the review to be open", async () => this.#tab.getByRole("button", { name: "Review" }).isEnabled());
    await this.look(this.#tab, "send, filled in (tab)");
    await this.#approval("send", askWorker(this.#tab, "send.review", { from, to, amount: FIL.toString(), speed: "usual" }));
    await this.#approval("send, dear", askWorker(this.#tab, "send.review", { from, to, amount: (20n * FIL).toString(), speed: "usual" }));
    await this.#sign(askWorker(this.#tab, "send.review", { from, to, amount: FIL.toString(), speed: "usual" }));
    await this.#approval("unknown method", askWorker(this.#tab, "send.reviewRaw", { from, to: this.#miner, amount: "0", method: 77, params: "gQE=" }));
    await askWorker(this.#tab, "contacts.save", { address: to, label: "Bea" });
    await this.#at("home", "/", "99,99");
    await this.#at("activity", "/activity", /^(Final|Included|In mempool)/);
    const { slots } = await askWorker(this.#tab, "activity.list", { account: null });
    await this.#at("message", `/activity/${encodeURIComponent(slots[0]?.id ?? "")}`);
    await this.#at("receive", "/receive");
    await this.#at("account", `/account/${from}`);
    await this.#at("add account", "/accounts/add");
    await this.#at("networks", "/networks", "Mainnet");
    await this.#at("network", "/networks/devnet", "RPC address");
    await this.#at("add network", "/networks/add", "RPC address");
    await this.#at("settings", "/settings");
    await this.#at("raw message", "/settings/raw");
    await this.#at("diagnostics", "/settings/diagnostics", "Diagnostics");
    await this.#at("address book", "/address-book", "Bea");
  }

  async #takeOver(): Promise<void> {
    const subject = { miner: this.#miner, account: this.#account };
    const place = `/miners/${this.#miner}`;
    await askWorker(this.#tab, "miners.find", {});
    await this.#at("miners", "/miners", this.#miner);
    await this.#at("miner of a key", place, "Take over");
    for (const act of ["Withdraw", "Change worker or control addresses", "Propose another owner", "Change beneficiary"])
      await this.#dialog(act, `miner, ${act}`);
    const miner = { miner: this.#miner, from: this.#account };
    await this.#approval("new owner", askWorker(this.#tab, "miner.proposeOwner", { ...miner, owner: this.#other }));
    await this.#approval("new worker", askWorker(this.#tab, "miner.changeWorker", { ...miner, worker: this.#other, controls: [this.#account] }));
    const term = { beneficiary: this.#other, quota: (10n ** 24n).toString(), expiration: 9_000_000 };
    await this.#approval("beneficiary, alarm", askWorker(this.#tab, "miner.changeBeneficiary", { ...miner, ...term }));
    await this.#at("take over, terms", `${place}/take-over`, "Use these terms");
    const { terms } = await askWorker(this.#tab, "takeover.defaults", {});
    const draft = { ...subject, terms: { ...terms, name: "Kestrel", symbol: "KST" }, newWorker: null, addedControls: [] };
    let view = await askWorker(this.#tab, "takeover.saveDraft", { ...draft, keep: {} });
    await this.#at("take over, keys", `${place}/take-over`);
    view = await askWorker(this.#tab, "takeover.saveDraft", { ...draft, keep: Object.fromEntries(view.keys.map(({ forms }) => [forms.address, true])) });
    for (let steps = 0; view.step !== "done" && steps < 12; steps++) {
      await this.#at(`take over, ${view.step}`, `${place}/take-over`, /^Review /);
      if (view.step === "worker") await this.devnet.call("Peggy.Advance", 900);
      const asked = askWorker(this.#tab, view.next?.command as "takeover.propose", subject);
      if (["propose", "take"].includes(view.step)) await this.#approval(`take-over, ${view.step}`, asked);
      await this.#sign(asked);
      view = await askWorker(this.#tab, "takeover.get", subject);
    }
    await this.#at("take over, done", `${place}/take-over`, "The miner is owned by code");
    await this.#at("miner of code", place, "Owned by code");
    await this.#dialog("How do you know?", "miner, how it is known");
  }

  async #custody(): Promise<void> {
    const from = this.#account;
    const { ownerActor } = await askWorker(this.#tab, "takeover.get", { miner: this.#miner, account: from });
    const actor = ownerActor?.robust ?? "";
    const call = { actor, from };
    const { epoch } = await askWorker(this.#tab, "owner.get", { actor });
    await this.#sign(askWorker(this.#tab, "owner.openDeposits", { ...call, amount: (1_000n * FIL).toString(), until: epoch + 100_000 }));
    const deposit = (): Promise<{ approvalId: string }> => askWorker(this.#tab, "offer.deposit", { ...call, amount: (100n * FIL).toString() });
    await this.#approval("deposit", deposit());
    await this.#sign(deposit());
    await this.#sign(deposit());
    await this.#sign(askWorker(this.#tab, "owner.stakeJunior", { ...call, amount: (100n * FIL).toString() }));
    await this.#sign(askWorker(this.#tab, "owner.forward", { ...call, miner: this.#miner, amount: (50n * FIL).toString(), attestation: null }));
    await this.devnet.call("Peggy.Reward", this.#miner, (40n * FIL).toString());
    await this.#at("owner actor", `/owners/${actor}`, "Kestrel");
    await this.#dialog("How do you know?", "owner actor, how it is known");
    await this.#dialog("Forward", "owner actor, forward");
    await this.#dialog("Open room for deposits", "owner actor, room");
    await this.#dialog("Change worker or control addresses", "owner actor, worker");
    await this.#at("operate", `/owners/${actor}/operate`, "Winding up");
    await this.#at("offer", `/offers/${actor}`, "Kestrel");
    await this.#tab.getByLabel(/^Amount/).fill("10");
    await this.#tab
      .getByText(/^Share|share/)
      .first()
      .waitFor();
    await this.look(this.#tab, "offer, filled in (tab)");
    await this.#at("offers", "/offers", "Kestrel");
    await this.devnet.call("Peggy.Advance", 7 * 2_880 + 1);
    await this.#sign(askWorker(this.#tab, "owner.harvest", { ...call, miner: this.#miner }));
    await this.devnet.call("Peggy.Advance", 3 * 2_880);
    const [first, second] = (await askWorker(this.#tab, "positions.list", { account: from })).positions.filter((one) => one.class === "senior");
    const token = first?.token ?? "";
    await this.#sign(askWorker(this.#tab, "position.redeem", { ...call, token: second?.token ?? "", amount: (60n * FIL).toString() }));
    await this.#at("positions", "/positions", "Kestrel");
    await this.#at("position", `/positions/${actor}/${token}`, "Kestrel");
    await this.#dialog("How do you know?", "position, how it is known");
    for (const act of ["Exit now", "Redeem", "Transfer", "Split"]) await this.#dialog(new RegExp(`^${act}`), `position, ${act}`);
    await this.#approval("redeem", askWorker(this.#tab, "position.redeem", { ...call, token, amount: (20n * FIL).toString() }));
    await this.#approval("transfer", askWorker(this.#tab, "position.transfer", { ...call, token, to: this.#other }));
    await this.#at("governance, no vote", `/owners/${actor}/governance`, "No open vote");
    await this.#dialog("Propose", "governance, propose");
    await this.#sign(askWorker(this.#tab, "governance.propose", { ...call, token, action: { kind: "SetSealing", on: false } }));
    await this.#at("governance", `/owners/${actor}/governance`, "voting");
    await this.#approval("vote", askWorker(this.#tab, "governance.vote", { ...call, proposal: "1", tokens: [token], choice: "for" }));
    await this.#at("home, with custody", "/", "Kestrel");
  }

  async #secrets(): Promise<void> {
    const { keys } = await askWorker(this.#tab, "keys.list", {});
    const secret = await this.session.page("extension/popup/secret.html#/export-file", { width: 1280, height: 900 });
    for (const path of [`/reveal/${keys[0]?.keyId}`, `/export-key/${this.#account}`, "/export-file", "/change-password", "/forgotten"]) {
      await secret.goto(this.#url("secret", path));
      await secret.reload();
      await this.look(secret, `${path.split("/")[1]} (secret)`);
    }
    await secret.close();
    await askWorker(this.#tab, "wallet.lock", {});
    await this.#at("unlock", "/", "Unlock FIL Peggy");
    for (const page of [this.#tab, this.#popup]) {
      await page.getByLabel("Password", { exact: true }).fill("not this one");
      await page.getByRole("button", { name: "Unlock", exact: true }).click();
      await page.getByText(/^Wrong password/).waitFor();
      await this.look(page, `unlock, wrong password (${page === this.#tab ? "tab" : "popup"})`);
    }
  }
}
