/** Input that nobody sends by accident: the node answers, lives on, and stays quick. */
import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { RAW, cidOf } from "../../filecoin/cid.ts";
import { messageToJson, signedMessageToJson } from "../../filecoin/message.ts";
import { Address } from "../../filecoin/address.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { encodeParams } from "../../filecoin/methods/method.ts";
import { attoFil } from "../../filecoin/units.ts";
import { ENDLESS_LOOP } from "../kernel/test-wasm.ts";
import type { Dispatcher } from "./json-rpc.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";
import { type TestNode, testNode } from "./test-node.ts";
import { serveConnection } from "./websocket-connection.ts";

let node: TestNode;
beforeAll(async () => {
  node = await testNode({ epochMs: 3_600_000 });
});
afterAll(() => node.close());

/** Raw bytes to the port; everything that came back until the node closed. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(node.rpc).port), "127.0.0.1");
    let answer = "";
    socket.on("data", (part) => (answer += part.toString()));
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
    socket.write(bytes);
  });
}

const alive = async (): Promise<void> => expect(await node.must("StateNetworkVersion", [null])).toBe(28);

describe("requests that are no URL", () => {
  // A page needs no more than an image from http://127.0.0.1:1234// to send the first of these.
  it.each(["//", "///\\", "//[", "http://[", "*"])("path %s is answered with 404", async (path) => {
    expect(await raw(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 404/);
    await alive();
  });

  it("an upgrade to one is refused", async () => {
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    expect(await raw(`GET // HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1\.1 404/);
    await alive();
  });

  it("whoever asks for a WebSocket where there is none and tears the line does no harm", async () => {
    for (let i = 0; i < 20; i++) {
      const socket = connect(Number(new URL(node.rpc).port), "127.0.0.1");
      await once(socket, "connect");
      socket.on("error", () => undefined);
      socket.write(`GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n${"x".repeat(100_000)}`);
      // The answer is on its way when the line breaks.
      await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
    }
    await alive();
  });

  it("no Host, two Hosts, no HTTP at all", async () => {
    expect(await raw("POST /rpc/v1 HTTP/1.0\r\nContent-Length: 0\r\n\r\n")).toMatch(/^HTTP\/1\.1 403/);
    expect(await raw("POST /rpc/v1 HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")).not.toMatch(
      /^HTTP\/1\.1 200/,
    );
    expect(await raw("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")).toBe("");
    await alive();
  });
});

describe("values that unfold", () => {
  it("a million arrays in one another are an error, not a fault", async () => {
    const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
    for (const body of [
      deep,
      `{"id":1,"method":"Filecoin.StateGetActor","params":[${deep},null]}`,
      `{"id":1,"method":"Filecoin.ChainGetBlock","params":[${deep}]}`,
      `{"id":1,"method":"Filecoin.MpoolPush","params":[${deep}]}`,
      `{"id":1,"method":"Filecoin.StateCall","params":[{"From":${deep}},null]}`,
    ]) {
      const response = await fetch(node.rpc, { method: "POST", body });
      const json = (await response.json()) as { error?: { code: number } } | { error?: { code: number } }[];
      const { error } = Array.isArray(json) ? (json[0] ?? {}) : json;
      expect(error?.code, body.slice(0, 60)).toBeLessThan(0);
    }
  });

  it("a bit field of a few bytes that names a hundred thousand million sectors is answered at once", async () => {
    const runs = Array.from({ length: 20_000 }, () => 9_000_000);
    expect(await node.must("StateMinerSectors", ["t01001", runs, null])).toEqual([]);
  }, 5_000);

  it("a fee cap for a million blocks is a number", async () => {
    const message = signedMessageToJson(node.signed(0, {})).Message;
    expect(await node.must("GasEstimateFeeCap", [message, 1_000_000_000, null])).toMatch(/^\d+$/);
  });

  it("a path of an object leads along its own fields only", async () => {
    const { Head } = await node.must<{ Head: { "/": string } }>("StateGetActor", ["t01000", null]);
    for (const segment of ["constructor", "__proto__", "length", "toString"])
      expect((await node.call("ChainGetNode", [`${Head["/"]}/${segment}`])).error).toMatchObject({ code: 1, message: `no such link: ${segment}` });
    expect(await node.must("ChainGetNode", [`${Head["/"]}/0/0`])).toMatchObject({ Obj: expect.anything() });
  });
});

it("an endless loop ends with a block's gas, whatever limit the caller asks for", async () => {
  const looping = await testNode({ installed: [ENDLESS_LOOP] });
  try {
    const params = encodeParams(initMethods.Exec, { code: cidOf(RAW, ENDLESS_LOOP), constructorParams: new Uint8Array() });
    const { message } = looping.signed(0, { to: Address.id(1), method: 2, params, value: attoFil(0n), gasLimit: Number.MAX_SAFE_INTEGER });
    const reply = await looping.must<{ MsgRct: unknown }>("StateCall", [messageToJson(message), null]);
    expect(reply.MsgRct).toMatchObject({ ExitCode: 7, GasUsed: 10_000_000_000 });
  } finally {
    await looping.close();
  }
}, 60_000);

describe("one WebSocket", () => {
  interface Waiting {
    socket: WebSocket;
    /** Of each call that waits and each stream that began. */
    signals: AbortSignal[];
    next(): Promise<unknown>;
    close(): Promise<void>;
  }

  /** A connection to a table of its own: one method that never ends, and one stream. */
  async function waiting(): Promise<Waiting> {
    const signals: AbortSignal[] = [];
    const wait = (signal: AbortSignal): Promise<never> =>
      new Promise((_resolve, reject) => {
        signals.push(signal);
        signal.addEventListener("abort", () => reject(new RpcFault(RpcCode.domain, "context canceled")));
      });
    const dispatcher: Dispatcher = {
      open: new Set(),
      onFault: (_method, error) => {
        throw error;
      },
      methods: new Map([
        ["Stream", { permission: "read", params: 0, streams: true, call: (_p, context) => context.channel?.((_send, signal) => void signals.push(signal)) }],
        ["Wait", { permission: "read", params: 0, call: (_p, { signal }) => wait(signal) }],
      ]),
    };
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    server.on("connection", (socket) => serveConnection(socket, dispatcher, { permission: "read" }));
    await once(server, "listening");
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await once(socket, "open");
    return {
      socket,
      signals,
      next: async () => JSON.parse(String((await once(socket, "message"))[0])) as unknown,
      close: async () => {
        socket.terminate();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setImmediate(resolve));
    expect(holds()).toBe(true);
  };

  it("ends every stream and every waiting call when it closes, also those with the same id or none", async () => {
    const w = await waiting();
    for (const id of [1, 1, 1, null, null]) w.socket.send(JSON.stringify({ jsonrpc: "2.0", id, method: "Wait", params: [] }));
    for (const id of [1, 1]) w.socket.send(JSON.stringify({ jsonrpc: "2.0", id, method: "Stream", params: [] }));
    await until(() => w.signals.length === 7);
    expect(w.signals.map((s) => s.aborted)).not.toContain(true);
    w.socket.terminate();
    await until(() => w.signals.every((s) => s.aborted));
    await w.close();
  });

  it("takes no more than 256 open calls, however they are numbered", async () => {
    const w = await waiting();
    const busy = w.next();
    for (let i = 0; i < 257; i++) w.socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "Wait", params: [] }));
    expect(await busy).toMatchObject({ id: 1, error: { code: 1, message: expect.stringMatching(/^server busy/) } });
    expect(w.signals).toHaveLength(256);
    await w.close();
  });

  it("a stream that is cancelled in the batch that opens it never begins", async () => {
    const w = await waiting();
    w.socket.send(
      JSON.stringify([
        { jsonrpc: "2.0", id: 1, method: "Stream", params: [] },
        { jsonrpc: "2.0", method: "xrpc.cancel", params: [1] },
      ]),
    );
    w.socket.send(JSON.stringify({ jsonrpc: "2.0", id: 2, method: "Nope", params: [] }));
    expect(await w.next()).toMatchObject({ id: 2, error: { code: -32601 } });
    expect(w.signals).toHaveLength(0);
    await w.close();
  });
});

