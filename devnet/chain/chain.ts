/**
 * One node's chain: a tipset of one block an epoch, run as soon as it is made, shown one tipset later as on a live network (the
 * receipts and the state after a tipset stand in its child). Clock, disk and actors are handed in.
 */
import type { Address } from "../../filecoin/address.ts";
import { type Cid, DAG_CBOR } from "../../filecoin/cid.ts";
import { nextBaseFee } from "../../filecoin/gas/base-fee.ts";
import { type Message, type SignedMessage, decodeSignedMessage, encodeSignedMessage } from "../../filecoin/message.ts";
import { Machine, type MachineContext } from "../kernel/machine.ts";
import type { BuiltinRegistry } from "../kernel/runtime.ts";
import { putBlock } from "../state/blockstore.ts";
import { StateTree } from "../state/state-tree.ts";
import { encodeBlockHeader, encodeTipsetKey } from "../../filecoin/chain/block-header.ts";
import { CanonicalChain } from "./canonical-chain.ts";
import { ChainDisk, readLine } from "./chain-disk.ts";
import { ChainMessages, type Inclusion, inBlockOrder } from "./chain-messages.ts";
import { ChainError, type ChainOptions } from "./chain-options.ts";
import { FINALITY } from "./chain-params.ts";
import { epochContext } from "./epoch-context.ts";
import { MessageFault, executeTipset } from "./execute-tipset.ts";
import { makeGenesis } from "./genesis-block.ts";
import { HeadListeners } from "./head-listeners.ts";
import { nextHeader } from "./make-block.ts";
import { Mempool, type PooledMessage } from "./mempool.ts";
import { PastStates } from "./past-states.ts";
import { poolSender } from "./pool-sender.ts";
import type { Receipt } from "../../filecoin/chain/receipt.ts";
import { readReceipts, writeMessageMeta, writeReceipts } from "./receipts.ts";
import { type RegularReward, giftsDue, nextStop } from "./regular-reward.ts";
import { Snapshots } from "./snapshots.ts";
import { StagedBlockstore } from "./staged-blockstore.ts";
import { type HeadChange, Tipset } from "./tipset.ts";

/** After a long jump this many tipsets follow, so that the finalized one already shows the state after it. */
const TIPSETS_AFTER_JUMP = FINALITY + 1;

export class Chain {
  readonly blocks: StagedBlockstore;
  readonly pool: Mempool;
  readonly line: CanonicalChain;
  readonly builtins: BuiltinRegistry;
  readonly blockDelay: number;
  readonly networkName: string;
  /** Null = rewards come by hand only. */
  regularReward: RegularReward | null = null;
  readonly #options: ChainOptions;
  readonly #disk: ChainDisk;
  readonly #messages: ChainMessages;
  readonly #pastStates: PastStates;
  readonly #snapshots = new Snapshots();
  readonly #listeners = new HeadListeners();
  /** State after the head tipset and whatever was done to it since. */
  #state: StateTree;
  #tip: Cid;
  /** Makes rival blocks of one height differ. */
  #serial = 0;

