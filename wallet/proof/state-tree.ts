/** Steps that most proofs begin with: from the tipset to an actor, to an id, to a built-in actor's state. */
import { Address, PROTOCOL_ID } from "../../filecoin/address.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { type BuiltinName, SINGLETON_IDS } from "../../filecoin/methods/actor-type.ts";
import { decodeCodeList, decodeSystemState } from "../../filecoin/state/code-list.ts";
import { decodeInitState, idAt } from "../../filecoin/state/init.ts";
import { type ActorState, actorAt, decodeStateRoot } from "../../filecoin/state/state-root.ts";
import { type ActorId, actorId } from "../../filecoin/units.ts";
import { ProofFailure } from "./proof-failure.ts";
import type { Trail } from "./proof-scope.ts";

const INIT = actorId(SINGLETON_IDS.init);
const SYSTEM = actorId(SINGLETON_IDS.system);

/** An actor, or null when the state has none with this id. The state is the scope's where no other is given. */
export async function actorOf(trail: Trail, id: ActorId, stateRoot: Cid = trail.scope.root.stateRoot): Promise<ActorState | null> {
  const actors = await trail.read("stateRoot", stateRoot, decodeStateRoot);
  return (await trail.walk("actors", actorAt(actors, id))) ?? null;
}

/** The id of an address; null when no actor has it. An f0 address is its own id, whether or not there is such an actor. */
export async function idOf(trail: Trail, address: Address, stateRoot?: Cid): Promise<ActorId | null> {
  if (address.protocol === PROTOCOL_ID) return address.id;
  const init = await mustHaveActor(trail, INIT, stateRoot);
  const { addressMap } = await trail.read("initState", init.head, decodeInitState);
  return (await trail.walk("addressMap", idAt(addressMap, address))) ?? null;
}

/** The built-in actor that a code is; null for any other code. */
export async function builtinOf(trail: Trail, code: Cid): Promise<BuiltinName | null> {
  return nameIn(await codeList(trail), code);
}

/** An actor with its id, and which built-in actor its code is: null for code that users brought. */
export interface TypedActor extends ActorState {
  readonly id: ActorId;
  readonly builtin: BuiltinName | null;
}

/** The actor at an address of any form; null when there is none. What code is which is looked up meanwhile. */
export async function typedActor(trail: Trail, address: Address): Promise<TypedActor | null> {
  const [actor, list] = await Promise.all([actorAtAddress(trail, address), codeList(trail)]);
  return actor === null ? null : { ...actor, builtin: nameIn(list, actor.code) };
}

async function actorAtAddress(trail: Trail, address: Address): Promise<(ActorState & { id: ActorId }) | null> {
  const id = await idOf(trail, address);
  const actor = id === null ? null : await actorOf(trail, id);
  return id === null || actor === null ? null : { ...actor, id };
}

/** An actor of a built-in type; null when there is no such actor or it is of another type. */
export async function builtinActor(trail: Trail, id: ActorId, name: BuiltinName): Promise<TypedActor | null> {
  const actor = await typedActor(trail, Address.id(id));
  return actor?.builtin === name ? actor : null;
}

/** Throws ProofFailure when a singleton is missing: no state of a real chain is without it. */
export async function mustHaveActor(trail: Trail, id: ActorId, stateRoot?: Cid): Promise<ActorState> {
  const actor = await actorOf(trail, id, stateRoot);
  if (actor === null) throw new ProofFailure("unreadable", `the state has no actor ${Address.id(id).toString()}`);
  return actor;
}

type CodeList = ReturnType<typeof decodeCodeList>;

async function codeList(trail: Trail): Promise<CodeList> {
  const system = await mustHaveActor(trail, SYSTEM);
  const list = await trail.read("systemState", system.head, decodeSystemState);
  return trail.read("codeList", list, decodeCodeList);
}

const nameIn = (list: CodeList, code: Cid): BuiltinName | null => list.find((entry) => entry.code.equals(code))?.name ?? null;
