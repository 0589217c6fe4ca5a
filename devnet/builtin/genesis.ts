/**
 * The first state of a devnet: singletons in their released layouts, accounts, installed code, and miners created by the
 * power actor itself, so that their state is what a later CreateMiner would give.
 */
import { Address } from "../../filecoin/address.ts";
import { encodeAmount } from "../../filecoin/amount.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, DAG_CBOR, EMPTY_ARRAY_CID, RAW } from "../../filecoin/cid.ts";
import { type ActorId, actorId } from "../../filecoin/units.ts";
import { Machine, type MachineContext } from "../kernel/machine.ts";
import type { BuiltinName } from "../../filecoin/methods/actor-type.ts";
import type { BuiltinRegistry } from "../kernel/runtime.ts";
import { type Blockstore, mustGet, putBlock } from "../state/blockstore.ts";
import { Hamt } from "../state/hamt.ts";
import { StateTree } from "../state/state-tree.ts";
import { accountState } from "./account.ts";
import { encodeCronEntries } from "./cron.ts";
import { wholeEstimate } from "./fixed-point.ts";
import { decodeExecReturn } from "./init.ts";
import type { NewSectors } from "./miner/seal.ts";
import { DECLARE_RECOVERIES, encodeSealSectors, encodeSectorNumbers, FAULT_SECTORS, SEAL_SECTORS } from "./miner/sector-rehearsal.ts";
import { CREATE_MINER, encodeCreateMiner, ON_EPOCH_TICK_END, UPDATE_CLAIMED_POWER } from "./power/actor.ts";
import { decodePowerState, encodePowerState } from "../../filecoin/state/power.ts";
import { currentTotalPower, initialPowerState } from "./power/state.ts";
import { AWARD_BLOCK_REWARD, encodeAwardBlockReward } from "./reward/actor.ts";
import { standInCodeText } from "./registry.ts";
import { encodeRewardState, initialRewardState } from "./reward/state.ts";
import { BURNT_FUNDS_ACTOR, CRON_ACTOR, EAM_ACTOR, FIRST_FREE_ID, INIT_ACTOR, POWER_ACTOR, REWARD_ACTOR, SYSTEM_ACTOR } from "./singletons.ts";

/** Miners begin here, as in Lotus' own devnets, unless there are more accounts than that. */
const FIRST_MINER_ID = 1000;
const FIL = 10n ** 18n;
/** attoFIL that miners earn over all years: the reward actor's first balance. */
const STORAGE_MINING_ALLOCATION = 1_100_000_000n * FIL;
const GENESIS_GAS = 10_000_000_000n;

export interface GenesisAccount {
  /** f1 or f3 */
  readonly address: Address;
  /** attoFIL */
  readonly balance: bigint;
}

export interface GenesisMiner {
  /** Both must be among the accounts; the worker with an f3 address. */
  readonly owner: Address;
  readonly worker: Address;
  /** attoFIL it holds: its deposit is locked, the rest is free. */
  readonly balance: bigint;
  /** RegisteredPoStProof; the policy must allow it. */
  readonly windowPostProofType: number;
  /** Blocks it has won already; their rewards begin to vest at epoch 0. Default 0. */
  readonly wins?: number;
  /** Sectors it holds, their pledge taken from the balance; with them its deadline cron runs. */
  readonly sectors?: readonly NewSectors[];
  /** Numbers of sectors that were faulty and are declared to work again. */
  readonly recovering?: readonly number[];
  /** Bytes of power it claims without sectors: it stands for the rest of the network. */
  readonly standsFor?: bigint;
  readonly peer?: Uint8Array;
  readonly multiaddrs?: readonly Uint8Array[];
}

export interface GenesisOptions {
  readonly builtins: BuiltinRegistry;
  /** Surroundings of epoch 0. */
  readonly context: MachineContext;
  readonly networkName: string;
  /** They get ids from 100 in this order. */
  readonly accounts: readonly GenesisAccount[];
  readonly miners: readonly GenesisMiner[];
  /** Wasm that init.Exec accepts from the beginning. */
  readonly installed?: readonly Uint8Array[];
}

