import type { LotusClient } from "../filecoin/rpc/client.ts";
import { RpcBusy, RpcError, RpcTimeout, RpcUnreachable } from "../filecoin/rpc/errors.ts";
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

/** ParentBaseFee of a tipset, attoFIL per gas. */
export const baseFeeOf = (tipset: TipSet): bigint => tipset.blocks[0]?.parentBaseFee ?? 0n;

/** A failure that time may heal: the node was not there, slow or busy. */
export const isPassing = (error: unknown): boolean =>
  error instanceof RpcTimeout ||
  error instanceof RpcUnreachable ||
  error instanceof RpcBusy ||
  (error instanceof Refusal && ["nodeSilent", "nodeBusy", "noPermission"].includes(error.code));

/** Lotus' words for "I have this message": our CID is in its pool already. */
export const isAlreadyThere = (error: unknown): boolean =>
  error instanceof RpcError && /already (exists|in mpool|in the mempool)|message already/i.test(error.detail);
