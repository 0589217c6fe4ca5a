import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WebSocketServer, WebSocket as NodeWebSocket, type WebSocket as ServerSocket } from "ws";
import headers from "../vectors/block-headers.json" with { type: "json" };
import { subscribeChain, type ChainNotifyOptions } from "./chain-notify.ts";
import { MethodNotFound, RpcBadReply, RpcTimeout, RpcUnreachable, type RpcFailure } from "./errors.ts";
import type { HeadChange } from "./lotus-json.ts";
import { NodeUrlError } from "./node-url.ts";

const first = headers.cases[0];
const tipSet = {
  Cids: [{ "/": first?.cid }],
  Blocks: [first?.block],
  Height: first?.block.Height,
};
const change = (type: string): unknown => ({ Type: type, Val: tipSet });

let server: WebSocketServer;
let url: string;
/** What the server does with each message of a client. */
let onMessage: (socket: ServerSocket, message: { id?: number; method: string; params: unknown[] }) => void;
let paths: (string | undefined)[];

beforeEach(async () => {
  paths = [];
  server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (socket, request) => {
    paths.push(request.url);
    socket.on("message", (data: Buffer) => onMessage(socket, JSON.parse(data.toString()) as never));
  });
  await new Promise((resolve) => server.once("listening", resolve));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/rpc/v1`;
});
afterEach(() => {
  for (const socket of server.clients) socket.terminate();
  server.close();
});

const send = (socket: ServerSocket, frame: object): void => socket.send(JSON.stringify({ jsonrpc: "2.0", ...frame }));

interface Watch {
  changes: HeadChange[][];
  ends: (RpcFailure | null)[];
  close(): void;
}

function watch(options: Partial<ChainNotifyOptions> = {}): Watch {
  const changes: HeadChange[][] = [];
  const ends: (RpcFailure | null)[] = [];
  const subscription = subscribeChain({
    url,
    WebSocket: NodeWebSocket as unknown as typeof WebSocket,
    timeoutMs: 5000,
    onChanges: (items) => changes.push(items),
    onEnd: (failure) => ends.push(failure),
    ...options,
  });
  return { changes, ends, close: () => subscription.close() };
}

async function endOf(seen: Watch): Promise<RpcFailure | null> {
  await vi.waitFor(() => expect(seen.ends).toHaveLength(1));
  return seen.ends[0] as RpcFailure | null;
}

describe("ChainNotify", () => {
  test("delivers the head, then changes of its channel alone, until closed", async () => {
    const cancelled: unknown[] = [];
    onMessage = (socket, message) => {
      if (message.method === "xrpc.cancel") return void cancelled.push(message.params);
      send(socket, { id: message.id, result: 4 });
      send(socket, { method: "xrpc.ch.val", params: [4, [change("current")]] });
      send(socket, { method: "xrpc.ch.val", params: [9, [change("apply")]] });
      send(socket, { method: "xrpc.ch.val", params: [4, [change("revert"), change("apply")]] });
    };
    const seen = watch({ token: "abc" });
    await vi.waitFor(() => expect(seen.changes).toHaveLength(2));
    expect(seen.changes.map((items) => items.map((item) => item.type))).toEqual([["current"], ["revert", "apply"]]);
    expect(seen.changes[0]?.[0]?.tipSet.cids[0]?.toString()).toBe(first?.cid);
    expect(paths).toEqual(["/rpc/v1?token=abc"]);
    seen.close();
    seen.close();
    expect(await endOf(seen)).toBeNull();
    await vi.waitFor(() => expect(cancelled).toEqual([[1]]));
  });
  test("ends typed when the node lacks the method", async () => {
    onMessage = (socket, { id }) => send(socket, { id, error: { code: -32601, message: "method not found" } });
    expect(await endOf(watch())).toBeInstanceOf(MethodNotFound);
  });
  test.each([
    ["text that is no JSON", "x"],
    ["JSON of another shape", "[]"],
    ["a result that is no channel", '{"jsonrpc":"2.0","id":1,"result":"4"}'],
    ["a message of 9 MB", `"${"x".repeat(9_000_000)}"`],
  ])("ends as a bad reply on %s", async (_, text) => {
    onMessage = (socket) => socket.send(text);
    expect(await endOf(watch())).toBeInstanceOf(RpcBadReply);
  });
  test("ends as a bad reply on a change that is none", async () => {
    onMessage = (socket, { id }) => {
      send(socket, { id, result: 4 });
      send(socket, { method: "xrpc.ch.val", params: [4, [{ Type: "apply", Val: {} }]] });
    };
    const seen = watch();
    expect(await endOf(seen)).toBeInstanceOf(RpcBadReply);
    expect(seen.changes).toEqual([]);
  });
  test("ends when the node closes the channel or the connection", async () => {
    onMessage = (socket, { id }) => {
      send(socket, { id, result: 4 });
      send(socket, { method: "xrpc.ch.close", params: [4] });
    };
    expect(await endOf(watch())).toBeInstanceOf(RpcUnreachable);
    onMessage = (socket) => socket.close();
    expect(await endOf(watch())).toBeInstanceOf(RpcUnreachable);
  });
  test("ends when the first change does not come in time", async () => {
    onMessage = () => undefined;
    expect(await endOf(watch({ timeoutMs: 50 }))).toBeInstanceOf(RpcTimeout);
  });
  test("ends when nobody listens, and closing before the connection opens is quiet", async () => {
    expect(await endOf(watch({ url: "ws://127.0.0.1:9/" }))).toBeInstanceOf(RpcUnreachable);
    const seen = watch();
    seen.close();
    expect(await endOf(seen)).toBeNull();
  });
  test("plain ws is refused beyond this machine", () => {
    expect(() => watch({ url: "ws://node.example/" })).toThrow(NodeUrlError);
  });
});
