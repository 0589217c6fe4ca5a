import type { LotusClient } from "../../filecoin/rpc/client.ts";
import type { SignedMessage } from "../../filecoin/message.ts";
import type { FinalityNode } from "../finality.ts";
import type { ProofClient } from "../proof/proof-blocks.ts";
import type { PoolNode } from "../told/pool.ts";

/** What of a node's client follows messages. */
export type FollowingClient = FinalityNode &
  PoolNode &
  ProofClient &
  Pick<
    LotusClient,
    | "node"
    | "stateGetActor"
    | "stateLookupID"
    | "stateSearchMsg"
    | "chainGetTipSet"
    | "chainGetParentMessages"
    | "chainGetParentReceipts"
    | "chainHasObj"
    | "chainReadObj"
  >;

/** A node that takes and follows the messages of a network's slots. */
export interface SlotNode {
  /** for people */
  host: string;
  /** host name: two ports of one machine are one witness */
  machine: string;
  client: FollowingClient;
  /** Sends once; the CID text that the node answers. Throws RpcFailure, Refusal. */
  push(signed: SignedMessage): Promise<string>;
}

/** A network's nodes, the leading one first: it tells the chain, all of them take and show messages, and none is final without all. */
export type SlotNodes = readonly [SlotNode, ...SlotNode[]];
