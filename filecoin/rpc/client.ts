import * as v from "valibot";
import type { Address } from "../address.ts";
import type { Runs } from "../bit-field.ts";
import { bytesEqual } from "../bytes.ts";
import { cidOf, isBlake2b256, type BlockCodec, type Cid } from "../cid.ts";
import { signedMessageCid, signedMessageToJson, type Message, type SignedMessage } from "../message.ts";
import type { ActorId, AttoFil, Epoch } from "../units.ts";
import { checkReply } from "./check-reply.ts";
import { CheckedCalls, type CallOptions } from "./checked-calls.ts";
import { ActorNotFound, RpcBadReply } from "./errors.ts";
import { addressJson, amountJson, bytesJson, cidJson, countJson, idJson, itemsJson, type Unreadable } from "./json-values.ts";
import * as lotus from "./lotus-json.ts";
import { fieldsJson, key, link, sameBesidesGas, type EventFilter, type GasFields, type GasSpec } from "./request-json.ts";
import * as state from "./state-json.ts";
import { invocResultJson, type InvocResult } from "./trace-json.ts";

/** A typed client of a Lotus node (API v1): one method per call, every reply checked against its schema. */

/** null or [] asks at the node's head. */
type At = lotus.TipSetKey | null;

/**
 * Reads are repeated after 1, 2 and 4 s when the node cannot be reached or is slow, after 5, 10 and 20 s when it is
 * busy; pushes never. Every method throws RpcFailure alone.
 * @example
 * const node = new LotusClient({ url: "http://127.0.0.1:1234/rpc/v1" });
 * const balance = await node.walletBalance(Address.parse("f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba"));
 */
export class LotusClient extends CheckedCalls {
  version(options?: CallOptions): Promise<state.NodeVersion> {
    return this.read("Version", [], state.versionJson, options);
  }

  stateNetworkName(options?: CallOptions): Promise<string> {
    return this.read("StateNetworkName", [], state.networkNameJson, options);
  }

  stateNetworkVersion(at: At = null, options?: CallOptions): Promise<number> {
    return this.read("StateNetworkVersion", [key(at)], countJson, options);
  }

  /** Code of each built-in actor by its manifest name, as the node has it for a network version. */
  stateActorCodeCIDs(networkVersion: number, options?: CallOptions): Promise<Record<string, Cid>> {
    return this.read("StateActorCodeCIDs", [networkVersion], v.record(v.string(), cidJson), options);
  }

  stateGetNetworkParams(options?: CallOptions): Promise<state.NetworkParams> {
    return this.read("StateGetNetworkParams", [], state.networkParamsJson, options);
  }

  chainHead(options?: CallOptions): Promise<lotus.TipSet> {
    return this.read("ChainHead", [], lotus.tipSetJson, options);
  }

  chainGetGenesis(options?: CallOptions): Promise<lotus.TipSet> {
    return this.read("ChainGetGenesis", [], lotus.tipSetJson, options);
  }

  async chainGetTipSet(cids: lotus.TipSetKey, options?: CallOptions): Promise<lotus.TipSet> {
    const tipSet = await this.read("ChainGetTipSet", [key(cids)], lotus.tipSetJson, options);
    if (tipSet.cids.length !== cids.length || !tipSet.cids.every((cid, i) => cids[i]?.equals(cid))) {
      throw new RpcBadReply("ChainGetTipSet", this.node, "the reply is another tipset than asked for");
    }
    return tipSet;
  }

  /** The tipset at `height`, or the one before when that round was null. */
  chainGetTipSetByHeight(height: Epoch, at: At = null, options?: CallOptions): Promise<lotus.TipSet> {
    return this.read("ChainGetTipSetByHeight", [height, key(at)], lotus.tipSetJson, options);
  }

  chainGetFinalizedTipSet(options?: CallOptions): Promise<lotus.TipSet> {
    return this.read("ChainGetFinalizedTipSet", [], lotus.tipSetJson, options);
  }

  /** Messages of the tipset before the block, in order of execution; the block's receipts stand for them. */
  chainGetParentMessages(block: Cid, options?: CallOptions): Promise<(lotus.ChainMessage | Unreadable)[]> {
    return this.read("ChainGetParentMessages", [link(block)], itemsJson(lotus.chainMessageJson), options);
  }

  chainGetParentReceipts(block: Cid, options?: CallOptions): Promise<(lotus.Receipt | Unreadable)[]> {
    return this.read("ChainGetParentReceipts", [link(block)], itemsJson(lotus.receiptJson), options);
  }

  chainGetMessagesInTipset(tipSet: lotus.TipSetKey, options?: CallOptions): Promise<(lotus.ChainMessage | Unreadable)[]> {
    return this.read("ChainGetMessagesInTipset", [key(tipSet)], itemsJson(lotus.chainMessageJson), options);
  }

