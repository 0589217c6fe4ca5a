import { entropyToMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestDevnet } from "./devnet.ts";
import { picture } from "./flow-steps.ts";
import { approveByKeyboard, choose, expectApprovalOrder, focused, goByRail, press, tab, tabTo, write } from "./keyboard.ts";
import { Session, until } from "./session.ts";
import { PASSWORD } from "./wallet-steps.ts";
import { askWorker } from "./worker-asks.ts";

const FIL = 10n ** 18n;

/** The page that a press opens beside this one. */
async function opened(session: Session, act: () => Promise<void>): Promise<Page> {
  const [page] = await Promise.all([session.context.waitForEvent("page"), act()]);
  await page.locator("h1").waitFor();
  return page;
}

describe("with the keyboard alone, a first start", () => {
  let devnet: TestDevnet;
  let session: Session;
  let page: Page;

  beforeAll(async () => {
    devnet = await TestDevnet.start();
    session = await Session.open();
  });
  afterAll(async () => {
    await session?.close();
    await devnet?.close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail" && page !== undefined) await picture(page, `failed ${task.name}`);
  });

  it("shows a ring at each stop; one that is not there would be found", async () => {
    page = await session.tab("", `?devnet=${devnet.port}`);
    await page
      .getByText(/answers$/)
      .first()
      .waitFor();
    await tab(page);
    expect((await focused(page)).fault).toBeNull();
    await page.evaluate(() => (document.activeElement as HTMLElement).style.setProperty("outline", "none"));
    expect((await focused(page)).fault).toContain("no ring");
    await page.evaluate(() => (document.activeElement as HTMLElement).style.setProperty("outline", "2px solid var(--surface)"));
    expect((await focused(page)).fault).toContain("contrast");
    await page.reload();
  });

  it("leads to a rehearsal wallet, and 1 FIL is sent", async () => {
    await page
      .getByText(/answers$/)
      .first()
      .waitFor();
    const secret = await opened(session, () => press(page, /^Rehearse on the devnet/));
    await secret.getByLabel("The same again").waitFor();
    await write(secret, /^Password/, PASSWORD);
    await write(secret, /^The same again/, PASSWORD);
    await secret.keyboard.press("Enter");
    await secret.getByRole("heading", { name: "Rehearsal wallet ready" }).waitFor();
    await secret.close();

    await page.getByRole("heading", { name: "Home" }).waitFor();
    const to = devnet.node.accounts[1]?.address ?? "";
    const before = await devnet.balance(to);
    await press(page, /^Send$/);
    await page.getByLabel(/^To/).waitFor();
    await write(page, /^To/, to);
    await write(page, /^Amount/, "1");
    await until("the review to be open", () => page.getByRole("button", { name: "Review" }).isEnabled());
    await press(page, /^Review$/);
    await page.waitForURL(/#\/approval\//);
    await approveByKeyboard(page);
    await page.waitForURL(/#\/activity\//);
    await until("the receiver's balance to grow by 1 FIL", async () => (await devnet.balance(to)) === before + FIL);
  });
});

/** Each step begins where the one before ended. */
describe("with the keyboard alone, a wallet", () => {
  let devnet: TestDevnet;
  let session: Session;
  let page: Page;
  let other: string;

  beforeAll(async () => {
    devnet = await TestDevnet.start();
    session = await Session.open();
    other = devnet.node.accounts[1]?.address ?? "";
  });
  afterAll(async () => {
    await session?.close();
    await devnet?.close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail" && page !== undefined) await picture(page, `failed ${task.name}`);
  });

  const heading = (name: string | RegExp): Promise<void> => page.getByRole("heading", { name }).first().waitFor();

  it("words are imported at the first start", async () => {
    page = await session.tab("", `?devnet=${devnet.port}`);
    await page.locator(".network--rehearsal").first().waitFor();
    const secret = await opened(session, () => press(page, /^Import a wallet/));
    await choose(secret, /^Network/, /127\.0\.0\.1/);
    await until("the choice of the network to keep the focus", async () => (await focused(secret)).name.startsWith("Network"));
    await write(secret, /^12 or 24 words/, entropyToMnemonic(new Uint8Array(16).fill(7), wordlist));
    await secret.getByText("These words open").waitFor();
    await press(secret, /^Import these accounts/);
    await secret.getByLabel("The same again", { exact: true }).waitFor();
    await write(secret, /^Password/, PASSWORD);
    await write(secret, /^The same again/, PASSWORD);
    await press(secret, /^Import these accounts/);
    await secret.getByRole("heading", { name: "Imported" }).waitFor();
    await tabTo(secret, /^Open the wallet/);
    await secret.close();
    await heading("Home");
  });

  it("a Lotus key is imported beside them", async () => {
    await press(page, /^Add account/);
    await heading("Add account");
    const secret = await opened(session, () => press(page, /^Import/));
    await tabTo(secret, /^Words$/);
    await secret.keyboard.press("ArrowRight");
    await write(secret, /^Key from/, devnet.node.accounts[0]?.key ?? "");
    await secret.getByText("Signed and verified a test text").waitFor();
    await press(secret, /^Import this key/);
    await secret.getByLabel("Password", { exact: true }).waitFor();
    await write(secret, /^Password/, PASSWORD);
    await secret.keyboard.press("Enter");
    await secret.getByRole("heading", { name: "Imported" }).waitFor();
    await secret.close();
    await goByRail(page, "Home");
    await page.getByText("100,000").first().waitFor();
  });

  it("the wallet is locked, a wrong password refused, and unlocked", async () => {
    await press(page, /^Lock$/, { backwards: true });
    await page.getByRole("heading", { name: "Unlock FIL Peggy" }).waitFor();
    await until("the password field to have the focus", async () => (await focused(page)).name.startsWith("Password"));
    await page.keyboard.type("not this password");
    await page.keyboard.press("Enter");
    const alert = page.getByRole("alert");
    await alert.waitFor();
    // A clock that runs in an alert would be read out every second.
    const said = await alert.innerText();
    await until("the field to take a password again, with the focus in it", async () => {
      if ((await alert.count()) > 0) expect(await alert.innerText()).toBe(said);
      return (await focused(page)).name.startsWith("Password");
    });
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await heading("Home");
  });

  it("the first stop leads past the rail, to the content", async () => {
    await page.reload();
    await heading("Home");
    expect((await tab(page)).name).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement))).toBe(true);
    await tab(page);
    expect(await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement))).toBe(true);
  });

  it("the time of the lock, the theme and the language are chosen", async () => {
    await goByRail(page, "Settings");
    await heading("Settings");
    const settings = async () => (await askWorker(page, "wallet.state", {})).settings;
    await choose(page, /^Lock after/, /^30 minutes/);
    await until("the time to be kept", async () => (await settings()).lockMinutes === 30);
    await press(page, /^Lock with the screen/, { key: "Space" });
    await until("the lock of the screen to be kept", async () => (await settings()).lockWithScreen === false);
    await press(page, /^Dark$/);
    await until("the dark theme", async () => (await page.evaluate(() => document.documentElement.dataset["theme"])) === "dark");
    await choose(page, /^Language/, /中文/, { backwards: true });
    await until("the page to be Chinese", () => page.evaluate(() => document.documentElement.lang === "zh-CN"));
    await page.keyboard.press("Home");
    await until("the page to be English", () => page.evaluate(() => document.documentElement.lang === "en"));
    await press(page, /^System$/);
    await until("the system's theme", async () => (await settings()).theme === "system");
  });

  it("an address gets a name, and loses it", async () => {
    await goByRail(page, "Address book");
    await heading("Address book");
    await write(page, /^Address/, other);
    await write(page, /^Name/, "Kestrel's purse");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Remove Kestrel's purse" }).waitFor();
    await press(page, /^Remove Kestrel's purse/);
    await page.getByText("No names yet").waitFor();
  });

  it("an account is named; a watched one is dropped by its dialog", async () => {
    await goByRail(page, "Home");
    await press(page, new RegExp(`^Account.*100,000`));
    await page.getByLabel(/^Name/).waitFor();
    await write(page, /^Name/, "Till");
    await page.keyboard.press("Enter");
    await heading("Till");
    await goByRail(page, "Home");
    await press(page, /^Add account/);
    await write(page, /^Address to watch/, devnet.node.accounts[4]?.address ?? "");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Stop watching" }).waitFor();
    await press(page, /^Stop watching/);
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await until("the focus to be at the opener again", async () => (await focused(page)).name === "Stop watching");
    await page.keyboard.press("Enter");
    await dialog.waitFor();
    await press(page, /^Stop watching/);
    await heading("Home");
  });

  it("an approval rejects by Escape, signs nothing by Enter from outside, and is dead for its first moments", async () => {
    const slots = async (): Promise<number> => (await askWorker(page, "activity.list", { account: null })).slots.length;
    const before = await slots();
    await press(page, /^Send$/);
    await page.getByLabel(/^To/).waitFor();
    await write(page, /^To/, other);
    await write(page, /^Amount/, "20");
    await press(page, /^From/, { tags: ["summary"] });
    await choose(page, /^From/, /^Till/);
    await until("the review to be open", () => page.getByRole("button", { name: "Review" }).isEnabled());
    await press(page, /^Review$/);
    await page.waitForURL(/#\/approval\//);
    await page.locator(".consent").waitFor();
    await expectApprovalOrder(page);

    await page.keyboard.press("Enter");
    const asked = await page.locator(".consent > .field label b.mono").allTextContents();
    for (const text of asked) {
      await write(page, new RegExp(`${text}$`), text);
      await page.keyboard.press("Enter");
    }
    await write(page, /^Password/, PASSWORD);
    await page.keyboard.press("Enter");
    await press(page, /^Type a word instead of holding/);
    const word = (await page.locator(".hold-field b.mono").textContent()) ?? "";
    await until("the word's field to have the focus", async () => (await focused(page)).tag === "input");
    await page.keyboard.type(word);
    await page.keyboard.press("Enter");
    const confirm = page.locator(".consent .actions > button.btn--large").last();
    await until("the approval to accept a confirmation", () => confirm.isEnabled());
    // Every stop but the buttons: none of them signs.
    for (let steps = 0; steps < 40; steps++) {
      const stop = await tab(page);
      if (stop.tag === "input" || stop.tag === "body") await page.keyboard.press("Enter");
    }
    expect(page.url()).toContain("#/approval/");
    expect(await slots()).toBe(before);

    // A window that comes to the front is read anew.
    await until("the approval to accept a confirmation again", () => confirm.isEnabled());
    const dead = await page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const button = [...document.querySelectorAll<HTMLButtonElement>(".consent .actions > button.btn--large")].at(-1);
          if (button === undefined || button.disabled) return reject(new Error("expected a confirm button that is alive"));
          const start = performance.now();
          const look = (): void => (button.disabled || performance.now() - start < 50 ? void requestAnimationFrame(look) : resolve(performance.now() - start));
          window.dispatchEvent(new Event("focus"));
          requestAnimationFrame(look);
        }),
    );
    expect(dead).toBeGreaterThanOrEqual(790);

    await tabTo(page, /^(Sent to|Account|account).*all forms of this address/, { backwards: true });
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(page.url()).toContain("#/approval/");
    await page.keyboard.press("Escape");
    await page.waitForURL(/#\/send/);
    expect(await slots()).toBe(before);
  });

  it("a network is added, chosen and left", async () => {
    await press(page, /^Network: /);
    await page.getByRole("radio").first().waitFor();
    await press(page, /^Add a network/);
    await page.getByLabel("RPC address").waitFor();
    await write(page, /^Name/, "Second door");
    await write(page, /^RPC address/, devnet.node.rpc);
    await press(page, /^Ask the node/);
    await page.getByText("What the node says").waitFor();
    await press(page, /^Save network/);
    await page.getByRole("radio", { name: /^Second door/ }).waitFor();
    const chosen = async (): Promise<string | undefined> => (await askWorker(page, "networks.list", {})).networks.find(({ selected }) => selected)?.name;
    await tabTo(page, /^Devnet/, { tags: ["input"] });
    await page.keyboard.press("ArrowDown");
    await until("the added network to be chosen", async () => (await chosen()) === "Second door");
    expect((await focused(page)).name).toContain("Second door");
    await page.keyboard.press("ArrowUp");
    await until("the first one to be chosen again", async () => (await chosen()) === "Devnet");
    await press(page, /^Edit Second door/);
    await page.getByRole("button", { name: "Remove network" }).waitFor();
    await press(page, /^Remove network/);
    await page.getByRole("radio", { name: /Devnet/ }).waitFor();
    expect(await page.getByRole("radio", { name: /^Second door/ }).count()).toBe(0);
  });
});
