import fc from "fast-check";
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestNode, testNode } from "./test-node.ts";

let node: TestNode;
beforeAll(async () => {
  node = await testNode({ epochMs: 3_600_000 });
});
afterAll(() => node.close());

const post = async (body: string, headers: Record<string, string> = {}): Promise<{ status: number; json: unknown; text: string }> => {
  const response = await fetch(node.rpc, { method: "POST", body, headers });
  const text = await response.text();
  return {
    status: response.status,
    text,
    json: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : null,
  };
};
const rpc = (method: string, params: unknown = [], id: unknown = 1): string => JSON.stringify({ jsonrpc: "2.0", id, method, params });

describe("protocol errors, as go-jsonrpc gives them", () => {
  it.each([
    ["no JSON", "{", 500, -32700],
    ["an empty body", "  ", 400, -32600],
    ["an empty batch", "[]", 400, -32600],
    ["an unknown method", rpc("Filecoin.Nonsense"), 500, -32601],
    ["a missing parameter", rpc("Filecoin.StateGetActor", ["t01000"]), 500, -32602],
    ["a parameter too many", rpc("Filecoin.ChainHead", [1]), 500, -32602],
    ["a parameter of another type", rpc("Filecoin.StateGetActor", [7, null]), 500, -32700],
    ["an address with a wrong checksum", rpc("Filecoin.WalletBalance", ["t15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrr"]), 500, -32700],
    ["named parameters", rpc("Filecoin.ChainHead", { a: 1 }), 500, -32700],
    ["a stream over HTTP", rpc("Filecoin.ChainNotify"), 500, -32601],
    ["an actor that is not there", rpc("Filecoin.StateLookupID", ["t15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq", null]), 200, 11],
    ["an actor that is not there, asked otherwise", rpc("Filecoin.StateGetActor", ["t0777777", null]), 200, 1],
    ["a tipset that is not there", rpc("Filecoin.ChainGetTipSet", [[{ "/": "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a" }]]), 200, 1],
    ["a height beyond the head", rpc("Filecoin.ChainGetTipSetByHeight", [1_000_000, null]), 200, 1],
    [
      "a message nobody has seen",
      rpc("Filecoin.StateSearchMsg", [null, { "/": "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a" }, -1, true]),
      200,
      1,
    ],
    ["a right the caller lacks", rpc("Peggy.Mine"), 200, 1],
  ])("%s", async (_what, body, status, code) => {
    const reply = await post(body);
    expect(reply.status).toBe(status);
    expect(reply.json).toMatchObject({ jsonrpc: "2.0", error: { code } });
  });

  it("name the method and the right that is missing", async () => {
    expect((await post(rpc("Peggy.Advance", [1]))).json).toMatchObject({
      error: { message: "missing permission to invoke 'Advance' (need 'admin')" },
    });
    expect((await post(rpc("Filecoin.Nope"))).json).toMatchObject({
      error: { message: "method 'Filecoin.Nope' not found" },
    });
  });

  it("answer each of a batch, in order, and notifications not at all", async () => {
    const body = `[${rpc("Filecoin.StateNetworkVersion", [null], "a")},${JSON.stringify({ jsonrpc: "2.0", method: "Filecoin.ChainHead", params: [] })},${rpc("Filecoin.Nope", [], 3)}]`;
    const { status, json } = await post(body);
    expect(status).toBe(200);
    expect(json).toMatchObject([
      { id: "a", result: 28 },
      { id: 3, error: { code: -32601 } },
    ]);
  });

  it("refuse a body above the limit by name", async () => {
    const { json } = await post(`"${"x".repeat(9 * 1024 * 1024)}"`);
    expect(json).toMatchObject({
      error: { code: -32700, message: "request bigger than maximum 8388608 allowed" },
    });
  });
});

