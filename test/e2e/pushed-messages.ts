import { signedMessageCid, signedMessageFromJson } from "../../filecoin/message.ts";
import type { RpcProxy } from "./rpc-proxy.ts";

/** Everything that ever left for the node: CIDs by sender and nonce ("f1… 7"). Two under one key are two messages for one nonce. */
export function pushedMessages(proxy: RpcProxy): Map<string, Set<string>> {
  const cids = new Map<string, Set<string>>();
  for (const { method, params } of proxy.calls) {
    if (method !== "Filecoin.MpoolPush") continue;
    const signed = signedMessageFromJson(params[0] as never);
    const key = `${signed.message.from.toString()} ${signed.message.nonce}`;
    cids.set(key, (cids.get(key) ?? new Set()).add(signedMessageCid(signed).toString()));
  }
  return cids;
}
