import * as v from "valibot";
import type { Address, NetworkPrefix } from "../address.ts";
import type { Runs } from "../bit-field.ts";
import { bytesEqual, toBase64 } from "../bytes.ts";
import { cidOf, isBlake2b256, type BlockCodec, type Cid } from "../cid.ts";
import { messageToJson, signedMessageCid, signedMessageToJson, type Message, type SignedMessage } from "../message.ts";
import type { ActorId, AttoFil, Epoch } from "../units.ts";
import { RpcBadReply, RpcFailure } from "./errors.ts";
import { HttpTransport, type TransportOptions } from "./http-transport.ts";
import * as lotus from "./lotus-json.ts";

/** A typed client of a Lotus node (API v1): one method per call, every reply checked against its schema. */

export interface LotusClientOptions extends TransportOptions {
  /** Prefix of addresses in what we send; nodes accept both. Default "f". */
  prefix?: NetworkPrefix;
  /** Milliseconds per attempt. Defaults: read 10,000, execute 25,000 (StateCall, estimates, waits), push 20,000. */
  timeouts?: Partial<Timeouts>;
}

export interface Timeouts {
  read: number;
  execute: number;
  push: number;
}

/** A fetch that takes over 30 s ends a Chrome service worker, so each stays below. */
const DEFAULT_TIMEOUTS: Timeouts = { read: 10_000, execute: 25_000, push: 20_000 };

export interface CallOptions {
  signal?: AbortSignal;
  /** Milliseconds for each attempt instead of the default. */
  timeoutMs?: number;
}

/** What GasEstimateMessageGas may spend; null leaves it to the node (0.07 FIL). */
export interface GasSpec {
  maxFee: AttoFil;
}

export interface GasFields {
  gasLimit: number;
  gasFeeCap: AttoFil;
  gasPremium: AttoFil;
}

/** Which events to return. An empty list of values asks for the key alone; heights not together with a tipset. */
export interface EventFilter {
  addresses?: readonly Address[];
  fields?: Readonly<Record<string, readonly { codec: number; value: Uint8Array }[]>>;
  fromHeight?: Epoch;
  toHeight?: Epoch;
  tipSet?: lotus.TipSetKey;
}

/** null or [] asks at the node's head. */
type At = lotus.TipSetKey | null;

/**
 * Reads are repeated after 1, 2 and 4 s when the node cannot be reached or is slow, after 5, 10 and 20 s when it is
 * busy; pushes never. Every method throws RpcFailure alone.
 * @example
 * const node = new LotusClient({ url: "http://127.0.0.1:1234/rpc/v1" });
 * const balance = await node.walletBalance(Address.parse("f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba"));
 */
export class LotusClient {
  readonly #transport: HttpTransport;
  readonly #timeouts: Timeouts;
  readonly #prefix: NetworkPrefix;

  /** Throws NodeUrlError. */
  constructor(options: LotusClientOptions) {
    this.#transport = new HttpTransport(options);
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    this.#prefix = options.prefix ?? "f";
  }

  /** The node's address for people: without token. */
  get node(): string {
    return this.#transport.node;
  }

