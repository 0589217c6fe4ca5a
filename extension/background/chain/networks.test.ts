import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../../../filecoin/network-genesis.ts";
import { hostOf } from "../../../wallet/network.ts";
import { DevnetWorker, PASSWORD, type Lie } from "../desk/devnet-worker.ts";

/** Networks as people keep them: what they paste, two entries for one chain, nodes of other software, a second node that is away. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let worker: DevnetWorker;
let from: string;
let to: string;
const honest: Lie = (_method, reply) => reply;

beforeAll(async () => {
  worker = await DevnetWorker.start();
});
afterAll(() => worker.devnet.close());
/** Another browser, empty. */
const anew = async (): Promise<void> => {
  worker = await DevnetWorker.beside(worker.devnet);
};
const withVault = async (): Promise<void> => {
  await anew();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  [from, to] = worker.devnet.accounts.map(({ address }) => address) as [string, string];
};

const send = (): Promise<{ approvalId: string }> => worker.ask("send.review", { from, to, amount: "1000", speed: "usual" });
const otherName = (): string => worker.devnet.rpc.replace("127.0.0.1", "localhost");
const refusal = (reply: Record<string, unknown>, code: number, message: string): Record<string, unknown> => ({
  jsonrpc: "2.0",
  id: reply["id"],
  error: { code, message },
});

describe("a node's address", () => {
  beforeEach(anew);
  const port = (): string => new URL(worker.devnet.rpc).port;
  it.each<[string, () => string]>([
    ["a multiaddress", () => `/ip4/127.0.0.1/tcp/${port()}/http`],
    ["a bare host", () => `127.0.0.1:${port()}`],
    ["an address without the path", () => `http://127.0.0.1:${port()}`],
    ["version 0 of the API", () => `http://127.0.0.1:${port()}/rpc/v0`],
  ])("is understood as %s", async (_, url) => {
    const network = await worker.ask("networks.add", { name: "Mine", url: url(), token: null });
    expect([network.node.url, network.node.state]).toEqual([`http://127.0.0.1:${port()}/rpc/v1`, "ok"]);
  });

  it.each([
    ["http://node.example/rpc/v1", null, "badUrl", { reason: "url.plainHttp" }],
    ["wss://wss.node.glif.io/apigw/lotus/rpc/v1", null, "badUrl", { reason: "url.webSocket" }],
    ["not an address", null, "badUrl", { reason: "url.malformed" }],
    ["https://node.example/rpc/v1", "tökén", "badToken", {}],
    [
      "https://node.example/rpc/v1",
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJBbGxvdyI6WyJyZWFkIiwid3JpdGUiLCJzaWduIiwiYWRtaW4iXX0.c2lnbmF0dXJl:/ip4/127.0.0.1/tcp/1234/http",
      "tokenTooStrong",
      { right: "admin" },
    ],
  ])("%s with %s is refused with what to do", async (url, token, code, params) => {
    expect(await worker.answer("networks.probe", { url, token, against: null })).toEqual({ ok: false, code, params });
  });

  it("of nobody says that it does not answer, and not that it is another chain", async () => {
    expect(await worker.answer("networks.add", { name: "Away", url: "http://127.0.0.1:9/rpc/v1", token: null })).toMatchObject({
      ok: false,
      code: "nodeSilent",
    });
  });
});

describe("a node's token", () => {
  beforeEach(withVault);
  const readToken = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJBbGxvdyI6WyJyZWFkIl19.c2lnbmF0dXJl";
  /** The devnet knows no such token; a node that does is stood in for by leaving the token away. */
  const asKnownToken = (): void => {
    const { fetch } = worker.s;
    worker.s.fetch = (input, init) => {
      expect(new Headers(init?.headers).get("authorization")).toBe(`Bearer ${readToken}`);
      return fetch(input, { ...init, headers: { "Content-Type": "application/json" } });
    };
  };

  it.each<[string, () => { url: string; token: string | null }]>([
    ["Lotus' API info", () => ({ url: `FULLNODE_API_INFO=${readToken}:/ip4/127.0.0.1/tcp/${new URL(worker.devnet.rpc).port}/http`, token: null })],
    [
      "a token with Bearer before it and a line break inside",
      () => ({ url: worker.devnet.rpc, token: `Bearer ${readToken.slice(0, 50)}\n${readToken.slice(50)}` }),
    ],
    ["a token in the query", () => ({ url: `${worker.devnet.rpc}?token=${readToken}`, token: null })],
  ])("is understood as %s", async (_, given) => {
    asKnownToken();
    const network = await worker.ask("networks.add", { name: "Mine", ...given() });
    expect([network.node.url, network.node.hasToken]).toEqual([worker.devnet.rpc, true]);
    expect((await worker.app.books.read()).tokens[worker.devnet.rpc]).toBe(readToken);
  });

  it("is forgotten with the entry that had it", async () => {
    await worker.app.books.change((book) => void (book.tokens["https://gone.example/"] = "key"));
    const { id } = await worker.ask("networks.add", { name: "Mine", url: otherName(), token: null });
    await worker.ask("networks.remove", { id });
    expect(Object.keys((await worker.app.books.read()).tokens)).toEqual([worker.devnet.rpc]);
  });
});