  private constructor(options: ChainOptions) {
    this.#options = options;
    this.builtins = options.builtins;
    this.blockDelay = options.blockDelay;
    this.networkName = options.genesis.networkName;
    this.blocks = new StagedBlockstore(options.storage);
    this.#disk = new ChainDisk(options.storage, this.blocks);
    this.#messages = new ChainMessages(this.blocks);
    this.#pastStates = new PastStates(this.blocks);
    this.pool = new Mempool({ sender: (address) => poolSender(this.#state, this.builtins, address) });
    const stored = this.#disk.load();
    if (stored === null) {
      const genesis = makeGenesis(this.blocks, options.genesis);
      this.line = new CanonicalChain(genesis);
      this.#tip = genesis.after.root;
    } else {
      this.line = readLine(stored, this.blocks);
      this.#tip = stored.tip;
    }
    this.#state = StateTree.load(this.blocks, this.#tip);
    this.#serial = this.head.height;
    for (const tipset of this.line.between(0, this.head.height)) this.#messages.include(tipset, this.messagesOf(tipset));
    for (const bytes of stored?.pool ?? []) this.pool.restore(decodeSignedMessage(bytes));
    if (stored === null) this.#disk.save(this.head, this.#tip, { tipsets: [this.genesis] });
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

  // ---- messages -----------------------------------------------------------------------------------------------------------

  /** Pools a signed message; mines it at once on a chain that mines on push. Throws MempoolError. */
  push(signed: SignedMessage, options: { untrusted?: boolean } = {}): Cid {
    const replaced = this.pool.of(signed.message.from).find((p) => p.signed.message.nonce === signed.message.nonce);
    const pooled = this.pool.push(signed, options);
    this.#messages.store(pooled);
    this.#disk.save(this.head, this.#tip, {
      poolAdded: [{ cid: pooled.cid, bytes: encodeSignedMessage(signed) }],
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
    return this.#messages.find(cid);
  }

  /** Messages of a tipset in order of execution. */
  messagesOf(tipset: Tipset): PooledMessage[] {
    return this.#messages.of(tipset);
  }

  /** Receipts of a tipset's own messages. On the chain they stand in its child. */
  receiptsOf(tipset: Tipset): Receipt[] {
    return readReceipts(this.blocks, tipset.after.receipts);
  }

  /** Where the message with this sender and nonce was included, on the chain as it is. */
  inclusion(from: Address, nonce: number): Inclusion | undefined {
    return this.#messages.inclusion(from, nonce);
  }

  // ---- time ---------------------------------------------------------------------------------------------------------------

  /** attoFIL per gas in the next tipset. */
  nextBaseFee(): bigint {
    const messages = this.messagesOf(this.head).map((m) => m.signed.message);
    return nextBaseFee(this.head.header.parentBaseFee, messages);
  }

  /** Makes and runs the next tipset; `height` skips epochs (null rounds). A message the machine fails under is thrown out. */
  mine(height = this.head.height + 1): Tipset {
    if (height <= this.head.height) throw new ChainError(`expected an epoch above ${this.head.height}, got ${height}`);
    for (;;) {
      try {
        const tipset = this.#mineOnce(height);
        this.#listeners.tell([{ type: "apply", tipset }]);
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
    while (this.head.height < landing) this.mine(nextStop(this.regularReward, this.head.height, landing));
    while (this.head.height < target) this.mine();
    return this.head;
  }

  #mineOnce(height: number): Tipset {
    const parent = this.head;
    const { genesis, blocks } = this;
    const baseFee = this.nextBaseFee();
    const { messages, bls, secp } = inBlockOrder(this.pool.select(baseFee));
    const { miner, blockRewards } = this.#options;
    const header = nextHeader(parent, {
      height,
      genesis,
      miner,
      serial: ++this.#serial,
      blockDelay: this.blockDelay,
      root: this.#tip,
      // Quiet tipsets name the same empty lists as the genesis.
      messages: messages.length === 0 ? genesis.header.messages : writeMessageMeta(blocks, bls, secp),
      baseFee,
    });
    const state = this.#state;
    const result = executeTipset({
      state,
      builtins: this.builtins,
      contextAt: (epoch) => this.contextAt(epoch, parent, baseFee, state),
      parentHeight: parent.height,
      height,
      messages,
      winner: blockRewards === true ? miner : null,
      gifts: giftsDue(this.regularReward, parent.height, height),
      settle: () => blocks.keep([state.flush()]),
      cronWork: this.#options.cronWork,
    });
    const after = {
      root: state.flush(),
      receipts: messages.length === 0 ? genesis.after.receipts : writeReceipts(blocks, result.receipts),
      eventCount: result.eventCount,
    };
    const cid = putBlock(blocks, DAG_CBOR, encodeBlockHeader(header));
    blocks.keep([cid, putBlock(blocks, DAG_CBOR, encodeTipsetKey([cid])), after.root, after.receipts]);
    const tipset = new Tipset(header, cid, parent, after);
    this.#append(tipset, messages);
    return tipset;
  }

  #append(tipset: Tipset, messages: PooledMessage[]): void {
    this.line.append(tipset);
    this.#messages.include(tipset, messages);
    for (const { signed } of messages) this.pool.remove(signed.message.from, signed.message.nonce);
    this.#tip = tipset.after.root;
    this.#disk.save(tipset, this.#tip, { tipsets: [tipset], poolRemoved: messages.map((m) => m.cid) });
  }

  // ---- going back ---------------------------------------------------------------------------------------------------------

  /** Remembers head and state; revert(id) comes back to them, any number of times. */
  snapshot(): string {
    return this.#snapshots.take({ head: this.head, tip: this.#tip });
  }

  /**
   * Reorganises to a snapshot: tipsets above it are undone (ChainNotify says so) and their messages wait in the pool again.
   * Throws ChainError for an unknown id, or one on a branch that was itself undone.
   */
  revert(id: string): void {
    const snapshot = this.#snapshots.find(id, this.line);
    const undone: Tipset[] = [];
    while (this.head !== snapshot.head) undone.push(this.#undoHead());
    this.#tip = snapshot.tip;
    this.#reload();
    const returned = this.pool.all().map(({ cid, signed }) => ({ cid, bytes: encodeSignedMessage(signed) }));
    this.#disk.save(this.head, this.#tip, { poolAdded: returned });
    if (undone.length > 0) this.#listeners.tell(undone.map((tipset) => ({ type: "revert", tipset })));
  }

  #undoHead(): Tipset {
    const tipset = this.head;
    const messages = this.#messages.exclude(tipset);
    this.line.pop();
    // A BLS message from before a restart has lost its signature and cannot be sent again, as in Lotus.
    for (const { signed } of messages) if (signed.signature.data.length > 0) this.pool.restore(signed);
    return tipset;
  }

  // ---- reading ------------------------------------------------------------------------------------------------------------

  /** State as a tipset shows it: after its parent. Read-only: shared by all readers. */
  stateAt(tipset: Tipset): StateTree {
    return this.#pastStates.at(tipset.header.parentStateRoot);
  }

  /** State after a tipset: that of its child where it has one, since what is done from outside shows there too. */
  stateAfter(tipset: Tipset): StateTree {
    return this.#pastStates.at(this.line.childOf(tipset)?.header.parentStateRoot ?? tipset.after.root);
  }

  /** The machine's surroundings for messages at `epoch` on top of `from`. */
  contextAt(epoch: number, from: Tipset, baseFee: bigint, state: StateTree): MachineContext {
    const { blockDelay } = this;
    return epochContext(this.line, { epoch, from, baseFee, blockDelay, circulatingSupply: this.#options.circulatingSupply(state) });
  }

  /** Calls `listener` with every change of the head, in order. Answers how to stop. */
  subscribe(listener: (changes: HeadChange[]) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Resolves when all that happened is on disk. At once when there is none. */
  async settled(): Promise<void> {
    await this.#disk.settled();
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

  #reload(): void {
    this.blocks.keep([]);
    this.#state = StateTree.load(this.blocks, this.#tip);
  }
}
