/**
 * Gives an actor written in TypeScript the Runtime it expects. Such actors are trusted: their blocks, hashes and checks
 * cost nothing here (they charge their own figures through rt.charge); reading and writing actors, transfers, calls and
 * returns cost what they cost everyone.
 */
import type { EventEntry } from "../../filecoin/chain/receipt.ts";
import type { Address } from "../../filecoin/address.ts";
import { CBOR, type Cid, DAG_CBOR, RAW } from "../../filecoin/cid.ts";
import { ExitCode } from "../../filecoin/exit-code.ts";
import { recoverSecp256k1, verifySignature } from "../../filecoin/signature.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { Blockstore } from "../state/blockstore.ts";
import type { ActorState } from "../state/state-tree.ts";
import type { HeldBlock } from "./block-registry.ts";
import type { Calls, Ended } from "./calls.ts";
import { FatalError, OutOfGas, hostFault } from "./faults.ts";
import { digestOf } from "./hashes.ts";
import type { Invocation } from "./invocation.ts";
import { checkTipsetEpoch } from "./network-rules.ts";
import { type BuiltinName } from "../../filecoin/methods/actor-type.ts";
import { ActorAbort, type Block, ErrorNumber, type NativeActor, type Runtime, type SendFlags, type SendResult, SyscallError } from "./runtime.ts";
import { installCode } from "./wasm/load-code.ts";
import { ofCid, toCid } from "./wire-cid.ts";

/** Runs one method of a TypeScript actor. Its aborts are values; its bugs end the message as host faults. */
export function runNative(actor: NativeActor, invocation: Invocation): Ended {
  const rt = new NativeRuntime(invocation);
  try {
    const ret = actor(rt);
    return { exitCode: ExitCode.OK, ret: ret === null ? null : invocation.calls.hold(ret.codec, ret.bytes) };
  } catch (error) {
    if (error instanceof ActorAbort) return aborted(invocation, error);
    if (error instanceof SyscallError) {
      return { exitCode: ExitCode.USR_ASSERTION_FAILED, ret: null, message: error.message };
    }
    if (error instanceof OutOfGas || error instanceof FatalError) throw error;
    throw hostFault(error, `running built-in actor f0${String(invocation.receiver)}`);
  }
}

function aborted(invocation: Invocation, abort: ActorAbort): Ended {
  const data = abort.data;
  const ret = data === undefined ? null : invocation.calls.hold(data.codec, data.bytes);
  return { exitCode: abort.exitCode, ret, message: abort.message };
}

class NativeRuntime implements Runtime {
  readonly #call: Invocation;
  readonly #calls: Calls;
  readonly store: Blockstore;

  constructor(call: Invocation) {
    this.#call = call;
    this.#calls = call.calls;
    this.store = call.calls.machine.state.blockstore;
  }

  get origin(): ActorId {
    return this.#calls.origin.id;
  }
  get caller(): ActorId {
    return this.#call.caller;
  }
  get receiver(): ActorId {
    return this.#call.receiver;
  }
  get method(): bigint {
    return this.#call.method;
  }
  get value(): bigint {
    return this.#call.value;
  }
  get nonce(): number {
    return this.#calls.origin.nonce;
  }
  get readOnly(): boolean {
    return this.#call.readOnly;
  }
  get epoch(): number {
    return this.#calls.context.epoch;
  }
  get timestamp(): number {
    return this.#calls.context.timestamp;
  }
  get baseFee(): bigint {
    return this.#calls.context.baseFee;
  }
  get chainId(): number {
    return this.#calls.context.chainId;
  }
  get networkVersion(): number {
    return this.#calls.context.networkVersion;
  }
  get circulatingSupply(): bigint {
    return this.#calls.context.circulatingSupply;
  }
  get params(): Block | null {
    return this.#call.params;
  }

  root(): Cid {
    return this.#self().head;
  }

  setRoot(root: Cid): void {
    this.#mayWrite("change its state");
    this.#calls.actors.set(this.receiver, { ...this.#self(), head: root });
  }

  get(cid: Cid): Uint8Array {
    const bytes = this.#calls.readBlock(ofCid(cid));
    if (bytes === undefined) throw new FatalError(`state block ${cid.toString()} is not in the store`);
    return bytes;
  }

