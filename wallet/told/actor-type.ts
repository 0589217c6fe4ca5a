import { Address } from "../../filecoin/address.ts";
import { CborError, TupleReader } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { isBuiltinName, SINGLETON_IDS } from "../../filecoin/methods/actor-type.ts";
import { MethodNotFound, PermissionMissing, RpcBadReply, RpcError } from "../../filecoin/rpc/errors.ts";
import type { Memory } from "../memory.ts";
import type { ActorType } from "../values.ts";
import type { PinnedNode } from "./pinned-node.ts";

/**
 * Which built-in actor a code CID is. The list is on the chain itself: the system actor's state links the manifest, a list of
 * [name, code]. Blocks are checked against their CIDs, so a node can only lie about the actor head; from one that gives no blocks the list is its word.
 */

/** Manifest name by code CID at the node's tipset. */
export async function builtinNames(node: PinnedNode, { manifests, blocks }: Pick<Memory, "manifests" | "blocks">): Promise<ReadonlyMap<string, string>> {
  const system = await node.stateGetActor(Address.id(SINGLETON_IDS.system));
  const known = manifests.get(system.head.toString());
  if (known !== undefined) return known;
  try {
    const read: ReadBlock = (cid) => blocks.get(cid, () => node.chainReadObj(cid));
    const manifest = await readManifest(read, TupleReader.decode(await read(system.head), 1, "system state").cid());
    manifests.set(system.head.toString(), manifest);
    return manifest;
  } catch (error) {
    if (error instanceof CborError) throw new RpcBadReply("StateGetActor", node.node, `f00 is no system actor: ${error.message}`);
    // A node that gives no blocks is believed here, where nothing is signed by it.
    if (error instanceof MethodNotFound || error instanceof PermissionMissing || error instanceof RpcError) return namesAsTold(node);
    throw error;
  }
}

async function namesAsTold(node: PinnedNode): Promise<ReadonlyMap<string, string>> {
  const codes = await node.builtinCodes();
  return new Map(Object.entries(codes).map(([name, code]) => [code.toString(), name]));
}

/** Proofs of the same review read these blocks too. */
type ReadBlock = (cid: Cid) => Promise<Uint8Array>;

async function readManifest(read: ReadBlock, cid: Cid): Promise<ReadonlyMap<string, string>> {
  const reader = TupleReader.over(await read(cid), "builtin actors manifest");
  const entries = reader.list((item) => item.tuple(2, (pair) => [pair.text(), pair.cid().toString()] as const));
  reader.end();
  return new Map(entries.map(([name, code]) => [code, name]));
}

const SHOWN: readonly ActorType[] = ["account", "multisig", "storageminer", "ethaccount", "evm", "placeholder", "paymentchannel"];

/** How an actor type is shown: singletons are "system", code that is not built in "unknown". */
export function actorTypeOf(name: string | undefined): ActorType {
  if (name === undefined || !isBuiltinName(name)) return "unknown";
  return (SHOWN as readonly string[]).includes(name) ? (name as ActorType) : "system";
}
