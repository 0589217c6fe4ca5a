/**
 * A small world for the owner actor: the devnet's machine, the stand-ins of the built-in actors, a few people and two miners.
 * No chain, no RPC: each step is one message at an epoch that the test sets.
 */
import { basename, dirname } from "node:path";
import { expect } from "vitest";
import { decodeOwnerEvent, type OwnerEvent } from "../../actor/abi/events.ts";
import { decodeReturn, decodeStruct, encodeParams, encodeStruct } from "../../actor/abi/codec.ts";
import { mayEndWith } from "../../actor/abi/exit-codes.ts";
import {
  METHOD_NUMBERS,
  type OwnerEventName,
  type OwnerEvents,
  type OwnerMethodName,
  type OwnerMethods,
  type OwnerStructs,
} from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, EMPTY_ARRAY_CID, cidKey, cidOf } from "../../filecoin/cid.ts";
import { inclusionGas } from "../../filecoin/gas/on-chain.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { type Method, decodeReturn as decodeBuiltinReturn, encodeParams as encodeBuiltinParams, numberOf } from "../../filecoin/methods/method.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { secp256k1PublicKey } from "../../filecoin/signature.ts";
import { type ActorId, type AttoFil, actorId, epoch as toEpoch } from "../../filecoin/units.ts";
import { createGenesis } from "../../devnet/builtin/genesis.ts";
import { decodeMinerState, encodeMinerState, type MinerState } from "../../filecoin/state/miner.ts";
import { APPLY_REWARDS } from "../../devnet/builtin/miner-methods.ts";
import { standInBuiltins } from "../../devnet/builtin/registry.ts";
import { INIT_ACTOR, REWARD_ACTOR } from "../../devnet/builtin/singletons.ts";
import { OverlayBlockstore } from "../../devnet/chain/staged-blockstore.ts";
import { Machine, type CallOutcome, type MachineContext } from "../../devnet/kernel/machine.ts";
import type { BuiltinRegistry, NativeActor } from "../../devnet/kernel/runtime.ts";
import { type Blockstore, MemoryBlockstore, mustGet, putBlock } from "../../devnet/state/blockstore.ts";
import { StateTree } from "../../devnet/state/state-tree.ts";
import { Recorder } from "../reference/recording.ts";
import { ownerWasm } from "./owner-wasm.ts";
import { SeenRefusals } from "./seen-refusals.ts";
import { type Terms, defaultTerms, fil } from "./terms.ts";

export { DAY, NOTICE, SMOOTHING, type Terms, defaultTerms, fil } from "./terms.ts";

const CBOR_CODEC = 0x51;
const DAG_CBOR = 0x71;
const RAW = 0x55;
const MESSAGE_GAS = 10_000_000_000n;
/** Bytes of a signed message beside its params, as a wallet would send it. */
const MESSAGE_BYTES = 160;
const NAME_BY_NUMBER = new Map<number, OwnerMethodName>(Object.entries(METHOD_NUMBERS).map(([name, number]) => [number, name as OwnerMethodName]));
/** Set when the messages of this file are to be sent to the reference FVM later (npm run test:reference). */
const recorder = await Recorder.fromEnvironment(fileName());
const refusals = SeenRefusals.fromEnvironment();
const standIns = recorder?.builtins ?? standInBuiltins();

/** Sends the one message of a figure: where messages are recorded, it carries the figure's name. */
export function asFigure(name: string, send: () => Done): Done {
  return recorder === null ? send() : recorder.asFigure(name, send);
}

type Params<M extends OwnerMethodName> = OwnerMethods[M]["params"];

/** What a message did. `ret` is decoded for methods of the owner actor that succeeded. */
export interface Done<R = unknown> {
  readonly exitCode: number;
  readonly error: string;
  readonly ret: R;
  readonly gas: number;
  readonly events: readonly OwnerEvent[];
}

export interface WorldOptions {
  readonly terms?: Partial<Terms>;
  /** attoFIL that the miner holds beside its deposit. Default 1,000 FIL. */
  readonly minerBalance?: bigint;
  /** Skip: the owner actor exists; else the constructor is left to the test. */
  readonly bare?: boolean;
}

const worker = (n: number): Address => Address.bls(Uint8Array.from({ length: 48 }, (_, i) => (i === 0 ? 0x80 : (n * 17 + i) & 255)));