  put(codec: number, bytes: Uint8Array): Cid {
    if (codec !== DAG_CBOR && codec !== CBOR && codec !== RAW) {
      throw new SyscallError(ErrorNumber.illegalCodec, `codec 0x${codec.toString(16)} is not of state`);
    }
    return toCid(this.#calls.writeBlock(codec, bytes));
  }

  balance(): bigint {
    return this.#calls.actors.get(this.receiver)?.balance ?? 0n;
  }

  balanceOf(id: ActorId): bigint {
    return this.#existing(id).balance;
  }

  codeOf(id: ActorId): Cid | undefined {
    return this.#calls.actors.get(id)?.code;
  }

  builtinTypeOf(code: Cid): BuiltinName | undefined {
    const { machine } = this.#calls;
    return machine.builtins.manifest[machine.typeOf(code) - 1]?.name;
  }

  codeForType(name: BuiltinName): Cid {
    return this.#calls.machine.codeOf(name);
  }

  resolve(address: Address): ActorId | undefined {
    return this.#calls.machine.state.resolve(address);
  }

  delegatedAddress(id: ActorId): Address | null {
    return this.#existing(id).delegated;
  }

  send(to: Address, method: bigint | number, params: Block | null, value: bigint, flags: SendFlags = {}): SendResult {
    const readOnly = this.readOnly || flags.readOnly === true;
    if (readOnly && value !== 0n) {
      throw new SyscallError(ErrorNumber.readOnly, "a read-only call cannot move value");
    }
    const { exitCode, ret } = this.#calls.send({
      from: this.receiver,
      to,
      method: BigInt(method),
      params: this.#held(params),
      value,
      gasLimit: flags.gasLimit,
      readOnly,
    });
    return { exitCode, ret: ret === null ? null : { codec: ret.codec, bytes: ret.bytes } };
  }

  nextActorAddress(): Address {
    return this.#calls.actors.nextAddress();
  }

  createActor(id: ActorId, code: Cid, delegated?: Address): void {
    this.#mayWrite("create an actor");
    this.#calls.actors.create(id, code, delegated ?? null);
  }

  installActor(code: Cid): void {
    installCode(this.store, code);
  }

  selfDestruct(burn: boolean): void {
    this.#mayWrite("delete itself");
    this.#calls.actors.destroy(this.receiver, burn);
  }

  emit(entries: readonly EventEntry[]): void {
    this.#mayWrite("emit an event");
    this.#calls.events.push({ emitter: this.receiver, entries });
  }

  verifySignature(type: number, signature: Uint8Array, signer: Address, data: Uint8Array): boolean {
    if (type !== 1 && type !== 2) {
      throw new SyscallError(ErrorNumber.illegalArgument, `signature type ${String(type)} is unknown`);
    }
    return verifySignature({ type, data: signature }, signer, data);
  }

  hash(code: number, data: Uint8Array): Uint8Array {
    return digestOf(code, data);
  }

  recoverSecp(hash: Uint8Array, signature: Uint8Array): Uint8Array {
    try {
      return recoverSecp256k1(hash, signature);
    } catch (error) {
      throw new SyscallError(ErrorNumber.illegalArgument, (error as Error).message);
    }
  }

  chainRandomness(epoch: number): Uint8Array {
    return this.#calls.context.chainRandomness(epoch);
  }

  beaconRandomness(epoch: number): Uint8Array {
    return this.#calls.context.beaconRandomness(epoch);
  }

  tipsetCid(epoch: number): Cid {
    checkTipsetEpoch(BigInt(epoch), this.epoch);
    return this.#calls.context.tipsetCid(epoch);
  }

  charge(name: string, gas: number): void {
    this.#calls.gas.charge(name, BigInt(gas) * 1_000n);
  }

  abort(code: number, message: string, data?: Block): never {
    throw new ActorAbort(code, message, data);
  }

  #self(): ActorState {
    const actor = this.#calls.actors.get(this.receiver);
    if (actor === undefined) throw new SyscallError(ErrorNumber.illegalOperation, "the actor has deleted itself");
    return actor;
  }

  #existing(id: ActorId): ActorState {
    const actor = this.#calls.actors.get(id);
    if (actor === undefined) throw new SyscallError(ErrorNumber.notFound, `f0${String(id)} does not exist`);
    return actor;
  }

  #held(block: Block | null): HeldBlock | null {
    return block === null ? null : this.#calls.hold(block.codec, block.bytes);
  }

  #mayWrite(what: string): void {
    if (this.readOnly) throw new SyscallError(ErrorNumber.readOnly, `a read-only call cannot ${what}`);
  }
}
