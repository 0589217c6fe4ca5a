import type { Address } from "../../filecoin/address.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { Message } from "../../filecoin/message.ts";
import type { LotusClient } from "../../filecoin/rpc/client.ts";
import type { Unreadable } from "../../filecoin/rpc/json-values.ts";
import type { TipSet, TipSetKey } from "../../filecoin/rpc/lotus-json.ts";
import type { GasFields } from "../../filecoin/rpc/request-json.ts";
import type * as state from "../../filecoin/rpc/state-json.ts";
import type { InvocResult } from "../../filecoin/rpc/trace-json.ts";
import type { ActorId, AttoFil, Epoch } from "../../filecoin/units.ts";
import { untilItFails } from "../waiting.ts";

/** What of a node's client reads states. */
type StateClient = Pick<
  LotusClient,
  | "node"
  | "chainGetTipSetByHeight"
  | "chainReadObj"
  | "stateNetworkVersion"
  | "stateActorCodeCIDs"
  | "stateGetActor"
  | "stateLookupID"
  | "stateAccountKey"
  | "stateLookupRobustAddress"
  | "stateMinerInfo"
  | "stateMinerPower"
  | "stateMinerSectorCount"
  | "stateMinerProvingDeadline"
  | "stateListMiners"
  | "stateReadState"
  | "stateCall"
  | "gasEstimateMessageGas"
  | "gasEstimateGasPremium"
>;

/**
 * A node, asked at one tipset for ever: every state read, dry run and gas estimate names that tipset, so that what one review reads
 * belongs together whatever the chain does meanwhile. Methods are the client's own, without their tipset. Each throws RpcFailure.
 * @example
 * const node = new PinnedNode(client, head.cids);
 * const { nonce } = await node.stateGetActor(sender);
 * const before = await node.at((await node.tipsetAt(epoch(head.height - 5))).cids).stateGetActor(sender);
 */
export class PinnedNode {
  readonly #client: StateClient;
  readonly tipset: TipSetKey;
  /** What was asked already, by address: an answer at one tipset stays. */
  readonly #actors = new Map<string, ReturnType<StateClient["stateGetActor"]>>();

  /** Throws RangeError for an empty key: nodes read it as "your head". */
  constructor(client: StateClient, tipset: TipSetKey) {
    if (tipset.length === 0) throw new RangeError("expected the key of a tipset; got an empty one, which a node reads as its head");
    this.#client = client;
    this.tipset = tipset;
  }

  /** The node's address for people: without token. */
  get node(): string {
    return this.#client.node;
  }

  /** The same node at another tipset. */
  at(tipset: TipSetKey): PinnedNode {
    return new PinnedNode(this.#client, tipset);
  }

  /** The ancestor of this tipset at a height, or the one before when that round was null. */
  tipsetAt(height: Epoch): Promise<TipSet> {
    return this.#client.chainGetTipSetByHeight(height, this.tipset);
  }

  /** A block's bytes: its CID says which, whatever the tipset. */
  chainReadObj(cid: Cid): Promise<Uint8Array> {
    return this.#client.chainReadObj(cid);
  }

  /** Code of the built-in actors by name, as the node says. */
  async builtinCodes(): Promise<Record<string, Cid>> {
    return this.#client.stateActorCodeCIDs(await this.#client.stateNetworkVersion(this.tipset));
  }

  /** Throws ActorNotFound. */
  stateGetActor(address: Address): Promise<state.Actor> {
    const known = this.#actors.get(address.key);
    if (known !== undefined) return known;
    const asked = this.#client.stateGetActor(address, this.tipset);
    this.#actors.set(address.key, asked);
    return untilItFails(asked, () => this.#actors.delete(address.key));
  }

  /** Throws ActorNotFound. */
  stateLookupID(address: Address): Promise<ActorId> {
    return this.#client.stateLookupID(address, this.tipset);
  }

  stateAccountKey(address: Address): Promise<Address> {
    return this.#client.stateAccountKey(address, this.tipset);
  }

  stateLookupRobustAddress(address: Address): Promise<Address> {
    return this.#client.stateLookupRobustAddress(address, this.tipset);
  }

  stateMinerInfo(miner: Address): Promise<state.MinerInfo> {
    return this.#client.stateMinerInfo(miner, this.tipset);
  }

  stateMinerPower(miner: Address): Promise<state.MinerPower> {
    return this.#client.stateMinerPower(miner, this.tipset);
  }

  stateMinerSectorCount(miner: Address): Promise<state.MinerSectors> {
    return this.#client.stateMinerSectorCount(miner, this.tipset);
  }

  stateMinerProvingDeadline(miner: Address): Promise<state.DeadlineInfo> {
    return this.#client.stateMinerProvingDeadline(miner, this.tipset);
  }

  stateListMiners(): Promise<(Address | Unreadable)[]> {
    return this.#client.stateListMiners(this.tipset);
  }

  stateReadState(address: Address): Promise<state.ActorStateJson> {
    return this.#client.stateReadState(address, this.tipset);
  }

  /** Runs a message without a signature on the state of this tipset. */
  stateCall(message: Message): Promise<InvocResult> {
    return this.#client.stateCall(message, this.tipset);
  }

  gasEstimateMessageGas(message: Message): Promise<GasFields> {
    return this.#client.gasEstimateMessageGas(message, null, this.tipset);
  }

  /** attoFIL per gas for inclusion within `blocks` epochs. */
  gasEstimateGasPremium(blocks: number, sender: Address, gasLimit: number): Promise<AttoFil> {
    return this.#client.gasEstimateGasPremium(blocks, sender, gasLimit, this.tipset);
  }
}
