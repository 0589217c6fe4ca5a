import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./axe.ts";
import { TestDevnet } from "./devnet.ts";
import { Session } from "./session.ts";
import { createRehearsalWallet } from "./wallet-steps.ts";
import { askWorker } from "./worker-asks.ts";

const FIL = 10n ** 18n;
/** The farthest epoch that a page may ask for; its date is beyond what a calendar holds. */
const LAST_EPOCH = Number.MAX_SAFE_INTEGER;

describe("an approval is signed only when every line of it is shown", () => {
  let devnet: TestDevnet;
  let session: Session;
  let page: Page;
  const accounts = (): [string, string] => [devnet.node.accounts[0]?.address ?? "", devnet.node.accounts[1]?.address ?? ""];

  beforeAll(async () => {
    devnet = await TestDevnet.start();
    session = await Session.open();
    page = await createRehearsalWallet(session, devnet.port);
  });
  afterAll(async () => {
    await session?.close();
    await devnet?.close();
  });

  async function open(approvalId: string): Promise<void> {
    await page.goto(`chrome-extension://${session.id}/extension/popup/tab.html#/approval/${approvalId}`);
  }

  /** From now on this page gets the worker's approvals with one value replaced. */
  async function garble(path: readonly (string | number)[], value: unknown): Promise<void> {
    await page.reload();
    await page.evaluate(
      ([at, to]) => {
        const send = chrome.runtime.sendMessage.bind(chrome.runtime) as (message: unknown) => Promise<unknown>;
        chrome.runtime.sendMessage = (async (message: { name?: string }) => {
          const reply = (await send(message)) as { ok: boolean; body: { approval: unknown } };
          if (message.name !== "approvals.get" || !reply.ok) return reply;
          let place = reply.body.approval as Record<string | number, unknown>;
          for (const step of at.slice(0, -1)) place = place[step] as typeof place;
          place[at.at(-1) ?? ""] = to;
          return reply;
        }) as typeof chrome.runtime.sendMessage;
      },
      [path, value] as const,
    );
  }

  /** The page says that it cannot show a line, and there is nothing to confirm. */
  async function refused(): Promise<void> {
    await page
      .getByText("A line cannot be shown, so nothing can be signed")
      .first()
      .waitFor()
      .catch(async (error: unknown) => {
        throw new Error(`expected the page to refuse; it shows ${await page.locator("body").innerText()}`, { cause: error });
      });
    expect(await page.locator(".consent").count()).toBe(0);
  }

  it("a beneficiary's end beyond every calendar date stands there by its epoch, and the new beneficiary whole", async () => {
    const [from, to] = accounts();
    const miner = devnet.node.miners[0]?.address ?? "";
    const term = { beneficiary: to, quota: FIL.toString(), expiration: LAST_EPOCH };
    const { approvalId } = await askWorker(page, "miner.changeBeneficiary", { miner, from, ...term });
    await open(approvalId);
    await page.locator(".consent").waitFor();
    const said = await page.locator("main").innerText();
    expect(said).toContain("9,007,199,254,740,991");
    expect(said.replace(/\s/g, "")).toContain(to);
  });

  it.each([
    ["an amount that is none", ["sentence", "params", "amount", "atto"], "1 FIL"],
    ["a sentence without words", ["sentence", "code"], "sentence.neverWritten"],
    ["a receiver that is no address", ["sentence", "params", "to", "address"], "f1abc"],
    ["a fee that is none", ["fee", "ceiling"], "little"],
    [
      "a check that lacks its values",
      ["checks", 0],
      { id: "x", state: "ok", text: { code: "probe.answers", params: {} }, source: { kind: "own", node: null } },
    ],
    ["a party that is missing", ["parties", 0, "forms"], null],
  ])("with %s there is nothing to confirm, and the reason stands there", async (_, path, value) => {
    const [from, to] = accounts();
    const { approvalId } = await askWorker(page, "send.review", { from, to, amount: FIL.toString(), speed: "usual" });
    await garble(path, value);
    await open(approvalId);
    await refused();
    await expectAccessible(page, "approval with a line that cannot be shown");
    await page.getByRole("button", { name: "Reject" }).click();
    await page.waitForURL(/#\/$/);
    const { approval } = await askWorker(page, "approvals.get", { id: approvalId });
    expect([approval.state, approval.deadReason]).toEqual(["dead", "rejected"]);
  });
});
