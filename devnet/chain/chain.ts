/**
 * One node's chain: a tipset of one block an epoch, run as soon as it is made, shown one tipset later as on a live network (the
 * receipts and the state after a tipset stand in its child). Clock, disk and actors are handed in.
 */
import { Address } from "../../filecoin/address.ts";
import { encodeCbor, TupleReader } from "../../filecoin/cbor.ts";
import { type Cid, DAG_CBOR, cidKey } from "../../filecoin/cid.ts";
import { INITIAL_BASE_FEE, nextBaseFee } from "../../filecoin/gas/base-fee.ts";
import {
  type Message,
  SIGNATURE_BLS,
  type SignedMessage,
  decodeMessage,
  decodeSignedMessage,
  encodeMessage,
  encodeSignedMessage,
} from "../../filecoin/message.ts";
import { Machine, type MachineContext } from "../kernel/machine.ts";
import type { BuiltinRegistry } from "../kernel/runtime.ts";
import { mustGet, putBlock } from "../state/blockstore.ts";
import { StateTree } from "../state/state-tree.ts";
import { type BlockHeader, decodeBlockHeader, encodeBlockHeader } from "../../filecoin/chain/block-header.ts";
import { CanonicalChain } from "./canonical-chain.ts";
import { CHAIN_ID, FINALITY, NETWORK_VERSION } from "./chain-params.ts";
import { MessageFault, executeTipset } from "./execute-tipset.ts";
import { Mempool, type PooledMessage } from "./mempool.ts";
import { beaconEntry, randomnessDigest, ticket } from "./randomness.ts";
import type { Receipt } from "../../filecoin/chain/receipt.ts";
import { readMessageMeta, readReceipts, writeMessageMeta, writeReceipts } from "./receipts.ts";
import { rewardMessage } from "./reward-message.ts";
import { StagedBlockstore } from "./staged-blockstore.ts";
import type { ChainStorage, StoredChain, TipsetRecord } from "./storage.ts";
import { type HeadChange, Tipset } from "./tipset.ts";

export interface ChainOptions {
  builtins: BuiltinRegistry;
  genesis: Genesis;
  /** seconds from one epoch to the next, in block timestamps */
  blockDelay: number;
  /** Mine whenever a message comes in; otherwise somebody calls mine(). */
  mineOnPush: boolean;
  storage?: ChainStorage;
  /** The miner of every block; null = the system actor. */
  miner?: Address | null;
  /** Pay the reward actor's block reward to `miner` with every block. Default false. */
  blockRewards?: boolean;
  /** attoFIL in circulation, which pledge depends on. */
  circulatingSupply: (state: StateTree) => bigint;
  /** Epochs between two in which cron changes anything; absent = all. */
  cronWork?: (state: StateTree, after: number, before: number) => number[];
}

/** How a chain begins. */
export interface Genesis {
  /** seconds since 1970 */
  timestamp: number;
  networkName: string;
  /** Writes the state that the genesis block names. */
  root(blocks: StagedBlockstore): Cid;
  /**
   * Writes the state on which the first tipset is built. Accounts whose keys are derived from the genesis CID can exist only
   * here: the genesis block must be complete before there is a CID to derive from.
   */
  found(blocks: StagedBlockstore, genesisCid: Cid): Cid;
}

/** A request that this chain cannot fulfil: says which and why. */
export class ChainError extends Error {
  override readonly name = "ChainError";
}

/** Money that a miner gets regularly. */
export interface RegularReward {
  miner: Address;
  /** attoFIL each time */
  amount: bigint;
  /** epochs: at each multiple of this */
  every: number;
}

interface Snapshot {
  head: Tipset;
  tip: Cid;
}

/** Decoded messages of so many tipsets are kept at hand, and of so many messages beyond the last tipset's. */
const MESSAGE_CACHE_TIPSETS = 300;
const MESSAGE_CACHE_MESSAGES = 5_000;
const READ_TREES = 16;
/** After a long jump this many tipsets follow, so that the finalized one already shows the state after it. */
const TIPSETS_AFTER_JUMP = FINALITY + 1;

