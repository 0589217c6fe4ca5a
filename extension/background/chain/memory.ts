import type { Memory } from "../../../wallet/memory.ts";
import { BlockCache } from "../../../wallet/proof/block-cache.ts";
import { Remembered } from "../../../wallet/remembered.ts";

/** The worker's memory of chains: made once per start, lost with it. Bounds are entries where no bytes are named. */
export const newMemory = (): Memory => ({
  blocks: new BlockCache({ mostBytes: 16 * 2 ** 20, mostBlocks: 20_000 }),
  manifests: new Remembered(16),
  finalIds: new Remembered(5_000),
  barrenNonces: new Remembered(200),
  lastUses: new Remembered(500),
  stepGas: new Remembered(200),
  pastRewards: new Remembered(2_000),
  events: new Remembered(50),
});
