/** The whole table of one version of the API. */
import type { Chain } from "../chain/chain.ts";
import { chainMethods } from "./chain-methods.ts";
import { commonMethods } from "./common-methods.ts";
import { ethAddressMethods, ethMethods, lotusNameOf } from "./eth-methods.ts";
import { eventMethods } from "./event-methods.ts";
import { GATEWAY_SEARCH, gatewayMethods } from "./gateway.ts";
import { messageMethods, searchMethods } from "./message-methods.ts";
import { type MethodTable, namespace } from "./method-table.ts";
import { minerMethods } from "./miner-methods.ts";
import type { FurtherNodes } from "./further-nodes.ts";
import { peggyMethods } from "./peggy-methods.ts";
import type { RehearsalSetup } from "./rehearsal-info.ts";
import { stateMethods } from "./state-methods.ts";

export interface RpcMethodsOptions {
  chain: Chain;
  rehearsal: RehearsalSetup;
  version: 0 | 1;
  /** Only what a public gateway exposes, within its limits. */
  gateway: boolean;
  nodes: FurtherNodes;
}

export function rpcMethods({ chain, rehearsal, version, gateway, nodes }: RpcMethodsOptions): MethodTable {
  const ethereum = Object.entries(ethMethods(chain));
  const methods: MethodTable = new Map([
    ...namespace("Filecoin.", {
      ...commonMethods(chain, version, () => methods),
      ...chainMethods(chain),
      ...stateMethods(chain),
      ...minerMethods(chain),
      ...messageMethods(chain, { untrusted: gateway }),
      ...searchMethods(chain, version, gateway ? GATEWAY_SEARCH : undefined),
      ...(version === 1 ? eventMethods(chain) : {}),
      ...ethAddressMethods(chain),
      ...Object.fromEntries(ethereum.map(([name, method]) => [lotusNameOf(name), method])),
    }),
    ...ethereum,
    ...namespace("Peggy.", peggyMethods(chain, rehearsal, nodes)),
  ]);
  return gateway ? gatewayMethods(chain, methods, version) : methods;
}