it("every method answers any parameters with a result or an error, never a fault", async () => {
  const { methods } = await node.must<{ methods: { name: string }[] }>("Discover");
  // Those wait for what may never come, or move the world.
  const names = methods.map((m) => m.name).filter((name) => !/Wait|Notify|Subscribe|BeaconEntry|^Peggy/.test(name));
  const link = (text: string): unknown => ({ "/": text });
  const head = await node.must<{ Cids: unknown[]; Blocks: { ParentStateRoot: unknown; Messages: unknown }[] }>("ChainHead");
  const message = signedMessageToJson(node.signed(0, {}));
  const parameter = fc.oneof(
    fc.constantFrom<unknown>(
      "t01000",
      "t01001",
      "t0100",
      "t04",
      "t01",
      "t099",
      "t0999999",
      node.accounts[0]?.address,
      null,
      null,
      head.Cids,
      [],
      0,
      1,
      5,
      48,
      -1,
      1e15,
      true,
      false,
      "",
      "AAAA",
    ),
    fc.constantFrom<unknown>(
      link("bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a"),
      head.Cids[0],
      head.Blocks[0]?.ParentStateRoot,
      head.Blocks[0]?.Messages,
      message,
      message.Message,
      message.Signature,
      { To: "t01000" },
      { fromHeight: 0 },
      { MaxFee: "1" },
      [0, 5],
      "latest",
      "0x1",
      "0xff00000000000000000000000000000000000064",
    ),
    fc.jsonValue({ maxDepth: 2 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.array(parameter, { maxLength: 4 }), async (method, params) => {
      const { error } = await node.call(method, params);
      expect(error?.code, `${method} ${JSON.stringify(params)}: ${error?.message ?? ""}`).not.toBe(0);
    }),
    { numRuns: 800 },
  );
  await alive();
}, 60_000);