describe("two entries for one chain", () => {
  beforeEach(withVault);
  it("are shown as that, and said before the second one is kept", async () => {
    const probe = await worker.ask("networks.probe", { url: otherName(), token: null, against: null });
    expect(probe.rows.find((row) => row.id === "twin")).toMatchObject({ state: "warn", text: { code: "probe.sameChain" } });
    const added = await worker.ask("networks.add", { name: "The same", url: otherName(), token: null });
    expect(added.sameChainAs).toEqual(["Devnet"]);
    const { networks } = await worker.ask("networks.list", {});
    expect(networks.find(({ id }) => id === "devnet")?.sameChainAs).toEqual(["The same"]);
  });

  it("keep a message at the nodes it was reviewed with, from the review to its end", async () => {
    const { id: network } = await worker.ask("networks.add", { name: "The same", url: otherName(), token: null });
    await worker.ask("networks.select", { id: network });
    const asked = vi.spyOn(globalThis, "fetch");
    const slot = await worker.confirm(await send());
    // The other entry is the one that people look at now; the message is still followed through its own.
    await worker.app.networks.select("devnet");
    await worker.app.outbox.advance();
    await worker.app.outbox.resend(slot);
    await worker.peggy("Peggy.Mine", [20]);
    await worker.app.outbox.advance();
    const byWallet = asked.mock.calls.filter(([, init]) => !String(init?.body).includes("Peggy.Mine"));
    asked.mockRestore();
    const { attempts } = (await worker.ask("activity.get", { id: slot })).slot;
    expect(attempts[0]?.pushes.map(({ node }) => node)).toEqual([hostOf(otherName()), hostOf(otherName())]);
    expect([...new Set(byWallet.map(([input]) => hostOf(String(input))))]).toEqual([hostOf(otherName())]);
  });

  it("cannot lose the one through which a message is on its way", async () => {
    const { id } = await worker.ask("networks.add", { name: "The same", url: otherName(), token: null });
    await worker.ask("networks.select", { id });
    await worker.confirm(await send());
    expect(await worker.answer("networks.remove", { id })).toEqual({ ok: false, code: "networkInUse", params: { network: "The same", waiting: 1 } });
    await worker.peggy("Peggy.Mine", [20]);
    await worker.app.outbox.advance();
    await worker.app.outbox.advance();
    expect(await worker.answer("networks.remove", { id })).toMatchObject({ ok: true });
    expect((await worker.ask("networks.list", {})).networks.some((network) => network.id === id)).toBe(false);
  });

  it("lose the approval that was open on the one that is removed", async () => {
    const { id } = await worker.ask("networks.add", { name: "The same", url: otherName(), token: null });
    await worker.ask("networks.select", { id });
    await send();
    await worker.ask("networks.remove", { id });
    expect((await worker.ask("approvals.current", {})).approval).toBeNull();
  });
});

