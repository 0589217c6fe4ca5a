import { expect, it } from "vitest";
import { startDevnet } from "./node.ts";

it("runs in a thread of its own and ends when told", async () => {
  const devnet = await startDevnet({
    epochMs: 0,
    installed: [new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])],
  });
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "Filecoin.ChainHead", params: [] });
  const reply = await fetch(devnet.rpc, { method: "POST", body });
  expect(await reply.json()).toMatchObject({ result: { Height: 1 } });
  expect(devnet.ownerActorCode).toMatch(/^bafk/);
  await devnet.close();
  await expect(fetch(devnet.rpc, { method: "POST", body })).rejects.toThrow();
}, 60_000);

it("says why it cannot start", async () => {
  await expect(startDevnet({ inProcess: true, mnemonic: "not words" })).rejects.toThrow(/mnemonic/);
  await expect(startDevnet({ inProcess: true, epochMs: -1 })).rejects.toThrow("expected an epoch length of 0 or more milliseconds, got -1");
  const devnet = await startDevnet({ inProcess: true, epochMs: 0 });
  await expect(startDevnet({ inProcess: true, port: Number(new URL(devnet.rpc).port) })).rejects.toThrow(/EADDRINUSE|in use/);
  await devnet.close();
});
