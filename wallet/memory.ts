import type { OwnerEvent } from "../actor/abi/events.ts";
import type { Address } from "../filecoin/address.ts";
import type { TipSet } from "../filecoin/rpc/lotus-json.ts";
import type { BlockCache } from "./proof/block-cache.ts";
import type { LastUse } from "./takeover/step.ts";
import type { Remembered } from "./remembered.ts";

/** Owner actors that this wallet's accounts created, by the address that outlives a reorganisation. They stay known when their account is not asked. */
export interface FoundOwners {
  /** newest first */
  of(genesis: string): Promise<readonly Address[]>;
  add(genesis: string, found: readonly Address[]): Promise<void>;
}

/** What reads of a chain may remember from one to the next. Each part is a copy of what a node says, bounded, and handed in with the scope. */
export interface Memory {
  /** blocks of proofs, hashed when they came */
  readonly blocks: BlockCache;
  /** manifest names of built-in code by code CID, under the head of the system actor */
  readonly manifests: Remembered<ReadonlyMap<string, string>>;
  /** ids found final, which they stay, under genesis, id and robust address: for what pages show */
  readonly finalIds: Remembered<true>;
  /** nonces of an account of which no owner actor came, under genesis and account */
  readonly barrenNonces: Remembered<Set<number>>;
  /** bounded as the others, and on disk */
  readonly foundOwners: FoundOwners;
  /** when a key last signed, under genesis, key and nonce */
  readonly lastUses: Remembered<LastUse>;
  /** gas units of a step of a take-over, under genesis, account, miner and step; `at`: milliseconds since 1970 */
  readonly stepGas: Remembered<{ gas: number; at: number }>;
  /** rewards of a position in attoFIL, under actor, token and tipset */
  readonly pastRewards: Remembered<bigint>;
  /** events of an owner actor, under genesis and actor */
  readonly events: Remembered<SeenWindows>;
}

/** An event of an owner actor and the epoch of its tipset. */
export interface SeenEvent {
  epoch: number;
  event: OwnerEvent;
}

/** Whole windows of events as they were when `tip` was the head, or an ancestor of it. */
export interface SeenWindows {
  tip: TipSet;
  windows: Map<number, SeenEvent[]>;
}
