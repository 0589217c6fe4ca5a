import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFindings, expectUsable, smallTargets } from "./axe.ts";
import { TestDevnet } from "./devnet.ts";
import { RpcProxy } from "./rpc-proxy.ts";
import { Session, until } from "./session.ts";
import { approve, createRehearsalWallet } from "./wallet-steps.ts";
import { askWorker } from "./worker-asks.ts";

const FIL = 10n ** 18n;

describe("axe finds nothing", () => {
  let devnet: TestDevnet;
  let proxy: RpcProxy;
  let session: Session;
  let page: Page;
  const tabUrl = (path: string): string => `chrome-extension://${session.id}/extension/popup/tab.html#${path}`;
  const secretUrl = (path: string): string => `chrome-extension://${session.id}/extension/popup/secret.html#${path}`;

  beforeAll(async () => {
    devnet = await TestDevnet.start();
    proxy = await RpcProxy.before(devnet.node.rpc);
    session = await Session.open();
  });
  afterAll(async () => {
    await session?.close();
    await proxy?.close();
    await devnet?.close();
  });

  /** Goes to each place and looks at it once it shows `wait`. */
  async function lookAt(places: readonly (readonly [name: string, url: string, wait?: string | RegExp])[]): Promise<void> {
    for (const [name, url, wait] of places) {
      await page.goto(url);
      if (wait !== undefined) await page.getByText(wait).first().waitFor();
      await expectUsable(page, name);
    }
  }

  it("but a fault that is there is found", async () => {
    page = await session.tab("", `?devnet=${devnet.port}`);
    await page
      .getByText(/answers$/)
      .first()
      .waitFor();
    await page.evaluate(() => document.querySelector("main")?.append(document.createElement("button")));
    expect((await axeFindings(page)).join()).toContain("button-name");
    await page.evaluate(() =>
      Object.assign((document.querySelector("main button") as HTMLElement).style, { width: "20px", height: "20px", minHeight: "0", padding: "0" }),
    );
    expect((await smallTargets(page)).join()).toContain("target 20 × 20 px");
    await page.close();
  });

  it("on the first start and on every way in", async () => {
    page = await session.tab("", `?devnet=${devnet.port}`);
    await page
      .getByText(/answers$/)
      .first()
      .waitFor();
    await expectUsable(page, "welcome");
    page = await session.page("extension/popup/secret.html#/create", { width: 480, height: 800 });
    await page.locator("ol.words").waitFor();
    await expectUsable(page, "create, words");
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Check my words" }).click();
    await expectUsable(page, "create, words asked back");
    await lookAt([
      ["rehearse", secretUrl("/rehearse"), "The same again"],
      ["import, words", secretUrl("/import"), "12 or 24 words"],
    ]);
    for (const kind of ["Lotus key", "Watch only"]) {
      await page.getByRole("tab", { name: kind }).click();
      await expectUsable(page, `import, ${kind}`);
    }
    await lookAt([["restore a file", secretUrl("/restore-file")]]);
    await page.close();
  });

  it("on the pages of a wallet", async () => {
    page = await createRehearsalWallet(session, new URL(proxy.rpc).port);
    const [from, to] = [devnet.node.accounts[0]?.address ?? "", devnet.node.accounts[1]?.address ?? ""];
    await lookAt([
      ["home", tabUrl("/"), "100,000"],
      ["send", tabUrl("/send")],
    ]);
    await page.getByLabel(/^To/).fill(to);
    await page.getByLabel(/^Amount/).fill("1");
    await until("the review to be open", async () => page.getByRole("button", { name: "Review" }).isEnabled());
    await expectUsable(page, "send, filled in");
    await page.getByRole("button", { name: "Review" }).click();
    await page.locator(".consent").waitFor();
    await expectUsable(page, "approval, hold");
    await approve(page);
    await page.waitForURL(/#\/activity\//);
    await expectUsable(page, "slot");
    const dear = await askWorker(page, "send.review", { from, to, amount: (20n * FIL).toString(), speed: "usual" });
    await lookAt([
      ["approval, password", tabUrl(`/approval/${dear.approvalId}`), "Password, to sign this"],
      ["activity", tabUrl("/activity"), /^(Final|Included|In mempool)/],
      ["receive", tabUrl("/receive")],
      ["account", tabUrl(`/account/${from}`)],
      ["add account", tabUrl("/accounts/add")],
      ["networks", tabUrl("/networks"), "Mainnet"],
      ["network", tabUrl("/networks/devnet"), "RPC address"],
      ["add network", tabUrl("/networks/add"), "RPC address"],
      ["settings", tabUrl("/settings")],
      ["raw message", tabUrl("/settings/raw")],
      ["address book", tabUrl("/address-book")],
    ]);
  });

  it("on the popup", async () => {
    const tab = page;
    page = await session.popup();
    await page.getByText("99,99").first().waitFor();
    await expectUsable(page, "popup, home");
    for (const path of ["send", "receive", "activity", "networks", "settings", "address-book"]) {
      await page.goto(`chrome-extension://${session.id}/extension/popup/popup.html#/${path}`);
      await expectUsable(page, `popup, ${path}`);
    }
    await page.close();
    page = tab;
  });

  it("on pages with nothing on them, whose node is silent, or whose node talks nonsense", async () => {
    const miner = devnet.node.miners[0]?.address ?? "";
    const paths = [
      "/",
      "/send",
      "/miners",
      `/miners/${miner}`,
      `/miners/${miner}/take-over`,
      "/offers",
      "/owners/t01",
      "/positions",
      "/positions/t01/1",
      "/activity",
      "/networks",
    ];
    const lookAtAll = async (how: string, reload: boolean): Promise<void> => {
      for (const path of paths) {
        await page.goto(tabUrl(path));
        // Without what this page has read before: only then there is nothing to show but that it reads, or that it cannot.
        if (reload) await page.reload();
        await expectUsable(page, `${path}, ${how}`, reload);
      }
    };
    await lookAtAll("as it is", false);
    proxy.state = "silent";
    await lookAtAll("silent node", true);
    await page.goto(tabUrl("/"));
    await page.getByText("99,99").first().waitFor();
    proxy.state = "garbage";
    await lookAtAll("nonsense", true);
    await page.goto(tabUrl(`/miners/${miner}`));
    await page
      .getByText(/nonsense/)
      .first()
      .waitFor();
    await expectUsable(page, "miner, nonsense");
    proxy.state = "up";
    await page.reload();
    await page.getByText("Take over").first().waitFor();
  });

  it("on the lock and on the pages of secrets", async () => {
    const { keys } = await askWorker(page, "keys.list", {});
    await lookAt([
      ["reveal", secretUrl(`/reveal/${keys[0]?.keyId}`)],
      ["export key", secretUrl(`/export-key/${devnet.node.accounts[0]?.address}`)],
      ["export file", secretUrl("/export-file")],
      ["change password", secretUrl("/change-password")],
      ["forgotten", secretUrl("/forgotten")],
    ]);
    await page.goto(tabUrl("/"));
    await askWorker(page, "wallet.lock", {});
    await lookAt([["unlock", tabUrl("/"), "Unlock FIL Peggy"]]);
    await page.getByLabel("Password", { exact: true }).fill("not this one");
    await page.getByRole("button", { name: "Unlock", exact: true }).click();
    await page.getByText(/^Wrong password/).waitFor();
    await expectUsable(page, "unlock, wrong password");
  });
});
