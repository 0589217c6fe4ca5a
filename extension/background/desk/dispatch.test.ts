import { describe, expect, it } from "vitest";
import type { MessageName, ReplyEnvelope } from "../../shared/messages.ts";
import { questions } from "../../shared/questions.ts";
import { errorCodes } from "../../../wallet/error-codes.ts";
import { MAINNET_GENESIS } from "../../../filecoin/network-genesis.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { testSurroundings } from "../storage/test-surroundings.ts";
import { NetworkStore } from "../settings/network-store.ts";
import type { Handlers } from "./handlers.ts";
import { checkSender, Dispatcher } from "./dispatch.ts";

const SELF = { id: "abcdefghijklmnopabcdefghijklmnop", origin: "chrome-extension://abcdefghijklmnopabcdefghijklmnop" };
const PAGE = { id: SELF.id, origin: SELF.origin, url: `${SELF.origin}/extension/popup/popup.html#/`, frameId: 0 };
const SECRET = { ...PAGE, url: `${SELF.origin}/extension/popup/secret.html#/create` };

function dispatcherWith(handlers: Partial<Record<MessageName, (body: unknown) => Promise<unknown>>>): {
  ask: (name: string, body: unknown, requestId?: string, sender?: typeof PAGE) => Promise<ReplyEnvelope>;
  dispatcher: Dispatcher;
} {
  const s = testSurroundings();
  const dispatcher = new Dispatcher({ s, networks: new NetworkStore(s) }, handlers as unknown as Handlers, SELF);
  let n = 0;
  return { dispatcher, ask: (name, body, requestId = `request-${n++}`, sender = PAGE) => dispatcher.answer({ v: 1, requestId, name, body }, sender) };
}

describe("who is answered", () => {
  const accepted = (sender: Parameters<typeof checkSender>[0], name = "wallet.state"): boolean => {
    try {
      checkSender(sender, SELF, name);
      return true;
    } catch (error) {
      expect((error as Refusal).code).toBe("forbiddenSender");
      return false;
    }
  };

  it("answers top frames of its own pages alone", () => {
    expect(accepted(PAGE)).toBe(true);
    expect(accepted({ ...PAGE, frameId: undefined })).toBe(true);
    for (const sender of [
      { ...PAGE, id: "ponmlkjihgfedcbaponmlkjihgfedcba" },
      { ...PAGE, id: undefined },
      { ...PAGE, url: "https://evil.example/popup.html", origin: "https://evil.example" },
      { ...PAGE, url: undefined },
      { ...PAGE, frameId: 3 },
      { ...PAGE, url: `https://evil.example/${SELF.origin}/popup.html`, origin: SELF.origin },
      { ...PAGE, origin: "https://evil.example" },
      { ...PAGE, origin: "null" },
      { ...PAGE, url: `${SELF.origin}.evil.example/` },
    ])
      expect([sender, accepted(sender)]).toEqual([sender, false]);
  });

  it("answers secret messages to secret.html alone", () => {
    expect(accepted(SECRET, "secret.newWords")).toBe(true);
    expect(accepted(PAGE, "secret.newWords")).toBe(false);
    expect(accepted({ ...PAGE, url: `${SELF.origin}/extension/popup/popup.html?/secret.html` }, "secret.newWords")).toBe(false);
    expect(accepted({ ...PAGE, url: `${SELF.origin}/extension/popup/popup.html#/secret.html` }, "secret.newWords")).toBe(false);
  });
});

