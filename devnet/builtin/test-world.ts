/** A small network for tests: accounts with known roles, two miners, and calls at a chosen epoch. */
import { CID } from "multiformats/cid";
import { Address } from "../../filecoin/address.ts";
import { decodeAmount, encodeAmount } from "../../filecoin/amount.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { cidOf, type Cid, EMPTY_ARRAY_CID, RAW } from "../../filecoin/cid.ts";
import { EPOCH_SECONDS } from "../../filecoin/epochs.ts";
import { methodNumber } from "../../filecoin/frc42.ts";
import { type ActorId, actorId } from "../../filecoin/units.ts";
import { type CallOutcome, Machine, type MachineContext } from "../kernel/machine.ts";
import { BUILTIN_NAMES, type BuiltinName } from "../../filecoin/methods/actor-type.ts";
import { type BuiltinRegistry, type Runtime } from "../kernel/runtime.ts";
import { MemoryBlockstore } from "../state/blockstore.ts";
import { StateTree } from "../state/state-tree.ts";
import { cronWork } from "./cron-work.ts";
import { createGenesis } from "./genesis.ts";
import { decodeMinerInfo, type MinerInfo } from "../../filecoin/state/miner-info.ts";
import { decodeMinerState, encodeMinerState, type MinerState } from "../../filecoin/state/miner.ts";
import type { VestingFund } from "../../filecoin/state/vesting.ts";
import { saveFunds } from "./miner/vesting.ts";
import { DEVNET_POLICY, type BuiltinPolicy } from "./policy.ts";
import { decodePowerState, type PowerState } from "../../filecoin/state/power.ts";
import { standInBuiltins, standInCode } from "./registry.ts";
import { REWARD_ACTOR, SYSTEM_ACTOR } from "./singletons.ts";
import { compareTwins, type Reference, twinOf, WATCHED_IDS } from "./test-twin.ts";

export const FIL = 10n ** 18n;
const ZERO_HASH = new Uint8Array(32);

/** A secp256k1 address that stands for test account `n`. */
export function secpAddress(n: number): Address {
  const key = new Uint8Array(65).fill(n, 1);
  key[0] = 4;
  return Address.secp256k1(key);
}

/** A BLS address that stands for test account `n`; nobody checks that the key is a point. */
export function blsAddress(n: number): Address {
  return Address.bls(new Uint8Array(48).fill(n));
}

/** Ids of the accounts of every TestWorld, in genesis order. */
export const OWNER = actorId(100);
export const WORKER = actorId(101);
export const OTHER = actorId(102);
export const OTHER_WORKER = actorId(103);
export const THIRD = actorId(104);

const ACCOUNTS = [secpAddress(1), blsAddress(1), secpAddress(2), blsAddress(2), secpAddress(3)];

/** Code of an actor that is not built in. */
export const USER_CODE: Cid = cidOf(RAW, new TextEncoder().encode("code of a user's actor"));

interface WorldOptions {
  readonly policy?: BuiltinPolicy;
  /** attoFIL of each miner */
  readonly balance?: bigint;
  readonly proof?: number;
  /** blocks the rich miner won before */
  readonly wins?: number;
}

/** Methods the released actors do not have. */
const FIRST_REHEARSAL_METHOD = 0xf0_0000n;

export class TestWorld {
  readonly blocks: MemoryBlockstore;
  readonly builtins: BuiltinRegistry;
  readonly #twin: TestWorld | null;
  readonly tree: StateTree;
  readonly miner: ActorId;
  readonly richMiner: ActorId;
  epoch = 0;
  circulatingSupply = 0n;
  #nonce = 0;
  #nextUser = 5000n;
  readonly #users: ActorId[] = [];

  /** With `released` and `blocks`: the twin of a world, on its blocks. */
  constructor(options: WorldOptions = {}, released: Reference | null = null, blocks: MemoryBlockstore = new MemoryBlockstore()) {
    this.blocks = blocks;
    const { policy = DEVNET_POLICY, balance = 100n * FIL, proof = 10, wins = 100 } = options;
    this.builtins = released?.builtins ?? standInBuiltins(policy);
    for (const { cid, bytes } of released?.blocks ?? []) this.blocks.put(cid, bytes);
    this.#twin = twinOf(released, (reference) => new TestWorld(options, reference, this.blocks));
    const miner = { owner: secpAddress(1), worker: blsAddress(1), balance, windowPostProofType: proof };
    const genesis = createGenesis(this.blocks, {
      builtins: this.builtins,
      context: this.context(),
      networkName: "test",
      accounts: ACCOUNTS.map((address) => ({ address, balance: 1_000_000n * FIL })),
      miners: [miner, { ...miner, owner: secpAddress(2), worker: blsAddress(2), wins }],
    });
    this.tree = StateTree.load(this.blocks, genesis.root);
    [this.miner, this.richMiner] = genesis.miners.map(({ id }) => id) as [ActorId, ActorId];
  }