export class Chain {
  readonly blocks: StagedBlockstore;
  readonly pool: Mempool;
  readonly line: CanonicalChain;
  readonly builtins: BuiltinRegistry;
  readonly blockDelay: number;
  readonly networkName: string;
  miner: Address | null;
  /** Null = rewards come by hand only. */
  regularReward: RegularReward | null = null;
  readonly #options: ChainOptions;
  /** State after the head tipset and whatever was done to it since. */
  #state: StateTree;
  #tip: Cid;
  /** Makes rival blocks of one height differ. */
  #serial = 0;
  readonly #messages = new Map<string, PooledMessage[]>();
  #messagesHeld = 0;
  readonly #trees = new Map<string, StateTree>();
  /** Signed form of BLS messages, whose chain form has no signature; needed when a block is undone. */
  readonly #signedBls = new Map<string, Cid>();
  /** `sender:nonce` → where it was included, on the chain as it is. */
  readonly #included = new Map<string, { tipset: Tipset; index: number }>();
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #listeners = new Set<(changes: HeadChange[]) => void>();

  private constructor(options: ChainOptions) {
    this.#options = options;
    this.builtins = options.builtins;
    this.blockDelay = options.blockDelay;
    this.networkName = options.genesis.networkName;
    this.miner = options.miner ?? null;
    this.blocks = new StagedBlockstore(options.storage);
    this.pool = new Mempool({ sender: (address) => this.#sender(address) });
    const stored = options.storage?.load() ?? null;
    if (stored === null) {
      const { genesis, tip } = this.#makeGenesis(options.genesis);
      this.line = new CanonicalChain(genesis);
      this.#tip = tip;
    } else {
      this.line = this.#readChain(stored);
      this.#tip = stored.tip;
    }
    this.#state = StateTree.load(this.blocks, this.#tip);
    if (stored === null) this.#save([this.line.genesis], []);
    else for (const bytes of stored.pool) this.pool.restore(decodeSignedMessage(bytes));
  }

  /** A new chain, or the stored one when the storage holds one. */
  static open(options: ChainOptions): Chain {
    return new Chain(options);
  }

  get head(): Tipset {
    return this.line.head;
  }

  get genesis(): Tipset {
    return this.line.genesis;
  }

  // ---- messages in --------------------------------------------------------------------------------------------------------

  /** Pools a signed message; mines it at once on a chain that mines on push. Throws MempoolError. */
  push(signed: SignedMessage, options: { untrusted?: boolean } = {}): Cid {
    const replaced = this.pool.of(signed.message.from).find((p) => p.signed.message.nonce === signed.message.nonce);
    const pooled = this.pool.push(signed, options);
    this.#storeMessage(pooled);
    const added = [{ cid: pooled.cid, bytes: encodeSignedMessage(signed) }];
    this.#saveWith({
      records: [],
      poolAdded: added,
      poolRemoved: replaced === undefined ? [] : [replaced.cid],
    });
    if (this.#options.mineOnPush && this.pool.select(this.nextBaseFee()).length > 0) {
      this.mine();
      this.mine();
    }
    return pooled.cid;
  }

  /** A message this node has seen, by its CID on the chain or that of its unsigned form. */
  message(cid: Cid): Message | undefined {
    const bytes = this.blocks.get(cid);
    if (bytes === undefined) return undefined;
    try {
      return bytes[0] === 0x82 ? decodeSignedMessage(bytes).message : decodeMessage(bytes);
    } catch {
      return undefined;
    }
  }

  // ---- time ---------------------------------------------------------------------------------------------------------------

  /** attoFIL per gas in the next tipset. */
  nextBaseFee(): bigint {
    const { head } = this;
    return nextBaseFee(
      head.header.parentBaseFee,
      this.messagesOf(head).map((m) => m.signed.message),
    );
  }