export interface GenesisState {
  readonly root: Cid;
  /** In the order of the options. */
  readonly accounts: readonly ActorId[];
  readonly miners: readonly { readonly id: ActorId; readonly robust: Address }[];
  readonly installed: readonly Cid[];
}

/** A genesis that cannot be: says which step failed and how. */
export class GenesisError extends Error {
  override readonly name = "GenesisError";
}

/** Writes the whole state and answers its root. Throws GenesisError. */
export function createGenesis(blocks: Blockstore, options: GenesisOptions): GenesisState {
  const { builtins, context } = options;
  putBlock(blocks, DAG_CBOR, encodeCbor([]));
  const tree = StateTree.empty(blocks);
  const installed = (options.installed ?? []).map((code) => putBlock(blocks, RAW, code));
  const world = new GenesisWorld(blocks, tree, builtins);
  const rest = options.miners.reduce((sum, { standsFor = 0n }) => sum + standsFor, 0n);
  world.singletons(options.networkName, installed, options.accounts, rest);
  options.accounts.forEach(({ address, balance }, i) => {
    world.actor(actorId(FIRST_FREE_ID + i), "account", accountState(address), balance);
  });
  const machine = new Machine({ state: tree, context, builtins });
  const miners = options.miners.map((miner, i) => createMiner(machine, miner, i));
  options.miners.forEach((miner, i) => beginWork(machine, (miners[i] as { id: ActorId }).id, miner));
  if (rest > 0n) world.settlePower();
  const accounts = options.accounts.map((_, i) => actorId(FIRST_FREE_ID + i));
  return { root: tree.flush(), accounts, miners, installed };
}

/** Id of the first miner of a genesis with so many accounts; the others follow. */
export function firstMinerId(accounts: number): ActorId {
  return actorId(Math.max(FIRST_MINER_ID, FIRST_FREE_ID + accounts));
}

class GenesisWorld {
  constructor(
    readonly blocks: Blockstore,
    readonly tree: StateTree,
    readonly builtins: BuiltinRegistry,
  ) {}

  block(value: CborValue): Cid {
    return putBlock(this.blocks, DAG_CBOR, encodeCbor(value));
  }

  actor(id: ActorId, name: BuiltinName, state: CborValue | undefined, balance = 0n): void {
    const entry = this.builtins.manifest.find((known) => known.name === name);
    if (entry === undefined) throw new GenesisError(`the manifest has no ${name} actor`);
    const head = state === undefined ? EMPTY_ARRAY_CID : this.block(state);
    this.tree.setActor(id, { code: entry.code, head, nonce: 0, balance, delegated: null });
  }

  /** `power`: bytes the network holds from the beginning. */
  singletons(networkName: string, installed: readonly Cid[], accounts: readonly GenesisAccount[], power: bigint): void {
    const manifest = this.block(this.builtins.manifest.map(({ name, code }) => [name, code]));
    // A stand-in's code is the text that names it: whoever follows its link finds that.
    for (const { name } of this.builtins.manifest) putBlock(this.blocks, RAW, standInCodeText(name));
    this.actor(SYSTEM_ACTOR, "system", [manifest]);
    this.actor(INIT_ACTOR, "init", this.#initState(networkName, installed, accounts));
    const reward = encodeRewardState(initialRewardState(power));
    this.actor(REWARD_ACTOR, "reward", reward, STORAGE_MINING_ALLOCATION);
    const tick = { receiver: Address.id(POWER_ACTOR), method: BigInt(ON_EPOCH_TICK_END) };
    this.actor(CRON_ACTOR, "cron", encodeCronEntries([tick]));
    this.actor(POWER_ACTOR, "storagepower", encodePowerState(initialPowerState(this.blocks)));
    this.actor(EAM_ACTOR, "eam", undefined);
    this.actor(BURNT_FUNDS_ACTOR, "account", accountState(Address.id(BURNT_FUNDS_ACTOR)));
  }

  /** The network's power has long been what it is: its smoothed figure begins there. */
  settlePower(): void {
    const actor = this.tree.getActor(POWER_ACTOR);
    if (actor === undefined) throw new GenesisError("there is no power actor");
    const state = decodePowerState(decodeCbor(mustGet(this.blocks, actor.head, "power state")));
    const { raw, qualityAdjusted } = currentTotalPower(state);
    state.thisEpochRawBytePower = raw;
    state.thisEpochQualityAdjPower = qualityAdjusted;
    state.thisEpochPledgeCollateral = state.totalPledgeCollateral;
    state.thisEpochQaPowerSmoothed = wholeEstimate(qualityAdjusted, 0n);
    this.tree.setActor(POWER_ACTOR, { ...actor, head: this.block(encodePowerState(state)) });
  }

  #initState(name: string, installed: readonly Cid[], accounts: readonly GenesisAccount[]): CborValue {
    const addresses = Hamt.empty(this.blocks);
    accounts.forEach(({ address }, i) => addresses.set(address.bytes, FIRST_FREE_ID + i));
    return [addresses.flush(), firstMinerId(accounts.length), name, this.block([...installed])];
  }
}

