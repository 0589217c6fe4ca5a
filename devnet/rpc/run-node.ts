/** Puts a devnet together: chain, clock, disk, RPC. Everything of Node that the chain needs is handed in here. */
import { pbkdf2Sync, randomBytes } from "node:crypto";
import { generateMnemonic, validateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import type { Cid } from "../../filecoin/cid.ts";
import { cronWork } from "../builtin/cron-work.ts";
import { REHEARSAL_POLICY } from "../builtin/policy.ts";
import { standInBuiltins } from "../builtin/registry.ts";
import { Chain } from "../chain/chain.ts";
import { type Timer, startClock } from "../chain/clock.ts";
import { type Rehearsal, blockMiner, foundingGenesis, rehearsalOf } from "../chain/founding.ts";
import { supplyOf } from "../chain/supply.ts";
import { openChainFolder } from "./chain-folder.ts";
import type { LevelStorage } from "./level-storage.ts";
import { type AccountInfo, type MinerInfo, accountInfos, minerInfos } from "./rehearsal-info.ts";
import { Nodes } from "./nodes.ts";
import { NodeStartError } from "./node-start-error.ts";

export interface NodeOptions {
  /** Port of the RPC; 0 = any free one. Default 0. */
  port?: number;
  /** Milliseconds from one epoch to the next; 0 = a tipset whenever a message comes in. Default 1000. */
  epochMs?: number;
  /** Keeps the chain here across restarts. Default: in memory. */
  dataDir?: string;
  /** Words of the rehearsal accounts. Default: new ones for each new chain. */
  mnemonic?: string;
  /** Number of funded accounts. Default 5. */
  accounts?: number;
  /** Offer only what a public gateway does. */
  gateway?: boolean;
  /** MpoolPush needs a token, as on a node with default configuration. */
  strictTokens?: boolean;
  /** Pay the network's block reward to the first miner with every tipset. Default false. */
  blockRewards?: boolean;
  /** The first miner has sectors, power and rewards, as if it had mined for a while. Default false: both miners have nothing but money. */
  atWork?: boolean;
  /** Accounts that belong to nobody, which make the state as large as a live network's: a million take a minute. Default 0. */
  crowd?: number;
  /** Wasm that may be instantiated from the first epoch on. */
  installed?: readonly Uint8Array[];
  /** Name of the network and time of its genesis; default: random, now. Fixed together with a mnemonic they make equal chains. */
  networkName?: string;
  genesisTimestamp?: number;
}

/** How to reach a running node, as plain data. */
export interface NodeInfo {
  rpc: string;
  ws: string;
  /** All rights. */
  token: string;
  network: string;
  /** Genesis CID */
  genesis: string;
  mnemonic: string;
  accounts: AccountInfo[];
  miners: MinerInfo[];
}

export interface RunningNode {
  readonly info: NodeInfo;
  close(): Promise<void>;
}

/** What must stay the same for a stored chain. */
interface Facts {
  mnemonic: string;
  networkName: string;
  genesisTimestamp: number;
  accounts: number;
  /** hex */
  secret: string;
}

const TIMER: Timer = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const handle = setTimeout(callback, milliseconds);
    return () => clearTimeout(handle);
  },
};

/** Starts chain, clock and RPC in this thread. Rejects with NodeStartError. */
export async function runNode(options: NodeOptions): Promise<RunningNode> {
  const epochMs = options.epochMs ?? 1_000;
  if (!Number.isFinite(epochMs) || epochMs < 0) throw new NodeStartError(`expected an epoch length of 0 or more milliseconds, got ${epochMs}`);
  const storage = options.dataDir === undefined ? undefined : await openChainFolder(options.dataDir);
  try {
    return await runOn(storage, options, epochMs);
  } catch (error) {
    // Whoever tries again finds the folder free.
    await storage?.close();
    throw error;
  }
}