  /** Makes and runs the next tipset; `height` skips epochs (null rounds). A message the machine fails under is thrown out. */
  mine(height = this.head.height + 1): Tipset {
    if (height <= this.head.height) throw new ChainError(`expected an epoch above ${this.head.height}, got ${height}`);
    for (;;) {
      try {
        const tipset = this.#mineOnce(height);
        this.#emit([{ type: "apply", tipset }]);
        return tipset;
      } catch (error) {
        this.#reload();
        if (!(error instanceof MessageFault)) throw error;
        this.pool.remove(error.pooled.signed.message.from, error.pooled.signed.message.nonce);
      }
    }
  }

  /** Lets `epochs` pass: what waits is mined first, quiet epochs are null rounds, the last few are tipsets again. */
  advance(epochs: number): Tipset {
    if (!Number.isSafeInteger(epochs) || epochs < 1) throw new ChainError(`expected a number of epochs ≥ 1, got ${epochs}`);
    const target = this.head.height + epochs;
    if (this.pool.size > 0) this.mine();
    const landing = target - TIPSETS_AFTER_JUMP;
    while (this.head.height < landing) this.mine(this.#nextStop(landing));
    while (this.head.height < target) this.mine();
    return this.head;
  }

  // ---- going back ---------------------------------------------------------------------------------------------------------

  /** Remembers head and state; revert(id) comes back to them, any number of times. */
  snapshot(): string {
    const id = `0x${(this.#snapshots.size + 1).toString(16)}`;
    this.#snapshots.set(id, { head: this.head, tip: this.#tip });
    return id;
  }

  /**
   * Reorganises to a snapshot: tipsets above it are undone (ChainNotify says so) and their messages wait in the pool again.
   * Throws ChainError for an unknown id, or one on a branch that was itself undone.
   */
  revert(id: string): void {
    const snapshot = this.#snapshots.get(id);
    if (snapshot === undefined) throw new ChainError(`no snapshot ${id}; Peggy.Snapshot makes one`);
    if (!this.line.isCanonical(snapshot.head)) throw new ChainError(`snapshot ${id} lies on a branch that was undone`);
    const undone: Tipset[] = [];
    while (this.head !== snapshot.head) undone.push(this.#undoHead());
    this.#tip = snapshot.tip;
    this.#reload();
    const returned = this.pool.all().map(({ cid, signed }) => ({ cid, bytes: encodeSignedMessage(signed) }));
    this.#saveWith({ records: [], poolAdded: returned, poolRemoved: [] });
    if (undone.length > 0) this.#emit(undone.map((tipset) => ({ type: "revert", tipset })));
  }

  /** Calls `listener` with every change of the head, in order. Answers how to stop. */
  subscribe(listener: (changes: HeadChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // ---- reading ------------------------------------------------------------------------------------------------------------

  /** State as a tipset shows it: after its parent. Read-only: shared by all readers. */
  stateAt(tipset: Tipset): StateTree {
    const root = tipset.header.parentStateRoot;
    const key = cidKey(root);
    const tree = this.#trees.get(key) ?? StateTree.load(this.blocks, root);
    this.#trees.delete(key);
    this.#trees.set(key, tree);
    if (this.#trees.size > READ_TREES) this.#trees.delete(this.#trees.keys().next().value as string);
    return tree;
  }

  /** Messages of a tipset in order of execution. */
  messagesOf(tipset: Tipset): PooledMessage[] {
    let messages = this.#messages.get(tipset.id);
    if (messages === undefined) {
      const { bls, secp } = readMessageMeta(this.blocks, tipset.header.messages);
      messages = [...bls, ...secp].map((cid) => this.#pooled(cid));
      this.#rememberMessages(tipset.id, messages);
    }
    return messages;
  }

  /** Receipts of a tipset's own messages. On the chain they stand in its child. */
  receiptsOf(tipset: Tipset): Receipt[] {
    return readReceipts(this.blocks, tipset.after.receipts);
  }

  /** Where the message with this sender and nonce was included, on the chain as it is. */
  inclusion(from: Address, nonce: number): { tipset: Tipset; index: number } | undefined {
    return this.#included.get(slotKey(from, nonce));
  }

  /** The machine's surroundings for messages at `epoch` on top of `from`. */
  contextAt(epoch: number, from: Tipset, baseFee: bigint, state: StateTree): MachineContext {
    const genesis = this.genesis.cid;
    const seen = (e: number): Tipset => this.line.atOrBelow(Math.max(0, Math.min(e, from.height)), from);
    return {
      epoch,
      timestamp: this.genesis.header.timestamp + epoch * this.blockDelay,
      baseFee,
      chainId: CHAIN_ID,
      networkVersion: NETWORK_VERSION,
      circulatingSupply: this.#options.circulatingSupply(state),
      tipsetCid: (e) => seen(e).keyCid,
      chainRandomness: (e) => randomnessDigest(seen(e).header.ticket),
      beaconRandomness: (e) => randomnessDigest(beaconEntry(genesis, e).data),
    };
  }

  // ---- acting from outside the rules --------------------------------------------------------------------------------------

  /** Lets `act` change the state after the head, whole or not at all, and mines so that it shows. */
  intervene<T>(act: (state: StateTree, machine: Machine) => T): T {
    const context = this.contextAt(this.head.height, this.head, 0n, this.#state);
    let result: T;
    try {
      result = act(this.#state, new Machine({ state: this.#state, context, builtins: this.builtins }));
      this.#tip = this.#state.flush();
      this.blocks.keep([this.#tip]);
    } catch (error) {
      this.#reload();
      throw error;
    }
    this.mine();
    return result;
  }

  /** Resolves when all that happened is on disk. At once when there is none. */
  async settled(): Promise<void> {
    await this.#options.storage?.settled();
  }

  /** How far null rounds may go: to `target`, but not over a regular reward. */
  #nextStop(target: number): number {
    const every = this.regularReward?.every;
    if (every === undefined) return target;
    return Math.min(target, (Math.floor(this.head.height / every) + 1) * every);
  }

  /** Regular rewards that fall due above `after`, up to `height`. */
  #gifts(after: number, height: number): Message[] {
    if (this.regularReward === null) return [];
    const { miner, amount, every } = this.regularReward;
    const due = Math.floor(height / every) - Math.floor(after / every);
    return due > 0 ? [rewardMessage(miner, amount * BigInt(due))] : [];
  }

  // ---- inside -------------------------------------------------------------------------------------------------------------

  #mineOnce(height: number): Tipset {
    const parent = this.head;
    const baseFee = this.nextBaseFee();
    const messages = inBlockOrder(this.pool.select(baseFee));
    const header = this.#header(parent, height, baseFee, messages);
    const state = this.#state;
    const result = executeTipset({
      state,
      builtins: this.builtins,
      contextAt: (epoch) => this.contextAt(epoch, parent, baseFee, state),
      parentHeight: parent.height,
      height,
      messages,
      winner: this.#options.blockRewards === true ? this.miner : null,
      gifts: this.#gifts(parent.height, height),
      settle: () => this.blocks.keep([state.flush()]),
      cronWork: this.#options.cronWork,
    });
    const after = {
      root: state.flush(),
      receipts: messages.length === 0 ? this.genesis.after.receipts : writeReceipts(this.blocks, result.receipts),
      eventCount: result.eventCount,
    };
    const cid = putBlock(this.blocks, DAG_CBOR, encodeBlockHeader(header));
    this.blocks.keep([cid, after.root, after.receipts]);
    const tipset = new Tipset(header, cid, parent, after);
    this.#append(tipset, messages);
    this.#tip = after.root;
    this.#save(
      [tipset],
      messages.map((m) => m.cid),
    );
    return tipset;
  }

  #header(parent: Tipset, height: number, baseFee: bigint, messages: readonly PooledMessage[]): BlockHeader {
    const genesis = this.genesis.cid;
    const isBls = (m: PooledMessage): boolean => m.signed.signature.type === SIGNATURE_BLS;
    const cids = (bls: boolean): Cid[] => messages.filter((m) => isBls(m) === bls).map((m) => m.cid);
    const proof = ticket(genesis, height, ++this.#serial);
    return {
      miner: this.miner ?? Address.id(0),
      ticket: proof,
      electionProof: { winCount: 1, vrfProof: proof },
      beaconEntries: [beaconEntry(genesis, height)],
      winPoStProof: [],
      parents: parent.key,
      parentWeight: parent.header.parentWeight + 1n,
      height,
      parentStateRoot: this.#tip,
      parentMessageReceipts: parent.after.receipts,
      // Quiet tipsets name the same empty lists as the genesis.
      messages: messages.length === 0 ? this.genesis.header.messages : writeMessageMeta(this.blocks, cids(true), cids(false)),
      blsAggregate: { type: SIGNATURE_BLS, data: new Uint8Array(96) },
      timestamp: this.genesis.header.timestamp + height * this.blockDelay,
      blockSig: { type: SIGNATURE_BLS, data: proof },
      forkSignaling: 0,
      parentBaseFee: baseFee,
    };
  }

  #append(tipset: Tipset, messages: PooledMessage[]): void {
    this.line.append(tipset);
    this.#index(tipset, messages);
    for (const { signed } of messages) this.pool.remove(signed.message.from, signed.message.nonce);
  }

  #index(tipset: Tipset, messages: PooledMessage[]): void {
    this.#rememberMessages(tipset.id, messages);
    messages.forEach(({ signed }, index) => {
      this.#included.set(slotKey(signed.message.from, signed.message.nonce), { tipset, index });
    });
  }

  #undoHead(): Tipset {
    const tipset = this.head;
    const messages = this.messagesOf(tipset);
    this.line.pop();
    for (const { signed } of messages) {
      this.#included.delete(slotKey(signed.message.from, signed.message.nonce));
      // A BLS message from before a restart has lost its signature and cannot be sent again, as in Lotus.
      if (signed.signature.data.length > 0) this.pool.restore(signed);
    }
    return tipset;
  }

  #sender(address: Address): { nonce: number; balance: bigint; maySend: boolean } | undefined {
    const id = this.#state.resolve(address);
    const actor = id === undefined ? undefined : this.#state.getActor(id);
    if (actor === undefined) return undefined;
    const type = this.builtins.manifest.find((entry) => entry.code.equals(actor.code))?.name;
    const newEthAccount = type === "placeholder" && actor.nonce === 0 && actor.delegated?.bytes[1] === 10;
    return {
      nonce: actor.nonce,
      balance: actor.balance,
      maySend: type === "account" || type === "ethaccount" || newEthAccount,
    };
  }

  #storeMessage({ cid, signed }: PooledMessage): void {
    const { blocks } = this;
    const unsigned = putBlock(blocks, DAG_CBOR, encodeMessage(signed.message));
    const whole = putBlock(blocks, DAG_CBOR, encodeSignedMessage(signed));
    blocks.keep([unsigned, whole]);
    if (signed.signature.type === SIGNATURE_BLS) this.#signedBls.set(cidKey(cid), whole);
  }

  #pooled(cid: Cid): PooledMessage {
    const bytes = mustGet(this.blocks, cid, "message");
    const signedBls = this.#signedBls.get(cidKey(cid));
    if (bytes[0] === 0x82) return { cid, signed: decodeSignedMessage(bytes), chainLength: bytes.length };
    if (signedBls !== undefined) {
      const signed = decodeSignedMessage(mustGet(this.blocks, signedBls, "signed message"));
      return { cid, signed, chainLength: bytes.length };
    }
    const message = decodeMessage(bytes);
    return {
      cid,
      signed: { message, signature: { type: SIGNATURE_BLS, data: new Uint8Array(0) } },
      chainLength: bytes.length,
    };
  }

