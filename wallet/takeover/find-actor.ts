import { decodeCbor, encodeCbor, TupleReader } from "../../filecoin/cbor.ts";
import { Address } from "../../filecoin/address.ts";
import { CID } from "multiformats/cid";
import { SINGLETON_IDS } from "../../filecoin/methods/actor-type.ts";
import type { Scope } from "../scope.ts";
import { orNull } from "../told/rpc-refusal.ts";

/** How far back an account's messages are looked through for the actor it created. */
const MOST_NONCES = 200;
const AT_ONCE = 10;

/** The f2 of the first actor that a message of `origin` with this nonce creates: CBOR bytes of the address ‖ nonce u64 ‖ 0 u64. */
export function createdAddress(origin: Address, nonce: number): Address {
  const head = encodeCbor(origin.bytes);
  const preimage = new Uint8Array(head.length + 16);
  preimage.set(head, 0);
  new DataView(preimage.buffer).setBigUint64(head.length, BigInt(nonce));
  return Address.actor(preimage);
}

/** Owner actors that this account created, newest first. Nothing is remembered as true but "no actor came of this nonce". */
export async function createdOwnerActors(scope: Scope, account: Address): Promise<Address[]> {
  const next = (await orNull(scope.node.stateGetActor(account)))?.nonce ?? 0;
  const key = `${scope.network.genesis} ${account.key}`;
  const none = scope.memory.barrenNonces.get(key) ?? new Set<number>();
  scope.memory.barrenNonces.set(key, none);
  const nonces = Array.from({ length: Math.min(next, MOST_NONCES) }, (_, back) => next - 1 - back).filter((nonce) => !none.has(nonce));
  const found: Address[] = [];
  for (let at = 0; at < nonces.length; at += AT_ONCE) {
    const some = nonces.slice(at, at + AT_ONCE);
    const known = await Promise.all(some.map((nonce) => scope.actors.at(createdAddress(account, nonce))));
    known.forEach((actor, index) => {
      const nonce = some[index];
      if (nonce === undefined) return;
      if (actor.type === "owner") found.push(actor.asked);
      // A message near the head can still come back in another order.
      else if (nonce < next - 20) none.add(nonce);
    });
  }
  return found;
}

/** What init says of native code: does this network accept it, and is this code there. Read from init's state: [map, next, name, installed]. */
export async function codeOnChain(scope: Scope, codeCid: string): Promise<{ accepts: boolean; installed: boolean }> {
  const { node } = scope;
  const init = await node.stateGetActor(Address.id(SINGLETON_IDS.init));
  const state = decodeCbor(await node.chainReadObj(init.head));
  if (!Array.isArray(state) || state.length !== 4 || !(state[3] instanceof CID)) return { accepts: false, installed: false };
  const list = TupleReader.over(await node.chainReadObj(state[3]), "installed actors").list((item) => item.cid().toString());
  return { accepts: true, installed: list.includes(codeCid) };
}
