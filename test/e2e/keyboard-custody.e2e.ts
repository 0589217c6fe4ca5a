import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestDevnet } from "./devnet.ts";
import { figure, picture, shows, sign } from "./flow-steps.ts";
import { approveByKeyboard, expectApprovalOrder, focused, goByRail, press, tab, tabTo, write } from "./keyboard.ts";
import { Session, until } from "./session.ts";
import { createRehearsalWallet } from "./wallet-steps.ts";

const FIL = 10n ** 18n;
const DAY = 2_880;

/** Each step begins where the one before ended. */
describe("with the keyboard alone, a miner, its owner actor and a position", () => {
  let devnet: TestDevnet;
  let session: Session;
  let page: Page;
  let miner: string;
  let other: string;
  let actor: string;

  beforeAll(async () => {
    devnet = await TestDevnet.start({ epochMs: 0 });
    session = await Session.open();
    miner = devnet.node.miners[0]?.address ?? "";
    other = devnet.node.accounts[3]?.address ?? "";
    page = await createRehearsalWallet(session, devnet.port);
    await devnet.call("Peggy.Reward", miner, (12n * FIL).toString());
    // The ids of the genesis are final.
    await devnet.call("Peggy.Advance", 10);
  });
  afterAll(async () => {
    await session?.close();
    await devnet?.close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await picture(page, `failed ${task.name}`);
  });

  const info = (): Promise<{ Owner: string; Beneficiary: string; ControlAddresses: string[] | null; PendingOwnerAddress: string | null }> =>
    devnet.call("Filecoin.StateMinerInfo", miner, null);
  const heading = (name: string | RegExp): Promise<void> => page.getByRole("heading", { name }).first().waitFor();

  /** Presses what leads to an approval, gives the consent, and comes back with the focus in the page. */
  async function signs(what: string, lead: () => Promise<void>): Promise<void> {
    await sign(devnet, page, what, lead, { consent: approveByKeyboard, looks: false });
    await until("the focus to be on the page again", async () => (await focused(page)).tag === "h1");
  }

  /** Opens a dialog, and sees that the focus goes into it, stays in it, and comes back to its opener when Escape closes it. Leaves it open. */
  async function opensDialog(opener: RegExp): Promise<void> {
    await press(page, opener);
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    const inside = (): Promise<boolean> => page.evaluate(() => document.querySelector("[role=dialog]")?.contains(document.activeElement) ?? false);
    await until("the focus to be in the dialog", inside);
    const seen = new Set<string>();
    for (let steps = 0; steps < 14; steps++) {
      seen.add((await tab(page, steps % 7 === 6)).name);
      expect(await inside(), `the focus inside “${opener}”`).toBe(true);
    }
    expect(seen, "the stops of the dialog").toContain("Cancel");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await until("the focus to be at the opener again", async () => opener.test((await focused(page)).name));
    await page.keyboard.press("Enter");
    await dialog.waitFor();
    await until("the focus to be in the dialog", inside);
  }

  /** Rejects by Escape, with nothing signed, and is back on the page. */
  async function rejects(): Promise<void> {
    await page.waitForURL(/#\/approval\//);
    await page.locator(".consent").waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL((url) => !url.hash.startsWith("#/approval/"));
    await until("the focus to be on the page again", async () => (await focused(page)).tag === "h1");
  }

  it("a key-owned miner's dialogs lead to their approvals, and Escape refuses them", async () => {
    await goByRail(page, "Miners");
    await page.getByText(miner).first().waitFor();
    await press(page, new RegExp(`^${miner}`));
    await heading(`Miner ${miner}`);
    const before = await info();

    await page.getByText("What you can do").waitFor();
    await opensDialog(/^Withdraw/);
    await tabTo(page, /^Everything/);
    await page.keyboard.press("ArrowRight");
    await write(page, /^Amount/, "1");
    await press(page, /^Review/);
    await rejects();

    await opensDialog(/^Propose another owner/);
    await write(page, /^New owner/, other);
    await press(page, /^Review/);
    await rejects();

    await opensDialog(/^Change beneficiary/);
    await write(page, /^Beneficiary/, other);
    await write(page, /^Quota/, "5");
    await write(page, /^Until epoch/, "5000000");
    await press(page, /^Review/);
    // Far beyond a year: an alarm, where refusing is the safe act.
    await page.locator(".alarm").waitFor();
    await expectApprovalOrder(page);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => !url.hash.startsWith("#/approval/"));
    expect(await info()).toEqual(before);

    await opensDialog(/^Change worker or control addresses/);
    await signs("control addresses", async () => {
      await write(page, /^Control addresses/, other);
      await press(page, /^Review/);
    });
    expect((await info()).ControlAddresses).toHaveLength(1);
  });

  it("the take-over, from the terms to the confirmed worker", async () => {
    const step = async (button: RegExp, next: string): Promise<void> => {
      await signs(next, () => press(page, button));
      await heading(next);
    };
    await page.getByRole("link", { name: "Take over" }).waitFor();
    await press(page, /^Take over$/);
    await page.getByRole("button", { name: "Use these terms" }).waitFor();
    await write(page, /^Name/, "Kestrel");
    await write(page, /^Symbol/, "KST");
    await press(page, /^More terms/);
    await write(page, /^Link to more about the offer/, "https://kestrel.example");
    await press(page, /^Use these terms/);
    await page.getByRole("button", { name: "Review install" }).waitFor();
    await step(/^Review install/, "Create your owner actor");
    await step(/^Review create/, "Approve the miner and its keys");
    await tabTo(page, /^Keep/);
    await page.keyboard.press("Space");
    await tab(page);
    await tabTo(page, /^Keep/);
    await page.keyboard.press("ArrowRight");
    expect((await focused(page)).name).toBe("Drop");
    await until("the approval to be open", () => page.getByRole("button", { name: "Review approval" }).isEnabled());
    await step(/^Review approval/, "Propose the owner actor as owner");
    await step(/^Review proposal/, "Let the owner actor take the miner");
    await step(/^Review take-over/, "Confirm worker and control addresses");
    await devnet.call("Peggy.Advance", 900);
    await step(/^Review confirm/, "The miner is owned by code");
    const now = await info();
    expect([now.Beneficiary, now.ControlAddresses ?? []]).toEqual([now.Owner, []]);
    actor = now.Owner;
  });

  it("room, a deposit by the offer's address, forward, harvest, recall and measure", async () => {
    await press(page, /^Open owner actor/);
    await page.getByRole("button", { name: "Open room for deposits" }).waitFor();
    await opensDialog(/^Open room for deposits/);
    await signs("room", async () => {
      await write(page, /^Amount/, "1000");
      await write(page, /^Open for/, "60");
      await press(page, /^Review/);
    });
    await shows(figure(page, "Room"), 1_000n * FIL, "the room");

    await goByRail(page, "Offers");
    await write(page, /^Open an offer/, actor);
    await page.keyboard.press("Enter");
    await heading(/Kestrel/);
    await page.getByLabel(/^Amount/).waitFor();
    await write(page, /^Amount/, "100");
    await until("the deposit to be open", () => page.getByRole("button", { name: "Review deposit" }).isEnabled());
    await signs("deposit", () => press(page, /^Review deposit/));

    await goByRail(page, "Offers");
    await page.getByText("you operate it").waitFor();
    await press(page, /you operate it/);
    await page.getByRole("button", { name: "Forward" }).waitFor();
    await opensDialog(/^Forward$/);
    await signs("forward", async () => {
      await write(page, /^Amount/, "80");
      await press(page, /^Review/);
    });
    await shows(figure(page, "Liquid principal"), 20n * FIL, "the liquid principal");

    for (let days = 0; days < 30; days += 10) {
      await devnet.call("Peggy.Reward", miner, (20n * FIL).toString());
      await devnet.call("Peggy.Advance", 10 * DAY);
    }
    await signs("harvest", () => press(page, /^Harvest$/));
    await opensDialog(/^Recall$/);
    await signs("recall", async () => {
      await write(page, /^Amount/, "10");
      await press(page, /^Review/);
    });
    await signs("measure", () => press(page, /^Measure$/));
    await devnet.call("Peggy.Advance", 10 * DAY);
  });

  it("rewards are withdrawn, a part redeemed, paid and claimed, the rest transferred", async () => {
    await goByRail(page, "Positions");
    const label = await page
      .getByRole("row", { name: /Senior.*100/ })
      .getByRole("link")
      .getAttribute("aria-label");
    const position = new RegExp(`${label?.split(", ").at(-1)}$`);
    await press(page, position);
    await until("there to be something to withdraw", () => page.getByRole("button", { name: "Withdraw rewards" }).isEnabled());
    await signs("withdraw", () => press(page, /^Withdraw rewards/));

    await opensDialog(/^Redeem/);
    await signs("redeem", async () => {
      await write(page, /^Amount/, "60");
      await press(page, /^Review/);
    });
    await shows(figure(page, "Principal"), 40n * FIL, "the principal that stays");
    await devnet.call("Peggy.Advance", 7 * DAY);

    await goByRail(page, "Offers");
    await page.getByText("you operate it").waitFor();
    await press(page, /you operate it/);
    await page.getByText("notice is over").waitFor();
    await opensDialog(/^Recall$/);
    await signs("recall for the exit", async () => {
      await write(page, /^Amount/, "70");
      await press(page, /^Review/);
    });
    await signs("finalize", () => press(page, /^Pay matured requests/));

    await goByRail(page, "Positions");
    await page.getByRole("button", { name: "Claim" }).waitFor();
    await signs("claim", () => press(page, /^Claim$/));
    await until("the request to leave the page", async () => (await page.getByRole("button", { name: "Claim" }).count()) === 0);

    await press(page, position);
    await opensDialog(/^Transfer/);
    await signs("transfer", async () => {
      await write(page, /^To/, other);
      await press(page, /^Review/);
    });
  });
});
