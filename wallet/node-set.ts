import type { LotusClient } from "../filecoin/rpc/client.ts";
import { RpcBusy, RpcTimeout, RpcUnreachable } from "../filecoin/rpc/errors.ts";
import type { TipSet } from "../filecoin/rpc/lotus-json.ts";
import type { KnownNetwork } from "./network.ts";
import { Refusal } from "./refusal.ts";

/** The one or two nodes through which a network is asked. */

export interface NodeSet {
  network: KnownNetwork;
  node: LotusClient;
  host: string;
  second: LotusClient | null;
  secondHost: string | null;
}

/** All nodes of a set, for what is asked of each. */
export const namedClients = ({ node, host, second, secondHost }: NodeSet): { client: LotusClient; host: string }[] => [
  { client: node, host },
  ...(second === null ? [] : [{ client: second, host: secondHost ?? "" }]),
];

/** ParentBaseFee of a tipset, attoFIL per gas. */
export const baseFeeOf = (tipset: TipSet): bigint => tipset.blocks[0]?.parentBaseFee ?? 0n;

/** A failure that time may heal: the node was not there, slow or busy. */
export const isPassing = (error: unknown): boolean =>
  error instanceof RpcTimeout ||
  error instanceof RpcUnreachable ||
  error instanceof RpcBusy ||
  (error instanceof Refusal && ["nodeSilent", "nodeBusy", "noPermission"].includes(error.code));
