/** Looks actors up at a tipset, failing with the texts Lotus gives. Source: lotus chain/state/statetree.go, chain/stmgr. */
import { Address } from "../../filecoin/address.ts";
import { decodeCbor } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { decodePowerState } from "../../filecoin/state/power.ts";
import type { Chain } from "../chain/chain.ts";
import type { Tipset } from "../chain/tipset.ts";
import type { BuiltinName } from "../../filecoin/methods/actor-type.ts";
import { mustGet } from "../state/blockstore.ts";
import { Hamt } from "../state/hamt.ts";
import type { ActorState, StateTree } from "../state/state-tree.ts";
import { addressJson } from "./lotus-shapes.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";

const POWER = Address.id(4);

export interface FoundActor {
  id: ActorId;
  actor: ActorState;
  /** Name in the manifest; undefined for code that users installed. */
  type: BuiltinName | undefined;
  tipset: Tipset;
  state: StateTree;
}

/** The actor at an address. Throws the error of StateGetActor when there is none. */
export function loadActor(chain: Chain, address: Address, key: readonly Cid[] | null): FoundActor {
  const tipset = chain.line.byKey(key);
  const state = chain.stateAt(tipset);
  const id = state.resolve(address);
  if (id === undefined) {
    throw new RpcFault(RpcCode.domain, `resolution lookup failed (${addressJson(address)}): resolve address ${addressJson(address)}: actor not found`);
  }
  const actor = state.getActor(id);
  if (actor === undefined) throw new RpcFault(RpcCode.domain, "actor not found");
  return { id, actor, type: typeOfCode(chain, actor.code), tipset, state };
}

function typeOfCode(chain: Chain, code: Cid): BuiltinName | undefined {
  return chain.builtins.manifest.find((entry) => entry.code.equals(code))?.name;
}

/** Any address other than f0 that leads to an id. */
export function robustAddressOf(state: StateTree, id: ActorId): Address | undefined {
  for (const [address, known] of state.addresses()) if (known === id) return address;
  return undefined;
}

/** Every miner with a claim at the power actor, in ascending order. */
export function minerIds(chain: Chain, key: readonly Cid[] | null): ActorId[] {
  const { actor } = loadActor(chain, POWER, key);
  const { claims } = decodePowerState(decodeCbor(mustGet(chain.blocks, actor.head, "power state")));
  const ids = [...Hamt.load(chain.blocks, claims).entries()].map(([address]) => Address.fromBytes(address).id);
  return ids.sort((a, b) => (a < b ? -1 : 1));
}
