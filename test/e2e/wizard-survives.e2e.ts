import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/root.ts";
import { TestDevnet } from "./devnet.ts";
import { pushedMessages } from "./pushed-messages.ts";
import { RpcProxy, type HeldCall } from "./rpc-proxy.ts";
import { Session } from "./session.ts";
import { approve, createRehearsalWallet, PASSWORD } from "./wallet-steps.ts";

const build = JSON.parse(readFileSync(join(root, "build/owner.json"), "utf8")) as { codeCid: string };

/** The take-over is broken at another moment in each step, in turn by a stopped worker and a killed browser. */
describe("a take-over that is broken in every step", () => {
  let devnet: TestDevnet;
  let proxy: RpcProxy;
  let session: Session;
  let page: Page;
  const miner = (): string => devnet.node.miners[0]?.address ?? "";

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

  const goTakeOver = (): Promise<unknown> => page.goto(`chrome-extension://${session.id}/extension/popup/tab.html#/miners/${miner()}/take-over`);

  async function reopen(): Promise<void> {
    session = await Session.open(session.profile);
    page = await session.tab(`#/miners/${miner()}/take-over`);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Unlock" }).click();
  }

  async function review(button: string): Promise<void> {
    await page.getByRole("button", { name: button }).click();
    await page.waitForURL(/#\/approval\//);
  }

  const nextStep = (heading: string): Promise<void> => page.getByRole("heading", { name: heading }).waitFor();
  /** The dry run of a confirm, before anything is signed. */
  const unsigned = (): HeldCall => proxy.hold("Filecoin.StateCall");

  async function stopAt(held: HeldCall): Promise<void> {
    const confirmed = approve(page);
    await held.arrived;
    await session.stopWorker();
    held.drop();
    await confirmed;
  }

  async function killAt(held: HeldCall): Promise<void> {
    // For the later moments the page has gone on by then; for the others it is killed on its way.
    approve(page).catch(() => undefined);
    await held.arrived;
    await session.kill();
    held.drop();
    await reopen();
  }

  it("goes on from the chain and ends as if nothing had been", async () => {
    await goTakeOver();
    await page.getByRole("button", { name: "Use these terms" }).click();

    await review("Review install");
    await stopAt(unsigned());
    await nextStep("Create your owner actor");

    await session.stopWorker();
    await review("Review create");
    await killAt(proxy.hold("Filecoin.MpoolPush", "before"));
    await nextStep("Approve the miner and its keys");

    for (const keep of await page.getByText("Keep", { exact: true }).all()) await keep.click();
    await review("Review approval");
    await stopAt(proxy.hold("Filecoin.MpoolPush", "after"));
    await nextStep("Propose the owner actor as owner");

    await review("Review proposal");
    await session.stopWorker();
    await killAt(proxy.hold("Filecoin.MpoolPush", "after"));
    await nextStep("Let the owner actor take the miner");

    await review("Review take-over");
    await killAt(proxy.hold("Filecoin.StateSearchMsg"));
    await nextStep("Confirm worker and control addresses");

    await devnet.call("Peggy.Advance", 900);
    await review("Review confirm");
    await stopAt(proxy.hold("Filecoin.MpoolPush", "before"));
    await nextStep("The miner is owned by code");

    const info = await devnet.call<{ Owner: string; Beneficiary: string }>("Filecoin.StateMinerInfo", miner(), null);
    const actor = await devnet.call<{ Code: { "/": string } }>("Filecoin.StateGetActor", info.Owner, null);
    expect(actor.Code["/"]).toBe(build.codeCid);
    expect(info.Beneficiary).toBe(info.Owner);
    const perNonce = [...pushedMessages(proxy).values()].map((cids) => cids.size);
    expect(perNonce).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
