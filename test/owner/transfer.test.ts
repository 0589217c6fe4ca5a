import { describe, expect, it } from "vitest";
import { encodeParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { decodeCbor } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { FEW_TOKENS, accountIn, openAccounts, tokensOf } from "../accounts.ts";
import { putIds } from "../id-tree.ts";
import { brokenInvariants } from "./invariants.ts";
import { DAY, NOTICE, World, eventOf, fil } from "./world.ts";

const RECEIVE = 3_726_118_371n;
const none = new Uint8Array();

function pooled(): World {
  const world = World.create();
  world.openDeposits();
  world.deposit("alice", fil(100));
  world.deposit("alice", fil(50));
  world.deposit("bob", fil(50));
  return world;
}

const to = (id: ActorId, tokens: bigint[], operatorData = none) => ({ to: Address.id(id), tokens, operatorData });

describe("Transfer", () => {
  it("moves principal and future reward; what was earned stays the seller's", () => {
    const world = pooled();
    world.bareSend("carol", world.actor, fil(20));
    world.must("stranger", "Sweep", {});
    world.advance(NOTICE / 2);
    const done = world.call("alice", "Transfer", to(world.people.carol, [1n]));
    expect(done.ret).toEqual({ fromBalance: 1n, toBalance: 1n });
    expect(eventOf(done, "transfer")).toEqual({ token: 1n, from: world.people.alice, to: world.people.carol, earned: fil(5) - 1n });
    expect(world.position(1n)).toMatchObject({ owner: world.people.carol, principal: fil(100), reward: 0n });
    world.advance(NOTICE);
    expect(world.position(1n).reward).toBe(fil(5));
    expect(world.account("alice").claim).toBe(fil(5) - 1n);
    expect(world.must("alice", "Withdraw", { tokens: [2n], recipient: null })).toBe(fil(10) - 2n);
    expect(world.must("carol", "Withdraw", { tokens: [1n], recipient: null })).toBe(fil(5));
  });

  it("refuses somebody else's token, an unknown one, and the actor itself as receiver; a batch is all or nothing", () => {
    const world = pooled();
    world.refused("alice", "Transfer", to(world.people.carol, [1n, 3n]), 18, "not the owner's token 3");
    world.refused("alice", "Transfer", to(world.people.carol, [1n, 99n]), 17, "no position has token id 99");
    world.refused("alice", "Transfer", to(world.actor, [1n]), 16, "positions cannot be sent to their own actor");
    world.refused("alice", "Transfer", { to: Address.actor(none), tokens: [1n], operatorData: none }, 17, "no actor has address bytes");
    world.refused("alice", "Transfer", to(77_777n as ActorId, [1n]), 17, "no receiver at f077777");
    expect(world.must("stranger", "Owner", { tokens: [1n, 2n, 3n] })).toEqual([world.people.alice, world.people.alice, world.people.bob]);
  });

  it("is a normal transfer when it goes to oneself, and when it is empty", () => {
    const world = pooled();
    expect(world.must("alice", "Transfer", to(world.people.alice, [1n]))).toEqual({ fromBalance: 2n, toBalance: 2n });
    expect(world.must("carol", "Transfer", to(world.people.alice, []))).toEqual({ fromBalance: 0n, toBalance: 2n });
    expect(world.must("stranger", "ListOwnedTokens", { owner: Address.id(world.people.alice), cursor: none, limit: 9 }).tokens).toEqual([1n, 2n]);
  });

  it("brings a key address into being that the chain has never seen", () => {
    const world = pooled();
    const fresh = Address.secp256k1(new Uint8Array(65).fill(4));
    world.must("alice", "Transfer", { to: fresh, tokens: [2n], operatorData: none });
    expect(world.must("stranger", "Balance", { owner: fresh })).toBe(1n);
  });

  it("tells the receiver once, after the state is saved, who sent what", () => {
    const world = pooled();
    const seen: unknown[] = [];
    const receiver = world.strange((rt) => {
      expect([rt.method, rt.caller, rt.value]).toEqual([RECEIVE, world.actor, 0n]);
      const [type, payload] = decodeCbor(rt.params!.bytes) as [number, Uint8Array];
      seen.push(type, decodeCbor(payload));
      const balance = rt.send(
        Address.id(world.actor),
        METHOD_NUMBERS.Balance,
        { codec: 0x51, bytes: encodeParams("Balance", { owner: Address.id(rt.receiver) }) },
        0n,
      );
      seen.push(balance.exitCode, decodeCbor(balance.ret!.bytes));
      return null;
    });
    world.must("alice", "Transfer", to(receiver, [1n, 2n], Uint8Array.of(7)));
    const { alice } = world.people;
    expect(seen).toEqual([
      4_186_685_305,
      [Address.id(alice).bytes, Address.id(receiver).bytes, Address.id(alice).bytes, expect.any(Uint8Array), Uint8Array.of(7), none],
      0,
      2,
    ]);
  });

  it("passes on the exit code of a receiver that refuses, and keeps nothing", () => {
    const world = pooled();
    const receiver = world.strange((rt) => rt.abort(77, "no thanks"));
    world.refused("alice", "Transfer", to(receiver, [1n]), 77, "the receiver refused the tokens with exit 77");
    const broken = world.strange((rt) => rt.abort(16, "no"));
    world.refused("alice", "Transfer", to(broken, [1n]), 16, "refused the tokens with exit 16");
  });

  it("lets a receiver read but not change anything while it is told", () => {
    const world = pooled();
    const attempts: [number, Uint8Array, bigint][] = [
      [METHOD_NUMBERS.Deposit, none, fil(10)],
      [METHOD_NUMBERS.Withdraw, encodeParams("Withdraw", { tokens: [1n], recipient: null }), 0n],
      [METHOD_NUMBERS.Transfer, encodeParams("Transfer", to(world.people.bob, [1n])), 0n],
      [METHOD_NUMBERS.Redeem, encodeParams("Redeem", { token: 1n, amount: fil(100) }), 0n],
      [METHOD_NUMBERS.Sweep, none, 0n],
      [METHOD_NUMBERS.Finalize, encodeParams("Finalize", { max: 1 }), 0n],
    ];
    const codes: number[] = [];
    const receiver = world.strange((rt) => {
      for (const [method, params, value] of attempts) {
        codes.push(rt.send(Address.id(world.actor), method, params.length === 0 ? null : { codec: 0x51, bytes: params }, value).exitCode);
      }
      codes.push(rt.send(Address.id(world.actor), METHOD_NUMBERS.GetPool, null, 0n).exitCode);
      return null;
    }, fil(100));
    world.must("alice", "Transfer", to(receiver, [1n]));
    expect(codes).toEqual([20, 20, 20, 20, 20, 20, 0]);
    expect(world.balanceOf(receiver)).toBe(fil(100));
    world.deposit("bob", fil(1));
  });

  it("locks minting too: the hook of a deposit cannot deposit again", () => {
    const world = pooled();
    let inner = -1;
    const contract = world.strange((rt) => {
      if (rt.method === RECEIVE) inner = rt.send(Address.id(world.actor), METHOD_NUMBERS.Deposit, null, fil(5)).exitCode;
      else if (rt.send(Address.id(world.actor), METHOD_NUMBERS.Deposit, null, fil(10)).exitCode !== 0) rt.abort(99, "outer deposit failed");
      return null;
    }, fil(100));
    expect(world.raw(world.people.alice, contract, (5_000_000_000n % 4_000_000_000n) + 20_000_000n, none).exitCode).toBe(0);
    expect(inner).toBe(20);
    expect(world.balanceOf(contract)).toBe(fil(90));
  });

  it("refuses more than 64 tokens, and runs that only look short, before expanding them", () => {
    const world = pooled();
    const params = (set: Uint8Array): Uint8Array => Uint8Array.from([0x83, 0x42, 0x00, 0x68, 0x40 | set.length, ...set, 0x40]);
    const before = world.head();
    // Version 0, first run of ones, then one run of 2^62 ids in 12 bytes.
    const bits: number[] = [0, 0, 1, 0, 0];
    for (let i = 0; i < 9; i++) {
      const byte = Number(((1n << 62n) >> BigInt(7 * i)) & 127n) | (i < 8 ? 128 : 0);
      for (let b = 0; b < 8; b++) bits.push((byte >> b) & 1);
    }
    const long = Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) => bits.slice(8 * i, 8 * i + 8).reduce((v, bit, b) => v | (bit << b), 0));
    const outcome = world.raw(world.people.alice, world.actor, METHOD_NUMBERS.Transfer, params(long));
    expect(outcome).toMatchObject({ exitCode: 16, error: expect.stringContaining("more ids in one set than 64") });
    expect(Number(outcome.gasUsed)).toBeLessThan(5_000_000);
    expect(world.head()).toBe(before);
  });
});

