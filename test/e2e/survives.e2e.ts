import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signedMessageCid, signedMessageFromJson } from "../../filecoin/message.ts";
import type { Attempt, Slot } from "../../wallet/slots/slot.ts";
import { TestDevnet } from "./devnet.ts";
import { RpcProxy, type HeldCall } from "./rpc-proxy.ts";
import { Session, until } from "./session.ts";
import { readSlots } from "./stored.ts";
import { approve, createRehearsalWallet, PASSWORD } from "./wallet-steps.ts";

const FIL = 10n ** 18n;

/**
 * Where a break can fall: the dry run of the confirm is on its way, the message is held on its way out, held on the answer's way back, or in a block unseen. Between approval and
 * signature the worker waits for nobody but its own disk: that break is tried at each of its writes, without a browser (signing/crash.test.ts).
 */
type Moment = "dryRun" | "pushing" | "pushed" | "unseen";

describe("what is on its way", () => {
  let devnet: TestDevnet;
  let proxy: RpcProxy;
  let session: Session;
  let page: Page;
  /** nonces whose message was replaced on purpose */
  const replaced = new Set<number>();

  beforeAll(async () => {
    devnet = await TestDevnet.start({ epochMs: 1_000 });
    proxy = await RpcProxy.before(devnet.node.rpc);
    session = await Session.open();
    page = await createRehearsalWallet(session, new URL(proxy.rpc).port);
  });
  afterAll(async () => {
    await session?.close();
    await proxy?.close();
    await devnet?.close();
  });

  const url = (hash: string): string => `chrome-extension://${session.id}/extension/popup/tab.html#${hash}`;
  const receiver = (): string => devnet.node.accounts[1]?.address ?? "";

  /** Everything that ever left for the node. */
  function pushed(): { from: string; nonce: number; cid: string }[] {
    return proxy.calls
      .filter(({ method }) => method === "Filecoin.MpoolPush")
      .map(({ params }) => {
        const signed = signedMessageFromJson(params[0] as never);
        return { from: signed.message.from.toString(), nonce: signed.message.nonce, cid: signedMessageCid(signed).toString() };
      });
  }

  function expectOneMessagePerNonce(): void {
    const cids = new Map<string, Set<string>>();
    for (const { from, nonce, cid } of pushed()) {
      if (replaced.has(nonce)) continue;
      const key = `${from} ${nonce}`;
      cids.set(key, (cids.get(key) ?? new Set()).add(cid));
    }
    for (const [key, set] of cids) expect([...set], key).toHaveLength(1);
  }

  const newest = async (): Promise<Slot | undefined> => (await readSlots(page)).at(-1);
  const state = async (): Promise<Attempt["state"] | undefined> => (await newest())?.attempts.at(-1)?.state;

  /** Fills in the form and stands at the approval. */
  async function reviewSend(): Promise<void> {
    await page.goto(url("/send"));
    await page.getByLabel(/^To/).fill(receiver());
    await page.getByLabel(/^Amount/).fill("1");
    await page.getByRole("button", { name: "Review" }).click();
    await page.waitForURL(/#\/approval\//);
  }

  /** Arms the proxy for a moment of the next message. */
  function at(moment: Moment): HeldCall {
    if (moment === "dryRun") return proxy.hold("Filecoin.StateCall");
    if (moment === "unseen") return proxy.hold("Filecoin.StateSearchMsg");
    return proxy.hold("Filecoin.MpoolPush", moment === "pushing" ? "before" : "after");
  }

  /** Approves, and resolves when the moment has come. */
  async function approveUntil(held: HeldCall): Promise<void> {
    const approval = approve(page);
    // The page may have gone on before the moment comes, or be killed on its way; an approval that is refused shows in the moment that never comes.
    approval.catch(() => undefined);
    await held.arrived;
  }

  /** Mines until the newest message is final, and checks that the receiver got it once. */
  async function runsToTheEnd(before: bigint): Promise<void> {
    await until("the newest message to be included", async () => ["included", "final"].includes((await state()) ?? ""), 60_000);
    await devnet.call("Peggy.Advance", 10);
    await until("the newest message to be final", async () => (await state()) === "final", 60_000);
    expect(await devnet.balance(receiver())).toBe(before + FIL);
    expectOneMessagePerNonce();
  }

  async function reopen(): Promise<void> {
    session = await Session.open(session.profile);
    page = await session.tab("#/activity");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Unlock" }).click();
    await page.getByRole("heading", { name: "Activity" }).waitFor();
  }

  for (const [moment, words] of [
    ["dryRun", "before the signature"],
    ["pushing", "after the signature, before the node has it"],
    ["pushed", "after the node took it, before its answer"],
    ["unseen", "after a block took it, before the wallet knows"],
  ] as const) {
    it(`goes on when the worker is stopped ${words}`, async () => {
      const before = await devnet.balance(receiver());
      await reviewSend();
      const held = at(moment);
      const confirmed = approve(page);
      await held.arrived;
      await session.stopWorker();
      held.drop();
      await confirmed;
      await page.waitForURL(/#\/activity\//);
      await runsToTheEnd(before);
      await page.getByText("Final", { exact: true }).first().waitFor();
    });
  }

  for (const [moment, words] of [
    ["pushing", "after the signature, before the node has it"],
    ["pushed", "after the node took it, before its answer"],
    ["unseen", "after a block took it, before the wallet knows"],
  ] as const) {
    it(`goes on when the browser is killed ${words}`, async () => {
      const before = await devnet.balance(receiver());
      await reviewSend();
      const held = at(moment);
      await approveUntil(held);
      await session.kill();
      held.drop();
      await reopen();
      await runsToTheEnd(before);
    });
  }

  it("sends the same bytes again when the chain is reorganised under an included message", async () => {
    const before = await devnet.balance(receiver());
    await reviewSend();
    const snapshot = await devnet.call<string>("Peggy.Snapshot");
    await approve(page);
    await until("the message to be included", async () => (await state()) === "included", 60_000);
    const cid = (await newest())?.attempts[0]?.chainCid;
    await devnet.call("Peggy.Revert", snapshot);
    expect(await devnet.balance(receiver())).toBe(before);
    await runsToTheEnd(before);
    expect((await newest())?.attempts.map((attempt) => attempt.chainCid)).toEqual([cid]);
  });
});
