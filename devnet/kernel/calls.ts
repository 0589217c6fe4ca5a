/** What a running actor may ask of the message it is part of; CallStack does it. */
import type { Address } from "../../filecoin/address.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { ActorRecords } from "./actor-records.ts";
import type { HeldBlock } from "./block-registry.ts";
import type { GasTracker } from "./gas-tracker.ts";
import type { MachineContext, MachineParts } from "./machine-context.ts";
import type { StampedEvent } from "../../filecoin/chain/receipt.ts";
import type { Origin } from "./origin.ts";
import type { WireCid } from "./wire-cid.ts";

export interface CallRequest {
  readonly from: ActorId;
  readonly to: Address;
  readonly method: bigint;
  readonly params: HeldBlock | null;
  readonly value: bigint;
  /** own limit in gas; undefined = what remains */
  readonly gasLimit: bigint | undefined;
  readonly readOnly: boolean;
}

/** How an invocation ended by its own doing. */
export interface Ended {
  readonly exitCode: number;
  readonly ret: HeldBlock | null;
  /** Why, for people. */
  readonly message?: string;
}

export interface Calls {
  readonly machine: MachineParts;
  readonly context: MachineContext;
  readonly origin: Origin;
  readonly gas: GasTracker;
  /** Read and written at the price of the first time in the message. */
  readonly actors: ActorRecords;
  readonly events: StampedEvent[];
  /** Bytes by which memories may still grow; Wasm runs keep it. */
  memoryRoom: bigint;
  /** A call whose changes vanish unless it exits with 0. Throws SyscallError when nothing could be called. */
  send(request: CallRequest): Ended;
  readBlock(cid: WireCid): Uint8Array | undefined;
  /** Hashes and stores a block. */
  writeBlock(codec: number, bytes: Uint8Array): WireCid;
  /** A block of trusted code with its links. */
  hold(codec: number, bytes: Uint8Array): HeldBlock;
}
