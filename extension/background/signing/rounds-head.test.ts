import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDevnet, type Devnet } from "../../../devnet/node.ts";
import { testSurroundings, type TestSurroundings } from "../storage/test-surroundings.ts";
import { composeWorker, type Worker } from "../../compose-worker.ts";

describe("rounds of the worker while pages are open", () => {
  let devnet: Devnet;
  let s: TestSurroundings;
  let app: Worker;

  beforeAll(async () => {
    devnet = await startDevnet({ inProcess: true, epochMs: 0 });
    s = testSurroundings({ fetch: globalThis.fetch });
    app = composeWorker(s, { id: "test", origin: "chrome-extension://test" });
    await app.networks.save({ ...(await app.networks.get("devnet")), url: devnet.rpc });
    await app.networks.select("devnet");
  });
  afterAll(() => devnet.close());

  const advance = async (): Promise<void> => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "Peggy.Advance", params: [1] });
    await fetch(devnet.rpc, { method: "POST", headers: { "Content-Type": "application/json", Authorization: `Bearer ${devnet.token}` }, body });
  };
  const heads = (): number => s.told.filter((topic) => topic === "head").length;

  it("tell of each head once, also of one that a page's own read saw first", async () => {
    const { rounds } = app;
    rounds.pageAsked();
    await rounds.run();
    expect(heads()).toBe(1);
    await rounds.run();
    expect(heads()).toBe(1);

    await advance();
    const network = await app.known.selected();
    const client = await app.nodes.client(network.url, network.prefix, null);
    await app.nodes.head(network.url, client);
    await rounds.run();
    expect(heads()).toBe(2);
  });
});