describe("doors", () => {
  const knock = (headers: Record<string, string>, path = "/rpc/v1"): Promise<number> =>
    new Promise((resolve, reject) => {
      const request = httpRequest({ host: "127.0.0.1", port: new URL(node.rpc).port, path, method: "POST", headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on("error", reject);
      request.end(rpc("Filecoin.ChainHead"));
    });

  it.each([
    ["no Origin", {}, 200],
    ["an extension's Origin", { origin: "chrome-extension://abcdefghijklmnopabcdefghijklmnop" }, 200],
    ["an extension's Origin in Firefox", { origin: "moz-extension://9e767bb5-6d12-4f1e-a0c1-261a546dcc5a" }, 200],
    ["what only begins like one", { origin: "moz-extension://9e767bb5-6d12-4f1e-a0c1-261a546dcc5a.example" }, 403],
    ["a page's Origin", { origin: "https://example.com" }, 403],
    ["a file's Origin", { origin: "null" }, 403],
    ["another Host", { host: "evil.example:1234" }, 403],
    ["localhost", { host: "localhost:1234" }, 200],
    ["a token of another node", { authorization: "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJBbGxvdyI6WyJhZG1pbiJdfQ.AAAA" }, 401],
    ["a token that is none", { authorization: "Bearer x" }, 401],
    ["an empty bearer", { authorization: "Basic abc" }, 401],
  ])("%s", async (_what, headers, status) => {
    expect(await knock(headers as Record<string, string>)).toBe(status);
  });

  it("other paths lead nowhere; v0 has its own signatures", async () => {
    expect(await knock({}, "/")).toBe(404);
    const v0 = await fetch(node.rpc.replace("v1", "v0"), { method: "POST", body: rpc("Filecoin.Version") });
    expect(await v0.json()).toMatchObject({ result: { APIVersion: 0x010500 } });
    expect((await post(rpc("Filecoin.Version"))).json).toMatchObject({ result: { APIVersion: 131_840 } });
  });

  it("strict tokens: pushing needs the right to write, which the wallet's token has", async () => {
    const strict = await testNode({ strictTokens: true });
    try {
      const push = strict.signed(0, { nonce: 0 });
      expect((await strict.push(push)).error?.message).toBe("missing permission to invoke 'MpoolPush' (need 'write')");
      const { token } = await strict.must<{ token: string }>("Peggy.Rehearsal");
      const { signedMessageToJson } = await import("../../filecoin/message.ts");
      const reply = await fetch(strict.rpc, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: rpc("Filecoin.MpoolPush", [signedMessageToJson(push)]),
      });
      expect(await reply.json()).toMatchObject({ result: { "/": expect.stringMatching(/^bafy/) } });
      const admin = await fetch(strict.rpc, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: rpc("Peggy.Mine"),
      });
      expect(await admin.json()).toMatchObject({ error: { code: 1 } });
    } finally {
      await strict.close();
    }
  });

  it("a gateway offers its list, no more, and refuses long lookbacks", async () => {
    const gateway = await testNode({ gateway: true });
    try {
      expect((await gateway.call("StateMinerAvailableBalance", ["t01000", null])).error?.code).toBe(-32601);
      const genesis = await gateway.must<{ Cids: unknown[] }>("ChainGetGenesis");
      await gateway.must("Peggy.Advance", [2 * 86_400], "admin");
      const { error } = await gateway.call("StateGetActor", ["t01000", genesis.Cids]);
      expect(error?.message).toBe("bad tipset: lookbacks of more than 24h0m0s are disallowed");
      await gateway.must("StateGetActor", ["t01000", null]);
    } finally {
      await gateway.close();
    }
  });
});

describe("whatever comes in", () => {
  const methods = [
    "Filecoin.ChainHead",
    "Filecoin.StateGetActor",
    "Filecoin.StateCall",
    "Filecoin.MpoolPush",
    "Filecoin.GasEstimateMessageGas",
    "Filecoin.GetActorEventsRaw",
    "Filecoin.StateMinerPartitions",
    "Filecoin.StateListMessages",
    "Filecoin.ChainGetNode",
    "Filecoin.StateMinerSectors",
    "Filecoin.StateSearchMsg",
    "Filecoin.ChainGetTipSetByHeight",
    "Filecoin.StateDecodeParams",
    "Filecoin.WalletVerify",
    "eth_getLogs",
    "eth_getBalance",
    "Peggy.Mine",
    "Peggy.Rehearsal",
  ];
  const parameter = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(
      "t01000",
      "t0100",
      null,
      [],
      {},
      -1,
      1e300,
      "1",
      [{ "/": "bafy" }],
      { From: "t0100", To: "t0101" },
      { From: "t0100", To: "t0101", Value: "-1" },
      { To: "t0101" },
      "AAAA",
      { fields: { a: 1 } },
      { addresses: ["x"] },
    ),
  );

  it("a request of any shape gets an error or a result, never a fault, and the node lives on", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...methods), fc.array(parameter, { maxLength: 5 }), async (method, params) => {
        const { json } = await post(rpc(method, params));
        expect(json).toMatchObject({ jsonrpc: "2.0", id: 1 });
        const code = (json as { error?: { code: number } }).error?.code;
        expect(code).not.toBe(0);
      }),
      { numRuns: 300 },
    );
    expect((await post(rpc("Filecoin.ChainHead"))).status).toBe(200);
  }, 30_000);

  it("a body of any bytes gets a JSON error or an empty answer", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.uint8Array().map((b) => Buffer.from(b).toString("latin1")),
        ),
        async (body) => {
          const { status, text } = await post(body);
          expect([200, 400, 500]).toContain(status);
          if (text !== "") expect(() => JSON.parse(text) as unknown).not.toThrow();
        },
      ),
      { numRuns: 150 },
    );
  }, 30_000);
});
