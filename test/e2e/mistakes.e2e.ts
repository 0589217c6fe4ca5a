import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { signedMessageCid, signedMessageFromJson } from "../../filecoin/message.ts";
import { TestDevnet } from "./devnet.ts";
import { RpcProxy } from "./rpc-proxy.ts";
import { Session, until } from "./session.ts";
import { readLocal, readSlots, readTable } from "./stored.ts";
import { approve, createRehearsalWallet, PASSWORD } from "./wallet-steps.ts";
import { askWorker, confirmApproval } from "./worker-asks.ts";

const FIL = 10n ** 18n;

describe("mistakes and lies", () => {
  let devnet: TestDevnet;
  let proxy: RpcProxy;
  let session: Session;
  let page: Page;

  beforeAll(async () => {
    devnet = await TestDevnet.start();
    proxy = await RpcProxy.before(devnet.node.rpc);
    session = await Session.open();
    page = await createRehearsalWallet(session, new URL(proxy.rpc).port);
  });
  afterAll(async () => {
    await session?.close();
    await proxy?.close();
    await devnet?.close();
  });

  const own = (): string => devnet.node.accounts[0]?.address ?? "";
  const receiver = (): string => devnet.node.accounts[1]?.address ?? "";
  const go = async (path: string): Promise<void> => void (await page.goto(`chrome-extension://${session.id}/extension/popup/tab.html#${path}`));
  const review = () => page.getByRole("button", { name: "Review" });

  /** An empty form: Home has to be seen first, else what is filled in is filled into the form that is on its way out. */
  async function fillSend(to: string, amount: string): Promise<void> {
    await go("/");
    await page.getByRole("heading", { name: "Home" }).waitFor();
    await go("/send");
    await page.getByRole("heading", { name: "Send" }).waitFor();
    await page.getByLabel(/^To/).fill(to);
    await page.getByLabel(/^Amount/).fill(amount);
  }

  /** Everything that a mistake must leave as it was. */
  async function state(): Promise<unknown> {
    const { keys } = await askWorker(page, "keys.list", {});
    const local = await readLocal(page);
    return {
      keys,
      vault: Object.entries(local).filter(([key]) => key.startsWith("vault.")),
      copy: (await readTable(page, "vault"))["copy"],
      slots: (await readSlots(page)).map(({ id, attempts }) => [id, attempts.length]),
      pushes: proxy.count("Filecoin.MpoolPush"),
      nonce: (await devnet.call<{ Nonce: number }>("Filecoin.StateGetActor", own(), null)).Nonce,
    };
  }

  /** Does something that must be refused, with nothing changed. */
  async function changesNothing(act: () => Promise<void>): Promise<void> {
    const before = await state();
    await act();
    expect(await state()).toEqual(before);
  }

  it("an address of another network is refused", () =>
    changesNothing(async () => {
      await fillSend(receiver().replace(/^t/, "f"), "1");
      await page.getByText("This address is of another network. Here addresses begin with t.").waitFor();
      expect(await review().isEnabled()).toBe(false);
    }));

  it("2,500 is refused with both readings", () =>
    changesNothing(async () => {
      await fillSend(receiver(), "2,500");
      await page.getByText("“2,500” can mean 2500 FIL or 2.5").waitFor();
      expect(await review().isEnabled()).toBe(false);
    }));

  it("an amount that leaves too little for the fee ceiling is refused", () =>
    changesNothing(async () => {
      const balance = await devnet.balance(own());
      await fillSend(receiver(), String(balance / FIL));
      await page.getByText(/short of the fee ceiling/).waitFor();
      expect(await review().isEnabled()).toBe(false);
    }));

  it("a message that the dry run sees fail cannot be signed", () =>
    changesNothing(async () => {
      const { approvalId } = await askWorker(page, "send.reviewRaw", {
        from: own(),
        to: devnet.node.miners[0]?.address ?? "",
        amount: "0",
        method: 99,
        params: "",
      });
      await go(`/approval/${approvalId}`);
      await page
        .getByText(/It would fail at .*\(exit 22\)/)
        .first()
        .waitFor();
      expect(await page.locator(".consent .actions > button.btn--large:enabled", { hasNotText: "Reject" }).count()).toBe(0);
      await expect(confirmApproval(page, approvalId)).rejects.toThrow("blocked");
      await askWorker(page, "approvals.reject", { id: approvalId });
    }));

  it("a dry run that ends otherwise at the confirmation asks again", () =>
    changesNothing(async () => {
      await fillSend(receiver(), "1");
      await review().click();
      await page.locator(".consent").waitFor();
      const undo = proxy.rule({
        method: "Filecoin.StateCall",
        change: (result) => {
          const call = result as { MsgRct: { ExitCode: number } };
          return { ...call, MsgRct: { ...call.MsgRct, ExitCode: 6 } };
        },
      });
      await page.getByRole("button", { name: "Type a word instead of holding" }).click();
      await page.locator(".hold-field input").fill((await page.locator(".hold-field b.mono").textContent()) ?? "");
      await page.locator(".consent .actions > button.btn--large").last().click();
      await page.getByText("This approval changed; read it again").waitFor();
      undo();
      await page.getByRole("button", { name: "Reject" }).click();
      await until("the page to go on", () => !page.url().includes("/approval/"));
    }));

  it("a node that is down, talks nonsense or is slow signs nothing and says so", () =>
    changesNothing(async () => {
      onTestFinished(() => void (proxy.state = "up"));
      for (const [how, words] of [
        ["down", /does not answer/],
        ["garbage", /answers nonsense/],
      ] as const) {
        await fillSend(receiver(), "1");
        await until("the review to be open", () => review().isEnabled());
        proxy.state = how;
        await review().click();
        // In the form itself: the band above it says the same as soon as any read has failed, while the review still runs.
        await page.locator("#send").getByText(words).first().waitFor();
        await until("the review to have ended", async () => (await page.locator("button[form=send][aria-busy=true]").count()) === 0);
        proxy.state = "up";
      }
      await fillSend(receiver(), "1");
      await until("the review to be open", () => review().isEnabled());
      const held = proxy.hold("Filecoin.StateCall");
      await review().click();
      await held.arrived;
      await page.getByRole("button", { name: "Asking the node" }).waitFor();
      held.drop();
      await page.waitForURL(/#\/approval\//);
      await page.getByRole("button", { name: "Reject" }).click();
      await until("the page to go on", () => !page.url().includes("/approval/"));
    }));

  it("a form whose quote failed opens by itself when the node is back", () =>
    changesNothing(async () => {
      onTestFinished(() => void (proxy.state = "up"));
      await fillSend(receiver(), "1");
      await until("the review to be open", () => review().isEnabled());
      proxy.state = "down";
      await page.getByLabel(/^Amount/).fill("3");
      await page
        .locator("#send")
        .getByText(/does not answer/)
        .waitFor();
      expect(await review().isEnabled()).toBe(false);
      proxy.state = "up";
      await until("the review to be open again", () => review().isEnabled());
    }));

  it("a key of one network is refused on another", () =>
    changesNothing(async () => {
      onTestFinished(async () => void (await askWorker(page, "networks.select", { id: "devnet" })));
      const secret = await session.page("extension/popup/secret.html#/import", { width: 480, height: 800 });
      const { hex } = (await askWorker(secret, "secret.exportLotusKey" as never, { password: PASSWORD, address: own() } as never)) as { hex: string };
      await secret.getByLabel(/^Network/).selectOption("calibration");
      await secret.getByRole("tab", { name: "Lotus key" }).click();
      await secret.getByLabel(/^Key from/).fill(hex);
      await secret.getByText("Signed and verified a test text").waitFor();
      await secret.getByRole("button", { name: "Import this key" }).click();
      await secret.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await secret.getByRole("button", { name: "Import this key" }).click();
      await secret.getByText("This key already belongs to Devnet").waitFor();
      await secret.close();
    }));

  describe("of a first node, while a second one does not lie", () => {
    beforeAll(async () => {
      await askWorker(page, "networks.setSecondNode", { id: "devnet", url: devnet.node.rpc, token: null });
    });
    afterAll(async () => {
      await askWorker(page, "networks.setSecondNode", { id: "devnet", url: null, token: null });
    });

    interface ActorJson {
      Code: { "/": string };
      Nonce: number;
    }

    it("a lie about the nonce is seen and nothing is signed", () =>
      changesNothing(async () => {
        await fillSend(receiver(), "1");
        await until("the review to be open", () => review().isEnabled());
        const undo = proxy.rule({ method: "Filecoin.StateGetActor", change: (actor) => ({ ...(actor as ActorJson), Nonce: (actor as ActorJson).Nonce + 7 }) });
        await review().click();
        await page
          .getByText(/disagree on nonce/)
          .first()
          .waitFor();
        undo();
      }));

    it("a lie about an actor's code is not believed: the approval says what is proven", () =>
      changesNothing(async () => {
        const undo = proxy.rule({
          method: "Filecoin.StateGetActor",
          change: (actor) => ({ ...(actor as ActorJson), Code: { "/": "bafk2bzacebleenjys37kl7rcdbpdc7orclosl6334vte5rg6prgde6cwk7q5u" } }),
        });
        const { approvalId } = await askWorker(page, "send.review", { from: own(), to: own(), amount: FIL.toString(), speed: "usual" });
        undo();
        const { approval } = await askWorker(page, "approvals.get", { id: approvalId });
        expect(approval.parties.map(({ forms }) => forms.type)).toEqual(approval.parties.map(() => "account"));
        await askWorker(page, "approvals.reject", { id: approvalId });
      }));

    it("a premium a thousand times too high is cut to its bound", () =>
      changesNothing(async () => {
        const undo = proxy.rule({ method: "Filecoin.GasEstimateGasPremium", answer: () => "100000000000" });
        const { approvalId } = await askWorker(page, "send.review", { from: own(), to: receiver(), amount: FIL.toString(), speed: "usual" });
        undo();
        const { approval } = await askWorker(page, "approvals.get", { id: approvalId });
        const bound = BigInt(approval.fee.baseFee) / 10n;
        expect(BigInt(approval.fee.premium)).toBeLessThanOrEqual(bound > 1_000_000n ? bound : 1_000_000n);
        await askWorker(page, "approvals.reject", { id: approvalId });
      }));

    it("a message that the first node takes and drops runs all the same", async () => {
      const before = await devnet.balance(receiver());
      const undo = proxy.rule({
        method: "Filecoin.MpoolPush",
        answer: ({ params }) => ({ "/": signedMessageCid(signedMessageFromJson(params[0] as never)).toString() }),
      });
      await fillSend(receiver(), "1");
      await review().click();
      await approve(page);
      await until("the receiver's balance to grow by 1 FIL", async () => (await devnet.balance(receiver())) === before + FIL);
      await until("the message to be included", async () => ["included", "final"].includes((await readSlots(page)).at(-1)?.attempts[0]?.state ?? ""));
      undo();
    });
  });
});

describe("passwords and broken copies", () => {
  let devnet: TestDevnet;
  let session: Session;
  let page: Page;

  beforeAll(async () => {
    devnet = await TestDevnet.start();
    session = await Session.open();
    page = await createRehearsalWallet(session, devnet.port);
  });
  afterAll(async () => {
    await session?.close();
    await devnet?.close();
  });

  const unlock = () => page.getByRole("button", { name: /^Unlock/ });

  async function lockAndReload(): Promise<void> {
    await askWorker(page, "wallet.lock", {});
    await page.reload();
  }

  async function unlocks(button = unlock()): Promise<void> {
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await button.click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
  }

  /** The stored waiting time is over, as if that time had gone by. */
  const waitingIsOver = (): Promise<void> =>
    page.evaluate(async () => {
      const { "lock.tries": tries } = await chrome.storage.local.get("lock.tries");
      await chrome.storage.local.set({ "lock.tries": { ...(tries as object), waitUntil: 0 } });
    });

  const vaultOf = async (): Promise<unknown> => [
    Object.entries(await readLocal(page)).filter(([key]) => key.startsWith("vault.")),
    await readTable(page, "vault"),
  ];

  it("ten wrong passwords wait longer each time, also after a restart, and leave the vault alone", async () => {
    const vault = await vaultOf();
    await lockAndReload();
    for (let tries = 1; tries <= 10; tries++) {
      const asked = Date.now();
      await page.getByLabel("Password", { exact: true }).fill("not this password");
      await unlock().click();
      await page.getByText(/Wrong password. Your vault is untouched/).waitFor();
      const { lock } = await askWorker(page, "wallet.state", {});
      expect(lock.wrongTries).toBe(tries);
      const waits = (lock.waitUntil ?? 0) - asked;
      expect(waits, `after ${tries} wrong ones`).toBeGreaterThan(tries === 1 ? 0 : Math.min(30_000, 1_000 * 2 ** (tries - 1)) - 1_000);
      if (tries === 10) break;
      await waitingIsOver();
      await page.reload();
    }
    await expect(askWorker(page, "wallet.unlock", { password: PASSWORD })).rejects.toThrow("backOff");
    await session.kill();
    session = await Session.open(session.profile);
    page = await session.tab();
    await page.getByRole("button", { name: /^Unlock in/ }).waitFor();
    expect(await page.getByRole("button", { name: /^Unlock in/ }).isEnabled()).toBe(false);
    await expect(askWorker(page, "wallet.unlock", { password: PASSWORD })).rejects.toThrow("backOff");
    expect(await vaultOf()).toEqual(vault);
    await waitingIsOver();
    await page.reload();
    await unlocks();
  });

  /** Removes or damages the copy in the database. */
  const spoilDatabase = (how: "remove" | "damage"): Promise<void> =>
    page.evaluate(
      (way) =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.open("peggy");
          request.onsuccess = () => {
            const tx = request.result.transaction(["vault"], "readwrite");
            const store = tx.objectStore("vault");
            if (way === "remove") store.delete("copy");
            else store.put({ text: "these bytes were a vault", generation: 3, sha256: "00" }, "copy");
            tx.oncomplete = () => {
              request.result.close();
              resolve();
            };
            tx.onerror = () => reject(tx.error ?? new Error("the copy was not changed"));
          };
        }),
      how,
    );
  const spoilStorage = (how: "remove" | "damage"): Promise<void> =>
    page.evaluate(async (way) => {
      const names = Object.keys(await chrome.storage.local.get(null)).filter((name) => name.startsWith("vault."));
      if (way === "remove") await chrome.storage.local.remove(names);
      else for (const name of names.filter((one) => one.startsWith("vault.slot."))) await chrome.storage.local.set({ [name]: "these bytes were a vault" });
    }, how);

  for (const [name, spoil] of [
    ["in the database", spoilDatabase],
    ["in the browser's storage", spoilStorage],
  ] as const) {
    for (const how of ["remove", "damage"] as const) {
      it(`one copy of the vault, ${name}: ${how}d, is said and repaired from the other`, async () => {
        const address = (await askWorker(page, "accounts.list", {})).selected;
        await askWorker(page, "wallet.lock", {});
        await spoil(how);
        await page.reload();
        await page.getByText("One of two copies of your vault is damaged").waitFor();
        await unlocks(page.getByRole("button", { name: "Unlock and repair" }));
        expect((await askWorker(page, "wallet.state", {})).copies.map(({ state }) => state)).toEqual(["whole", "whole"]);
        expect((await askWorker(page, "accounts.list", {})).selected).toBe(address);
      });
    }
  }

  it("both copies broken: nothing is written over them, and they can be saved", async () => {
    await askWorker(page, "wallet.lock", {});
    await spoilDatabase("damage");
    await spoilStorage("damage");
    const broken = await vaultOf();
    await page.reload();
    await page.getByText("No copy of your vault can be read").waitFor();
    expect(await page.getByRole("button", { name: "Export both copies, encrypted" }).isEnabled()).toBe(true);
    await session.stopWorker();
    await page.reload();
    await page.getByText("No copy of your vault can be read").waitFor();
    expect(await vaultOf()).toEqual(broken);
  });
});
