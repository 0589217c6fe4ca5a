/** What a running message sees of the world around it: the moment of the chain, the state, the built-in actors. */
import type { Cid } from "../../filecoin/cid.ts";
import type { StateTree } from "../state/state-tree.ts";
import type { BuiltinName } from "../../filecoin/methods/actor-type.ts";
import type { BuiltinRegistry } from "./runtime.ts";

/** The moment a message runs in. */
export interface MachineContext {
  readonly epoch: number;
  /** seconds since 1970 */
  readonly timestamp: number;
  /** attoFIL per gas */
  readonly baseFee: bigint;
  readonly chainId: number;
  readonly networkVersion: number;
  /** attoFIL */
  readonly circulatingSupply: bigint;
  tipsetCid(epoch: number): Cid;
  chainRandomness(epoch: number): Uint8Array;
  beaconRandomness(epoch: number): Uint8Array;
}

/** What calls see of the machine. */
export interface MachineParts {
  readonly state: StateTree;
  readonly context: MachineContext;
  readonly builtins: BuiltinRegistry;
  codeOf(name: BuiltinName): Cid;
  /** 1-based; 0 = not built in */
  typeOf(code: Cid): number;
}