  context(): MachineContext {
    return {
      epoch: this.epoch,
      timestamp: 1_700_000_000 + EPOCH_SECONDS * this.epoch,
      baseFee: 100n,
      chainId: 31415926,
      networkVersion: 28,
      circulatingSupply: this.circulatingSupply,
      tipsetCid: () => EMPTY_ARRAY_CID,
      chainRandomness: () => ZERO_HASH,
      beaconRandomness: () => ZERO_HASH,
    };
  }

  /** Calls by number or by exported name; `undefined` params = no block. */
  call(from: ActorId, to: ActorId | Address, method: number | bigint | string, params?: CborValue, value = 0n): CallOutcome {
    const number = BigInt(typeof method === "string" ? methodNumber(method) : method);
    const machine = new Machine({ state: this.tree, context: this.context(), builtins: this.builtins });
    const outcome = machine.call({
      origin: Address.id(from),
      originNonce: this.#nonce++,
      from,
      to: to instanceof Address ? to : Address.id(to),
      method: number,
      params: params === undefined ? null : { codec: 0x51, bytes: encodeCbor(params) },
      value,
      gasLimit: 10_000_000_000n,
      gasPremium: 0n,
    });
    const rehearsal = number >= FIRST_REHEARSAL_METHOD && number < 1n << 24n;
    if (this.#twin !== null && !rehearsal) {
      this.#compare(this.#twin, outcome, [from, to, method, params, value]);
    }
    return outcome;
  }

