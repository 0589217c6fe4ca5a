/**
 * Everything one message does: nested calls in layers that commit or revert, accounts that a send brings into being, events, gas.
 * Source: ref-fvm fvm/src/call_manager/default.rs.
 */
import { Address, EAM_NAMESPACE } from "../../filecoin/address.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { CBOR, type Cid, EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { ExitCode } from "../../filecoin/exit-code.ts";
import { type ActorId, actorId } from "../../filecoin/units.ts";
import { ActorRecords } from "./actor-records.ts";
import type { HeldBlock } from "./block-registry.ts";
import type { CallRequest, Calls, Ended } from "./calls.ts";
import type { Origin } from "./origin.ts";
import { CallTrace } from "./call-trace.ts";
import { OutOfGas, hostFault } from "./faults.ts";
import { GasTracker } from "./gas-tracker.ts";
import { Invocation } from "./invocation.ts";
import { linksOf } from "./ipld-links.ts";
import type { MachineContext, MachineParts } from "./machine-context.ts";
import { runNative } from "./native-actor.ts";
import * as price from "./price-list.ts";
import type { StampedEvent } from "../../filecoin/chain/receipt.ts";
import { ErrorNumber, SyscallError } from "./runtime.ts";
import { StateAccess } from "./state-access.ts";
import { loadCode } from "./wasm/load-code.ts";
import { runWasm } from "./run-actor.ts";
import { type WireCid, blake2bWireCid, toCid } from "./wire-cid.ts";
import { blake2b } from "@noble/hashes/blake2.js";

const MAX_CALL_DEPTH = 1_024;
/** 2 GiB over all live instances of a message */
const MAX_MEMORY_BYTES = 2n ** 31n;
const SYSTEM_ACTOR = actorId(0n);
const METHOD_SEND = 0n;
const METHOD_CONSTRUCTOR = 1n;
const BLS_ZERO_KEY_FIRST_BYTE = 0xc0;

const DONE: Ended = { exitCode: ExitCode.OK, ret: null };

export class CallStack implements Calls {
  readonly gas: GasTracker;
  readonly events: StampedEvent[] = [];
  readonly trace: CallTrace | null;
  /** Bytes by which memories may still grow; Wasm runs keep it. */
  memoryRoom = MAX_MEMORY_BYTES;
  /** What the innermost failed frame said; cleared by nothing, read when the message failed. */
  lastMessage = "";
  readonly actors: ActorRecords;
  readonly #access = new StateAccess();
  #depth = 0;

  constructor(
    readonly machine: MachineParts,
    readonly origin: Origin,
    gasLimit: bigint,
    traced: boolean,
  ) {
    this.gas = new GasTracker(gasLimit);
    this.trace = traced ? new CallTrace(this.gas) : null;
    this.actors = new ActorRecords(machine, origin, this.gas, this.#access);
    this.#access.recordUpdate(origin.id);
  }

  get context(): MachineContext {
    return this.machine.context;
  }

  /** The receiver of the message is read before the gas begins to count. */
  preloadReceiver(id: ActorId): void {
    this.#access.recordRead(id);
  }

  // Calls

  /** A call whose changes vanish unless it exits with 0. Throws SyscallError when nothing could be called. */
  send(request: CallRequest): Ended {
    requireStack();
    const { state } = this.machine;
    const eventCount = this.events.length;
    state.begin();
    this.#access.begin();
    let keep = false;
    try {
      const ended = this.#call(request);
      keep = ended.exitCode === ExitCode.OK;
      return ended;
    } finally {
      this.#access.end(!keep);
      if (keep) state.commit();
      else {
        state.revert();
        this.events.length = eventCount;
      }
    }
  }

  #call(request: CallRequest): Ended {
    this.trace?.enter(request);
    const limit = request.gasLimit;
    if (limit !== undefined) this.gas.pushLimit(limit);
    let ended: Ended | null = null;
    let failure: unknown = null;
    try {
      ended = this.#deeper(request);
    } catch (error) {
      failure = error;
    }
    if (limit !== undefined) this.gas.popLimit();
    // Gas is left, so it was the send's own limit that ran out.
    if (failure instanceof OutOfGas && this.gas.available > 0n) {
      ended = { exitCode: ExitCode.SYS_OUT_OF_GAS, ret: null, message: failure.message };
    }
    this.trace?.leave(ended, failure);
    if (ended === null) throw failure;
    return ended;
  }

