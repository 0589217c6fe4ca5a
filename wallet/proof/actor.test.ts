import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestNode } from "../../devnet/rpc/test-node.ts";
import { Address } from "../../filecoin/address.ts";
import { actorId } from "../../filecoin/units.ts";
import { proveActor, proveId, proveKey } from "./actor.ts";
import { chooseRoot } from "./choose-root.ts";
import type { ProofScope } from "./proof-scope.ts";
import { newCache, startedChain, witness } from "./test-nodes.ts";

let node: TestNode;
let scope: ProofScope;

beforeAll(async () => {
  node = await startedChain();
  scope = await chooseRoot([witness(node, "one"), witness(node, "two")], newCache());
});
afterAll(() => node.close());

const key = (): unknown => scope.root.key.map((cid) => ({ "/": cid.toString() }));
const stranger = Address.actor(Uint8Array.of(1, 2, 3));

describe("an actor", () => {
  it("is proven as the node tells it, by id and by robust address", async () => {
    const [account] = node.accounts;
    for (const text of ["f00", "f01", "f02", "f04", "f099", "f01000", account?.address as string]) {
      const proof = await proveActor(scope, Address.parse(text));
      const told = await node.must<Record<string, unknown>>("StateGetActor", [text, key()]);
      expect({
        Code: { "/": proof.value?.code.toString() },
        Head: { "/": proof.value?.head.toString() },
        Nonce: proof.value?.nonce,
        Balance: proof.value?.balance.toString(),
      }).toEqual({ Code: told["Code"], Head: told["Head"], Nonce: told["Nonce"], Balance: told["Balance"] });
    }
  });

  it("is proven absent", async () => {
    expect((await proveActor(scope, Address.parse("f0999999"))).value).toBeNull();
    expect((await proveActor(scope, stranger)).value).toBeNull();
  });

  it("carries the tipset that both nodes name and the blocks from it down, each once", async () => {
    const { root, path, value } = await proveActor(scope, Address.parse("f01000"));
    expect(root).toMatchObject({ standing: "agreed", nodes: ["one", "two"], height: (await node.must<{ Height: number }>("ChainHead")).Height - 5 });
    expect(value?.builtin).toBe("storageminer");
    expect(path[0]).toEqual({ kind: "blockHeader", cid: root.key[0] });
    expect(path[1]).toEqual({ kind: "stateRoot", cid: root.stateRoot });
    expect(new Set(path.map(({ cid }) => cid.toString())).size).toBe(path.length);
  });
});

describe("an address", () => {
  it("leads to the id that the node tells, or to none", async () => {
    for (const { address } of node.accounts) {
      const id = (await proveId(scope, Address.parse(address))).value;
      expect(Address.id(id ?? 0n).toString("t")).toBe(await node.must("StateLookupID", [address, key()]));
    }
    expect((await proveId(scope, stranger)).value).toBeNull();
    expect((await proveId(scope, Address.parse("f0999999"))).value).toBeNull();
    expect((await proveId(scope, Address.parse("f01000"))).value).toBe(1000n);
  });
});

describe("the key of an id", () => {
  it("is that of the account, and none for what is no account of a key", async () => {
    const account = node.accounts[0]?.address as string;
    const id = (await proveId(scope, Address.parse(account))).value;
    expect((await proveKey(scope, actorId(id ?? 0n))).value?.toString("t")).toBe(account);
    for (const other of [1000n, 99n, 1n, 999_999n]) expect((await proveKey(scope, actorId(other))).value).toBeNull();
  });
});