  #compare(twin: TestWorld, mine: CallOutcome, call: [ActorId, ActorId | Address, number | bigint | string, CborValue | undefined, bigint]): void {
    twin.epoch = this.epoch;
    twin.circulatingSupply = this.circulatingSupply;
    const [from, to, method, params, value] = call;
    const released = twin.call(from, to, method, params === undefined ? undefined : twin.#translate(params), value);
    compareTwins(`${String(method)} of ${String(to)}`, { outcome: mine, tree: this.tree }, { outcome: released, tree: twin.tree }, this.#users);
  }

  /** The same parameters with this world's code CIDs in place of the stand-ins'. */
  #translate(params: CborValue): CborValue {
    if (Array.isArray(params)) return params.map((item: CborValue) => this.#translate(item));
    if (!(params instanceof CID)) return params;
    const standIn = BUILTIN_NAMES.find((name) => standInCode(name).equals(params));
    return this.builtins.manifest.find(({ name }) => name === standIn)?.code ?? params;
  }

  /** Calls what must succeed; the decoded return. */
  ok(from: ActorId, to: ActorId | Address, method: number | string, params?: CborValue, value = 0n): CborValue {
    const { exitCode, ret, error } = this.call(from, to, method, params, value);
    if (exitCode !== 0) throw new Error(`${method} ended with ${exitCode}: ${error}`);
    return ret === null ? null : decodeCbor(ret.bytes);
  }

  /** Exit code of a call. */
  exit(from: ActorId, to: ActorId | Address, method: number | string, params?: CborValue, value = 0n): number {
    return this.call(from, to, method, params, value).exitCode;
  }

  /** Calls and reads an amount from its return. */
  amount(from: ActorId, to: ActorId, method: number | string, params?: CborValue): bigint {
    return decodeAmount(this.ok(from, to, method, params) as Uint8Array);
  }

  /** An actor whose code is not built in. */
  userActor(): ActorId {
    const id = actorId(this.#nextUser++);
    this.#users.push(id);
    this.#everywhere((world) =>
      world.tree.setActor(id, {
        code: USER_CODE,
        head: EMPTY_ARRAY_CID,
        nonce: 0,
        balance: 0n,
        delegated: null,
      }),
    );
    return id;
  }

  /** Gives an actor the code of a built-in one. */
  setCode(id: ActorId, name: BuiltinName): void {
    this.#everywhere((world) => {
      const actor = world.tree.getActor(id);
      const code = world.builtins.manifest.find((entry) => entry.name === name)?.code;
      if (actor === undefined || code === undefined) throw new Error(`no f0${id} or no ${name}`);
      world.tree.setActor(id, { ...actor, code });
    });
  }

  setBalance(id: ActorId, balance: bigint): void {
    this.#everywhere((world) => {
      const actor = world.tree.getActor(id);
      if (actor === undefined) throw new Error(`f0${id} does not exist`);
      world.tree.setActor(id, { ...actor, balance });
    });
  }

  /** Gives the reference the actors' states and balances of this world, after something it cannot do itself. */
  handOver(): void {
    const twin = this.#twin;
    if (twin === null) return;
    for (const id of WATCHED_IDS) {
      const mine = this.tree.getActor(id);
      const theirs = twin.tree.getActor(id);
      if (mine !== undefined && theirs !== undefined) twin.tree.setActor(id, { ...mine, code: theirs.code });
    }
  }

  #everywhere(act: (world: TestWorld) => void): void {
    act(this);
    if (this.#twin !== null) act(this.#twin);
  }

  balance(id: ActorId): bigint {
    return this.tree.getActor(id)?.balance ?? 0n;
  }

  /** Pays a miner out of the reward actor as ApplyRewards wants it. */
  reward(miner: ActorId, amount: bigint, penalty = 0n): CallOutcome {
    return this.call(REWARD_ACTOR, miner, 14, [encodeAmount(amount), encodeAmount(penalty)], amount);
  }

  state(id: ActorId): CborValue {
    const head = this.tree.getActor(id)?.head;
    const bytes = head === undefined ? undefined : this.blocks.get(head);
    if (bytes === undefined) throw new Error(`f0${id} has no state`);
    return decodeCbor(bytes);
  }

  minerState(id: ActorId = this.miner): MinerState {
    return decodeMinerState(this.state(id));
  }

  minerInfo(id: ActorId = this.miner): MinerInfo {
    return decodeMinerInfo(decodeCbor(this.blocks.get(this.minerState(id).info) as Uint8Array));
  }

  powerState(): PowerState {
    return decodePowerState(this.state(actorId(4)));
  }

  /** Changes a miner's state behind its back. */
  editMiner(edit: (state: MinerState) => void, id: ActorId = this.miner): void {
    const state = this.minerState(id);
    edit(state);
    const bytes = encodeCbor(encodeMinerState(state));
    this.#everywhere((world) => {
      const actor = world.tree.getActor(id);
      if (actor === undefined) throw new Error(`f0${id} does not exist`);
      world.tree.setActor(id, { ...actor, head: world.#keep(bytes) });
    });
  }

  #keep(bytes: Uint8Array): Cid {
    const cid = cidOf(0x71, bytes);
    this.blocks.put(cid, bytes);
    return cid;
  }

  /** Writes a vesting table into a miner's state; locked funds become its sum. */
  setVesting(funds: readonly VestingFund[], id: ActorId = this.miner): void {
    const charge = (): void => undefined;
    const put = (_codec: number, bytes: Uint8Array): Cid => {
      this.#everywhere((world) => world.#keep(bytes));
      return cidOf(0x71, bytes);
    };
    this.editMiner((state) => {
      state.vestingFunds = saveFunds({ put, charge } as unknown as Runtime, funds);
      state.lockedFunds = funds.reduce((sum, { amount }) => sum + amount, 0n);
    }, id);
  }

  vesting(id: ActorId = this.miner): VestingFund[] {
    const [funds] = this.ok(SYSTEM_ACTOR, id, "GetVestingFunds") as [[number, Uint8Array][]];
    return funds.map(([epoch, amount]) => ({ epoch, amount: decodeAmount(amount) }));
  }

  /** Epochs up to `until` for which cron has work, ascending. */
  cronEpochs(until: number): number[] {
    this.tree.flush();
    return cronWork(this.tree, this.epoch - 1, until + 1);
  }

  /** One tick of cron. */
  tick(): void {
    this.ok(SYSTEM_ACTOR, actorId(3), 2);
  }
}

/** CBOR of an amount parameter. */
export const atto = encodeAmount;

/** CBOR of an f0 address. */
export const idParam = (id: ActorId | bigint | number): Uint8Array => Address.id(id).bytes;
