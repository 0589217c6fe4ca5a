import { Address, type NetworkPrefix } from "../../filecoin/address.ts";
import { ethAddressOf } from "../../filecoin/eth-address.ts";
import { ActorNotFound, RpcFailure } from "../../filecoin/rpc/errors.ts";
import type { TipSetKey } from "../../filecoin/rpc/lotus-json.ts";
import { cidOf, RAW } from "../../filecoin/cid.ts";
import { releaseOf } from "../../actor/abi/releases.ts";
import type { ActorType, AddressForms, CodeIdentity, SourceView } from "../values.ts";
import { actorTypeOf, builtinNames } from "./actor-type.ts";
import { finalKey } from "../finality.ts";
import type { Memory } from "../memory.ts";
import type { ChainNode, NodeSet } from "../node-set.ts";
import type { PinnedNode } from "./pinned-node.ts";
import { orNull } from "./rpc-refusal.ts";
import { untilItFails } from "../waiting.ts";

/** What stands at an address: id, robust forms, type and code. One object serves one request, so that an address is asked about once. */

export interface KnownActor {
  asked: Address;
  id: Address | null;
  delegated: Address | null;
  type: ActorType;
  /** manifest name of built-in code */
  builtin: string | null;
  code: string | null;
  head: string | null;
  nonce: number;
  balance: bigint | null;
}

export interface OwnBuild {
  codeCid: string;
  size: number;
  version: string;
  bytes: Uint8Array;
}

/** The owner actor's code that ships with this build, by its bytes. */
export const buildOf = (bytes: Uint8Array, version: string): OwnBuild => ({ codeCid: cidOf(RAW, bytes).toString(), size: bytes.length, version, bytes });

/** Release version of owner-actor code: a published release or this very build; null is unknown code. */
export const knownRelease = (codeCid: string, own: OwnBuild): string | null => releaseOf(codeCid) ?? (codeCid === own.codeCid ? own.version : null);

/** Ids below are given out by the protocol, not in order of execution. */
const FIRST_GIVEN_ID = 100n;

/** What stands at addresses is read from one node at one tipset. */
export interface ActorsParts {
  nodes: NodeSet<ChainNode>;
  node: PinnedNode;
  build: OwnBuild;
  memory: Pick<Memory, "manifests" | "blocks" | "finalIds">;
  labelOf(address: Address): string | null;
  isOwn(address: Address): boolean;
}