/** Everybody in the world. */
export interface People {
  readonly operator: ActorId;
  /** Owns the miner at first. */
  readonly minerOwner: ActorId;
  readonly worker: ActorId;
  readonly newWorker: ActorId;
  readonly alice: ActorId;
  readonly bob: ActorId;
  readonly carol: ActorId;
  readonly stranger: ActorId;
}

const PEOPLE = ["operator", "minerOwner", "alice", "bob", "carol", "stranger"] as const;

/** The secp256k1 key with which one of the people signs. */
export const keyOf = (who: (typeof PEOPLE)[number]): Uint8Array => new Uint8Array(32).fill(1 + PEOPLE.indexOf(who));
const ADDRESSES = [...PEOPLE.map((who) => Address.secp256k1(secp256k1PublicKey(keyOf(who)))), worker(1), worker(2)];

/** The network's id, which signed requests and attestations name. */
export const CHAIN_ID = 31_415_926;

function contextAt(epoch: number): MachineContext {
  return {
    epoch,
    timestamp: 1_700_000_000 + epoch * 30,
    baseFee: 0n,
    chainId: CHAIN_ID,
    networkVersion: 28,
    circulatingSupply: 10n ** 27n,
    tipsetCid: (e) => cidOf(DAG_CBOR, encodeCbor([e])),
    chainRandomness: (e) => new Uint8Array(32).fill(e & 255),
    beaconRandomness: (e) => new Uint8Array(32).fill(e & 255),
  };
}

/** Compiled while the file is imported, so that no test waits for it. */
const wasm = await ownerWasm();

/** One genesis for all tests of a file; each world begins from its root. */
const genesis = (() => {
  const blocks = recorder?.blocks ?? new MemoryBlockstore();
  const balance = 10_000_000n * 10n ** 18n;
  const [operator, minerOwner] = ADDRESSES as [Address, Address, ...Address[]];
  const made = createGenesis(blocks, {
    builtins: standIns,
    context: contextAt(0),
    networkName: "test",
    accounts: ADDRESSES.map((address) => ({ address, balance })),
    miners: [
      { owner: minerOwner, worker: worker(1), balance: fil(1), windowPostProofType: 10 },
      { owner: operator, worker: worker(2), balance: fil(1_000), windowPostProofType: 10, wins: 4_000 },
    ],
    installed: [wasm],
  });
  return { blocks, ...made };
})();

