/** Filecoin.Version and the like: the node itself. Source: lotus api/api_common.go, api/version.go. */
import type { Chain } from "../chain/chain.ts";
import type { MethodTable, RpcMethod } from "./method-table.ts";
import { read } from "./method-table.ts";

/** 1.5.0 and 2.3.0, one byte each. */
const API_VERSIONS = { 0: 0x010500, 1: 0x020300 } as const;
export const NODE_VERSION = "1.36.0+peggy-devnet";

export function commonMethods(chain: Chain, version: 0 | 1, methods: () => MethodTable): Record<string, RpcMethod> {
  return {
    Version: read(0, () => ({
      Version: NODE_VERSION,
      APIVersion: API_VERSIONS[version],
      BlockDelay: chain.blockDelay,
      Agent: "peggy-devnet",
    })),
    Discover: read(0, () => ({
      openrpc: "1.2.6",
      info: { title: "Lotus RPC API, as a rehearsal", version: NODE_VERSION },
      methods: [...methods().keys()].sort().map((name) => ({ name })),
    })),
    SyncState: read(0, () => ({ ActiveSyncs: [], VMApplied: 0 })),
    NetPeers: read(0, () => []),
  };
}