  /** The unsigned message behind a chain CID. */
  chainGetMessage(message: Cid, options?: CallOptions): Promise<Message> {
    return this.read("ChainGetMessage", [link(message)], lotus.messageJson, options);
  }

  chainGetBlockMessages(block: Cid, options?: CallOptions): Promise<lotus.BlockMessages> {
    return this.read("ChainGetBlockMessages", [link(block)], lotus.blockMessagesJson, options);
  }

  /** A block's bytes, which are checked against the CID: the node cannot lie here. */
  async chainReadObj(cid: Cid, options?: CallOptions): Promise<Uint8Array> {
    const bytes = await this.read("ChainReadObj", [link(cid)], bytesJson, options);
    if (isBlake2b256(cid) && !bytesEqual(cidOf(cid.code as BlockCodec, bytes).bytes, cid.bytes)) {
      throw new RpcBadReply("ChainReadObj", this.node, `the bytes are not those of ${cid.toString()}`);
    }
    return bytes;
  }

  chainHasObj(cid: Cid, options?: CallOptions): Promise<boolean> {
    return this.read("ChainHasObj", [link(cid)], v.boolean(), options);
  }

  /** attoFIL; 0 for an address that does not exist. */
  walletBalance(address: Address, options?: CallOptions): Promise<AttoFil> {
    return this.read("WalletBalance", [this.text(address)], amountJson, options);
  }

  /** Throws ActorNotFound, also for the null that Forest gives; a reply without any result is no answer. */
  async stateGetActor(address: Address, at: At = null, options?: CallOptions): Promise<state.Actor> {
    const params = [this.text(address), key(at)];
    const raw = await this.raw("StateGetActor", params, true, this.timeouts.read, options);
    if (raw === null) throw new ActorNotFound("StateGetActor", this.node, 0, "null", this.text(address));
    return checkReply("StateGetActor", this.node, state.actorJson, raw);
  }

  /** The id of any address. Throws ActorNotFound. */
  stateLookupID(address: Address, at: At = null, options?: CallOptions): Promise<ActorId> {
    return this.read("StateLookupID", [this.text(address), key(at)], idJson, options);
  }

  /** The f1 or f3 address of an account; an error for any other actor. */
  stateAccountKey(address: Address, at: At = null, options?: CallOptions): Promise<Address> {
    return this.read("StateAccountKey", [this.text(address), key(at)], addressJson, options);
  }

  /** The f1, f2, f3 or f4 address behind an id. Public gateways do not offer it. */
  stateLookupRobustAddress(address: Address, at: At = null, options?: CallOptions): Promise<Address> {
    return this.read("StateLookupRobustAddress", [this.text(address), key(at)], addressJson, options);
  }

  stateMinerInfo(miner: Address, at: At = null, options?: CallOptions): Promise<state.MinerInfo> {
    return this.read("StateMinerInfo", [this.text(miner), key(at)], state.minerInfoJson, options);
  }

  stateMinerPower(miner: Address, at: At = null, options?: CallOptions): Promise<state.MinerPower> {
    return this.read("StateMinerPower", [this.text(miner), key(at)], state.minerPowerJson, options);
  }

  stateMinerSectorCount(miner: Address, at: At = null, options?: CallOptions): Promise<state.MinerSectors> {
    return this.read("StateMinerSectorCount", [this.text(miner), key(at)], state.minerSectorsJson, options);
  }

  stateMinerProvingDeadline(miner: Address, at: At = null, options?: CallOptions): Promise<state.DeadlineInfo> {
    return this.read("StateMinerProvingDeadline", [this.text(miner), key(at)], state.deadlineInfoJson, options);
  }

  /** attoFIL available plus what has vested by now. Public gateways do not offer it. */
  stateMinerAvailableBalance(miner: Address, at: At = null, options?: CallOptions): Promise<AttoFil> {
    return this.read("StateMinerAvailableBalance", [this.text(miner), key(at)], amountJson, options);
  }

  /** Public gateways do not offer it. */
  stateMinerFaults(miner: Address, at: At = null, options?: CallOptions): Promise<Runs> {
    return this.read("StateMinerFaults", [this.text(miner), key(at)], state.bitFieldJson, options);
  }

  stateListMiners(at: At = null, options?: CallOptions): Promise<(Address | Unreadable)[]> {
    return this.read("StateListMiners", [key(at)], itemsJson(addressJson), options);
  }

  /** Public gateways do not offer it. */
  stateListActors(at: At = null, options?: CallOptions): Promise<(Address | Unreadable)[]> {
    return this.read("StateListActors", [key(at)], itemsJson(addressJson), options);
  }

  /** State as Lotus' Go types print it; an error for code the node does not know. */
  stateReadState(address: Address, at: At = null, options?: CallOptions): Promise<state.ActorStateJson> {
    return this.read("StateReadState", [this.text(address), key(at)], state.actorStateJson, options);
  }

