import { createServer, type Server } from "node:http";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mnemonicToSeedSync } from "@scure/bip39";
import { HDKey } from "@scure/bip32";
import type { ConsoleMessage, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { extensionId } from "../../scripts/extension-id.ts";
import { root } from "../../scripts/root.ts";
import { TestDevnet } from "./devnet.ts";
import { DevtoolsTarget, HeapSnapshot, listTargets } from "./devtools-target.ts";
import { Session, until } from "./session.ts";
import { readLocal, readTable } from "./stored.ts";
import { tables } from "../../extension/background/storage/stores.ts";
import { approve } from "./wallet-steps.ts";

const FIL = 10n ** 18n;
const PASSWORD = "sentinel-of-the-password-4711";
const OTHER_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxj4xGOvB1jC3nyqlvhcw9p8l+M0da0GxNQwjkFjwtOlXhESmGwOXUl8m0ncGCxa8AvoGb6GwM5yyp3K59X2lal83a4EhTxUvOde7Ipm/SwZZ/M5SVNIRTuhx4ac14X3zcQfRY/G5/YYWUxEhUD7xkAtzZaIcR72VKMzS++n/3yKmHZFZZ4MJSd4hNcH9XgwMO7tKrfQheIgRGC/yXbrM+1mO/8XLaBOj01RXFgMFlTA4ZeyocGyaKvvL2L1Rb9Jb3urdOQEybZOnXBexlkTeeO0hflrop0WmPXnGJdkTdM02Hy1H2SgxSMyEeF/Zls1DMeKHJGzOSeUQNDOCGkbpXwIDAQAC";
const REQUEST = { v: 1, requestId: "a-request-from-elsewhere", name: "wallet.state", body: {} };

/** An unpacked extension with all the rights a person might have given it, beside the wallet. */
function makeOtherExtension(): string {
  const folder = mkdtempSync(join(tmpdir(), "fil-peggy-other-"));
  const manifest = {
    manifest_version: 3,
    name: "Another",
    version: "1",
    key: OTHER_KEY,
    permissions: ["tabs", "scripting", "storage"],
    host_permissions: ["<all_urls>"],
    background: { service_worker: "worker.js" },
  };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "worker.js"), "");
  writeFileSync(join(folder, "page.html"), "<!doctype html><title>another</title><body></body>");
  return folder;
}

