/**
 * The accounts and miners a new devnet begins with. Their keys follow from a mnemonic and from the genesis CID (a key serves one
 * network alone), so the genesis block cannot hold them: it names a state with the singletons only, and the first tipset is built
 * on a state that has them too. Wallets that hold the mnemonic find the accounts by the same path.
 */
import { HDKey } from "@scure/bip32";
import { blake2b } from "@noble/hashes/blake2.js";
import { Address } from "../../filecoin/address.ts";
import { concatBytes } from "../../filecoin/bytes.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { INITIAL_BASE_FEE } from "../../filecoin/gas/base-fee.ts";
import { realmPath } from "../../filecoin/hd-path.ts";
import { addressOfKey, type LotusKey } from "../../filecoin/lotusKey.ts";
import { type GenesisMiner, createGenesis, firstMinerId } from "../builtin/genesis.ts";
import type { MachineContext } from "../kernel/machine.ts";
import type { BuiltinRegistry } from "../kernel/runtime.ts";
import type { Blockstore } from "../state/blockstore.ts";
import { CHAIN_ID, NETWORK_VERSION } from "./chain-params.ts";
import type { Genesis } from "./chain-options.ts";
import { addCrowd } from "./crowd.ts";
import { FOUNDED_SUPPLY } from "./supply.ts";
import { REST_OF_NETWORK, workingMiner } from "./working-miner.ts";

const FIL = 10n ** 18n;
/** attoFIL of every rehearsal account */
const ACCOUNT_BALANCE = 100_000n * FIL;
/** attoFIL of the account that stands for everybody else */
const FAUCET_BALANCE = 500_000_000n * FIL;
/** attoFIL a founded miner holds; its create-miner deposit comes out of it */
const MINER_BALANCE = 200n * FIL;
/** Blocks the second miner has won: its vesting keeps the network's pledge total above zero. */
const SECOND_MINER_WINS = 100;
const WINDOW_POST_2KIB = 10;
/** Founded accounts beside those of the rehearsal: two workers and the faucet. */
const OTHER_ACCOUNTS = 3;

export interface FoundingOptions {
  builtins: BuiltinRegistry;
  /** Keys of accounts and miners, which follow from the genesis: see rehearsalOf. */
  rehearsal(genesis: Cid): Rehearsal;
  networkName: string;
  /** seconds since 1970 */
  timestamp: number;
  /** Wasm that may be instantiated from the beginning. */
  installed?: readonly Uint8Array[];
  /** The first miner has been at work for a while, in a network of a live one's size. Default: both have nothing but money. */
  atWork?: boolean;
  /** Accounts beside these that belong to nobody, so that the state is as large as a live network's. Default 0. */
  crowd?: number;
}

export interface RehearsalAccount {
  address: Address;
  path: string;
  key: LotusKey;
}

export interface RehearsalMiner {
  owner: Address;
  worker: Address;
  workerKey: LotusKey;
}

/** Everything that follows from mnemonic and genesis. */
export interface Rehearsal {
  accounts: RehearsalAccount[];
  miners: RehearsalMiner[];
}

/**
 * Keys of the rehearsal: `count` accounts by the network's own path, two miners with BLS workers. The first account owns the first
 * miner, the last one the second. `seed` is the BIP-39 seed of the mnemonic.
 */
export function rehearsalOf(genesis: Cid, seed: Uint8Array, count: number): Rehearsal {
  // Every step of a path costs a curve multiplication: what the paths share is walked once.
  const shared = HDKey.fromMasterSeed(seed).derive(parentOf(realmPath(genesis, 0)));
  const accounts = Array.from({ length: count }, (_, i): RehearsalAccount => {
    const path = realmPath(genesis, i);
    const { privateKey } = shared.deriveChild(i);
    if (privateKey === null) throw new Error(`no private key at ${path}`);
    const key: LotusKey = { type: "secp256k1", privateKey };
    return { address: addressOfKey(key), path, key };
  });
  const owners = [accounts[0], accounts.at(-1)];
  const miners = owners.map((owner, i): RehearsalMiner => {
    const workerKey = workerKeyOf(seed, genesis, i);
    return { owner: (owner as RehearsalAccount).address, worker: addressOfKey(workerKey), workerKey };
  });
  return { accounts, miners };
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

/** The first founded miner on a devnet with so many rehearsal accounts: it makes the blocks. */
export function blockMiner(accounts: number): Address {
  return Address.id(firstMinerId(accounts + OTHER_ACCOUNTS));
}

/** The genesis of a devnet, for Chain.open. */
export function foundingGenesis(options: FoundingOptions): Genesis {
  const { builtins, networkName, timestamp } = options;
  const common = { builtins, context: contextAtGenesis(timestamp), networkName };
  return {
    timestamp,
    networkName,
    root: (blocks) => createGenesis(blocks, { ...common, accounts: [], miners: [] }).root,
    found: (blocks, genesis) => foundState(blocks, genesis, options, common),
  };
}

function foundState(
  blocks: Blockstore,
  genesis: Cid,
  options: FoundingOptions,
  common: Pick<Parameters<typeof createGenesis>[1], "builtins" | "context" | "networkName">,
): Cid {
  const { accounts, miners } = options.rehearsal(genesis);
  const faucet = { address: faucetAddress(genesis), balance: FAUCET_BALANCE };
  const { root } = createGenesis(blocks, {
    ...common,
    accounts: [
      ...accounts.map(({ address }) => ({ address, balance: ACCOUNT_BALANCE })),
      ...miners.map(({ worker }) => ({ address: worker, balance: ACCOUNT_BALANCE })),
      faucet,
    ],
    miners: miners.map(({ owner, worker }, i): GenesisMiner => ({ owner, worker, ...beginning(i, options.atWork ?? false) })),
    ...(options.installed === undefined ? {} : { installed: options.installed }),
  });
  const { crowd = 0 } = options;
  return crowd === 0 ? root : addCrowd(blocks, root, common.builtins, crowd).root;
}

/** What the first miner and the second one begin with. */
function beginning(index: number, atWork: boolean): Omit<GenesisMiner, "owner" | "worker"> {
  if (index === 0 && atWork) return workingMiner(MINER_BALANCE);
  const bare = { balance: MINER_BALANCE, windowPostProofType: WINDOW_POST_2KIB };
  return index === 0 ? bare : { ...bare, wins: SECOND_MINER_WINS, ...(atWork ? { standsFor: REST_OF_NETWORK } : {}) };
}

/** A BLS key, little-endian and below the group order (its top byte is small). */
function workerKeyOf(seed: Uint8Array, genesis: Cid, index: number): LotusKey {
  const privateKey = blake2b(concatBytes(seed, genesis.bytes, Uint8Array.of(index)), { dkLen: 32 });
  privateKey[31] = (privateKey[31] ?? 0) & 0x3f;
  return { type: "bls", privateKey };
}

/** An account whose key nobody has: money leaves it by Peggy.Impersonate only. */
function faucetAddress(genesis: Cid): Address {
  return Address.secp256k1(concatBytes(Uint8Array.of(4), blake2b(genesis.bytes, { dkLen: 64 })));
}

function contextAtGenesis(timestamp: number): MachineContext {
  const nothing = new Uint8Array(32);
  return {
    epoch: 0,
    timestamp,
    baseFee: INITIAL_BASE_FEE,
    chainId: CHAIN_ID,
    networkVersion: NETWORK_VERSION,
    circulatingSupply: FOUNDED_SUPPLY,
    tipsetCid: () => {
      throw new Error("there is no tipset before the genesis");
    },
    chainRandomness: () => nothing,
    beaconRandomness: () => nothing,
  };
}
