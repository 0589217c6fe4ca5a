/**
 * The state tree, version 5: a HAMT from f0 address to actor, with nested layers, and the init actor's address map.
 * Sources: ref-fvm fvm/src/state_tree.rs, init_actor.rs.
 */
import { Address } from "../../filecoin/address.ts";
import { type CborValue, TupleReader, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, cidKey } from "../../filecoin/cid.ts";
import { type ActorState as StoredActor, actorKey, decodeActor, decodeStateRoot, encodeActor, encodeStateRoot } from "../../filecoin/state/state-root.ts";
import { type ActorId, actorId } from "../../filecoin/units.ts";
import { type Blockstore, mustGet, putBlock } from "./blockstore.ts";
import { Hamt } from "./hamt.ts";

export interface ActorState extends Omit<StoredActor, "balance"> {
  /** attoFIL */
  balance: bigint;
}

/** The state is not what the protocol says it must be (no init actor, an undecodable actor …). */
export class StateTreeError extends Error {
  override readonly name = "StateTreeError";
}

const INIT_ACTOR = actorId(1n);
const FIRST_NON_SINGLETON_ID = 100;

/** One undone step: the actor under `id` as the tree saw it before the write (undefined = not looked at yet). */
type Undo = { id: ActorId; before: ActorState | null | undefined; dirty: boolean };

export class StateTree {
  readonly blockstore: Blockstore;
  readonly #actors: Hamt;
  /** Actors as of now: null = known to be absent. Reads and writes go here; flush carries the dirty ones into the HAMT. */
  readonly #now = new Map<ActorId, ActorState | null>();
  readonly #dirty = new Set<ActorId>();
  readonly #layers: Undo[][] = [];
  readonly #resolved = new Map<string, ActorId>();
  #addressMap: { head: Cid; fields: CborValue[]; map: Hamt } | null = null;

  private constructor(blockstore: Blockstore, actors: Hamt) {
    this.blockstore = blockstore;
    this.#actors = actors;
  }

  /** A tree without actors, for a genesis. */
  static empty(blockstore: Blockstore): StateTree {
    putBlock(blockstore, 0x71, encodeCbor([]));
    return new StateTree(blockstore, Hamt.empty(blockstore));
  }

  /** The tree stored under a state root CID ([version 5, actors, info]). Throws CborError for another version. */
  static load(blockstore: Blockstore, root: Cid): StateTree {
    return new StateTree(blockstore, Hamt.load(blockstore, decodeStateRoot(mustGet(blockstore, root, "state root"))));
  }

  /** A copy to read or change. Treat it as a value: hand a new object to setActor. */
  getActor(id: ActorId): ActorState | undefined {
    let actor = this.#now.get(id);
    if (actor === undefined) {
      const stored = this.#actors.get(actorKey(id));
      actor = stored === undefined ? null : decodeActor(stored);
      this.#now.set(id, actor);
    }
    return actor === null ? undefined : { ...actor };
  }

  setActor(id: ActorId, state: ActorState): void {
    this.#write(id, { ...state });
  }

  deleteActor(id: ActorId): void {
    this.#write(id, null);
  }

  /** The actor an address names: f0 as is, whether or not it exists; others through the init actor's map. */
  resolve(address: Address): ActorId | undefined {
    if (address.protocol === 0) return address.id;
    const known = this.#resolved.get(address.key);
    if (known !== undefined) return known;
    const found = this.#openAddressMap().map.get(address.bytes);
    if (found === undefined) return undefined;
    if (typeof found !== "number" && typeof found !== "bigint") throw new StateTreeError("the address map must hold actor ids");
    const id = actorId(found);
    this.#resolved.set(address.key, id);
    return id;
  }

  /** Gives an address a new id in the init actor's state, as the machine does for accounts that a transfer creates. */
  registerAddress(address: Address): ActorId {
    const { fields, map } = this.#openAddressMap();
    const next = fields[1];
    if (typeof next !== "number" && typeof next !== "bigint") throw new StateTreeError("init's next_id must be an integer");
    const id = actorId(next);
    const init = this.getActor(INIT_ACTOR);
    if (init === undefined) throw new StateTreeError("there is no init actor (f01)");
    map.set(address.bytes, Number(id));
    fields[0] = map.flush();
    fields[1] = Number(id) + 1;
    const head = putBlock(this.blockstore, 0x71, encodeCbor(fields));
    this.#addressMap = { head, fields, map };
    this.setActor(INIT_ACTOR, { ...init, head });
    return id;
  }

