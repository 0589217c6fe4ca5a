/** What a chain is opened with, and the error it answers impossible requests with. */
import type { Address } from "../../filecoin/address.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { BuiltinRegistry } from "../kernel/runtime.ts";
import type { StateTree } from "../state/state-tree.ts";
import type { StagedBlockstore } from "./staged-blockstore.ts";
import type { ChainStorage } from "./storage.ts";

export interface ChainOptions {
  builtins: BuiltinRegistry;
  genesis: Genesis;
  /** seconds from one epoch to the next, in block timestamps */
  blockDelay: number;
  /** Mine whenever a message comes in; otherwise somebody calls mine(). */
  mineOnPush: boolean;
  storage?: ChainStorage;
  /** The miner of every block but the genesis. */
  miner: Address;
  /** Pay the reward actor's block reward to `miner` with every block. Default false. */
  blockRewards?: boolean;
  /** attoFIL in circulation, which pledge depends on. */
  circulatingSupply: (state: StateTree) => bigint;
  /** Epochs between two in which cron changes anything; absent = all. */
  cronWork?: (state: StateTree, after: number, before: number) => number[];
}

/** How a chain begins. */
export interface Genesis {
  /** seconds since 1970 */
  timestamp: number;
  networkName: string;
  /** Writes the state that the genesis block names. */
  root(blocks: StagedBlockstore): Cid;
  /**
   * Writes the state on which the first tipset is built. Accounts whose keys are derived from the genesis CID can exist only
   * here: the genesis block must be complete before there is a CID to derive from.
   */
  found(blocks: StagedBlockstore, genesisCid: Cid): Cid;
}

/** A request that this chain cannot fulfil: says which and why. */
export class ChainError extends Error {
  override readonly name = "ChainError";
}
