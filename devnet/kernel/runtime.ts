/**
 * What an actor sees of the machine. Actors in TypeScript get it as an object; actors in Wasm get the same through
 * syscalls. Errors an actor can meet are values of `ErrorNumber`, thrown as SyscallError.
 * Source: ref-fvm fvm/src/kernel, fvm_shared error and event.
 */
import type { BuiltinName } from "../../filecoin/methods/actor-type.ts";
import type { Address } from "../../filecoin/address.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { EventEntry } from "../../filecoin/chain/receipt.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { Blockstore } from "../state/blockstore.ts";

/** Why a syscall failed: the number a Wasm import returns instead of 0. */
export const ErrorNumber = {
  illegalArgument: 1,
  illegalOperation: 2,
  limitExceeded: 3,
  assertionFailed: 4,
  insufficientFunds: 5,
  notFound: 6,
  invalidHandle: 7,
  illegalCid: 8,
  illegalCodec: 9,
  serialization: 10,
  forbidden: 11,
  bufferTooSmall: 12,
  readOnly: 13,
} as const;
export type ErrorNumber = (typeof ErrorNumber)[keyof typeof ErrorNumber];

/** A syscall refused: the frame goes on and may look at `errno`. */
export class SyscallError extends Error {
  override readonly name = "SyscallError";
  constructor(
    readonly errno: ErrorNumber,
    message: string,
  ) {
    super(message);
  }
}

/** The actor ends its own frame with a non-zero exit code; its changes and events are undone. */
export class ActorAbort extends Error {
  override readonly name = "ActorAbort";
  constructor(
    readonly exitCode: number,
    message: string,
    readonly data?: Block,
  ) {
    super(message);
  }
}

/** Bytes with their codec: params, returns and state as they travel between actors. */
export interface Block {
  readonly codec: number;
  readonly bytes: Uint8Array;
}

export interface SendFlags {
  /** Forbids every change of state in the callee and below it. */
  readonly readOnly?: boolean;
  /** Own limit of the send, in gas; absent = all that remains. */
  readonly gasLimit?: bigint;
}

export interface SendResult {
  readonly exitCode: number;
  readonly ret: Block | null;
}

/** The run of one method of one actor. Every call may end the message by running out of gas. */
export interface Runtime {
  readonly origin: ActorId;
  readonly caller: ActorId;
  readonly receiver: ActorId;
  readonly method: bigint;
  /** attoFIL that came with this call (already in the balance) */
  readonly value: bigint;
  /** nonce of the message on chain */
  readonly nonce: number;
  readonly readOnly: boolean;
  readonly epoch: number;
  /** seconds since 1970 of the tipset being built */
  readonly timestamp: number;
  /** attoFIL per gas */
  readonly baseFee: bigint;
  readonly chainId: number;
  readonly networkVersion: number;
  /** attoFIL */
  readonly circulatingSupply: bigint;
  readonly params: Block | null;

  /** Own state root. SyscallError illegalOperation after self-destruct. */
  root(): Cid;
  setRoot(root: Cid): void;
  /** Bytes of a block of this actor's state. */
  get(cid: Cid): Uint8Array;
  /** Writes a block of state: 0x71, 0x51 or 0x55. */
  put(codec: number, bytes: Uint8Array): Cid;
  /** The same as a Blockstore, for Hamt and Amt. */
  readonly store: Blockstore;

  /** attoFIL */
  balance(): bigint;
  /** attoFIL; SyscallError notFound for an unknown actor */
  balanceOf(id: ActorId): bigint;
  codeOf(id: ActorId): Cid | undefined;
  builtinTypeOf(code: Cid): BuiltinName | undefined;
  codeForType(name: BuiltinName): Cid;
  resolve(address: Address): ActorId | undefined;
  delegatedAddress(id: ActorId): Address | null;

  /** Calls another actor. Its non-zero exit is a value; SyscallError when it could not be called at all. */
  send(to: Address, method: bigint | number, params: Block | null, value: bigint, flags?: SendFlags): SendResult;

  /** The f2 address the next created actor will get. */
  nextActorAddress(): Address;
  /** Init only. */
  createActor(id: ActorId, code: Cid, delegated?: Address): void;
  /** Checks and prepares the Wasm code stored under `code`; SyscallError illegalArgument when it is refused. */
  installActor(code: Cid): void;
  selfDestruct(burn: boolean): void;

  emit(entries: readonly EventEntry[]): void;
  /** `type` 1 secp256k1, 2 BLS; `signer` is a key address (f1, f3). */
  verifySignature(type: number, signature: Uint8Array, signer: Address, data: Uint8Array): boolean;
  /** `code` is a multihash code: 0x12, 0xb220, 0xb240, 0x1b, 0x1053. */
  hash(code: number, data: Uint8Array): Uint8Array;
  recoverSecp(hash: Uint8Array, signature: Uint8Array): Uint8Array;
  chainRandomness(epoch: number): Uint8Array;
  beaconRandomness(epoch: number): Uint8Array;
  tipsetCid(epoch: number): Cid;

  /** Charges `gas` (whole units) under a name that traces show. */
  charge(name: string, gas: number): void;
  abort(code: number, message: string, data?: Block): never;
}

/** A built-in actor in TypeScript: dispatches on rt.method and answers the return block. */
export type NativeActor = (rt: Runtime) => Block | null;

/** The built-in actors of a network. Code CIDs without a native actor are Wasm from the store. */
export interface BuiltinRegistry {
  /** In manifest order: the type id is the place, from 1. */
  readonly manifest: readonly { readonly name: BuiltinName; readonly code: Cid }[];
  actorFor(code: Cid): NativeActor | undefined;
}