  /** Opens a layer: what follows can be undone as a whole. */
  begin(): void {
    this.#layers.push([]);
  }

  /** Merges the innermost layer into the one around it. */
  commit(): void {
    const layer = this.#closeLayer();
    const around = this.#layers.at(-1);
    if (around !== undefined) for (const step of layer) around.push(step);
  }

  /** Undoes everything since the matching begin. */
  revert(): void {
    const layer = this.#closeLayer();
    for (let i = layer.length - 1; i >= 0; i--) {
      const { id, before, dirty } = layer[i] as Undo;
      if (before === undefined) this.#now.delete(id);
      else this.#now.set(id, before);
      if (!dirty) this.#dirty.delete(id);
    }
    // Addresses may have been registered in what was undone.
    if (layer.some(({ id }) => id === INIT_ACTOR)) this.#resolved.clear();
  }

  /** Whether what is done now may still be undone. */
  get inLayer(): boolean {
    return this.#layers.length > 0;
  }

  /** Writes changed actors and answers the state root. Only outside layers. */
  flush(): Cid {
    if (this.inLayer) throw new StateTreeError("flush inside an open layer");
    for (const id of this.#dirty) {
      const actor = this.#now.get(id);
      const key = actorKey(id);
      if (actor === null || actor === undefined) this.#actors.delete(key);
      else this.#actors.set(key, encodeActor(actor));
    }
    this.#dirty.clear();
    return putBlock(this.blockstore, 0x71, encodeStateRoot(this.#actors.flush()));
  }

  /** Every actor, in the order of the HAMT. Only when nothing is unflushed. */
  *actors(): IterableIterator<[ActorId, ActorState]> {
    if (this.#dirty.size > 0) throw new StateTreeError("flush before listing actors");
    for (const [key, value] of this.#actors.entries()) yield [Address.fromBytes(key).id, decodeActor(value)];
  }

  /** Every address of the init actor's map with its id. */
  *addresses(): IterableIterator<[Address, ActorId]> {
    for (const [key, value] of this.#openAddressMap().map.entries()) {
      if (typeof value === "number" || typeof value === "bigint") yield [Address.fromBytes(key), actorId(value)];
    }
  }

  #write(id: ActorId, state: ActorState | null): void {
    this.#layers.at(-1)?.push({ id, before: this.#now.get(id), dirty: this.#dirty.has(id) });
    this.#now.set(id, state);
    this.#dirty.add(id);
  }

  #closeLayer(): Undo[] {
    const layer = this.#layers.pop();
    if (layer === undefined) throw new StateTreeError("no open layer");
    return layer;
  }

  /** Init's state as its actor record has it now; the actor itself may have replaced it since the last look. */
  #openAddressMap(): { head: Cid; fields: CborValue[]; map: Hamt } {
    const head = this.getActor(INIT_ACTOR)?.head;
    if (head === undefined) throw new StateTreeError("there is no init actor (f01)");
    if (this.#addressMap === null || cidKey(this.#addressMap.head) !== cidKey(head)) {
      const fields = decodeCbor(mustGet(this.blockstore, head, "init state"));
      // 3 fields as released, 4 with the list of installed code (m2-native).
      if (!Array.isArray(fields) || fields.length < 3) throw new StateTreeError("init's state must be a tuple of 3 or 4");
      const reader = new TupleReader(fields, fields.length, "init state");
      this.#addressMap = { head, fields, map: Hamt.load(this.blockstore, reader.cid()) };
    }
    return this.#addressMap;
  }
}

/** The state of a new init actor: an empty map and the first free id. `installed` is the m2-native list of code CIDs. */
export function emptyInitState(blockstore: Blockstore, networkName: string, installed?: Cid): Cid {
  const fields: CborValue[] = [Hamt.empty(blockstore).flush(), FIRST_NON_SINGLETON_ID, networkName];
  if (installed !== undefined) fields.push(installed);
  return putBlock(blockstore, 0x71, encodeCbor(fields));
}