/** The system actor sends what the miner brings, so that no account's nonce moves. */
function createMiner(machine: Machine, miner: GenesisMiner, index: number): { id: ActorId; robust: Address } {
  const system = machine.state.getActor(SYSTEM_ACTOR);
  if (system === undefined) throw new GenesisError("there is no system actor");
  machine.state.setActor(SYSTEM_ACTOR, { ...system, balance: miner.balance });
  const params = encodeCreateMiner({
    owner: miner.owner,
    worker: miner.worker,
    windowPostProofType: BigInt(miner.windowPostProofType),
    peer: miner.peer ?? new Uint8Array(0),
    multiaddrs: miner.multiaddrs ?? [],
  });
  const ret = systemCall(machine, POWER_ACTOR, CREATE_MINER, params, miner.balance, index);
  if (ret === null) throw new GenesisError("CreateMiner returned nothing");
  return decodeExecReturn(ret);
}

function beginWork(machine: Machine, id: ActorId, { wins = 0, sectors, recovering = [], standsFor = 0n }: GenesisMiner): void {
  if (wins > 0) awardWins(machine, id, wins);
  if (sectors !== undefined) systemCall(machine, id, SEAL_SECTORS, encodeSealSectors(sectors), 0n, 0);
  for (const method of recovering.length === 0 ? [] : [FAULT_SECTORS, DECLARE_RECOVERIES]) {
    systemCall(machine, id, method, encodeSectorNumbers(recovering), 0n, 0);
  }
  if (standsFor > 0n) systemCall(machine, POWER_ACTOR, UPDATE_CLAIMED_POWER, [encodeAmount(standsFor), encodeAmount(standsFor)], 0n, 0, id);
}

function awardWins(machine: Machine, miner: ActorId, wins: number): void {
  const params = encodeAwardBlockReward({
    miner: Address.id(miner),
    penalty: 0n,
    gasReward: 0n,
    winCount: BigInt(wins),
  });
  systemCall(machine, REWARD_ACTOR, AWARD_BLOCK_REWARD, params, 0n, 0);
}

function systemCall(
  machine: Machine,
  to: ActorId,
  method: number,
  params: CborValue,
  value: bigint,
  originNonce: number,
  from = SYSTEM_ACTOR,
): Uint8Array | null {
  const { exitCode, ret, error } = machine.call({
    origin: Address.id(SYSTEM_ACTOR),
    originNonce,
    from,
    to: Address.id(to),
    method,
    params: { codec: 0x51, bytes: encodeCbor(params) },
    value,
    gasLimit: GENESIS_GAS,
    gasPremium: 0n,
  });
  if (exitCode !== 0) {
    throw new GenesisError(`method ${method} of f0${to} failed at genesis with ${exitCode}: ${error}`);
  }
  return ret === null ? null : ret.bytes;
}
