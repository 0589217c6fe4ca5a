/** For tests: a devnet in this process, and nodes of it that count as two witnesses and may lie. */
import { type TestNode, testNode } from "../../devnet/rpc/test-node.ts";
import { LotusClient } from "../../filecoin/rpc/client.ts";
import { BlockCache } from "./block-cache.ts";
import type { ProofNode } from "./proof-blocks.ts";

/** What a node answers instead of the devnet's `result`; undefined leaves it. */
export type Lie = (method: string, result: unknown, params: unknown[]) => unknown;

export interface Asked {
  method: string;
  params: unknown[];
}

export interface WitnessNode extends ProofNode {
  /** What it was asked, in order. */
  readonly asked: Asked[];
}

export const newCache = (): BlockCache => new BlockCache({ mostBytes: 32 * 2 ** 20, mostBlocks: 50_000 });

/** A node of the devnet under a host's name. */
export function witness(node: Pick<TestNode, "rpc">, host: string, lie: Lie = () => undefined): WitnessNode {
  const asked: Asked[] = [];
  const client = new LotusClient({
    url: node.rpc,
    fetch: async (input, init) => {
      const { method, params } = JSON.parse(String(init?.body)) as Asked;
      const name = method.replace("Filecoin.", "");
      asked.push({ method: name, params });
      const response = await fetch(input, init);
      const reply = (await response.json()) as { result?: unknown };
      const told = lie(name, reply.result, params);
      const body =
        told instanceof Error
          ? { jsonrpc: "2.0", id: (reply as { id: number }).id, error: { code: 1, message: told.message } }
          : { ...reply, ...(told === undefined ? {} : { result: told }) };
      return Response.json(body);
    },
  });
  return { host, client, asked };
}

/** A devnet with some blocks behind it. */
export async function startedChain(epochs = 20): Promise<TestNode> {
  const node = await testNode();
  await node.must("Peggy.Mine", [epochs], "admin");
  return node;
}