  /** Runs a message without a signature on the state at a tipset; gas limit 0 stands for the block's. */
  async stateCall(message: Message, at: At = null, options?: CallOptions): Promise<InvocResult> {
    return this.execute("StateCall", [this.json(message), key(at)], invocResultJson, options);
  }

  stateReplay(tipSet: At, message: Cid, options?: CallOptions): Promise<InvocResult> {
    return this.execute("StateReplay", [key(tipSet), link(message)], invocResultJson, options);
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
    return this.execute("StateSearchMsg", [key(from), link(message), lookback, allowReplaced], schema, options);
  }

  /** Blocks until the message has `confidence` epochs on it; give it time with `timeoutMs`. Not for service workers. */
  stateWaitMsg(message: Cid, { confidence = 0, lookback = -1, allowReplaced = true } = {}, options?: CallOptions): Promise<lotus.MessageLookup> {
    const params = [link(message), confidence, lookback, allowReplaced];
    return this.checked("StateWaitMsg", params, lotus.messageLookupJson, false, this.timeouts.execute, options);
  }

  /** Sends once, never repeats; the CID that comes back must be the message's own. It proves no broadcast. */
  async mpoolPush(signed: SignedMessage, options?: CallOptions): Promise<Cid> {
    const params = [signedMessageToJson(signed, this.prefix)];
    const cid = await this.checked("MpoolPush", params, cidJson, false, this.timeouts.push, options);
    const own = signedMessageCid(signed);
    if (own.toString() !== cid.toString()) {
      throw new RpcBadReply("MpoolPush", this.node, `expected the message's CID ${own.toString()}; got ${cid.toString()}`);
    }
    return cid;
  }

  /** The next nonce, messages in this node's pool counted. */
  mpoolGetNonce(address: Address, options?: CallOptions): Promise<number> {
    return this.read("MpoolGetNonce", [this.text(address)], countJson, options);
  }

  /** CIDs of the unsigned messages of one sender that wait in this node's pool, in order of nonce. Lotus alone has it; gateways do not offer it. */
  mpoolCheckPendingMessages(sender: Address, options?: CallOptions): Promise<string[]> {
    return this.read("MpoolCheckPendingMessages", [this.text(sender)], lotus.checkedMessagesJson, options);
  }

  mpoolPending(at: At = null, options?: CallOptions): Promise<(SignedMessage | Unreadable)[]> {
    return this.read("MpoolPending", [key(at)], itemsJson(lotus.signedMessageJson), options);
  }

  /** The gas the node proposes. A reply that changes anything else of the message is refused. */
  async gasEstimateMessageGas(message: Message, spec: GasSpec | null = null, at: At = null, options?: CallOptions): Promise<GasFields> {
    const limits = spec === null ? null : { MaxFee: spec.maxFee.toString() };
    const params = [this.json(message), limits, key(at)];
    const filled = await this.execute("GasEstimateMessageGas", params, lotus.messageJson, options);
    if (!sameBesidesGas(message, filled)) {
      throw new RpcBadReply("GasEstimateMessageGas", this.node, "the reply is another message than asked about");
    }
    return { gasLimit: filled.gasLimit, gasFeeCap: filled.gasFeeCap, gasPremium: filled.gasPremium };
  }

  gasEstimateGasLimit(message: Message, at: At = null, options?: CallOptions): Promise<number> {
    return this.execute("GasEstimateGasLimit", [this.json(message), key(at)], countJson, options);
  }

  /** attoFIL per gas for inclusion while the base fee may rise for `maxBlocks` epochs. */
  gasEstimateFeeCap(message: Message, maxBlocks: number, at: At = null, options?: CallOptions): Promise<AttoFil> {
    return this.read("GasEstimateFeeCap", [this.json(message), maxBlocks, key(at)], amountJson, options);
  }

  /** attoFIL per gas for inclusion within `blocks` epochs. */
  gasEstimateGasPremium(blocks: number, sender: Address, gasLimit: number, at: At = null, options?: CallOptions): Promise<AttoFil> {
    const params = [blocks, this.text(sender), gasLimit, key(at)];
    return this.read("GasEstimateGasPremium", params, amountJson, options);
  }

  getActorEventsRaw(filter: EventFilter, options?: CallOptions): Promise<(lotus.ActorEvent | Unreadable)[]> {
    const json = {
      ...(filter.addresses === undefined ? {} : { addresses: filter.addresses.map((a) => this.text(a)) }),
      ...(filter.fields === undefined ? {} : { fields: fieldsJson(filter.fields) }),
      ...(filter.fromHeight === undefined ? {} : { fromHeight: filter.fromHeight }),
      ...(filter.toHeight === undefined ? {} : { toHeight: filter.toHeight }),
      ...(filter.tipSet === undefined ? {} : { tipsetKey: key(filter.tipSet) }),
    };
    return this.read("GetActorEventsRaw", [json], itemsJson(lotus.actorEventJson), options);
  }
}
