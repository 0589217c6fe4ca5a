/** Accounts in a state that belong to nobody: they make its trees as deep as a live network's, so that what a walk costs there can be measured here. */
import { Address } from "../../filecoin/address.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, DAG_CBOR } from "../../filecoin/cid.ts";
import { decodeInitState } from "../../filecoin/state/init.ts";
import { actorId } from "../../filecoin/units.ts";
import { accountState } from "../builtin/account.ts";
import { INIT_ACTOR } from "../builtin/singletons.ts";
import type { BuiltinRegistry } from "../kernel/runtime.ts";
import { type Blockstore, mustGet, putBlock } from "../state/blockstore.ts";
import { Hamt } from "../state/hamt.ts";
import { StateTree } from "../state/state-tree.ts";

/** Ids of the crowd begin here, above those that a founded state gives out. */
const FIRST = 3_000_000;

export interface Crowd {
  /** the state with the crowd in it */
  readonly root: Cid;
  /** of its n-th account, from 0 */
  address(n: number): Address;
  id(n: number): number;
}

/** Adds `count` accounts to a state. Each is in the state tree and in the init actor's map; no two share anything. */
export function addCrowd(blocks: Blockstore, root: Cid, builtins: BuiltinRegistry, count: number): Crowd {
  const tree = StateTree.load(blocks, root);
  const init = tree.getActor(INIT_ACTOR);
  const code = builtins.manifest.find(({ name }) => name === "account")?.code;
  if (init === undefined || code === undefined) throw new Error("the state has no init actor, or the manifest no account code");
  const state = mustGet(blocks, init.head, "init state");
  const map = Hamt.load(blocks, decodeInitState(state).addressMap);
  for (let n = 0; n < count; n++) {
    map.set(addressOf(n).bytes, FIRST + n);
    const head = putBlock(blocks, DAG_CBOR, encodeCbor(accountState(addressOf(n))));
    tree.setActor(actorId(FIRST + n), { code, head, nonce: n, balance: BigInt(n), delegated: null });
  }
  const [, , ...rest] = decodeCbor(state) as CborValue[];
  const head = putBlock(blocks, DAG_CBOR, encodeCbor([map.flush(), FIRST + count, ...rest]));
  tree.setActor(INIT_ACTOR, { ...init, head });
  return { root: tree.flush(), address: addressOf, id: (n) => FIRST + n };
}

function addressOf(n: number): Address {
  const key = new Uint8Array(65).fill(4);
  new DataView(key.buffer).setUint32(1, n);
  return Address.secp256k1(key);
}
