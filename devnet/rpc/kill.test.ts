import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { mnemonicToSeedSync } from "@scure/bip39";
import { parseCid } from "../../filecoin/cid.ts";
import { signedMessageToJson } from "../../filecoin/message.ts";
import { type RehearsalAccount, rehearsalOf } from "../chain/founding.ts";
import { messageOf, sign } from "../chain/test-chain.ts";
import { testNode } from "./test-node.ts";

const PROGRAM = `
import { runNode } from ${JSON.stringify(new URL("./run-node.ts", import.meta.url).href)};
const { info } = await runNode({ dataDir: process.argv[1], epochMs: 5 });
process.stdout.write(JSON.stringify(info) + "\\n");
`;

/** A node in a process of its own, mining fast into `dataDir`. */
async function nodeProcess(dataDir: string): Promise<{ rpc: string; genesis: string; kill(): Promise<void> }> {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", PROGRAM, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (part: Buffer) => {
      text += part.toString();
      if (text.includes("\n")) resolve(text);
    });
    child.once("exit", () => reject(new Error("the node ended before it was ready")));
  });
  const { rpc, genesis } = JSON.parse(line) as { rpc: string; genesis: string };
  return {
    rpc,
    genesis,
    kill: () => {
      child.kill("SIGKILL");
      return gone;
    },
  };
}

/** The first rehearsal account. */
function senderOf(mnemonic: string, genesis: string): RehearsalAccount {
  const [first] = rehearsalOf(parseCid(genesis), mnemonicToSeedSync(mnemonic), 5).accounts;
  if (first === undefined) throw new Error("there is no account");
  return first;
}

async function call<T>(rpc: string, method: string, ...params: unknown[]): Promise<T> {
  const response = await fetch(rpc, { method: "POST", body: JSON.stringify({ id: 1, method: `Filecoin.${method}`, params }) });
  const { result, error } = (await response.json()) as { result: T; error?: { message: string } };
  if (error !== undefined) throw new Error(`${method}: ${error.message}`);
  return result;
}

it("killed at any moment, a node loses at most the epoch in progress, and no message it answered for", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "devnet-kill-"));
  try {
    for (let round = 0; round < 2; round++) {
      const running = await nodeProcess(dataDir);
      const told = await fetch(running.rpc, { method: "POST", body: JSON.stringify({ id: 1, method: "Peggy.Rehearsal", params: [] }) });
      const { result } = (await told.json()) as { result: { mnemonic: string; network: string } };
      const seen = await shownFor(running.rpc, 20 + round * 7);
      // The words are the node's own, which alone has its data open.
      const from = senderOf(result.mnemonic, running.genesis);
      const nonce = await call<number>(running.rpc, "MpoolGetNonce", from.address.toString());
      const answered = await call(running.rpc, "MpoolPush", signedMessageToJson(sign(messageOf(from.address, { nonce }), from.key)));
      await running.kill();
      const again = await testNode({ dataDir, epochMs: 3_600_000 });
      const head = await again.must<{ Height: number }>("ChainHead");
      expect(head.Height).toBeGreaterThanOrEqual(seen - 1);
      expect(again.mnemonic).toBe(result.mnemonic);
      expect(again.network).toBe(result.network);
      // What was answered for is there, in the pool if not in a block, and the chain goes on from whole state.
      await again.must("Peggy.Mine", [2], "admin");
      expect(await again.must("StateSearchMsg", [null, answered, -1, true])).toMatchObject({ Receipt: { ExitCode: 0 } });
      expect(await again.must<string[]>("StateListActors", [null])).toContain("t01001");
      await again.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 120_000);

/** Waits until the node shows so many more epochs, asking all the while. */
async function shownFor(rpc: string, epochs: number): Promise<number> {
  const first = (await call<{ Height: number }>(rpc, "ChainHead")).Height;
  for (;;) {
    const { Height } = await call<{ Height: number }>(rpc, "ChainHead");
    if (Height >= first + epochs) return Height;
  }
}
