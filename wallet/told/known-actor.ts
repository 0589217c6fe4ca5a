import { Address, ethAddressOf, type NetworkPrefix } from "../../filecoin/address.ts";
import { ActorNotFound } from "../../filecoin/rpc/errors.ts";
import type { TipSetKey } from "../../filecoin/rpc/lotus-json.ts";
import { cidOf, RAW } from "../../filecoin/cid.ts";
import { releaseOf } from "../../actor/abi/releases.ts";
import type { ActorType, AddressForms, CodeIdentity, SourceView } from "../values.ts";
import { actorTypeOf, builtinNames } from "./actor-type.ts";
import { finalKey } from "../finality.ts";
import type { NodeSet } from "../node-set.ts";
import { orNull } from "./rpc-refusal.ts";

/** What stands at an address: id, robust forms, type and code. One object serves one request, so that an address is asked about once. */

export interface KnownActor {
  asked: Address;
  id: Address | null;
  robust: Address | null;
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
const MOST_REMEMBERED = 5_000;
/** Ids found final, by genesis, id and robust address: for what pages show. Gates and approvals ask the chain each time. */
const foundFinal = new Set<string>();

export class Actors {
  readonly #nodes: NodeSet;
  readonly #build: OwnBuild;
  readonly #labelOf: (address: Address) => string | null;
  readonly #isOwn: (address: Address) => boolean;
  readonly #known = new Map<string, Promise<KnownActor>>();
  #finalKey: Promise<TipSetKey> | undefined;

  constructor(nodes: NodeSet, build: OwnBuild, labelOf: (address: Address) => string | null, isOwn: (address: Address) => boolean) {
    this.#nodes = nodes;
    this.#build = build;
    this.#labelOf = labelOf;
    this.#isOwn = isOwn;
  }

  get prefix(): NetworkPrefix {
    return this.#nodes.network.prefix;
  }

  get source(): SourceView {
    return { kind: "oneNode", node: this.#nodes.host };
  }

  at(address: Address): Promise<KnownActor> {
    const known = this.#known.get(address.key);
    if (known !== undefined) return known;
    const asked = this.#ask(address);
    this.#known.set(address.key, asked);
    asked.catch(() => this.#known.delete(address.key));
    return asked;
  }

  async #ask(address: Address, at: TipSetKey | null = null): Promise<KnownActor> {
    const { node } = this.#nodes;
    const [actor, id, names] = await Promise.all([
      orNull(node.stateGetActor(address, at)),
      address.protocol === 0 ? Promise.resolve(address.id) : orNull(node.stateLookupID(address, at)),
      builtinNames(node),
    ]);
    if (actor === null)
      return {
        asked: address,
        id: null,
        robust: address.protocol === 0 ? null : address,
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
    const type = builtin === null && knownRelease(code, this.#build) !== null ? "owner" : actorTypeOf(builtin ?? undefined);
    const robust = address.protocol === 0 ? await this.#robust(address, type) : address;
    return {
      asked: address,
      id: id === null ? null : Address.id(id),
      robust,
      delegated: actor.delegatedAddress,
      type,
      builtin,
      code,
      head: actor.head.toString(),
      nonce: actor.nonce,
      balance: actor.balance,
    };
  }

  /** The key of an account; of other actors where the node tells it. */
  async #robust(address: Address, type: ActorType): Promise<Address | null> {
    try {
      return await (type === "account" ? this.#nodes.node.stateAccountKey(address) : this.#nodes.node.stateLookupRobustAddress(address));
    } catch {
      return null;
    }
  }

  /**
   * An f0 is given out in order of execution and can be given to another actor by a reorganisation, until its create message is
   * final: the robust address must resolve to it in a final tipset; where none is known, something must stand at the id there.
   */
  async idFinal(address: Address): Promise<boolean> {
    const { id, robust } = await this.at(address);
    if (id === null || id.id < FIRST_GIVEN_ID) return true;
    this.#finalKey ??= finalKey(this.#nodes);
    const key = await this.#finalKey;
    if (robust === null || robust.protocol === 0) return (await orNull(this.#nodes.node.stateGetActor(id, key))) !== null;
    const then = await orNull(this.#nodes.node.stateLookupID(robust, key));
    return then !== null && then === id.id;
  }

  /** The same for show: once final is final for ever, and an answer that does not come is no yes. */
  async #shownFinal(actor: KnownActor | null): Promise<boolean> {
    if (actor === null || actor.id === null) return true;
    const remembered = `${this.#nodes.network.genesis} ${actor.id.key} ${actor.robust?.key ?? ""}`;
    if (foundFinal.has(remembered)) return true;
    const final = await this.idFinal(actor.asked).catch(() => false);
    if (final && foundFinal.size < MOST_REMEMBERED) foundFinal.add(remembered);
    return final;
  }

  async forms(address: Address): Promise<AddressForms> {
    const actor = await this.at(address).catch((error: unknown) => {
      if (error instanceof ActorNotFound) return null;
      throw error;
    });
    const text = (a: Address | null | undefined): string | null => a?.toString(this.prefix) ?? null;
    const robust = actor?.robust ?? null;
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
      label: this.#labelOf(address) ?? (robust === null ? null : this.#labelOf(robust)),
      own: this.#isOwn(address) || (robust !== null && this.#isOwn(robust)),
      balance: actor?.balance?.toString() ?? null,
    };
  }

  /** Code identity of an actor that is not built in; null for built-in actors and addresses without an actor. */
  async identity(address: Address): Promise<CodeIdentity | null> {
    const actor = await this.at(address);
    if (actor.code === null || actor.builtin !== null) return null;
    return { codeCid: actor.code, release: knownRelease(actor.code, this.#build), source: this.source };
  }
}
