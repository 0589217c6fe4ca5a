import type { Memory } from "../../../wallet/memory.ts";
import { BlockCache } from "../../../wallet/proof/block-cache.ts";
import type { Database } from "../storage/stores.ts";
import { foundOwnersIn } from "./found-owners.ts";
import { Remembered } from "../../../wallet/remembered.ts";

/** The worker's memory of chains: made once per start, and lost with it but for what is named as on disk. Bounds are entries where no bytes are named. */
export const newMemory = (database: Database): Memory => ({
  blocks: new BlockCache({ mostBytes: 16 * 2 ** 20, mostBlocks: 20_000 }),
  manifests: new Remembered(16),
  finalIds: new Remembered(5_000),
  barrenNonces: new Remembered(200),
  foundOwners: foundOwnersIn(database),
  lastUses: new Remembered(500),
  stepGas: new Remembered(200),
  pastRewards: new Remembered(2_000),
  events: new Remembered(50),
});
