import { devnetWorkerFile } from "../../scripts/devnet-worker-file.ts";
import { root } from "../../scripts/root.ts";
import { startDevnet, type Devnet, type DevnetOptions } from "../../devnet/node.ts";

/** A devnet for one test file: its own chain, any free port, ten epochs a second, the first miner at work as on `npm start`. */
export class TestDevnet {
  private constructor(readonly node: Devnet) {}

  static async start(options: DevnetOptions = {}): Promise<TestDevnet> {
    return new TestDevnet(await startDevnet({ port: 0, epochMs: 100, atWork: true, workerFile: devnetWorkerFile(root), ...options }));
  }

  get port(): string {
    return new URL(this.node.rpc).port;
  }

  /** Calls `Filecoin.*` or `Peggy.*` with all rights; throws the node's error text. */
  async call<T>(method: string, ...params: unknown[]): Promise<T> {
    const response = await fetch(this.node.rpc, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${this.node.token}` },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const reply = (await response.json()) as { result?: T; error?: { message: string } };
    if (reply.error) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result as T;
  }

  async balance(address: string): Promise<bigint> {
    return BigInt(await this.call<string>("Filecoin.WalletBalance", address));
  }

  /** Epoch of the head. */
  async height(): Promise<number> {
    return (await this.call<{ Height: number }>("Filecoin.ChainHead")).Height;
  }

  close(): Promise<void> {
    return this.node.close();
  }
}
