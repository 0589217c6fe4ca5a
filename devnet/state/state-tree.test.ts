import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { CborError, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { EMPTY_ARRAY_CID, cidOf } from "../../filecoin/cid.ts";
import { actorId } from "../../filecoin/units.ts";
import { MemoryBlockstore, putBlock } from "./blockstore.ts";
import { Hamt } from "./hamt.ts";
import { type ActorState, StateTree, StateTreeError, emptyInitState } from "./state-tree.ts";

const CODE = cidOf(0x55, new Uint8Array([1]));
const actor = (balance: bigint, delegated: Address | null = null): ActorState => ({
  code: CODE,
  head: EMPTY_ARRAY_CID,
  nonce: 0,
  balance,
  delegated,
});
const key = (n: number): Address => Address.actor(new Uint8Array([n]));

function treeWithInit(): StateTree {
  const tree = StateTree.empty(new MemoryBlockstore());
  tree.setActor(actorId(1), { ...actor(0n), head: emptyInitState(tree.blockstore, "test") });
  return tree;
}

describe("actors", () => {
  it("survive flush and load, delegated address included", () => {
    const tree = treeWithInit();
    const delegated = Address.delegated(10n, new Uint8Array(20).fill(7));
    tree.setActor(actorId(100), actor(5n));
    tree.setActor(actorId(101), actor(6n, delegated));
    const again = StateTree.load(tree.blockstore, tree.flush());
    expect(again.getActor(actorId(100))).toEqual(actor(5n));
    expect(again.getActor(actorId(101))?.delegated?.equals(delegated)).toBe(true);
    expect(again.getActor(actorId(102))).toBeUndefined();
    again.deleteActor(actorId(100));
    expect([...StateTree.load(tree.blockstore, again.flush()).actors()].map(([id]) => id).sort()).toEqual([1n, 101n]);
  });

  it("are stored as [version 5, HAMT of 5-tuples, info]", () => {
    const tree = treeWithInit();
    tree.setActor(actorId(100), actor(258n));
    const root = decodeCbor(tree.blockstore.get(tree.flush()) ?? new Uint8Array()) as [number, typeof CODE, typeof CODE];
    expect(root[0]).toBe(5);
    expect(root[2].equals(EMPTY_ARRAY_CID)).toBe(true);
    const stored = Hamt.load(tree.blockstore, root[1]).get(Address.id(100).bytes);
    expect(stored).toEqual([CODE, EMPTY_ARRAY_CID, 0, new Uint8Array([0, 1, 2]), null]);
  });

  it("handed out are copies", () => {
    const tree = treeWithInit();
    tree.setActor(actorId(100), actor(5n));
    const copy = tree.getActor(actorId(100));
    if (copy !== undefined) copy.balance = 9n;
    expect(tree.getActor(actorId(100))?.balance).toBe(5n);
  });

  it("of another tree version are refused", () => {
    const blocks = new MemoryBlockstore();
    const root = putBlock(blocks, 0x71, encodeCbor([4, EMPTY_ARRAY_CID, EMPTY_ARRAY_CID]));
    expect(() => StateTree.load(blocks, root)).toThrow(CborError);
  });
});

describe("layers", () => {
  it("revert to what was, nested, and leave the root as it was", () => {
    const tree = treeWithInit();
    tree.setActor(actorId(100), actor(1n));
    const root = tree.flush().toString();
    tree.begin();
    tree.setActor(actorId(100), actor(2n));
    tree.begin();
    tree.setActor(actorId(100), actor(3n));
    tree.setActor(actorId(101), actor(4n));
    tree.deleteActor(actorId(1));
    tree.commit();
    expect(tree.getActor(actorId(100))?.balance).toBe(3n);
    tree.begin();
    tree.setActor(actorId(101), actor(9n));
    tree.revert();
    expect(tree.getActor(actorId(101))?.balance).toBe(4n);
    tree.revert();
    expect(tree.getActor(actorId(100))?.balance).toBe(1n);
    expect(tree.getActor(actorId(101))).toBeUndefined();
    expect(tree.flush().toString()).toBe(root);
  });

  it("must be closed before flush, and opened before close", () => {
    const tree = treeWithInit();
    expect(() => tree.commit()).toThrow(StateTreeError);
    tree.begin();
    expect(() => tree.flush()).toThrow(StateTreeError);
  });
});

describe("addresses", () => {
  it("get ids from 100 on, and stay known", () => {
    const tree = treeWithInit();
    expect(tree.registerAddress(key(1))).toBe(100n);
    expect(tree.registerAddress(key(2))).toBe(101n);
    const again = StateTree.load(tree.blockstore, tree.flush());
    expect(again.resolve(key(2))).toBe(101n);
    expect(again.resolve(key(3))).toBeUndefined();
    expect(again.resolve(Address.id(5555))).toBe(5555n);
    expect([...again.addresses()].map(([, id]) => id).sort()).toEqual([100n, 101n]);
  });

  it("registered in a reverted layer are unknown again, and the id is given out anew", () => {
    const tree = treeWithInit();
    tree.begin();
    tree.registerAddress(key(1));
    expect(tree.resolve(key(1))).toBe(100n);
    tree.revert();
    expect(tree.resolve(key(1))).toBeUndefined();
    expect(tree.registerAddress(key(2))).toBe(100n);
    expect(tree.resolve(key(1))).toBeUndefined();
  });

  it("written by the init actor itself are seen at once", () => {
    const tree = treeWithInit();
    const map = Hamt.empty(tree.blockstore);
    map.set(key(9).bytes, 100);
    const head = putBlock(tree.blockstore, 0x71, encodeCbor([map.flush(), 101, "test", EMPTY_ARRAY_CID]));
    tree.setActor(actorId(1), { ...actor(0n), head });
    expect(tree.resolve(key(9))).toBe(100n);
    expect(tree.registerAddress(key(1))).toBe(101n);
    const init = decodeCbor(tree.blockstore.get(tree.getActor(actorId(1))?.head ?? EMPTY_ARRAY_CID) ?? new Uint8Array());
    expect(init).toHaveLength(4);
  });
});