async function runOn(storage: LevelStorage | undefined, options: NodeOptions, epochMs: number): Promise<RunningNode> {
  const facts = await factsOf(options, storage);
  const keys = keysOf(facts);
  const chain = openChain(options, facts, keys, epochMs, storage);
  await chain.settled();
  if (chain.head.height === 0) chain.mine();
  const rehearsal = keys(chain.genesis.cid);
  const nodes = new Nodes({
    chain,
    rehearsal: { mnemonic: facts.mnemonic, rehearsal },
    secret: Buffer.from(facts.secret, "hex"),
    strictTokens: options.strictTokens ?? false,
    onFault: report,
  });
  const server = await nodes.openFirst({ port: options.port ?? 0, gateway: options.gateway ?? false });
  const clock = epochMs === 0 ? undefined : startClock(chain, epochMs, TIMER, (error) => report("clock", error));
  return {
    info: {
      rpc: server.rpc,
      ws: server.ws,
      token: server.token,
      network: chain.networkName,
      genesis: chain.genesis.cid.toString(),
      mnemonic: facts.mnemonic,
      accounts: accountInfos(chain, rehearsal),
      miners: minerInfos(chain, rehearsal),
    },
    close: async () => {
      clock?.stop();
      await nodes.closeAll();
      await storage?.close();
    },
  };
}

function openChain(options: NodeOptions, facts: Facts, keys: (genesis: Cid) => Rehearsal, epochMs: number, storage: LevelStorage | undefined): Chain {
  const builtins = standInBuiltins(REHEARSAL_POLICY);
  const founding = {
    builtins,
    rehearsal: keys,
    networkName: facts.networkName,
    timestamp: facts.genesisTimestamp,
    atWork: options.atWork ?? false,
    crowd: options.crowd ?? 0,
    ...(options.installed === undefined ? {} : { installed: options.installed }),
  };
  return Chain.open({
    builtins,
    genesis: foundingGenesis(founding),
    miner: blockMiner(facts.accounts),
    blockDelay: Math.max(1, Math.round(epochMs / 1_000)),
    mineOnPush: epochMs === 0,
    blockRewards: options.blockRewards ?? false,
    circulatingSupply: (state) => supplyOf(state).circulating,
    cronWork,
    ...(storage === undefined ? {} : { storage }),
  });
}

/** Derives the keys of the one chain this node has, once. */
function keysOf(facts: Facts): (genesis: Cid) => Rehearsal {
  let derived: Rehearsal | undefined;
  // BIP-39: what mnemonicToSeed of @scure/bip39 computes, by the host's own code.
  const seed = pbkdf2Sync(facts.mnemonic.normalize("NFKD"), "mnemonic", 2048, 64, "sha512");
  return (genesis) => (derived ??= rehearsalOf(genesis, seed, facts.accounts));
}

async function factsOf(options: NodeOptions, storage: LevelStorage | undefined): Promise<Facts> {
  const stored = await storage?.getFact("chain");
  if (stored !== undefined) return checkFacts(JSON.parse(stored) as Facts, options);
  const mnemonic = options.mnemonic ?? generateMnemonic(wordlist, 128);
  checkMnemonic(mnemonic);
  const facts: Facts = {
    mnemonic,
    networkName: options.networkName ?? `peggy-devnet-${randomBytes(4).toString("hex")}`,
    genesisTimestamp: options.genesisTimestamp ?? Math.floor(Date.now() / 1_000),
    accounts: options.accounts ?? 5,
    secret: randomBytes(32).toString("hex"),
  };
  if (facts.accounts < 2) throw new NodeStartError(`expected at least 2 accounts, got ${facts.accounts}`);
  await storage?.setFact("chain", JSON.stringify(facts));
  return facts;
}

/** A stored chain keeps what it was begun with. Throws NodeStartError when something else is asked for. */
function checkFacts(facts: Facts, { dataDir = "", mnemonic, accounts }: NodeOptions): Facts {
  if (mnemonic !== undefined && mnemonic !== facts.mnemonic) {
    throw new NodeStartError(`the chain in ${dataDir} has other words: leave the words out, or use another folder`);
  }
  if (accounts !== undefined && accounts !== facts.accounts) {
    throw new NodeStartError(`the chain in ${dataDir} has ${facts.accounts} accounts, and ${accounts} were asked for`);
  }
  return facts;
}

/** Throws NodeStartError. */
function checkMnemonic(mnemonic: string): void {
  const words = mnemonic.split(" ");
  if (![12, 15, 18, 21, 24].includes(words.length)) throw new NodeStartError(`expected 12 to 24 words of the English BIP-39 list, got ${words.length}`);
  const strange = words.find((word) => !wordlist.includes(word));
  if (strange !== undefined) throw new NodeStartError(`«${strange.slice(0, 40)}» is no word of the English BIP-39 list`);
  if (!validateMnemonic(mnemonic, wordlist)) throw new NodeStartError("the words do not fit their checksum: one is wrong, or two have changed places");
}

function report(what: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`devnet: ${what}: ${text}\n`);
}
