import { Address } from "../../../../filecoin/address.ts";
import { type Cid, cidOf, DAG_CBOR } from "../../../../filecoin/cid.ts";
import { messageCid, signedMessageCid, type Message, type SignedMessage } from "../../../../filecoin/message.ts";
import { ActorNotFound, MethodNotFound, RpcError, RpcUnreachable } from "../../../../filecoin/rpc/errors.ts";
import type { MessageLookup, TipSet } from "../../../../filecoin/rpc/lotus-json.ts";
import { attoFil, epoch } from "../../../../filecoin/units.ts";
import type { FollowingClient, SlotNode } from "../../../../wallet/slots/slot-node.ts";

/** For tests: a chain of one sender's messages, in plain data that can be copied, and a node that tells of it as Lotus does. */

export const SENDER = Address.parse("f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba");
/** Epochs below the head that are final here. */
const FINAL_DEPTH = 3;
const BASE_FEE = 100n;

/** A tipset; `ran`: chain CIDs of the messages whose receipts it shows. */
interface Block {
  name: string;
  ran: { cid: string; nonce: number }[];
}

export interface ChainState {
  blocks: Block[];
  /** counts branches, so that no two tipsets have one name */
  branch: number;
  /** nonce → what waits; `premium` decides which of two stays */
  pool: Record<number, { cid: string; unsigned: string; premium: string }>;
  /** chain CIDs that the node ever saw */
  known: string[];
}

/** Higher than any look back goes, so that the genesis is never met. */
const START_HEIGHT = 8;

export const newChain = (): ChainState => ({
  blocks: Array.from({ length: START_HEIGHT }, (_, height) => ({ name: `${height} start`, ran: [] })),
  branch: 0,
  pool: {},
  known: [],
});

/** How a node behaves. `refuses` gives no message on; `deaf` takes it and answers with an error. */
export type Conduct = "honest" | "away" | "behind" | "refuses" | "deaf" | "forgetful";

export class SlotChain {
  constructor(
    public state: ChainState,
    public conduct: Conduct,
    readonly listsPool: boolean,
    /** called before each answer: a worker may die there */
    readonly asked: (method: string) => void,
  ) {}

  get height(): number {
    return this.state.blocks.length - 1;
  }

  /** The next nonce that the chain takes. */
  nonceAt(height: number): number {
    return this.state.blocks.slice(0, height + 1).reduce((sum, { ran }) => sum + ran.length, 0);
  }

  /** The unbroken run of what waits goes into a new tipset. */
  mine(): void {
    const ran: Block["ran"] = [];
    const pool = { ...this.state.pool };
    let nonce = this.nonceAt(this.height);
    for (let next = pool[nonce]; next !== undefined; next = pool[nonce]) {
      ran.push({ cid: next.cid, nonce });
      delete pool[nonce++];
    }
    this.#extend(ran, pool);
  }

  /** A tipset that takes nothing. */
  skip(): void {
    this.#extend([], this.state.pool);
  }

