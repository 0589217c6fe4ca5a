/** One running method: who called whom with what, and the blocks it holds. Shared by Wasm and TypeScript actors. */
import type { ActorId } from "../../filecoin/units.ts";
import { BlockRegistry, type HeldBlock, NO_BLOCK } from "./block-registry.ts";
import type { Calls } from "./calls.ts";

export class Invocation {
  readonly blocks = new BlockRegistry();
  /** Handle of the params block, 0 = none. */
  readonly paramsHandle: number;

  constructor(
    readonly calls: Calls,
    readonly caller: ActorId,
    readonly receiver: ActorId,
    readonly method: bigint,
    readonly value: bigint,
    readonly readOnly: boolean,
    readonly params: HeldBlock | null,
  ) {
    this.paramsHandle = params === null ? NO_BLOCK : this.blocks.putReachable(params);
  }
}