export class Actors {
  readonly #parts: ActorsParts;
  readonly #known = new Map<string, Promise<KnownActor>>();
  readonly #robust = new Map<string, Promise<Address | null>>();
  #finalKey: Promise<TipSetKey> | undefined;
  #names: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(parts: ActorsParts) {
    this.#parts = parts;
  }

  get prefix(): NetworkPrefix {
    return this.#parts.nodes.network.prefix;
  }

  get source(): SourceView {
    return { kind: "oneNode", node: this.#parts.nodes.host };
  }

  at(address: Address): Promise<KnownActor> {
    const known = this.#known.get(address.key);
    if (known !== undefined) return known;
    const asked = this.#ask(address);
    this.#known.set(address.key, asked);
    return untilItFails(asked, () => this.#known.delete(address.key));
  }

  async #ask(address: Address): Promise<KnownActor> {
    const { node } = this.#parts;
    const [actor, id, names] = await Promise.all([
      orNull(node.stateGetActor(address)),
      address.protocol === 0 ? Promise.resolve(address.id) : orNull(node.stateLookupID(address)),
      this.#namesOf(),
    ]);
    if (actor === null)
      return {
        asked: address,
        id: null,
        delegated: null,
        type: "none",
        builtin: null,
        code: null,
        head: null,
        nonce: 0,
        balance: null,
      };
    const code = actor.code.toString();
    const builtin = names.get(code) ?? null;
    const type = this.#typeOf(code, names);
    const found: KnownActor = {
      asked: address,
      id: id === null ? null : Address.id(id),
      delegated: actor.delegatedAddress,
      type,
      builtin,
      code,
      head: actor.head.toString(),
      nonce: actor.nonce,
      balance: actor.balance,
    };
    // The same actor under its id: what pays or is paid is named by that.
    if (found.id !== null && !this.#known.has(found.id.key)) this.#known.set(found.id.key, Promise.resolve({ ...found, asked: found.id }));
    return found;
  }

  /** Built-in code by CID: one question serves all actors that are asked about. */
  #namesOf(): Promise<ReadonlyMap<string, string>> {
    const { node, memory } = this.#parts;
    return untilItFails((this.#names ??= builtinNames(node, memory)), () => (this.#names = undefined));
  }

  /** The type of what stands there, without its other addresses. */
  async typeAt(address: Address): Promise<ActorType> {
    const known = this.#known.get(address.key);
    if (known !== undefined) return (await known).type;
    const [actor, names] = await Promise.all([orNull(this.#parts.node.stateGetActor(address)), this.#namesOf()]);
    return actor === null ? "none" : this.#typeOf(actor.code.toString(), names);
  }

  #typeOf(code: string, names: ReadonlyMap<string, string>): ActorType {
    const builtin = names.get(code);
    return builtin === undefined && knownRelease(code, this.#parts.build) !== null ? "owner" : actorTypeOf(builtin);
  }

  /** The address for an id that outlives a reorganisation: the key of an account; of other actors where the node tells it, which may take it a while. */
  robust(address: Address): Promise<Address | null> {
    const known = this.#robust.get(address.key);
    if (known !== undefined) return known;
    const asked = address.protocol === 0 ? this.#askRobust(address) : Promise.resolve(address);
    this.#robust.set(address.key, asked);
    return untilItFails(asked, () => this.#robust.delete(address.key));
  }

  async #askRobust(address: Address): Promise<Address | null> {
    const { type } = await this.at(address);
    if (type === "none") return null;
    try {
      return await (type === "account" ? this.#parts.node.stateAccountKey(address) : this.#parts.node.stateLookupRobustAddress(address));
    } catch (error) {
      // Gateways do not offer it, and some actors have none.
      if (error instanceof RpcFailure) return null;
      throw error;
    }
  }

  /**
   * An f0 is given out in order of execution and can be given to another actor by a reorganisation, until its create message is
   * final: the robust address must resolve to it in a final tipset; where none is known, something must stand at the id there.
   */
  async idFinal(address: Address): Promise<boolean> {
    const [{ id }, robust] = await Promise.all([this.at(address), this.robust(address)]);
    if (id === null || id.id < FIRST_GIVEN_ID) return true;
    this.#finalKey ??= finalKey(this.#parts.nodes);
    const final = this.#parts.node.at(await this.#finalKey);
    if (robust === null || robust.protocol === 0) return (await orNull(final.stateGetActor(id))) !== null;
    const then = await orNull(final.stateLookupID(robust));
    return then !== null && then === id.id;
  }

  /** The same for show: once final is final for ever, and an answer that does not come is no yes. */
  async #shownFinal(actor: KnownActor | null): Promise<boolean> {
    if (actor === null || actor.id === null) return true;
    const { finalIds } = this.#parts.memory;
    const key = `${this.#parts.nodes.network.genesis} ${actor.id.key} ${(await this.robust(actor.asked))?.key ?? ""}`;
    if (finalIds.get(key) === true) return true;
    const final = await this.idFinal(actor.asked).catch((error: unknown) => {
      if (error instanceof RpcFailure) return false;
      throw error;
    });
    if (final) finalIds.set(key, true);
    return final;
  }

  async forms(address: Address): Promise<AddressForms> {
    const actor = await this.at(address).catch((error: unknown) => {
      if (error instanceof ActorNotFound) return null;
      throw error;
    });
    const text = (a: Address | null | undefined): string | null => a?.toString(this.prefix) ?? null;
    const robust = actor === null ? null : await this.robust(address);
    const eth = actor?.delegated ?? (address.protocol === 4 ? address : actor?.type === "evm" || actor?.type === "ethaccount" ? actor.id : null);
    return {
      address: address.toString(this.prefix),
      id: text(actor?.id),
      robust: text(robust),
      delegated: text(actor?.delegated ?? null),
      eth: eth === null ? null : ethAddressOf(eth),
      idFinal: await this.#shownFinal(actor),
      type: actor?.type ?? "none",
      codeCid: actor?.code ?? null,
      // At the very address that was saved, never at what a lookup made of it.
      label: this.#parts.labelOf(address),
      own: this.#parts.isOwn(address) || (robust !== null && this.#parts.isOwn(robust)),
      balance: actor?.balance?.toString() ?? null,
    };
  }

  /** Code identity of an actor that is not built in; null for built-in actors and addresses without an actor. */
  async identity(address: Address): Promise<CodeIdentity | null> {
    const actor = await this.at(address);
    if (actor.code === null || actor.builtin !== null) return null;
    return { codeCid: actor.code, release: knownRelease(actor.code, this.#parts.build), source: this.source };
  }
}