describe("a second node", () => {
  beforeAll(withVault);
  beforeEach(async () => {
    worker.lie = honest;
    worker.s.mayAsk = async () => true;
    await worker.app.networks.save({ ...(await worker.app.networks.get("devnet")), secondUrl: otherName() });
    worker.app.nodes.forget();
  });
  const away: Lie = (_method, reply, host) => {
    if (host === "localhost") throw new TypeError("failed to fetch");
    return reply;
  };
  const code = async (): Promise<unknown> => {
    const reply = await worker.answer("send.review", { from, to, amount: "1000", speed: "usual" });
    return reply.ok ? "done" : [reply.code, reply.params];
  };

  it("that is away stops the signature and nothing that is read", async () => {
    worker.lie = away;
    const miner = worker.devnet.miners[0]?.address as string;
    await worker.ask("accounts.refresh", {});
    await worker.ask("miner.get", { miner });
    await worker.ask("home.get", {});
    await worker.ask("send.quote", { from, to, amount: "1000", speed: "usual" });
  });

  it("that is away is named when somebody wants to sign", async () => {
    worker.lie = away;
    expect(await code()).toEqual(["secondNodeAway", expect.objectContaining({ node: hostOf(otherName()) })]);
  });

  it.each<[string, (height: number) => number, string]>([
    ["six epochs below", (height) => height - 6, "localhost"],
    ["six epochs above", (height) => height + 6, "127.0.0.1"],
  ])("whose head is %s stops the signature", async (_, shift, behind) => {
    await worker.peggy("Peggy.Advance", [20]);
    worker.lie = (method, reply, host) => {
      if (method !== "ChainHead" || host !== "localhost") return reply;
      const head = structuredClone(reply["result"]) as { Height: number; Blocks: { Height: number }[] };
      head.Height = shift(head.Height);
      for (const block of head.Blocks) block.Height = head.Height;
      return { ...reply, result: head };
    };
    const { port } = new URL(worker.devnet.rpc);
    expect(await code()).toEqual(["nodeBehindOther", expect.objectContaining({ node: `${behind}:${port}`, epochs: 6 })]);
    const { node, secondNode } = await worker.ask("networks.test", { id: "devnet" });
    expect([node.state, secondNode?.state]).toEqual(behind === "localhost" ? ["ok", "behind"] : ["behind", "ok"]);
  });

  it("of another chain is shown as that, and stops the signature", async () => {
    worker.lie = (method, reply, host) =>
      method === "ChainGetGenesis" && host === "localhost"
        ? { ...reply, result: { ...(reply["result"] as object), Cids: [{ "/": CALIBRATION_GENESIS }] } }
        : reply;
    expect(await code()).toEqual(["wrongChain", expect.objectContaining({ found: CALIBRATION_GENESIS })]);
    expect((await worker.ask("networks.test", { id: "devnet" })).secondNode?.state).toBe("wrongChain");
  });

  it("that the browser may not ask is said as that, and stops nothing that is read", async () => {
    worker.s.mayAsk = async (url) => !url.includes("localhost");
    await worker.ask("accounts.refresh", {});
    expect(await code()).toEqual(["noPermission", { origin: new URL(otherName()).origin }]);
  });

  it("is there for each public network, of another operator than the first", async () => {
    for (const genesis of [MAINNET_GENESIS, CALIBRATION_GENESIS]) {
      const network = (await worker.ask("networks.list", {})).networks.find((each) => each.genesis === genesis);
      const domain = (url: string | undefined): string => new URL(url ?? "").hostname.split(".").slice(-2).join(".");
      expect(domain(network?.secondNode?.url)).not.toBe(domain(network?.node.url));
    }
  });
});

describe("a node of other software", () => {
  beforeAll(withVault);
  /** Forest's words for an absent actor in place of the devnet's, which are Lotus'. */
  const forest: Lie = (method, reply) => {
    const error = reply["error"] as { message: string } | undefined;
    if (error === undefined || !error.message.endsWith("actor not found")) return reply;
    if (method === "StateGetActor") return { jsonrpc: "2.0", id: reply["id"], result: null };
    return refusal(reply, -32603, `Failed to lookup the id address ${NEW}`);
  };
  const NEW = "t1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba";

  it("may say absent in its own way: money goes to a new address", async () => {
    worker.lie = forest;
    const { forms } = await worker.ask("address.inspect", { text: NEW });
    expect([forms.type, forms.id]).toEqual(["none", null]);
    expect(await worker.codeOf("send.review", { from, to: NEW, amount: "1000", speed: "usual" })).toBe("done");
  });

  it.each([
    [1, `resolution lookup failed (${NEW}): getting init actor: actor not found`],
    [1, "load state tree: ipld: could not find bafy2bzaceayprgulanz222ihtw6lyww572ntjxhjgimjpbxfbu7limxn4o5jy"],
    [-32603, "Can't create a valid state tree from the given root: not found"],
  ])("that lacks the state is no node that says absent: %i %s", async (code, message) => {
    worker.lie = (method, reply) => (method === "StateGetActor" || method === "StateLookupID" ? refusal(reply, code, message) : reply);
    expect(await worker.answer("address.inspect", { text: to })).toEqual({
      ok: false,
      code: "nodeRefused",
      params: { node: hostOf(worker.devnet.rpc), code, message },
    });
  });

  it("names the address that is not there, and not its own words", async () => {
    worker.lie = honest;
    const reply = await worker.answer("miner.get", { miner: "t0999999" });
    expect(reply).toEqual({ ok: false, code: "actorNotFound", params: { address: "t0999999" } });
  });
});
