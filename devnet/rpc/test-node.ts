/** A node for tests, in this thread, and a plain JSON-RPC caller that hides nothing of the answer. */
import { parseLotusKey } from "../../filecoin/lotusKey.ts";
import { type Message, type SignedMessage, signedMessageToJson } from "../../filecoin/message.ts";
import { Address } from "../../filecoin/address.ts";
import { messageOf, sign, type MessageFields } from "../chain/test-chain.ts";
import { type NodeInfo, type NodeOptions, runNode } from "./run-node.ts";

export interface Reply {
  status: number;
  result: unknown;
  error: { code: number; message: string; data?: unknown } | undefined;
}

export interface TestNode extends NodeInfo {
  /** "ChainHead" = Filecoin.ChainHead, others by full name; `as` "admin" sends the token. */
  call(method: string, params?: unknown[], as?: "admin" | "anyone"): Promise<Reply>;
  /** The result of a call that must succeed. */
  must<T = unknown>(method: string, params?: unknown[], as?: "admin" | "anyone"): Promise<T>;
  /** A message of the n-th account, signed. */
  signed(account: number, fields: MessageFields): SignedMessage;
  push(signed: SignedMessage): Promise<Reply>;
  close(): Promise<void>;
}

/** Mines on each push unless told otherwise. */
export async function testNode(options: NodeOptions = {}): Promise<TestNode> {
  const { info, close } = await runNode({ epochMs: 0, ...options });
  const call = async (method: string, params: unknown[] = [], as: "admin" | "anyone" = "anyone"): Promise<Reply> => {
    const name = method.includes(".") || method.includes("_") ? method : `Filecoin.${method}`;
    const response = await fetch(info.rpc, {
      method: "POST",
      headers: as === "admin" ? { authorization: `Bearer ${info.token}` } : {},
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: name, params }),
    });
    const { result, error } = (await response.json()) as { result: unknown; error: Reply["error"] };
    return { status: response.status, result, error };
  };
  const signed = (account: number, fields: MessageFields): SignedMessage => {
    const { address, key } = info.accounts[account] as NodeInfo["accounts"][number];
    const message: Message = messageOf(Address.parse(address), fields);
    return sign(message, parseLotusKey(key));
  };
  return {
    ...info,
    close,
    call,
    signed,
    must: async <T>(method: string, params?: unknown[], as?: "admin" | "anyone") => {
      const reply = await call(method, params, as);
      if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.code} ${reply.error.message}`);
      return reply.result as T;
    },
    push: (message) => call("MpoolPush", [signedMessageToJson(message)]),
  };
}