describe("FRC-53 getters", () => {
  it("answer name, symbol, supply, metadata, balances and owners", () => {
    const world = pooled();
    expect(world.must("stranger", "Name", {})).toBe("Test offer");
    expect(world.must("stranger", "Symbol", {})).toBe("TEST");
    expect(world.must("stranger", "TotalSupply", {})).toBe(3n);
    expect(world.must("stranger", "MetadataID", { token: 3n })).toBe("https://example.org/offer.json");
    world.refused("stranger", "MetadataID", { token: 4n }, 17, "no position has token id 4");
    expect(world.must("stranger", "Balance", { owner: Address.id(world.people.alice) })).toBe(2n);
    expect(world.must("stranger", "Balance", { owner: Address.actor(none) })).toBe(0n);
    expect(world.must("stranger", "Owner", { tokens: [3n] })).toEqual([world.people.bob]);
    world.refused("stranger", "Owner", { tokens: [9n] }, 17, "no position has token id 9");
  });

  it("list an account's tokens page by page, and tell a cursor that has gone stale", () => {
    const world = pooled();
    for (let i = 0; i < 5; i++) world.deposit("alice", fil(1));
    const owner = Address.id(world.people.alice);
    const first = world.must("stranger", "ListOwnedTokens", { owner, cursor: none, limit: 3 });
    expect(first.tokens).toEqual([1n, 2n, 4n]);
    const second = world.must("stranger", "ListOwnedTokens", { owner, cursor: first.next!, limit: 64 });
    expect(second).toEqual({ tokens: [5n, 6n, 7n, 8n], next: null });
    world.must("alice", "Transfer", to(world.people.bob, [5n]));
    world.refused("stranger", "ListOwnedTokens", { owner, cursor: first.next!, limit: 3 }, 16, "the cursor is stale: begin again");
  });

  it("list the tokens of an account whose set has many rows, from any cursor on", () => {
    const world = World.create();
    world.openDeposits();
    const held: bigint[] = [];
    for (let token = 1n; token <= 770n; token++) {
      const mine = token < 3n || (token > 250n && token % 3n !== 0n);
      world.deposit(mine ? "alice" : "bob", fil(1));
      if (mine) held.push(token);
    }
    const listed = (limit: number): bigint[] => {
      const all: bigint[] = [];
      let cursor: Uint8Array | null = none;
      while (cursor !== null) {
        const page: { tokens: readonly bigint[]; next: Uint8Array | null } = world.must("stranger", "ListOwnedTokens", {
          owner: Address.id(world.people.alice),
          cursor,
          limit,
        });
        expect(page.tokens.length === limit || page.next === null).toBe(true);
        all.push(...page.tokens);
        cursor = page.next;
      }
      return all;
    };
    for (const limit of [1, 7, 64]) expect(listed(limit)).toEqual(held);
    const moved = held.filter((token) => token > 255n && token <= 330n);
    world.must("alice", "Transfer", to(world.people.carol, moved));
    expect(listed(64)).toEqual(held.filter((token) => !moved.includes(token)));
    expect(world.account("alice").tokens).toBe(BigInt(held.length - moved.length));
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("an account keeps 8 tokens by itself and what more comes in a tree; neither costs anything once it is empty", () => {
    const world = pooled();
    for (let i = 0; i < 300; i++) world.deposit(i < 280 ? "bob" : "alice", fil(1));
    const setOf = (): { few: number; all: readonly bigint[]; tree: string | null } => {
      const account = accountIn(openAccounts(world.blocks, world.state().accounts as Cid), world.people.alice);
      return { few: account.few.length, all: tokensOf(world.blocks, account), tree: account.tokens === null ? null : String(account.tokens) };
    };
    const treeOf = (ids: readonly bigint[]): string => String(putIds(world.blocks, ids));
    const give = (ids: readonly bigint[]): unknown => world.must("alice", "Transfer", to(world.people.bob, [...ids]));
    const takeBack = (ids: readonly bigint[]): unknown => world.must("bob", "Transfer", to(world.people.alice, [...ids]));
    const all = [1n, 2n, ...Array.from({ length: 20 }, (_, i) => 284n + BigInt(i))];
    const [few, more] = [all.slice(0, FEW_TOKENS), all.slice(FEW_TOKENS)];
    expect(setOf()).toEqual({ few: FEW_TOKENS, all, tree: treeOf(more) });
    // Two of those that stand in the account, one of the tree.
    const some = [1n, 285n, 301n];
    give(some);
    expect(setOf()).toEqual({ few: FEW_TOKENS - 2, all: all.filter((id) => !some.includes(id)), tree: treeOf(more.filter((id) => id !== 301n)) });
    takeBack(some);
    expect(setOf()).toEqual({ few: FEW_TOKENS, all, tree: treeOf(more) });
    expect(brokenInvariants(world)).toEqual([]);
    give(more);
    expect(setOf()).toEqual({ few: FEW_TOKENS, all: few, tree: null });
    give(few);
    expect(setOf()).toEqual({ few: 0, all: [], tree: null });
    expect(world.account("alice").tokens).toBe(0n);
    takeBack(all);
    expect(setOf()).toEqual({ few: FEW_TOKENS, all, tree: treeOf(more) });
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("TotalSupply is the sum of balances after any history", () => {
    const world = pooled();
    world.must("alice", "Transfer", to(world.people.carol, [2n]));
    world.must("bob", "Redeem", { token: 3n, amount: fil(50) });
    world.advance(DAY);
    const sum = (["alice", "bob", "carol"] as const).map((who) => world.account(who).tokens).reduce((a, b) => a + b);
    expect(world.must("stranger", "TotalSupply", {})).toBe(sum);
  });
});