  #deeper(request: CallRequest): Ended {
    if (this.#depth >= MAX_CALL_DEPTH) {
      throw new SyscallError(ErrorNumber.limitExceeded, `calls nest at most ${String(MAX_CALL_DEPTH)} deep`);
    }
    this.#depth += 1;
    const room = this.memoryRoom;
    try {
      const to = this.machine.state.resolve(request.to) ?? this.#create(request.to, request.readOnly);
      return this.#callResolved(to, request);
    } finally {
      this.memoryRoom = room;
      this.#depth -= 1;
    }
  }

  #callResolved(to: ActorId, request: CallRequest): Ended {
    const actor = this.actors.get(to);
    if (actor === undefined) throw new SyscallError(ErrorNumber.notFound, `actor f0${String(to)} does not exist`);
    if (request.value !== 0n) {
      this.gas.charge("OnValueTransfer", price.VALUE_TRANSFER);
      this.actors.transfer(request.from, to, request.value);
    }
    if (request.method === METHOD_SEND) return DONE;
    this.gas.charge("OnMethodInvocation", price.methodInvocation(request.params?.links.length ?? 0));
    const { from, method, value, readOnly, params } = request;
    const ended = this.#run(actor.code, new Invocation(this, from, to, method, value, readOnly, params));
    if (ended.ret !== null) this.#chargeReturn(ended.ret);
    if (ended.exitCode !== ExitCode.OK) {
      this.lastMessage = `f0${String(to)} method ${String(method)} ended with ${String(ended.exitCode)}: ${ended.message ?? ""}`;
    }
    return ended;
  }

  #run(code: Cid, invocation: Invocation): Ended {
    const native = this.machine.builtins.actorFor(code);
    if (native !== undefined) return runNative(native, invocation);
    return runWasm(loadCode(this.machine.state.blockstore, code), invocation);
  }

  #chargeReturn(block: HeldBlock): void {
    if (this.#depth === 1) this.gas.charge("OnChainReturnValue", price.chainReturn(block.bytes.length));
    else this.gas.charge("OnReturnValue", price.innerReturn(block.links.length));
  }

  // Actors that a send brings into being

  #create(to: Address, readOnly: boolean): ActorId {
    const isKey = to.protocol === 1 || to.protocol === 3;
    const isEth = to.protocol === 4 && to.delegated.namespace === EAM_NAMESPACE;
    if (!isKey && !isEth) {
      throw new SyscallError(ErrorNumber.notFound, `${to.toString()} is nobody's address and cannot be created`);
    }
    if (readOnly) throw new SyscallError(ErrorNumber.readOnly, "a read-only call cannot create an account");
    if (isEth) return this.#createFromSend(to, "placeholder", to);
    if (to.protocol === 3 && isBlsZeroKey(to.payload)) {
      throw new SyscallError(ErrorNumber.illegalArgument, "the BLS zero key cannot have an account");
    }
    const id = this.#createFromSend(to, "account", null);
    this.#callResolved(id, {
      from: SYSTEM_ACTOR,
      to: Address.id(id),
      method: METHOD_CONSTRUCTOR,
      params: { codec: CBOR, bytes: encodeCbor(to.bytes), links: [] },
      value: 0n,
      gasLimit: undefined,
      readOnly: false,
    });
    return id;
  }

  #createFromSend(address: Address, name: "account" | "placeholder", delegated: Address | null): ActorId {
    this.gas.charge("OnCreateActor", price.ACTOR_CREATE_WITH_ADDRESS);
    const id = this.machine.state.registerAddress(address);
    const code = this.machine.codeOf(name);
    this.actors.set(id, { code, head: EMPTY_ARRAY_CID, nonce: 0, balance: 0n, delegated });
    return id;
  }

  // Blocks

  readBlock(cid: WireCid): Uint8Array | undefined {
    return this.machine.state.blockstore.get(toCid(cid));
  }

  /** Hashes and stores a block. */
  writeBlock(codec: number, bytes: Uint8Array): WireCid {
    const cid = blake2bWireCid(codec, blake2b(bytes, { dkLen: 32 }));
    this.machine.state.blockstore.put(toCid(cid), bytes);
    return cid;
  }

  /** A block of trusted code with its links. */
  hold(codec: number, bytes: Uint8Array): HeldBlock {
    return { codec, bytes, links: linksOf(codec, bytes) };
  }
}

/** Frames kept free so that a layer that was opened can always be closed again. */
const SPARE_FRAMES = 150;

/** Throws HostFault when the host's stack is nearly used up, while there is still room to unwind in order. */
function requireStack(): void {
  try {
    probeStack(SPARE_FRAMES);
  } catch (error) {
    throw hostFault(error, "nesting sends (run the machine in a worker with a larger stack)");
  }
}

function probeStack(frames: number): number {
  return frames === 0 ? 0 : 1 + probeStack(frames - 1);
}

function isBlsZeroKey(key: Uint8Array): boolean {
  return key[0] === BLS_ZERO_KEY_FIRST_BYTE && key.subarray(1).every((byte) => byte === 0);
}
