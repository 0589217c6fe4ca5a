import type { LotusClient } from "../filecoin/rpc/client.ts";
import { RpcBusy, RpcTimeout, RpcUnreachable } from "../filecoin/rpc/errors.ts";
import type { TipSet } from "../filecoin/rpc/lotus-json.ts";
import type { KnownNetwork } from "./network.ts";
import { Refusal } from "./refusal.ts";

/** What a node is asked besides states: heads, tipsets, events, pools, messages on their way. A state is asked at one tipset, through a PinnedNode. */
export type ChainNode = Pick<
  LotusClient,
  | "node"
  | "stateNetworkName"
  | "chainGetGenesis"
  | "chainHead"
  | "chainGetTipSetByHeight"
  | "chainGetFinalizedTipSet"
  | "getActorEventsRaw"
  | "mpoolGetNonce"
  | "mpoolCheckPendingMessages"
  | "chainGetMessage"
>;

/** The one or two nodes through which a network is asked; those who only read get them as ChainNode. */
export interface NodeSet<N extends ChainNode = LotusClient> {
  network: KnownNetwork;
  node: N;
  host: string;
  second: N | null;
  secondHost: string | null;
}

/** All nodes of a set, for what is asked of each. */
export const namedClients = <N extends ChainNode>({ node, host, second, secondHost }: NodeSet<N>): { client: N; host: string }[] => [
  { client: node, host },
  ...(second === null ? [] : [{ client: second, host: secondHost ?? "" }]),
];

/** When a tipset's epoch began by its own blocks, milliseconds since 1970. */
export const timeOfHead = (tipset: TipSet): number => Math.max(0, tipset.blocks[0]?.timestamp ?? 0) * 1000;

/** ParentBaseFee of a tipset, attoFIL per gas. */
export const baseFeeOf = (tipset: TipSet): bigint => tipset.blocks[0]?.parentBaseFee ?? 0n;

/** A failure that time may heal: the node was not there, slow or busy. */
export const isPassing = (error: unknown): boolean =>
  error instanceof RpcTimeout ||
  error instanceof RpcUnreachable ||
  error instanceof RpcBusy ||
  (error instanceof Refusal && ["nodeSilent", "nodeBusy", "noPermission", "secondNodeAway"].includes(error.code));