export class World {
  epoch = 100_000;
  /** The owner actor's id, once it exists. */
  actor: ActorId = actorId(0);
  #nonce = 0;
  readonly #strange = new Map<string, NativeActor>();
  readonly #builtins: BuiltinRegistry = {
    manifest: standIns.manifest,
    actorFor: (code) => this.#strange.get(cidKey(code)) ?? standIns.actorFor(code),
  };

  private constructor(
    readonly blocks: Blockstore,
    readonly tree: StateTree,
    readonly people: People,
    readonly miner: ActorId,
    readonly otherMiner: ActorId,
    readonly code: Cid,
  ) {}

  /** A world in which the operator has created an offer and has called it once. */
  static create(options: WorldOptions = {}): World {
    const made = genesis;
    const ids = made.accounts as ActorId[];
    const people = Object.fromEntries([...PEOPLE, "worker", "newWorker"].map((name, i) => [name, ids[i]])) as unknown as People;
    // What a world writes goes with it: thousands of histories run in one process.
    const blocks = recorder === null ? new OverlayBlockstore(made.blocks) : made.blocks;
    const tree = StateTree.load(blocks, made.root);
    const [first, second] = made.miners.map((miner) => miner.id) as [ActorId, ActorId];
    const world = new World(blocks, tree, people, first, second, made.installed[0] as Cid);
    // The miner's deposit has vested long ago: what it holds is equity.
    world.editMiner(world.miner, (state) => Object.assign(state, { lockedFunds: 0n, vestingFunds: null }));
    world.setBalance(world.miner, options.minerBalance ?? fil(1_000));
    if (options.bare !== true) {
      const exec = world.construct(options.terms);
      expect(exec.error, "constructor").toBe("");
      world.must("operator", "Heartbeat", {});
    }
    return world;
  }

  /** The same with its miner in custody, the worker confirmed and room for deposits. */
  static inCustody(options: WorldOptions = {}): World {
    const world = World.create(options);
    world.takeOver();
    world.confirm();
    world.openDeposits();
    return world;
  }

  // ---- messages

  /** Runs one message as an account would send it. */
  raw(from: ActorId, to: ActorId, method: number | bigint, params: Uint8Array, value = 0n, gasLimit = MESSAGE_GAS): CallOutcome {
    const context = contextAt(this.epoch);
    const nonce = this.#nonce++;
    const inclusion = BigInt(inclusionGas(MESSAGE_BYTES + params.length)) * 1000n;
    const run = (): CallOutcome =>
      new Machine({ state: this.tree, context, builtins: this.#builtins, trace: refusals !== null }).call({
        origin: Address.id(from),
        originNonce: nonce,
        from,
        to: Address.id(to),
        method,
        params: params.length === 0 ? null : { codec: CBOR_CODEC, bytes: params },
        value,
        gasLimit,
        gasPremium: 0n,
        inclusion,
      });
    // Actors that a test plays itself exist on no other machine.
    const recorded = recorder !== null && this.#strange.size === 0;
    const sent = { context, from, to, method: BigInt(method), params, value, gasLimit, nonce, inclusion };
    const outcome = recorded ? recorder.around(expect.getState().currentTestName ?? "", this.tree, sent, run) : run();
    if (outcome.hostFault !== null) throw outcome.hostFault;
    if (outcome.trace !== null) refusals?.note(outcome.trace, (call) => this.#isOwnerActor(call.to));
    const name = this.#isOwnerActor(Address.id(to)) ? NAME_BY_NUMBER.get(Number(method)) : undefined;
    if (name !== undefined && !mayEndWith(name, outcome.exitCode))
      throw new Error(`${name} ended with ${outcome.exitCode} (${outcome.error}), which its row in actor/abi/schema.ts does not have`);
    return outcome;
  }

  #isOwnerActor(address: Address): boolean {
    const id = this.tree.resolve(address);
    const actor = id === undefined ? undefined : this.tree.getActor(id);
    return actor !== undefined && cidKey(actor.code) === cidKey(this.code);
  }

  /** Calls the owner actor; failures are values. */
  call<M extends OwnerMethodName>(from: keyof People | ActorId, method: M, params: Params<M>, value = 0n): Done<OwnerMethods[M]["returns"]> {
    const outcome = this.raw(this.#id(from), this.actor, METHOD_NUMBERS[method], encodeParams(method, params), value);
    const ret = outcome.exitCode === 0 ? decodeReturn(method, outcome.ret?.bytes ?? new Uint8Array()) : (undefined as never);
    return this.#done(outcome, ret);
  }

  /** Calls the owner actor; the message must succeed. */
  must<M extends OwnerMethodName>(from: keyof People | ActorId, method: M, params: Params<M>, value = 0n): OwnerMethods[M]["returns"] {
    const done = this.call(from, method, params, value);
    if (done.exitCode !== 0) throw new Error(`${method} ended with ${done.exitCode}: ${done.error}`);
    return done.ret;
  }

  /** The message must end with an exit code and words, and change nothing. */
  refused<M extends OwnerMethodName>(from: keyof People | ActorId, method: M, params: Params<M>, exitCode: number, words: string | RegExp, value = 0n): void {
    const before = this.head();
    const done = this.call(from, method, params, value);
    expect({ exitCode: done.exitCode, error: done.error }).toEqual({
      exitCode,
      error: words instanceof RegExp ? expect.stringMatching(words) : expect.stringContaining(words),
    });
    expect(this.head()).toBe(before);
  }

  /** Calls a built-in actor; the message must succeed. */
  builtin<P, R>(from: keyof People | ActorId, to: ActorId, method: Method<P, R>, params: P, value = 0n): R {
    const outcome = this.raw(this.#id(from), to, numberOf(method), encodeBuiltinParams(method, params), value);
    if (outcome.exitCode !== 0) throw new Error(`${method.name} ended with ${outcome.exitCode}: ${outcome.error}`);
    return decodeBuiltinReturn(method, outcome.ret?.bytes ?? new Uint8Array());
  }

  #id(who: keyof People | ActorId): ActorId {
    return typeof who === "string" ? this.people[who] : who;
  }

  #done<R>(outcome: CallOutcome, ret: R): Done<R> {
    const events = outcome.events.filter((e) => e.emitter === this.actor).map((e) => decodeOwnerEvent(e.entries));
    if (events.includes(null)) throw new Error("the actor emitted an event that the schema does not know");
    return { exitCode: outcome.exitCode, error: outcome.error, ret, gas: Number(outcome.gasUsed), events: events as OwnerEvent[] };
  }

  // ---- steps of a history

  /** Creates an owner actor with the default terms, changed as given; Init's call is made directly, so that its words are seen. */
  construct(changes: Partial<Terms> = {}, value = 0n): Done<ActorId | undefined> {
    return this.constructWith(encodeParams("Constructor", { terms: { ...defaultTerms(this.people), ...changes } }), value);
  }

  /** The constructor with any params. */
  constructWith(params: Uint8Array, value = 0n): Done<ActorId | undefined> {
    const id = this.plant(this.code);
    const init = this.tree.getActor(INIT_ACTOR);
    if (init !== undefined) this.tree.setActor(INIT_ACTOR, { ...init, balance: init.balance + value });
    const outcome = this.raw(INIT_ACTOR, id, 1, params, value);
    if (outcome.exitCode !== 0) return this.#done(outcome, undefined);
    this.actor = id;
    return this.#done(outcome, id);
  }

  /** A new instance of this code that waits for `predecessor`. */
  heir(predecessor: ActorId = this.actor): ActorId {
    const present = this.actor;
    const made = this.constructWith(encodeStruct("Heir", { predecessor: Address.id(predecessor) }));
    expect(made.error).toBe("");
    const heir = this.actor;
    this.actor = present;
    return heir;
  }

  /** init.Exec of the owner actor's code. */
  exec(constructorParams: Uint8Array, value = 0n): Done<ActorId | undefined> {
    const params = encodeBuiltinParams(initMethods.Exec, { code: this.code, constructorParams });
    const outcome = this.raw(this.people.operator, INIT_ACTOR, 2, params, value);
    if (outcome.exitCode !== 0 || outcome.ret === null) return this.#done(outcome, undefined);
    const { idAddress } = decodeBuiltinReturn(initMethods.Exec, outcome.ret.bytes);
    this.actor = idAddress.id;
    return this.#done(outcome, this.actor);
  }

  advance(epochs: number): void {
    this.epoch += epochs;
  }

  /** Approval, proposal and TakeOwner of the first miner by its owner. */
  takeOver(controls: readonly ActorId[] = []): OwnerStructs["TakeOwnerReturn"] {
    this.approve(controls);
    this.propose();
    return this.must("minerOwner", "TakeOwner", { miner: this.miner });
  }

  approve(controls: readonly ActorId[] = []): void {
    const { minerOwner, worker } = this.people;
    this.must("operator", "ApproveMiner", {
      miner: this.miner,
      owner: Address.id(minerOwner),
      worker: Address.id(worker),
      controls: controls.map((id) => Address.id(id)),
    });
  }

  propose(to: ActorId = this.actor): void {
    this.builtin("minerOwner", this.miner, minerMethods.ChangeOwnerAddress, Address.id(to));
  }

  /** Waits out the worker delay and confirms. */
  confirm(): void {
    this.advance(900);
    expect(this.must("stranger", "ConfirmWorker", { miner: this.miner })).toBe(true);
  }

  openDeposits(amount: AttoFil = fil(100_000)): void {
    this.must("operator", "OpenDeposits", { amount, until: toEpoch(this.epoch + 10_000_000) });
  }

  deposit(who: keyof People, amount: bigint): bigint {
    return this.must(who, "Deposit", {}, amount);
  }

  stakeJunior(amount: bigint): bigint {
    return this.must("operator", "StakeJunior", {}, amount);
  }

  forward(amount: AttoFil): void {
    this.must("operator", "Forward", { miner: this.miner, amount, attestation: null });
  }

  harvest(who: keyof People = "stranger"): AttoFil {
    return this.must(who, "Harvest", { miner: this.miner });
  }

  /** A block reward for a miner: a quarter is free at once, the rest vests over 180 days. */
  reward(amount: bigint, penalty = 0n, miner: ActorId = this.miner): void {
    const params = encodeCbor([encodeBig(amount), encodeBig(penalty)]);
    const outcome = this.raw(REWARD_ACTOR, miner, APPLY_REWARDS, params, amount);
    if (outcome.exitCode !== 0) throw new Error(`ApplyRewards ended with ${outcome.exitCode}: ${outcome.error}`);
  }

  /** A penalty: fee debt, paid from vesting and free funds as far as they go. */
  penalty(amount: bigint): void {
    this.reward(0n, amount);
  }

  /** Turns free money of a miner into pledge of sectors, or back. */
  pledge(amount: bigint): void {
    this.editMiner(this.miner, (state) => {
      state.initialPledge += amount;
    });
  }

  // ---- what is there

  head(): string {
    return String(this.tree.getActor(this.actor)?.head);
  }

  balanceOf(who: keyof People | ActorId): bigint {
    return this.tree.getActor(this.#id(who))?.balance ?? 0n;
  }

  setBalance(id: ActorId, balance: bigint): void {
    const actor = this.tree.getActor(id);
    if (actor === undefined) throw new Error(`no actor f0${id}`);
    this.tree.setActor(id, { ...actor, balance });
  }

  /** A money transfer that runs no code. */
  bareSend(from: keyof People, to: ActorId, amount: bigint): void {
    expect(this.raw(this.people[from], to, 0, new Uint8Array(), amount).exitCode).toBe(0);
  }

  block(link: Cid): Uint8Array {
    return mustGet(this.blocks, link, "state of the owner actor");
  }

  state(): OwnerStructs["Root"] {
    const actor = this.tree.getActor(this.actor);
    if (actor === undefined) throw new Error("no owner actor");
    return decodeStruct("Root", this.block(actor.head));
  }

  /** Replaces the owner actor's state root. */
  setRoot(block: Uint8Array): void {
    const actor = this.tree.getActor(this.actor);
    if (actor === undefined) throw new Error("no owner actor");
    this.tree.setActor(this.actor, { ...actor, head: putBlock(this.blocks, DAG_CBOR, block) });
  }

  pool(): OwnerStructs["PoolView"] {
    return this.must("stranger", "GetPool", {});
  }

  position(token: bigint): OwnerStructs["PositionView"] {
    return this.must("stranger", "GetPosition", { token });
  }

  account(who: keyof People): OwnerStructs["AccountView"] {
    return this.must("stranger", "GetAccount", { account: Address.id(this.people[who]) });
  }

  minerView(): OwnerStructs["MinerView"] {
    return this.must("stranger", "GetMiner", { miner: this.miner });
  }

  minerState(id: ActorId = this.miner): MinerState {
    const actor = this.tree.getActor(id);
    if (actor === undefined) throw new Error(`no actor f0${id}`);
    return decodeMinerState(decodeCbor(this.block(actor.head)));
  }

  editMiner(id: ActorId, change: (state: MinerState) => void): void {
    const state = this.minerState(id);
    change(state);
    const actor = this.tree.getActor(id);
    if (actor === undefined) throw new Error(`no actor f0${id}`);
    this.tree.setActor(id, { ...actor, head: putBlock(this.blocks, DAG_CBOR, encodeCbor(encodeMinerState(state))) });
  }

  /** Puts an actor with any code into the state. */
  plant(code: Cid, head: Cid = EMPTY_ARRAY_CID, balance = 0n): ActorId {
    const id = actorId(900_000 + this.#nonce++);
    this.tree.setActor(id, { code, head, nonce: 0, balance, delegated: null });
    return id;
  }

  /** An actor that is not built in and behaves as the test says. */
  strange(actor: NativeActor, balance = 0n): ActorId {
    const code = cidOf(RAW, new TextEncoder().encode(`strange actor ${this.#strange.size}`));
    this.#strange.set(cidKey(code), actor);
    return this.plant(code, EMPTY_ARRAY_CID, balance);
  }

  /** From here on a built-in actor behaves as the test says: what no rule of the protocol allows, and the owner actor must not rely on. */
  pretend(name: (typeof standIns.manifest)[number]["name"], as: (real: NativeActor) => NativeActor): void {
    const code = this.codeOf(name);
    const real = standIns.actorFor(code);
    if (real === undefined) throw new Error(`no built-in ${name}`);
    this.#strange.set(cidKey(code), as(real));
  }

  codeOf(name: (typeof standIns.manifest)[number]["name"]): Cid {
    const entry = standIns.manifest.find((known) => known.name === name);
    if (entry === undefined) throw new Error(`no built-in ${name}`);
    return entry.code;
  }
}

/** Folder and name of the test file that runs. */
function fileName(): string {
  const path = expect.getState().testPath ?? "unnamed";
  return `${basename(dirname(path))}-${basename(path).replace(/\.(test|bench)\.ts$/, "")}`;
}

const encodeBig = (n: bigint): Uint8Array => {
  if (n === 0n) return new Uint8Array();
  const hex = n.toString(16);
  const digits = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Uint8Array.from([0, ...(digits.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))]);
};

/** The only event of a type in a message. */
export function eventOf<N extends OwnerEventName>(done: Done, type: N): OwnerEvents[N] {
  const found = done.events.filter((event) => event.type === type);
  expect(found, `events ${type}`).toHaveLength(1);
  return (found[0] as unknown as { fields: OwnerEvents[N] }).fields;
}