/** A web site of one page that frames a second one. */
async function serveSite(): Promise<Server> {
  const server = createServer((request, reply) => {
    reply.writeHead(200, { "content-type": "text/html" }).end(request.url === "/frame" ? "<p>frame</p>" : '<p>site</p><iframe src="/frame"></iframe>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** Runs in a page: what comes back when it asks the wallet's worker in each way there is. */
async function askFromOutside(input: { id: string; request: object }): Promise<string[]> {
  const runtime = (globalThis as unknown as { chrome?: { runtime?: typeof chrome.runtime } }).chrome?.runtime;
  const answers: string[] = [];
  if (runtime?.sendMessage !== undefined) {
    await runtime.sendMessage(input.id, input.request).then(
      (reply: unknown) => reply !== undefined && answers.push(`message: ${JSON.stringify(reply)}`),
      () => undefined,
    );
    const port = runtime.connect(input.id, { name: "page" });
    await new Promise<void>((resolve) => {
      port.onMessage.addListener((message) => answers.push(`port: ${JSON.stringify(message)}`));
      port.onDisconnect.addListener(() => resolve());
      try {
        port.postMessage(input.request);
      } catch {
        resolve();
      }
    });
  }
  for (const file of ["manifest.json", "extension/popup/popup.html", "extension/popup/secret.html", "owner.wasm"]) {
    await fetch(`chrome-extension://${input.id}/${file}`).then(
      (response) => answers.push(`${file}: ${response.status}`),
      () => undefined,
    );
  }
  return answers;
}

/** Puts the wallet's page into a frame of this page; resolves with the frame's address once it has ended loading. */
async function frameInside(page: Page, address: string): Promise<string> {
  await page.evaluate((src) => {
    const frame = document.createElement("iframe");
    frame.name = "victim";
    frame.src = src;
    return new Promise<void>((resolve) => {
      frame.onload = () => resolve();
      frame.onerror = () => resolve();
      document.body.append(frame);
    });
  }, address);
  const frame = page.frame({ name: "victim" });
  const text = await frame
    ?.locator("body")
    .innerText({ timeout: 2_000 })
    .catch(() => "");
  return `${frame?.url() ?? ""} ${text ?? ""}`;
}

describe("doors to the outside", () => {
  let devnet: TestDevnet;
  let session: Session;
  let other: string;
  let site: Server;
  const secretPage = (): string => `chrome-extension://${session.id}/extension/popup/secret.html`;

  beforeAll(async () => {
    other = makeOtherExtension();
    const both = `${join(root, "dist")},${other}`;
    [devnet, site, session] = await Promise.all([
      TestDevnet.start(),
      serveSite(),
      Session.open(undefined, [`--disable-extensions-except=${both}`, `--load-extension=${both}`]),
    ]);
  });
  afterAll(async () => {
    await session?.close();
    await devnet?.close();
    site?.close();
    if (other) rmSync(other, { recursive: true, force: true });
  });

  it("give no web page and no frame of one an answer, a file or a frame", async () => {
    const page = await session.context.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    for (const frame of page.frames()) expect(await frame.evaluate(askFromOutside, { id: session.id, request: REQUEST })).toEqual([]);
    expect(await frameInside(page, secretPage())).not.toMatch(/wallet|words|password|chrome-extension:/i);
    await page.close();
  });

  it("give another extension no answer, no file and no frame", async () => {
    const page = await session.context.newPage();
    await page.goto(`chrome-extension://${extensionId(other)}/page.html`);
    expect(await page.evaluate(() => chrome.runtime.getManifest().name)).toBe("Another");
    expect(await page.evaluate(askFromOutside, { id: session.id, request: REQUEST })).toEqual([]);
    expect(await page.evaluate(askFromOutside, { id: session.id, request: { ...REQUEST, name: "secret.newWords", body: { count: 12 } } })).toEqual([]);
    expect(await frameInside(page, secretPage())).not.toMatch(/wallet|words|password/i);
    await page.close();
  });

  it("let no extension run scripts in the wallet's pages", async () => {
    const victim = await session.popup();
    const page = await session.context.newPage();
    await page.goto(`chrome-extension://${extensionId(other)}/page.html`);
    const outcome = await page.evaluate(async (id) => {
      const tabs = (await chrome.tabs.query({})).filter((tab) => tab.url?.startsWith(`chrome-extension://${id}/`));
      const tried = tabs.map((tab) => chrome.scripting.executeScript({ target: { tabId: tab.id ?? -1 }, func: () => document.title }));
      return { tabs: tabs.length, ran: (await Promise.allSettled(tried)).filter((one) => one.status === "fulfilled").length };
    }, session.id);
    expect(outcome).toEqual({ tabs: 1, ran: 0 });
    await page.close();
    await victim.close();
  });

  it("frame secret.html not even in the wallet's own pages, and answer its questions to no other page", async () => {
    const page = await session.popup();
    expect(await frameInside(page, secretPage())).not.toMatch(/words|password/i);
    const reply = await page.evaluate((request) => chrome.runtime.sendMessage(request), { ...REQUEST, name: "secret.newWords", body: { count: 12 } });
    expect(reply).toMatchObject({ ok: false, code: "forbiddenSender" });
    await page.close();
  });
});

/** A heap of arrays of strings, in Chrome's format. */
function heapWith(arrays: readonly (readonly string[])[]): HeapSnapshot {
  const strings = ["", ...new Set(arrays.flat())];
  const lists = arrays.map((array) => array.map((text) => strings.indexOf(text)));
  return new HeapSnapshot({
    snapshot: { meta: { node_fields: ["name", "edge_count"], edge_fields: ["type", "name_or_index", "to_node"], edge_types: [["element"]] } },
    nodes: [...lists.flatMap((list) => [0, list.length]), ...strings.flatMap((_, i) => [i, 0])],
    edges: lists.flatMap((list) => list.flatMap((text, at) => [0, at, 2 * (lists.length + text)])),
    strings,
  });
}

it("words on a heap are told from a dictionary that has them too, in whatever order it keeps them", () => {
  const drawn = ["zebra", "apple", "melon"];
  const dictionary = Array.from({ length: 2048 }, (_, i) => `word ${i}`);
  [100, 900, 1_500].forEach((at, i) => (dictionary[at] = drawn[i]!));
  const found = heapWith([dictionary, drawn, drawn.flatMap((word, i) => [word, `entry ${i}`, `chain ${i}`])]).lists(new Set(drawn));
  expect(found).toEqual([drawn, drawn]);
});

describe("secrets", () => {
  let devnet: TestDevnet;
  let session: Session;
  let tab: Page;
  let words: string[] = [];
  let secrets: Map<string, string>;
  const said: string[] = [];
  const listen = (page: Page): void => void page.on("console", (message: ConsoleMessage) => said.push(message.text()));

  beforeAll(async () => {
    devnet = await TestDevnet.start();
    session = await Session.open();
    session.context.on("page", listen);
    await createWallet();
  });
  afterAll(async () => {
    await session?.close();
    await devnet?.close();
  });

  /** Every wording under which a secret could lie somewhere. */
  function wordings(key: Uint8Array): Map<string, string> {
    const [hex, base64] = [Buffer.from(key).toString("hex"), Buffer.from(key).toString("base64")];
    const found = new Map<string, string>([
      ["password", PASSWORD],
      ["key, hex", hex],
      ["key, base64", base64],
      ["key, as Lotus exports it", Buffer.from(base64).toString("hex")],
      ["key, numbers", [...key].slice(0, 12).join(",")],
    ]);
    for (let at = 0; at + 3 <= words.length; at++) {
      const three = words.slice(at, at + 3);
      found.set(`words ${at + 1} to ${at + 3}, spaces`, three.join(" "));
      found.set(`words ${at + 1} to ${at + 3}, JSON`, three.join('","'));
    }
    return found;
  }

  const seenIn = (texts: Iterable<string>): string[] => {
    const found = new Set<string>();
    for (const text of texts) {
      const lower = text.toLowerCase();
      for (const [name, secret] of secrets) if (lower.includes(secret.toLowerCase())) found.add(`${name}: ${text.slice(0, 200)}`);
    }
    return [...found];
  };

  function seenOnHeap(heap: HeapSnapshot): string[] {
    const lists = heap
      .lists(new Set(words))
      .filter((list) => words.some((_, at) => at + 3 <= words.length && list.join(" ").includes(words.slice(at, at + 3).join(" "))));
    return [...seenIn(heap.strings), ...lists.map((list) => `list of words: ${list.join(" ")}`)];
  }

  async function heapOf(type: string, part: string): Promise<HeapSnapshot> {
    const target = (await listTargets(session)).find((one) => one.type === type && one.url.includes(part));
    if (target === undefined) throw new Error(`no ${type} ${part} is open`);
    const connection = await DevtoolsTarget.connect(target);
    try {
      return await connection.heap();
    } finally {
      connection.close();
    }
  }

  /** Collected memory may lag behind a closed page; what is really kept stays. */
  async function expectNothingOnHeap(type: string, part: string): Promise<void> {
    let seen: string[] = [];
    await until(`no secret on the heap of ${part}`, async () => (seen = seenOnHeap(await heapOf(type, part))).length === 0, 20_000).catch(() => undefined);
    expect(seen).toEqual([]);
  }

  async function createWallet(): Promise<void> {
    tab = await session.tab("", `?devnet=${devnet.port}`);
    await tab
      .getByText(/answers$/)
      .first()
      .waitFor();
    const [secret] = await Promise.all([session.context.waitForEvent("page"), tab.getByRole("button", { name: /Create a wallet/ }).click()]);
    await secret.getByLabel(/^Network/).selectOption("devnet");
    await secret.getByRole("list", { name: "Your words in order" }).waitFor();
    words = (await secret.locator("ol.words li").allInnerTexts()).map((text) => text.replace(/\d+/, "").trim());
    // The search sees what is there: on this page the words are on the heap.
    expect((await heapOf("page", "secret.html")).lists(new Set(words))).not.toEqual([]);
    await secret.getByRole("checkbox").check();
    await secret.getByRole("button", { name: "Check my words" }).click();
    for (const label of await secret.locator(".field__label", { hasText: /^Word \d+/ }).allInnerTexts()) {
      await secret.getByLabel(label.trim(), { exact: true }).fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? "");
    }
    await secret.getByRole("button", { name: "Set a password" }).click();
    await secret.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await secret.getByLabel("The same again", { exact: true }).fill(PASSWORD);
    await secret.getByRole("button", { name: "Create wallet" }).click();
    await secret.getByRole("heading", { name: "Your wallet is ready" }).waitFor();
    await secret.close();
    await tab.getByRole("heading", { name: "Home" }).waitFor();
  }

  it("leave nothing behind after a wallet is created, unlocked, shows its words, exports its key and signs", async () => {
    expect(words).toHaveLength(12);
    const { body } = (await tab.evaluate(() => chrome.runtime.sendMessage({ v: 1, requestId: crypto.randomUUID(), name: "accounts.list", body: {} }))) as {
      body: { accounts: { address: string; path: string }[] };
    };
    const account = body.accounts[0];
    const key = HDKey.fromMasterSeed(mnemonicToSeedSync(words.join(" "))).derive(account?.path ?? "").privateKey ?? new Uint8Array();
    secrets = wordings(key);
    await devnet.call("Peggy.SetBalance", account?.address, (100n * FIL).toString());

    // Lock and unlock.
    await tab.evaluate(() => chrome.runtime.sendMessage({ v: 1, requestId: crypto.randomUUID(), name: "wallet.lock", body: {} }));
    await tab.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await tab.getByRole("button", { name: "Unlock", exact: true }).click();
    await tab.getByRole("heading", { name: "Home" }).waitFor();

    // The words and the key are shown on secret.html, with the password.
    const keys = (await tab.evaluate(() => chrome.runtime.sendMessage({ v: 1, requestId: crypto.randomUUID(), name: "keys.list", body: {} }))) as {
      body: { keys: { keyId: string }[] };
    };
    const secret = await session.page("extension/popup/secret.html", { width: 400, height: 600 });
    const asked = (name: string, more: object): Promise<unknown> =>
      secret.evaluate((request) => chrome.runtime.sendMessage({ v: 1, requestId: crypto.randomUUID(), ...request }), {
        name,
        body: { password: PASSWORD, ...more },
      });
    expect(await asked("secret.revealWords", { keyId: keys.body.keys[0]?.keyId })).toMatchObject({ ok: true, body: { words } });
    expect(await asked("secret.exportLotusKey", { address: account?.address })).toMatchObject({ ok: true });
    await secret.close();

    // Above the small amount: the approval asks for the password too.
    await tab.goto(`chrome-extension://${session.id}/extension/popup/tab.html#/send`);
    await tab.getByLabel(/^To/).fill(devnet.node.accounts[1]?.address ?? "");
    await tab.getByLabel(/^Amount/).fill("20");
    await tab.getByRole("button", { name: "Review" }).click();
    await approve(tab, PASSWORD);
    await tab.waitForURL(/#\/activity\//);

    const popup = await session.popup();
    await popup.getByRole("heading", { name: "Home" }).waitFor();
    await expectNothingOnHeap("page", "popup.html");
    await expectNothingOnHeap("page", "tab.html");
    await expectNothingOnHeap("service_worker", session.id);
  });

  it("do not lie in storage in clear: the data key is in session storage alone", async () => {
    const stored = [JSON.stringify(await readLocal(tab))];
    for (const table of tables) stored.push(JSON.stringify(await readTable(tab, table)));
    stored.push(...(await tab.evaluate(() => [JSON.stringify(localStorage), JSON.stringify(sessionStorage)])));
    const inSession = JSON.stringify(await tab.evaluate(() => chrome.storage.session.get(null)));
    expect(seenIn([...stored, inSession])).toEqual([]);
    const dataKey = /"dataKey":"([^"]+)"/.exec(inSession)?.[1] ?? "";
    expect(dataKey).toHaveLength(44);
    for (const text of stored) expect(text.includes(dataKey)).toBe(false);
  });

  it("are in no console output of pages and worker", async () => {
    const target = (await listTargets(session)).find((one) => one.type === "service_worker" && one.url.includes(session.id));
    const connection = await DevtoolsTarget.connect(target ?? { webSocketDebuggerUrl: "" });
    connection.on("Runtime.consoleAPICalled", ({ args }) => said.push(JSON.stringify(args)));
    await connection.send("Runtime.enable");
    connection.close();
    expect(seenIn(said)).toEqual([]);
  });

  it("are in no file of the browser's profile", async () => {
    await session.kill();
    const files = (readdirSync(session.profile, { recursive: true, withFileTypes: true }) as { name: string; parentPath: string; isFile(): boolean }[]).filter(
      (entry) => entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const bytes = readFileSync(join(file.parentPath, file.name));
      for (const encoding of ["latin1", "utf16le"] as const)
        expect([file.name, seenIn([bytes.toString(encoding)]).map((text) => text.slice(0, 40))]).toEqual([file.name, []]);
    }
  });
});
