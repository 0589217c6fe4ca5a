import { afterEach, beforeEach, expect, it } from "vitest";
import { signedMessageToJson } from "../../filecoin/message.ts";
import { startDevnet } from "../node.ts";
import { type TestNode, testNode } from "./test-node.ts";

interface NodeUrls {
  rpc: string;
  ws: string;
}

let node: TestNode;
beforeEach(async () => {
  node = await testNode({ epochMs: 3_600_000 });
});
afterEach(() => node.close());

async function ask<T>(rpc: string, method: string, params: unknown[] = [], token?: string): Promise<{ result: T; error?: { message: string } }> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(rpc, { method: "POST", headers, body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) });
  return (await response.json()) as { result: T; error?: { message: string } };
}

it("a second node serves the same chain under another host and port", async () => {
  const second = await node.must<NodeUrls>("Peggy.OpenNode", [], "admin");
  const [a, b] = [new URL(node.rpc), new URL(second.rpc)];
  expect([a.hostname, b.hostname, a.port === b.port]).toEqual(["127.0.0.1", "localhost", false]);
  const heads = async (): Promise<unknown[]> => [await node.must("ChainHead"), (await ask(second.rpc, "Filecoin.ChainHead")).result];
  const [mine, theirs] = await heads();
  expect(theirs).toEqual(mine);
  const pushed = await ask(second.rpc, "Filecoin.MpoolPush", [signedMessageToJson(node.signed(0, { nonce: 0 }))]);
  expect(await node.must("MpoolPending", [null])).toHaveLength(1);
  expect((await ask(second.rpc, "Peggy.Mine", [2], node.token)).error).toBeUndefined();
  expect(await node.must("StateSearchMsg", [null, pushed.result, -1, true])).toMatchObject({ Receipt: { ExitCode: 0 } });
  const [after, same] = await heads();
  expect(same).toEqual(after);
});

it("each node is opened and closed by itself, with a gateway's limits or without", async () => {
  const gateway = await node.must<NodeUrls>("Peggy.OpenNode", [{ gateway: true }], "admin");
  const plain = await node.must<NodeUrls>("Peggy.OpenNode", [], "admin");
  expect((await ask(gateway.rpc, "Filecoin.StateMinerAvailableBalance", ["t01000", null])).error?.message).toMatch(/not found$/);
  expect((await ask(plain.rpc, "Filecoin.StateMinerAvailableBalance", ["t01000", null])).error).toBeUndefined();
  expect(await node.must("Peggy.CloseNode", [gateway.rpc], "admin")).toBe(true);
  expect(await node.must("Peggy.CloseNode", [gateway.rpc], "admin")).toBe(false);
  await expect(ask(gateway.rpc, "Filecoin.ChainHead")).rejects.toThrow();
  await node.must("ChainHead");
  expect((await ask(plain.rpc, "Filecoin.ChainHead")).error).toBeUndefined();
});

it("the first node cannot be closed from outside, and nobody opens one without the token", async () => {
  expect(await node.must("Peggy.CloseNode", [node.rpc], "admin")).toBe(false);
  await node.must("ChainHead");
  for (const method of ["Peggy.OpenNode", "Peggy.CloseNode"]) expect((await node.call(method, [node.rpc])).error?.message).toMatch(/missing permission/);
});

it("a devnet that ends takes its second node with it, also one in a thread of its own", async () => {
  const devnet = await startDevnet({ epochMs: 3_600_000 });
  const { result: second } = await ask<NodeUrls>(devnet.rpc, "Peggy.OpenNode", [], devnet.token);
  expect((await ask(second.rpc, "Filecoin.ChainHead")).error).toBeUndefined();
  await devnet.close();
  await expect(ask(second.rpc, "Filecoin.ChainHead")).rejects.toThrow();
}, 60_000);
