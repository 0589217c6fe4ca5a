import { Filecoin } from "@glif/filecoin-wallet-provider/dist/filecoin.js";
import { signedMessageToJson, type SignedMessage } from "../../../filecoin/message.ts";
import { RpcFailure, rpcErrorOf, RpcUnreachable } from "../../../filecoin/rpc/errors.ts";
import { hostOf, type Network } from "../../../wallet/network.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { strictFetch } from "../chain/strict-fetch.ts";
import type { Adapter } from "./axios-over-fetch.ts";

/**
 * The client of @glif/filecoin-wallet-provider for a network's node, with this vault as its wallet. It knows no error codes and gives
 * every request the id 1, so it is used for what it does well: balances and pushing signed messages.
 */

/** The vault never signs for it: a signature needs an approval, which this provider does not know. */
const vaultProvider = {
  type: "FIL_PEGGY",
  getAccounts: async (): Promise<string[]> => [],
  keyDerive: async (): Promise<string> => {
    throw new Refusal("forbiddenSender");
  },
  sign: async (): Promise<never> => {
    throw new Refusal("forbiddenSender");
  },
};

const PUSH_TIMEOUT_MS = 20_000;

/** Every request of the provider, to whichever node, goes out here. */
const over =
  (fetchFn: typeof fetch): Adapter =>
  async ({ url, data, headers }) => {
    const response = await strictFetch(fetchFn)(url, {
      method: "POST",
      headers: { ...headers },
      body: data,
      signal: AbortSignal.timeout(PUSH_TIMEOUT_MS),
    });
    const { status, statusText } = response;
    // Lotus answers errors as JSON with a status of 4xx or 5xx too: the body tells more than the status.
    return { data: (await response.json()) as unknown, status, statusText, headers: {} };
  };

export interface PushClient {
  /** attoFIL */
  balance(address: string): Promise<bigint>;
  /** CID text of the pushed message. Throws RpcFailure. */
  push(signed: SignedMessage): Promise<string>;
}

/** The provider for one node's address; its requests go out through `fetchFn`. */
export function pushClient(network: Pick<Network, "url" | "prefix">, token: string | null, fetchFn: typeof fetch): PushClient {
  const client = new Filecoin(
    vaultProvider as never,
    { apiAddress: network.url, axiosOpts: { adapter: over(fetchFn) }, ...(token === null ? {} : { token }) } as never,
  );
  const node = hostOf(network.url);
  return {
    balance: async (address) => BigInt((await client.getBalance(address)).toAttoFil()),
    async push(signed) {
      try {
        const answer = (await client.sendMessage(signedMessageToJson(signed, network.prefix) as never)) as unknown as { "/"?: unknown };
        if (typeof answer?.["/"] !== "string") throw new Refusal("nodeGarbage", { node, detail: "MpoolPush: expected a CID" });
        return answer["/"];
      } catch (error) {
        throw error instanceof RpcFailure || error instanceof Refusal ? error : failureOf(error, node);
      }
    },
  };
}

/** fetch fails with TypeError or a time-out; anything else is the node's own words. */
function failureOf(error: unknown, node: string): RpcFailure {
  const detail = error instanceof Error ? error.message : String(error);
  const reached = error instanceof Error && error.constructor === Error;
  return reached ? rpcErrorOf("MpoolPush", node, 1, detail) : new RpcUnreachable("MpoolPush", node, detail);
}
