import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/root.ts";
import { TestDevnet } from "./devnet.ts";
import { Session } from "./session.ts";
import { approve, createRehearsalWallet } from "./wallet-steps.ts";

const build = JSON.parse(readFileSync(join(root, "build/owner.json"), "utf8")) as { codeCid: string };

/** Presses the wizard's button of a step, approves, and waits until the page stands at the next step. */
async function step(page: Page, button: string, next: string): Promise<void> {
  await page.getByRole("button", { name: button }).click({ timeout: 60_000 });
  await page.waitForURL(/#\/approval\//);
  if (process.env["SHOTS"]) await page.screenshot({ path: `${process.env["SHOTS"]}/approve-${button}.png`, fullPage: true });
  await approve(page);
  await page.getByRole("heading", { name: next }).waitFor({ timeout: 60_000 });
  if (process.env["SHOTS"]) await page.screenshot({ path: `${process.env["SHOTS"]}/step-${next}.png`, fullPage: true });
}

/** A promised yearly rate needs a percentage above 0; whoever goes back to a share of rewards promises none. */
async function promiseAndThinkAgain(page: Page): Promise<void> {
  const use = page.getByRole("button", { name: "Use these terms" });
  const kind = page.getByLabel("What holders earn");
  await kind.selectOption("A promised yearly rate");
  await page.getByText("A percentage from 0.01 to 100").waitFor();
  expect(await use.isDisabled()).toBe(true);
  const rate = page.getByLabel("Promised a year");
  await rate.fill("0");
  expect(await use.isDisabled()).toBe(true);
  await rate.fill("8.25");
  expect(await use.isDisabled()).toBe(false);
  await kind.selectOption("A share of all rewards");
  expect([await rate.count(), await use.isDisabled()]).toEqual([0, false]);
}

describe("a take-over", () => {
  let devnet: TestDevnet;
  let session: Session;
  beforeAll(async () => {
    devnet = await TestDevnet.start();
    session = await Session.open();
  });
  afterAll(async () => {
    await session?.close();
    await devnet?.close();
  });

  it("makes the owner actor the miner's owner, step by step, with the code of this build", async () => {
    const miner = devnet.node.miners[0]?.address ?? "";
    const page = await createRehearsalWallet(session, devnet.port);
    await page.goto(`chrome-extension://${session.id}/extension/popup/tab.html#/miners/${miner}`);
    await page.getByRole("link", { name: "Take over" }).click();
    await promiseAndThinkAgain(page);
    await page.getByRole("button", { name: "Use these terms" }).click();
    await step(page, "Review install", "Create your owner actor");
    await step(page, "Review create", "Approve the miner and its keys");
    for (const keep of await page.getByText("Keep", { exact: true }).all()) await keep.click();
    await step(page, "Review approval", "Propose the owner actor as owner");
    await step(page, "Review proposal", "Let the owner actor take the miner");
    await step(page, "Review take-over", "Confirm worker and control addresses");
    await page.getByText("Owned by code.").first().waitFor();
    await devnet.call("Peggy.Advance", 900);
    await step(page, "Review confirm", "The miner is owned by code");
    const info = await devnet.call<{ Owner: string; Beneficiary: string }>("Filecoin.StateMinerInfo", miner, null);
    const actor = await devnet.call<{ Code: { "/": string } }>("Filecoin.StateGetActor", info.Owner, null);
    expect(actor.Code["/"]).toBe(build.codeCid);
    expect(info.Beneficiary).toBe(info.Owner);
  });
});