describe("what is answered", () => {
  it("refuses garbage without an answer from any handler", async () => {
    const { dispatcher, ask } = dispatcherWith({});
    for (const raw of [
      null,
      undefined,
      7,
      "wallet.state",
      {},
      [],
      { v: 2, requestId: "request-1", name: "wallet.state", body: {} },
      { v: 1, requestId: "x", name: "wallet.state", body: {} },
      { v: 1, requestId: "request-1", name: "wallet.state", body: {}, more: 1 },
    ]) {
      expect(await dispatcher.answer(raw, PAGE)).toMatchObject({ ok: false, code: "badRequest" });
    }
    expect(await ask("toString", {})).toMatchObject({ ok: false, code: "unknownMessage" });
    expect(await ask("constructor", {})).toMatchObject({ ok: false, code: "unknownMessage" });
  });

  it("refuses bodies that are not exactly as declared", async () => {
    const { ask } = dispatcherWith({});
    const bad: [MessageName, unknown][] = [
      ["wallet.state", { more: 1 }],
      ["wallet.unlock", {}],
      ["wallet.unlock", { password: "x".repeat(2_000) }],
      ["send.review", { from: "f1a", to: "f1b", amount: "2,500", speed: "usual" }],
      ["send.review", { from: "f1a", to: "f1b", amount: 5, speed: "usual" }],
      ["send.review", { from: "f1a", to: "f1b", amount: "0", speed: "usual" }],
      ["send.review", { from: "f1a", to: "f1b", amount: "1e18", speed: "usual" }],
      ["send.review", { from: "f1a", to: "f1b", amount: "-1", speed: "usual" }],
      ["approvals.confirm", { id: "a", revision: 1.5, cid: "bafyxxxxxx", gesture: "button", word: null, typed: {}, password: null }],
      ["miner.withdraw", { miner: "f01000", from: "f1a", amount: "01" }],
    ];
    for (const [name, body] of bad) expect([name, body, await ask(name, body)]).toMatchObject([name, body, { ok: false, code: "badRequest" }]);
  });

  it("does a repeated command once and gives its first answer again", async () => {
    let done = 0;
    const { ask } = dispatcherWith({
      "wallet.lock": async () => {
        done++;
        return {};
      },
      "wallet.state": async () => {
        done++;
        throw new Refusal("locked");
      },
    });
    const replies = await Promise.all([ask("wallet.lock", {}, "request-same"), ask("wallet.lock", {}, "request-same")]);
    replies.push(await ask("wallet.lock", {}, "request-same"));
    expect([done, replies.every((reply) => reply.ok)]).toEqual([1, true]);
  });

  it("gives an error by its code, and nothing of an unexpected error but its text", async () => {
    const { ask } = dispatcherWith({
      "wallet.lock": async () => {
        throw new Refusal("backOff", { waitUntil: 5 });
      },
      "wallet.touch": async () => {
        throw new TypeError("x is not a function");
      },
    });
    expect(await ask("wallet.lock", {})).toEqual({ ok: false, code: "backOff", params: { waitUntil: 5 } });
    expect(await ask("wallet.touch", {})).toEqual({ ok: false, code: "internal", params: { detail: "x is not a function" } });
  });

  it("names the network that a key belongs to", async () => {
    const { ask } = dispatcherWith({
      "wallet.lock": async () => {
        throw new Refusal("keyInOtherRealm", { address: "f1a", network: MAINNET_GENESIS });
      },
      "wallet.touch": async () => {
        throw new Refusal("keyInOtherRealm", { address: "f1a", network: "bafyunknown" });
      },
    });
    expect(await ask("wallet.lock", {})).toEqual({ ok: false, code: "keyInOtherRealm", params: { address: "f1a", network: "Mainnet" } });
    expect(await ask("wallet.touch", {})).toEqual({ ok: false, code: "keyInOtherRealm", params: { address: "f1a", network: "bafyunknown" } });
  });

  it("never keeps a secret message's reply on disk", async () => {
    const s = testSurroundings();
    const dispatcher = new Dispatcher({ s, networks: new NetworkStore(s) }, { "secret.changePassword": async () => ({}) } as unknown as Handlers, SELF);
    await dispatcher.answer(
      { v: 1, requestId: "request-1", name: "secret.changePassword", body: { password: "a password of mine", next: "another password" } },
      SECRET,
    );
    expect(JSON.stringify([...s.database.records])).not.toContain("password");
  });
});

describe("the message map", () => {
  it("has a strict body for every message", () => {
    for (const [name, { body }] of Object.entries(questions)) expect([name, (body as { type: string }).type]).toEqual([name, "strict_object"]);
  });

  it("names every error's params", () => {
    for (const [code, params] of Object.entries(errorCodes)) expect([code, Array.isArray(params)]).toEqual([code, true]);
  });
});