  #extend(ran: Block["ran"], pool: ChainState["pool"]): void {
    const name = `${this.height + 1} ${this.state.branch} ${ran.map(({ cid }) => cid).join(" ")}`;
    this.state = { ...this.state, blocks: [...this.state.blocks, { name, ran }], pool };
  }

  /** The newest tipsets are undone, as many as are not final; another empty one stands at the lowest of their heights. What ran in them is gone from the pool too. */
  reorganise(): void {
    const left = Math.max(1, this.height - FINAL_DEPTH + 2);
    if (left > this.height) return;
    const gone = new Set(this.state.blocks.slice(left).flatMap(({ ran }) => ran.map(({ nonce }) => nonce)));
    const pool = Object.fromEntries(Object.entries(this.state.pool).filter(([nonce]) => !gone.has(Number(nonce))));
    this.state = { ...this.state, blocks: this.state.blocks.slice(0, left), branch: this.state.branch + 1, pool };
    this.skip();
  }

  dropPool(): void {
    this.state = { ...this.state, pool: {} };
  }

  /** Another copy of the keys sends a message with a higher premium. */
  pushElsewhere(nonce: number): void {
    const cid = cidOf(DAG_CBOR, new TextEncoder().encode(`elsewhere ${nonce}`)).toString();
    this.#take(nonce, { cid, unsigned: cid, premium: (10n ** 15n).toString() });
  }

  #take(nonce: number, waiting: ChainState["pool"][number]): void {
    this.state = { ...this.state, pool: { ...this.state.pool, [nonce]: waiting }, known: [...new Set([...this.state.known, waiting.cid])] };
  }

  push(signed: SignedMessage): string {
    this.asked("MpoolPush");
    this.#mustBeThere("MpoolPush");
    const { message } = signed;
    const cid = signedMessageCid(signed).toString();
    const refuse = (words: string): never => {
      throw new RpcError("MpoolPush", "node", 1, words);
    };
    if (this.conduct === "refuses") refuse("no");
    if (this.conduct === "forgetful") return cid;
    if (message.nonce < this.nonceAt(this.height)) refuse("message nonce too low");
    const there = this.state.pool[message.nonce];
    if (there !== undefined && (there.cid === cid || message.gasPremium < (BigInt(there.premium) * 110n) / 100n + 1n)) refuse("already in mpool");
    this.#take(message.nonce, { cid, unsigned: messageCid(message).toString(), premium: message.gasPremium.toString() });
    if (this.conduct === "deaf") refuse("computer says no");
    return cid;
  }

  #mustBeThere(method: string): void {
    if (this.conduct === "away") throw new RpcUnreachable(method, "node", "not reached");
  }

  /** The height that the node thinks is the chain's. */
  get #told(): number {
    return this.conduct === "behind" ? Math.max(0, this.height - FINAL_DEPTH) : this.height;
  }

  #tipset(height: number): TipSet {
    const at = Math.max(0, Math.min(height, this.#told));
    const key = (index: number): Cid[] => [cidOf(DAG_CBOR, new TextEncoder().encode(this.state.blocks[index]?.name ?? ""))];
    return { cids: key(at), height: epoch(at), blocks: [{ parents: at === 0 ? [] : key(at - 1), parentBaseFee: BASE_FEE }] } as unknown as TipSet;
  }

  /** CID text of the one block at a height. */
  keyAt(height: number): string {
    return String(this.#tipset(height).cids[0]);
  }

  #heightOf(key: readonly Cid[] | null): number {
    const wanted = key?.[0]?.toString();
    const at = this.state.blocks.findIndex((_, height) => this.#tipset(height).cids[0]?.toString() === wanted);
    if (at < 0 || at > this.#told) throw new RpcError("ChainGetTipSet", "node", 1, "tipset not found");
    return at;
  }

  #lookup(cid: string): MessageLookup | null {
    if (!this.state.known.includes(cid)) throw new RpcError("StateSearchMsg", "node", 1, "failed to load message");
    const at = this.state.blocks.findIndex(({ ran }) => ran.some((each) => each.cid === cid));
    if (at < 0 || at > this.#told) return null;
    return { receipt: { exitCode: 0, return: new Uint8Array(), gasUsed: 1 }, tipSet: this.#tipset(at).cids, height: epoch(at) } as unknown as MessageLookup;
  }

  /** The node as the wallet sees it. */
  node(): SlotNode {
    const told =
      <A extends unknown[], T>(method: string, answer: (...args: A) => T) =>
      async (...args: A): Promise<T> => {
        this.asked(method);
        this.#mustBeThere(method);
        return answer(...args);
      };
    const refuse = (method: string): never => {
      throw new MethodNotFound(method, "node", -32601, "method not found");
    };
    const client = {
      node: "node",
      call: told("ChainReadObj", () => refuse("ChainReadObj")),
      chainHead: told("ChainHead", () => this.#tipset(this.height)),
      chainGetFinalizedTipSet: told("ChainGetFinalizedTipSet", () => this.#tipset(this.#told - FINAL_DEPTH)),
      chainGetTipSet: told("ChainGetTipSet", (key: readonly Cid[]) => this.#tipset(this.#heightOf(key))),
      chainGetTipSetByHeight: told("ChainGetTipSetByHeight", (height: number) => this.#tipset(height)),
      chainGetParentMessages: told("ChainGetParentMessages", (block: Cid) =>
        (this.state.blocks[this.#heightOf([block])]?.ran ?? []).map(({ cid, nonce }) => ({ cid, message: { nonce, from: SENDER } })),
      ),
      chainGetParentReceipts: told("ChainGetParentReceipts", (block: Cid) =>
        (this.state.blocks[this.#heightOf([block])]?.ran ?? []).map(() => ({ exitCode: 0, return: new Uint8Array(), gasUsed: 1 })),
      ),
      chainGetMessage: told("ChainGetMessage", () => refuse("ChainGetMessage")),
      chainHasObj: told("ChainHasObj", (cid: Cid) => this.state.known.includes(cid.toString())),
      chainReadObj: told("ChainReadObj", () => refuse("ChainReadObj")),
      stateGetActor: told("StateGetActor", (_: Address, key: readonly Cid[]) => ({ nonce: this.nonceAt(this.#heightOf(key)) })),
      stateLookupID: told("StateLookupID", () => {
        throw new ActorNotFound("StateLookupID", "node", 11, "actor not found", null);
      }),
      stateSearchMsg: told("StateSearchMsg", (cid: Cid) => this.#lookup(cid.toString())),
      mpoolGetNonce: told("MpoolGetNonce", () => {
        let nonce = this.nonceAt(this.#told);
        while (this.state.pool[nonce] !== undefined) nonce++;
        return nonce;
      }),
      mpoolCheckPendingMessages: told("MpoolCheckPendingMessages", () =>
        this.listsPool ? Object.values(this.state.pool).map(({ unsigned }) => unsigned) : refuse("MpoolCheckPendingMessages"),
      ),
    };
    return { host: "node", machine: "node", client: client as unknown as FollowingClient, push: async (signed) => this.push(signed) };
  }
}

/** A message of the sender; `attempt` raises its fee, as a replacement does. */
export const messageAt = (nonce: number, attempt: number, cancels: boolean, value = 1n): Message => ({
  version: 0,
  to: cancels ? SENDER : Address.id(1_000n),
  from: SENDER,
  nonce,
  value: attoFil(cancels ? 0n : value),
  gasLimit: 10,
  gasFeeCap: attoFil(1_000n * 2n ** BigInt(attempt)),
  gasPremium: attoFil(100n * 2n ** BigInt(attempt)),
  method: 0,
  params: new Uint8Array(),
});

/** Stands for a signature: nobody checks it here. */
export const signedFake = (message: Message): SignedMessage => ({ message, signature: { type: 1, data: new Uint8Array(65) } });