  #rememberMessages(id: string, messages: PooledMessage[]): void {
    this.#messagesHeld += messages.length - (this.#messages.get(id)?.length ?? 0);
    this.#messages.set(id, messages);
    for (const [oldest, { length }] of this.#messages) {
      const full = this.#messages.size > MESSAGE_CACHE_TIPSETS || this.#messagesHeld - messages.length > MESSAGE_CACHE_MESSAGES;
      if (!full || oldest === id) return;
      this.#messages.delete(oldest);
      this.#messagesHeld -= length;
    }
  }

  #reload(): void {
    this.blocks.keep([]);
    this.#state = StateTree.load(this.blocks, this.#tip);
  }

  #emit(changes: HeadChange[]): void {
    for (const listener of [...this.#listeners]) listener(changes);
  }

  #makeGenesis(genesis: Genesis): { genesis: Tipset; tip: Cid } {
    const { blocks } = this;
    const root = genesis.root(blocks);
    const receipts = writeReceipts(blocks, []);
    const seed = new TextEncoder().encode(genesis.networkName);
    const header: BlockHeader = {
      miner: Address.id(0),
      ticket: seed,
      electionProof: { winCount: 0, vrfProof: new Uint8Array(0) },
      beaconEntries: [{ round: 0, data: seed }],
      winPoStProof: [],
      parents: [],
      parentWeight: 0n,
      height: 0,
      parentStateRoot: root,
      parentMessageReceipts: receipts,
      messages: writeMessageMeta(blocks, [], []),
      blsAggregate: { type: SIGNATURE_BLS, data: new Uint8Array(96) },
      timestamp: genesis.timestamp,
      blockSig: { type: SIGNATURE_BLS, data: new Uint8Array(96) },
      forkSignaling: 0,
      parentBaseFee: INITIAL_BASE_FEE,
    };
    const cid = putBlock(blocks, DAG_CBOR, encodeBlockHeader(header));
    const tip = genesis.found(blocks, cid);
    blocks.keep([cid, root, receipts, tip]);
    return { genesis: new Tipset(header, cid, null, { root: tip, receipts, eventCount: 0 }), tip };
  }

  // ---- disk ---------------------------------------------------------------------------------------------------------------

  #save(tipsets: readonly Tipset[], poolRemoved: Cid[]): void {
    const records = tipsets.map((t) => ({
      height: t.height,
      parentHeight: t.parent?.height ?? -1,
      record: encodeCbor([t.cid, t.after.root, t.after.receipts, t.after.eventCount]),
    }));
    this.#saveWith({ records, poolAdded: [], poolRemoved });
  }

  #saveWith(change: { records: TipsetRecord[]; poolAdded: { cid: Cid; bytes: Uint8Array }[]; poolRemoved: Cid[] }): void {
    this.#options.storage?.commit({
      ...change,
      blocks: this.blocks.takeUnsaved(),
      head: this.head.height,
      tip: this.#tip,
    });
  }

  #readChain(stored: StoredChain): CanonicalChain {
    let line: CanonicalChain | undefined;
    let parent: Tipset | null = null;
    for (const bytes of stored.records) {
      const r = TupleReader.decode(bytes, 4, "tipset record");
      const cid = r.cid();
      const after = { root: r.cid(), receipts: r.cid(), eventCount: r.int() };
      const tipset: Tipset = new Tipset(decodeBlockHeader(mustGet(this.blocks, cid, "block header")), cid, parent, after);
      if (line === undefined) line = new CanonicalChain(tipset);
      else line.append(tipset);
      this.#index(tipset, this.messagesOf(tipset));
      parent = tipset;
    }
    if (line === undefined) throw new ChainError("the stored chain has no genesis; remove the data directory");
    this.#serial = line.head.height;
    return line;
  }
}

const slotKey = (from: Address, nonce: number): string => `${from.key}:${nonce}`;

/** BLS messages stand and run before the others; within each kind the miner's order stays. */
function inBlockOrder(messages: PooledMessage[]): PooledMessage[] {
  const isBls = (m: PooledMessage): boolean => m.signed.signature.type === SIGNATURE_BLS;
  return [...messages.filter(isBls), ...messages.filter((m) => !isBls(m))];
}
