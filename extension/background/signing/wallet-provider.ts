import { Filecoin } from "@glif/filecoin-wallet-provider/dist/filecoin.js";
import { signedMessageToJson, type SignedMessage } from "../../../filecoin/message.ts";
import { RpcFailure, rpcErrorOf, RpcUnreachable } from "../../../filecoin/rpc/errors.ts";
import { hostOf, type Network } from "../../../wallet/network.ts";
import { Refusal } from "../../../wallet/refusal.ts";

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

export interface PushClient {
  /** attoFIL */
  balance(address: string): Promise<bigint>;
  /** CID text of the pushed message. Throws RpcFailure. */
  push(signed: SignedMessage): Promise<string>;
}

export function pushClient(network: Pick<Network, "url" | "prefix">, token: string | null): PushClient {
  const client = new Filecoin(vaultProvider as never, { apiAddress: network.url, ...(token === null ? {} : { token }) });
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