  /** Any method by its bare name, once, without repetition; the result as it came. */
  call(method: string, params: readonly unknown[] = [], options: CallOptions = {}): Promise<unknown> {
    return this.#transport.call(method, params, {
      timeoutMs: options.timeoutMs ?? this.#timeouts.execute,
      retry: false,
      signal: options.signal,
    });
  }

  version(options?: CallOptions): Promise<lotus.NodeVersion> {
    return this.#read("Version", [], lotus.versionJson, options);
  }

  stateNetworkName(options?: CallOptions): Promise<string> {
    return this.#read("StateNetworkName", [], v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)), options);
  }

  stateNetworkVersion(at: At = null, options?: CallOptions): Promise<number> {
    return this.#read("StateNetworkVersion", [key(at)], lotus.countJson, options);
  }

  stateGetNetworkParams(options?: CallOptions): Promise<lotus.NetworkParams> {
    return this.#read("StateGetNetworkParams", [], lotus.networkParamsJson, options);
  }

  chainHead(options?: CallOptions): Promise<lotus.TipSet> {
    return this.#read("ChainHead", [], lotus.tipSetJson, options);
  }

  chainGetGenesis(options?: CallOptions): Promise<lotus.TipSet> {
    return this.#read("ChainGetGenesis", [], lotus.tipSetJson, options);
  }

  async chainGetTipSet(cids: lotus.TipSetKey, options?: CallOptions): Promise<lotus.TipSet> {
    const tipSet = await this.#read("ChainGetTipSet", [key(cids)], lotus.tipSetJson, options);
    if (tipSet.cids.length !== cids.length || !tipSet.cids.every((cid, i) => cids[i]?.equals(cid))) {
      throw new RpcBadReply("ChainGetTipSet", this.node, "the reply is another tipset than asked for");
    }
    return tipSet;
  }

  /** The tipset at `height`, or the one before when that round was null. */
  chainGetTipSetByHeight(height: Epoch, at: At = null, options?: CallOptions): Promise<lotus.TipSet> {
    return this.#read("ChainGetTipSetByHeight", [height, key(at)], lotus.tipSetJson, options);
  }

  chainGetFinalizedTipSet(options?: CallOptions): Promise<lotus.TipSet> {
    return this.#read("ChainGetFinalizedTipSet", [], lotus.tipSetJson, options);
  }

  /** Messages of the tipset before the block, in order of execution; the block's receipts stand for them. */
  chainGetParentMessages(block: Cid, options?: CallOptions): Promise<lotus.ChainMessage[]> {
    return this.#read("ChainGetParentMessages", [link(block)], lotus.listJson(lotus.chainMessageJson), options);
  }

  chainGetParentReceipts(block: Cid, options?: CallOptions): Promise<lotus.Receipt[]> {
    return this.#read("ChainGetParentReceipts", [link(block)], lotus.listJson(lotus.receiptJson), options);
  }

  chainGetMessagesInTipset(tipSet: lotus.TipSetKey, options?: CallOptions): Promise<lotus.ChainMessage[]> {
    return this.#read("ChainGetMessagesInTipset", [key(tipSet)], lotus.listJson(lotus.chainMessageJson), options);
  }

  /** The unsigned message behind a chain CID. */
  chainGetMessage(message: Cid, options?: CallOptions): Promise<Message> {
    return this.#read("ChainGetMessage", [link(message)], lotus.messageJson, options);
  }

  chainGetBlockMessages(block: Cid, options?: CallOptions): Promise<lotus.BlockMessages> {
    return this.#read("ChainGetBlockMessages", [link(block)], lotus.blockMessagesJson, options);
  }

  /** A block's bytes, which are checked against the CID: the node cannot lie here. */
  async chainReadObj(cid: Cid, options?: CallOptions): Promise<Uint8Array> {
    const bytes = await this.#read("ChainReadObj", [link(cid)], lotus.bytesJson, options);
    if (isBlake2b256(cid) && !bytesEqual(cidOf(cid.code as BlockCodec, bytes).bytes, cid.bytes)) {
      throw new RpcBadReply("ChainReadObj", this.node, `the bytes are not those of ${cid.toString()}`);
    }
    return bytes;
  }

  chainHasObj(cid: Cid, options?: CallOptions): Promise<boolean> {
    return this.#read("ChainHasObj", [link(cid)], v.boolean(), options);
  }

  /** attoFIL; 0 for an address that does not exist. */
  walletBalance(address: Address, options?: CallOptions): Promise<AttoFil> {
    return this.#read("WalletBalance", [this.#text(address)], lotus.amountJson, options);
  }

  /** Throws ActorNotFound. */
  stateGetActor(address: Address, at: At = null, options?: CallOptions): Promise<lotus.Actor> {
    return this.#read("StateGetActor", [this.#text(address), key(at)], lotus.actorJson, options);
  }

  /** The id of any address. Throws ActorNotFound. */
  stateLookupID(address: Address, at: At = null, options?: CallOptions): Promise<ActorId> {
    return this.#read("StateLookupID", [this.#text(address), key(at)], lotus.idJson, options);
  }

  /** The f1 or f3 address of an account; an error for any other actor. */
  stateAccountKey(address: Address, at: At = null, options?: CallOptions): Promise<Address> {
    return this.#read("StateAccountKey", [this.#text(address), key(at)], lotus.addressJson, options);
  }

  /** The f1, f2, f3 or f4 address behind an id. Public gateways do not offer it. */
  stateLookupRobustAddress(address: Address, at: At = null, options?: CallOptions): Promise<Address> {
    return this.#read("StateLookupRobustAddress", [this.#text(address), key(at)], lotus.addressJson, options);
  }

  stateMinerInfo(miner: Address, at: At = null, options?: CallOptions): Promise<lotus.MinerInfo> {
    return this.#read("StateMinerInfo", [this.#text(miner), key(at)], lotus.minerInfoJson, options);
  }

  stateMinerPower(miner: Address, at: At = null, options?: CallOptions): Promise<lotus.MinerPower> {
    return this.#read("StateMinerPower", [this.#text(miner), key(at)], lotus.minerPowerJson, options);
  }

  stateMinerSectorCount(miner: Address, at: At = null, options?: CallOptions): Promise<lotus.MinerSectors> {
    return this.#read("StateMinerSectorCount", [this.#text(miner), key(at)], lotus.minerSectorsJson, options);
  }

  stateMinerProvingDeadline(miner: Address, at: At = null, options?: CallOptions): Promise<lotus.DeadlineInfo> {
    return this.#read("StateMinerProvingDeadline", [this.#text(miner), key(at)], lotus.deadlineInfoJson, options);
  }

  /** attoFIL available plus what has vested by now. Public gateways do not offer it. */
  stateMinerAvailableBalance(miner: Address, at: At = null, options?: CallOptions): Promise<AttoFil> {
    return this.#read("StateMinerAvailableBalance", [this.#text(miner), key(at)], lotus.amountJson, options);
  }

  /** Public gateways do not offer it. */
  stateMinerFaults(miner: Address, at: At = null, options?: CallOptions): Promise<Runs> {
    return this.#read("StateMinerFaults", [this.#text(miner), key(at)], lotus.bitFieldJson, options);
  }

  stateListMiners(at: At = null, options?: CallOptions): Promise<Address[]> {
    return this.#read("StateListMiners", [key(at)], lotus.listJson(lotus.addressJson), options);
  }

  /** Public gateways do not offer it. */
  stateListActors(at: At = null, options?: CallOptions): Promise<Address[]> {
    return this.#read("StateListActors", [key(at)], lotus.listJson(lotus.addressJson), options);
  }

  /** State as Lotus' Go types print it; an error for code the node does not know. */
  stateReadState(address: Address, at: At = null, options?: CallOptions): Promise<lotus.ActorStateJson> {
    return this.#read("StateReadState", [this.#text(address), key(at)], lotus.actorStateJson, options);
  }

  /** Runs a message without a signature on the state at a tipset; gas limit 0 stands for the block's. */
  async stateCall(message: Message, at: At = null, options?: CallOptions): Promise<lotus.InvocResult> {
    return this.#execute("StateCall", [this.#json(message), key(at)], lotus.invocResultJson, options);
  }

  stateReplay(tipSet: At, message: Cid, options?: CallOptions): Promise<lotus.InvocResult> {
    return this.#execute("StateReplay", [key(tipSet), link(message)], lotus.invocResultJson, options);
  }

  /**
   * Looks back `lookback` epochs (−1: all); null when the message is not on chain. A node that never saw the message
   * answers with an error ("failed to load message"). Gateways look back 20 epochs.
   */
  stateSearchMsg(
    message: Cid,
    { from = null, lookback = -1, allowReplaced = true }: { from?: At; lookback?: number; allowReplaced?: boolean } = {},
    options?: CallOptions,
  ): Promise<lotus.MessageLookup | null> {
    const schema = v.nullable(lotus.messageLookupJson);
    return this.#execute("StateSearchMsg", [key(from), link(message), lookback, allowReplaced], schema, options);
  }

  /** Blocks until the message has `confidence` epochs on it; give it time with `timeoutMs`. Not for service workers. */
  stateWaitMsg(message: Cid, { confidence = 0, lookback = -1, allowReplaced = true } = {}, options?: CallOptions): Promise<lotus.MessageLookup> {
    const params = [link(message), confidence, lookback, allowReplaced];
    return this.#checked("StateWaitMsg", params, lotus.messageLookupJson, false, this.#timeouts.execute, options);
  }

  /** Sends once, never repeats; the CID that comes back must be the message's own. It proves no broadcast. */
  async mpoolPush(signed: SignedMessage, options?: CallOptions): Promise<Cid> {
    const params = [signedMessageToJson(signed, this.#prefix)];
    const cid = await this.#checked("MpoolPush", params, lotus.cidJson, false, this.#timeouts.push, options);
    const own = signedMessageCid(signed);
    if (own.toString() !== cid.toString()) {
      throw new RpcBadReply("MpoolPush", this.node, `expected the message's CID ${own.toString()}; got ${cid.toString()}`);
    }
    return cid;
  }

  /** The next nonce, messages in this node's pool counted. */
  mpoolGetNonce(address: Address, options?: CallOptions): Promise<number> {
    return this.#read("MpoolGetNonce", [this.#text(address)], lotus.countJson, options);
  }

  /** CIDs of the unsigned messages of one sender that wait in this node's pool, in order of nonce. Lotus alone has it; gateways do not offer it. */
  mpoolCheckPendingMessages(sender: Address, options?: CallOptions): Promise<string[]> {
    return this.#read("MpoolCheckPendingMessages", [this.#text(sender)], lotus.checkedMessagesJson, options);
  }

  mpoolPending(at: At = null, options?: CallOptions): Promise<SignedMessage[]> {
    return this.#read("MpoolPending", [key(at)], lotus.listJson(lotus.signedMessageJson), options);
  }

  /** The gas the node proposes. A reply that changes anything else of the message is refused. */
  async gasEstimateMessageGas(message: Message, spec: GasSpec | null = null, at: At = null, options?: CallOptions): Promise<GasFields> {
    const limits = spec === null ? null : { MaxFee: spec.maxFee.toString() };
    const params = [this.#json(message), limits, key(at)];
    const filled = await this.#execute("GasEstimateMessageGas", params, lotus.messageJson, options);
    if (!sameBesidesGas(message, filled)) {
      throw new RpcBadReply("GasEstimateMessageGas", this.node, "the reply is another message than asked about");
    }
    return { gasLimit: filled.gasLimit, gasFeeCap: filled.gasFeeCap, gasPremium: filled.gasPremium };
  }

  gasEstimateGasLimit(message: Message, at: At = null, options?: CallOptions): Promise<number> {
    return this.#execute("GasEstimateGasLimit", [this.#json(message), key(at)], lotus.countJson, options);
  }

  /** attoFIL per gas for inclusion while the base fee may rise for `maxBlocks` epochs. */
  gasEstimateFeeCap(message: Message, maxBlocks: number, at: At = null, options?: CallOptions): Promise<AttoFil> {
    return this.#read("GasEstimateFeeCap", [this.#json(message), maxBlocks, key(at)], lotus.amountJson, options);
  }

  /** attoFIL per gas for inclusion within `blocks` epochs. */
  gasEstimateGasPremium(blocks: number, sender: Address, gasLimit: number, at: At = null, options?: CallOptions): Promise<AttoFil> {
    const params = [blocks, this.#text(sender), gasLimit, key(at)];
    return this.#read("GasEstimateGasPremium", params, lotus.amountJson, options);
  }

  getActorEventsRaw(filter: EventFilter, options?: CallOptions): Promise<lotus.ActorEvent[]> {
    const json = {
      ...(filter.addresses === undefined ? {} : { addresses: filter.addresses.map((a) => this.#text(a)) }),
      ...(filter.fields === undefined ? {} : { fields: fieldsJson(filter.fields) }),
      ...(filter.fromHeight === undefined ? {} : { fromHeight: filter.fromHeight }),
      ...(filter.toHeight === undefined ? {} : { toHeight: filter.toHeight }),
      ...(filter.tipSet === undefined ? {} : { tipsetKey: key(filter.tipSet) }),
    };
    return this.#read("GetActorEventsRaw", [json], lotus.listJson(lotus.actorEventJson), options);
  }

  #text(address: Address): string {
    return address.toString(this.#prefix);
  }

  #json(message: Message): unknown {
    return messageToJson(message, this.#prefix);
  }

  #read<T>(method: string, params: unknown[], schema: v.GenericSchema<unknown, T>, options?: CallOptions): Promise<T> {
    return this.#checked(method, params, schema, true, this.#timeouts.read, options);
  }

  #execute<T>(method: string, params: unknown[], schema: v.GenericSchema<unknown, T>, options?: CallOptions): Promise<T> {
    return this.#checked(method, params, schema, true, this.#timeouts.execute, options);
  }

  async #checked<T>(
    method: string,
    params: unknown[],
    schema: v.GenericSchema<unknown, T>,
    retry: boolean,
    timeoutMs: number,
    options: CallOptions = {},
  ): Promise<T> {
    const raw = await this.#transport.call(method, params, {
      timeoutMs: options.timeoutMs ?? timeoutMs,
      retry,
      signal: options.signal,
    });
    return checkReply(method, this.node, schema, raw);
  }
}

/** The reply as the schema reads it. Throws RpcBadReply naming the first place that is wrong. */
export function checkReply<T>(method: string, node: string, schema: v.GenericSchema<unknown, T>, raw: unknown): T {
  try {
    const result = v.safeParse(schema, raw);
    if (result.success) return result.output;
    const issue = result.issues[0];
    throw new RpcBadReply(method, node, `the reply is not as expected at ${v.getDotPath(issue) ?? "its root"}: ${issue.message}`);
  } catch (error) {
    if (error instanceof RpcFailure) throw error;
    throw new RpcBadReply(method, node, `the reply cannot be read (${(error as Error).message})`);
  }
}

function key(at: At): unknown {
  return (at ?? []).map(link);
}

function link(cid: Cid): { "/": string } {
  return { "/": cid.toString() };
}

function fieldsJson(fields: NonNullable<EventFilter["fields"]>): unknown {
  return Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values.map(({ codec, value }) => ({ codec, value: toBase64(value) }))]));
}

/** The nonce may be filled in by the node, so it is not compared. */
function sameBesidesGas(asked: Message, filled: Message): boolean {
  return (
    asked.to.equals(filled.to) &&
    asked.from.equals(filled.from) &&
    asked.value === filled.value &&
    asked.method === filled.method &&
    bytesEqual(asked.params, filled.params)
  );
}
