/** The nodes of one chain: servers of their own, so that a wallet may ask one and check it against another. */
import type { FurtherNodes } from "./further-nodes.ts";
import { type RpcServer, type RpcServerOptions, startRpcServer } from "./server.ts";

export class Nodes implements FurtherNodes {
  readonly #common: Omit<RpcServerOptions, "host" | "port" | "gateway" | "nodes">;
  readonly #further = new Map<string, RpcServer>();
  #first: RpcServer | undefined;

  constructor(common: Omit<RpcServerOptions, "host" | "port" | "gateway" | "nodes">) {
    this.#common = common;
  }

  /** Rejects with NodeStartError when the port cannot be opened. */
  async openFirst(options: { port: number; gateway: boolean }): Promise<RpcServer> {
    this.#first = await startRpcServer({ ...this.#common, ...options, host: "127.0.0.1", nodes: this });
    return this.#first;
  }

  async open({ gateway }: { gateway: boolean }): Promise<{ rpc: string; ws: string }> {
    const server = await startRpcServer({ ...this.#common, gateway, port: 0, host: "localhost", nodes: this });
    this.#further.set(server.rpc, server);
    return { rpc: server.rpc, ws: server.ws };
  }

  async close(rpc: string): Promise<boolean> {
    const server = this.#further.get(rpc);
    this.#further.delete(rpc);
    await server?.close();
    return server !== undefined;
  }

  async closeAll(): Promise<void> {
    await Promise.all([this.#first, ...this.#further.values()].map((server) => server?.close()));
  }
}
