/** FRC-53 in full: the standard's behaviours (a) to (l) one by one, approvals, burning, enumerations, and receivers that run as Wasm. */
import { describe, expect, it } from "vitest";
import { encodeParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { decodeCbor } from "../../filecoin/cbor.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { Receiver } from "./receiver.ts";
import { NOTICE, World, eventOf, fil } from "./world.ts";

const none = new Uint8Array();
const id = (actor: ActorId): Address => Address.id(actor);

/** Alice holds 1, 2 and 3, Bob 4. */
function pooled(): World {
  const world = World.create();
  world.openDeposits();
  for (const who of ["alice", "alice", "alice", "bob"] as const) world.deposit(who, fil(50));
  return world;
}

/** Alice's token 1 has lost all of its principal; Bob came afterwards. */
function wipedOut(): World {
  const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
  world.deposit("alice", fil(100));
  world.forward(fil(100));
  world.penalty(fil(100));
  expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(fil(100));
  return world;
}

const owners = (world: World, tokens: bigint[]): readonly ActorId[] => world.must("stranger", "Owner", { tokens });
const approved = (world: World, operator: ActorId, tokens: bigint[]): readonly bigint[] =>
  world.must("stranger", "IsApproved", { operator: id(operator), tokens });
const send = (to: ActorId, tokens: bigint[]) => ({ to: id(to), tokens, operatorData: none });
const sendFrom = (from: ActorId, to: ActorId, tokens: bigint[]) => ({ from: id(from), ...send(to, tokens) });

describe("FRC-53", () => {
  it("(a) a batch is atomic: one bad token and nothing moves, burns or is approved", () => {
    const world = pooled();
    const { alice, bob, carol } = world.people;
    world.must("alice", "ApproveForAll", { operator: id(carol) });
    world.refused("carol", "TransferFrom", sendFrom(alice, bob, [1n, 4n]), 18, "not the owner's token 4");
    world.refused("carol", "TransferFrom", sendFrom(alice, bob, [1n, 9n]), 17, "no position has token id 9");
    world.refused("alice", "Approve", { operator: id(carol), tokens: [1n, 4n] }, 18, "not the caller's to approve: token 4");
    world.refused("alice", "Approve", { operator: id(carol), tokens: [1n, 9n] }, 17, "no position has token id 9");
    world.refused("alice", "RevokeApproval", { operator: id(carol), tokens: [1n, 4n] }, 18, "not the caller's to approve: token 4");
    expect(owners(world, [1n, 2n, 3n, 4n])).toEqual([alice, alice, alice, bob]);
  });

  it("(b) a transfer to oneself is a transfer: token operators go, the hook is called", () => {
    const world = pooled();
    const receiver = Receiver.create(world, "accepts");
    world.must("alice", "Transfer", send(receiver.id, [1n]));
    expect(receiver.calls("Approve", { operator: id(world.people.bob), tokens: [1n] }).exitCode).toBe(0);
    expect(approved(world, world.people.bob, [1n])).toEqual([1n]);
    expect(receiver.calls("Transfer", send(receiver.id, [1n])).exitCode).toBe(0);
    expect(approved(world, world.people.bob, [1n])).toEqual([]);
    expect(receiver.seen().calls).toBe(2);
  });

  it("(c) every transfer revokes a token's operators, and no account's", () => {
    const world = pooled();
    const { alice, bob, carol } = world.people;
    world.must("alice", "Approve", { operator: id(carol), tokens: [1n, 2n] });
    world.must("alice", "ApproveForAll", { operator: id(carol) });
    world.must("carol", "TransferFrom", sendFrom(alice, bob, [1n]));
    expect(approved(world, carol, [1n, 2n])).toEqual([2n]);
    expect(world.must("stranger", "IsApprovedForAll", { owner: id(alice), operator: id(carol) })).toBe(true);
    world.must("bob", "Transfer", send(alice, [1n]));
    expect(approved(world, carol, [1n])).toEqual([]);
    world.must("carol", "TransferFrom", sendFrom(alice, carol, [1n]));
  });

  it("(d) an empty transfer passes, from a zero balance too, and calls the hook", () => {
    const world = pooled();
    const receiver = Receiver.create(world, "accepts");
    expect(world.must("carol", "Transfer", send(receiver.id, []))).toEqual({ fromBalance: 0n, toBalance: 0n });
    expect(world.must("carol", "TransferFrom", sendFrom(world.people.stranger, receiver.id, []))).toEqual({ fromBalance: 0n, toBalance: 0n });
    expect(receiver.seen().calls).toBe(2);
    const strict = Receiver.create(world, "refuses");
    world.refused("carol", "Transfer", send(strict.id, []), 77, "the receiver refused the tokens with exit 77");
  });

  it("(e) the id of a burnt or redeemed token never comes back", () => {
    const world = wipedOut();
    expect(world.must("alice", "Burn", { tokens: [1n] })).toBe(0n);
    const second = world.deposit("bob", fil(10));
    world.must("bob", "Redeem", { token: second, amount: fil(10) });
    expect([second, world.deposit("carol", fil(10))]).toEqual([2n, 3n]);
    world.refused("stranger", "OwnerOf", { token: 1n }, 17, "no position has token id 1");
  });

  it("(f) Approve is for the owner and for who is approved for all of the owner's tokens; a token's operator may not", () => {
    const world = pooled();
    const { bob, carol, stranger } = world.people;
    world.must("alice", "Approve", { operator: id(bob), tokens: [1n] });
    world.refused("bob", "Approve", { operator: id(carol), tokens: [1n] }, 18, "not the caller's to approve: token 1");
    world.must("alice", "ApproveForAll", { operator: id(carol) });
    world.must("carol", "Approve", { operator: id(stranger), tokens: [1n, 3n] });
    expect(approved(world, stranger, [1n, 2n, 3n, 4n])).toEqual([1n, 3n]);
    world.must("carol", "RevokeApproval", { operator: id(bob), tokens: [1n, 2n] });
    expect(approved(world, bob, [1n])).toEqual([]);
    world.must("alice", "RevokeApprovalForAll", { operator: id(carol) });
    world.refused("carol", "Approve", { operator: id(bob), tokens: [1n] }, 18, "not the caller's to approve: token 1");
  });

  it("(g) revoking who was never approved changes nothing and succeeds", () => {
    const world = pooled();
    world.must("alice", "RevokeApproval", { operator: id(world.people.bob), tokens: [1n, 2n] });
    world.must("alice", "RevokeApprovalForAll", { operator: id(world.people.bob) });
    expect(approved(world, world.people.bob, [1n, 2n])).toEqual([]);
    expect(world.must("stranger", "IsApprovedForAll", { owner: id(world.people.alice), operator: id(world.people.bob) })).toBe(false);
  });

  it("(h) addresses stand for ids: a key seen for the first time is brought into being, an f2 that is nobody fails", () => {
    const world = pooled();
    const fresh = Address.secp256k1(new Uint8Array(65).fill(4));
    world.must("alice", "Approve", { operator: fresh, tokens: [1n] });
    expect(world.must("stranger", "IsApproved", { operator: fresh, tokens: [1n, 2n] })).toEqual([1n]);
    const other = Address.secp256k1(Uint8Array.from({ length: 65 }, (_, i) => (i === 0 ? 4 : 5)));
    world.must("alice", "ApproveForAll", { operator: other });
    expect(world.must("stranger", "IsApprovedForAll", { owner: id(world.people.alice), operator: other })).toBe(true);
    const nobody = Address.actor(none);
    for (const method of ["ApproveForAll", "RevokeApprovalForAll"] as const)
      world.refused("alice", method, { operator: nobody }, 17, "no actor has address bytes");
    for (const method of ["Approve", "RevokeApproval"] as const)
      world.refused("alice", method, { operator: nobody, tokens: [1n] }, 17, "no actor has address bytes");
    world.refused("alice", "TransferFrom", { ...sendFrom(world.people.alice, world.people.bob, []), from: nobody }, 17, "no actor has address bytes");
    world.refused("alice", "TransferFrom", { ...sendFrom(world.people.alice, world.people.bob, []), to: nobody }, 17, "no actor has address bytes");
    world.refused("alice", "BurnFrom", { from: nobody, tokens: [] }, 17, "no actor has address bytes");
    expect(world.must("stranger", "IsApproved", { operator: nobody, tokens: [1n] })).toEqual([]);
    expect(world.must("stranger", "IsApprovedForAll", { owner: nobody, operator: nobody })).toBe(false);
  });

  it("(i) minting calls the hook: a depositor that refuses gets its money back", () => {
    const world = pooled();
    const glad = Receiver.create(world, "accepts", undefined, fil(20));
    expect(glad.calls("Deposit", {}, fil(20)).exitCode).toBe(0);
    expect([glad.seen().calls, owners(world, [5n])]).toEqual([1, [glad.id]]);
    const before = world.head();
    const strict = Receiver.create(world, "refuses", undefined, fil(20));
    expect(strict.calls("Deposit", {}, fil(20)).exitCode).toBe(77);
    expect([world.head(), world.balanceOf(strict.id)]).toEqual([before, fil(20)]);
  });

  it("(j) cursors are opaque, differ from page to page, end with null, and stale ones are told", () => {
    const world = pooled();
    const { alice, bob, carol } = world.people;
    const first = world.must("stranger", "ListTokens", { cursor: none, limit: 2 });
    const second = world.must("stranger", "ListTokens", { cursor: first.next!, limit: 1 });
    const third = world.must("stranger", "ListTokens", { cursor: second.next!, limit: 1 });
    expect([first.tokens, second.tokens, third.tokens, third.next]).toEqual([[1n, 2n], [3n], [4n], null]);
    expect(second.next).not.toEqual(first.next);
    for (const operator of [bob, carol]) {
      world.must("alice", "Approve", { operator: id(operator), tokens: [1n] });
      world.must("alice", "ApproveForAll", { operator: id(operator) });
    }
    const some = world.must("stranger", "ListTokenOperators", { token: 1n, cursor: none, limit: 1 });
    expect(some.operators).toEqual([BigInt(bob)]);
    expect(world.must("stranger", "ListTokenOperators", { token: 1n, cursor: some.next!, limit: 9 })).toEqual({ operators: [BigInt(carol)], next: null });
    const mine = world.must("stranger", "ListOperatorTokens", { operator: id(bob), cursor: none, limit: 1 });
    const friends = world.must("stranger", "ListAccountOperators", { owner: id(alice), cursor: none, limit: 1 });
    expect([mine.tokens, friends.operators]).toEqual([[1n], [BigInt(bob)]]);
    expect(world.must("stranger", "ListOperatorTokens", { operator: id(bob), cursor: mine.next!, limit: 1 })).toEqual({ tokens: [], next: null });
    world.must("alice", "RevokeApproval", { operator: id(bob), tokens: [1n] });
    world.must("alice", "RevokeApprovalForAll", { operator: id(bob) });
    const stale = "the cursor is stale: begin again";
    world.refused("stranger", "ListTokens", { cursor: first.next!, limit: 2 }, 16, stale);
    world.refused("stranger", "ListTokenOperators", { token: 1n, cursor: some.next!, limit: 1 }, 16, stale);
    world.refused("stranger", "ListOperatorTokens", { operator: id(bob), cursor: mine.next!, limit: 1 }, 16, stale);
    world.refused("stranger", "ListAccountOperators", { owner: id(alice), cursor: friends.next!, limit: 1 }, 16, stale);
    world.refused("stranger", "ListTokens", { cursor: none, limit: 0 }, 16, "the limit is 0");
    world.refused("stranger", "ListTokenOperators", { token: 1n, cursor: none, limit: 0 }, 16, "the limit is 0");
    world.refused("stranger", "ListTokenOperators", { token: 9n, cursor: none, limit: 1 }, 17, "no position has token id 9");
  });

  it("(j) no page looks at more than 64 tokens, whoever owns them", () => {
    const world = pooled();
    for (let i = 0; i < 66; i++) world.deposit("bob", fil(1));
    world.must("bob", "Approve", { operator: id(world.people.carol), tokens: [70n] });
    const page = world.must("stranger", "ListOperatorTokens", { operator: id(world.people.carol), cursor: none, limit: 64 });
    expect(page.tokens).toEqual([]);
    expect(world.must("stranger", "ListOperatorTokens", { operator: id(world.people.carol), cursor: page.next!, limit: 64 })).toEqual({
      tokens: [70n],
      next: null,
    });
  });

  it("(k) the receiver sees the new balances while it is told", () => {
    const world = pooled();
    const seen: unknown[] = [];
    const receiver = world.strange((rt) => {
      for (const [method, params] of [
        ["OwnerOf", { token: 1n }],
        ["BalanceOf", { owner: id(rt.receiver) }],
      ] as const) {
        const reply = rt.send(id(world.actor), METHOD_NUMBERS[method], { codec: 0x51, bytes: encodeParams(method, params as never) }, 0n);
        seen.push(reply.exitCode, decodeCbor(reply.ret!.bytes));
      }
      return null;
    });
    world.must("alice", "Approve", { operator: id(world.people.bob), tokens: [1n] });
    world.must("bob", "TransferFrom", sendFrom(world.people.alice, receiver, [1n]));
    expect(seen).toEqual([0, Number(receiver), 0, 1]);
  });

  it("(l) the restriction of this collection: what has principal is not burnt, by nobody", () => {
    const world = pooled();
    const { alice, carol } = world.people;
    world.must("alice", "ApproveForAll", { operator: id(carol) });
    world.refused("alice", "Burn", { tokens: [1n] }, 20, `redeem first, the position's principal is ${fil(50)}`);
    world.refused("carol", "BurnFrom", { from: id(alice), tokens: [1n] }, 20, `redeem first, the position's principal is ${fil(50)}`);
  });
});

describe("TransferFrom", () => {
  it("needs approval for each token, or for all of the account; the owner is not approved by himself", () => {
    const world = pooled();
    const { alice, bob, carol } = world.people;
    world.refused("carol", "TransferFrom", sendFrom(alice, carol, [1n]), 18, "not approved for token 1");
    world.refused("alice", "TransferFrom", sendFrom(alice, carol, [1n]), 18, "not approved for token 1");
    world.must("alice", "Approve", { operator: id(carol), tokens: [1n] });
    world.refused("carol", "TransferFrom", sendFrom(alice, bob, [1n, 2n]), 18, "not approved for token 2");
    world.refused("carol", "TransferFrom", sendFrom(bob, carol, [1n]), 18, "not the owner's token 1");
    world.refused("carol", "TransferFrom", sendFrom(alice, world.actor, [1n]), 16, "positions cannot be sent to their own actor");
    const done = world.call("carol", "TransferFrom", sendFrom(alice, bob, [1n]));
    expect(done.ret).toEqual({ fromBalance: 2n, toBalance: 2n });
    expect(eventOf(done, "transfer")).toMatchObject({ token: 1n, from: alice, to: bob });
    world.refused("carol", "TransferFrom", sendFrom(bob, carol, [1n]), 18, "not approved for token 1");
  });

  it("leaves what was earned with the seller, whoever moves the token", () => {
    const world = pooled();
    world.bareSend("stranger", world.actor, fil(20));
    world.must("stranger", "Sweep", {});
    world.advance(NOTICE);
    world.must("alice", "Approve", { operator: id(world.people.carol), tokens: [2n] });
    world.must("carol", "TransferFrom", sendFrom(world.people.alice, world.people.carol, [2n]));
    expect([world.account("alice").claim, world.account("carol").claim, world.position(2n).reward]).toEqual([fil(5) - 1n, 0n, 0n]);
  });

  it("is all an approved account may do: it redeems, withdraws and cancels nothing", () => {
    const world = pooled();
    world.must("alice", "ApproveForAll", { operator: id(world.people.carol) });
    world.must("alice", "Approve", { operator: id(world.people.carol), tokens: [1n] });
    world.refused("carol", "Redeem", { token: 1n, amount: fil(50) }, 18, "only the token's owner");
    world.refused("carol", "Withdraw", { tokens: [1n], recipient: null }, 18, "not the caller's token 1");
    world.refused("carol", "Transfer", send(world.people.carol, [1n]), 18, "not the owner's token 1");
  });
});

describe("Approve", () => {
  it("keeps at most 16 accounts a token, each once", () => {
    const world = pooled();
    const friends = Array.from({ length: 16 }, () => world.plant(world.codeOf("account")));
    for (const operator of [...friends, friends[3]!]) world.must("alice", "Approve", { operator: id(operator), tokens: [1n] });
    world.refused("alice", "Approve", { operator: id(world.people.bob), tokens: [1n] }, 20, "a token may be approved for at most 16 accounts");
    expect(world.must("stranger", "ListTokenOperators", { token: 1n, cursor: none, limit: 64 })).toEqual({ operators: friends.map(BigInt), next: null });
  });

  it("for all covers tokens that come later, and one account's word is no other's", () => {
    const world = pooled();
    const { alice, bob, carol } = world.people;
    world.must("carol", "ApproveForAll", { operator: id(bob) });
    world.refused("bob", "TransferFrom", sendFrom(alice, bob, [1n]), 18, "not approved for token 1");
    world.must("alice", "Transfer", send(carol, [1n]));
    world.must("bob", "TransferFrom", sendFrom(carol, bob, [1n]));
    expect(world.must("stranger", "IsApprovedForAll", { owner: id(carol), operator: id(carol) })).toBe(false);
  });
});

describe("Burn", () => {
  it("of a position without principal leaves its reward with its owner and its shares with nobody", () => {
    const world = wipedOut();
    world.refused("bob", "Burn", { tokens: [1n] }, 18, "not the owner's token 1");
    world.refused("bob", "BurnFrom", { from: id(world.people.alice), tokens: [1n] }, 18, "not approved for token 1");
    world.refused("alice", "Burn", { tokens: [7n] }, 17, "no position has token id 7");
    world.must("alice", "ApproveForAll", { operator: id(world.people.bob) });
    world.refused("bob", "BurnFrom", { from: id(world.people.carol), tokens: [1n] }, 18, "not approved for token 1");
    world.bareSend("carol", world.actor, fil(6));
    world.must("stranger", "Sweep", {});
    world.advance(NOTICE / 2);
    const done = world.call("bob", "BurnFrom", { from: id(world.people.alice), tokens: [1n] });
    expect(eventOf(done, "burn")).toEqual({ token: 1n, owner: world.people.alice, earned: fil(3) - 1n });
    expect(world.account("alice")).toMatchObject({ claim: fil(3) - 1n, tokens: 0n });
    expect(world.state()).toMatchObject({ supply: 0n, senior: { shares: 0n, principal: 0n } });
    // Nobody holds shares: the stream waits for the next holder.
    const token = world.deposit("carol", fil(1));
    world.advance(NOTICE);
    expect(world.position(token).reward).toBe(fil(3));
  });

  it("an empty burn changes no balance", () => {
    const world = pooled();
    expect(world.must("alice", "Burn", { tokens: [] })).toBe(3n);
  });
});

describe("names that reference clients use", () => {
  it("answer as the FRC's own", () => {
    const world = pooled();
    expect(world.must("stranger", "BalanceOf", { owner: id(world.people.alice) })).toBe(3n);
    expect(world.must("stranger", "BalanceOf", { owner: Address.actor(none) })).toBe(0n);
    expect(world.must("stranger", "OwnerOf", { token: 4n })).toBe(world.people.bob);
    expect(world.must("stranger", "Metadata", { token: 4n })).toBe(world.must("stranger", "MetadataID", { token: 4n }));
    world.refused("stranger", "Metadata", { token: 5n }, 17, "no position has token id 5");
    const numbers = {
      BalanceOf: 2_266_030_508,
      OwnerOf: 1_810_095_946,
      Metadata: 3_409_621_011,
      TransferFrom: 3_621_052_141,
      Approve: 1_289_044_053,
      BurnFrom: 2_979_674_018,
    };
    for (const [name, number] of Object.entries(numbers)) expect(METHOD_NUMBERS[name as OwnerMethodName]).toBe(number);
  });
});

describe("a receiver that runs as Wasm", () => {
  it("cannot change anything while it is told, whatever it calls", () => {
    const world = pooled();
    const { bob } = world.people;
    const inner = [
      { method: "Withdraw", params: { tokens: [1n], recipient: null } },
      { method: "Transfer", params: send(bob, [1n]) },
      { method: "TransferFrom", params: sendFrom(world.people.alice, bob, [2n]) },
      { method: "Approve", params: { operator: id(bob), tokens: [1n] } },
      { method: "ApproveForAll", params: { operator: id(bob) } },
      { method: "Burn", params: { tokens: [] } },
      { method: "Redeem", params: { token: 1n, amount: fil(50) } },
    ] as const;
    for (const call of inner) {
      const receiver = Receiver.create(world, "re-enters", call as never);
      world.must("alice", "Transfer", send(receiver.id, [1n]));
      expect([call.method, receiver.seen()]).toEqual([call.method, { calls: 1, exit: 20 }]);
      expect(receiver.calls("Transfer", send(world.people.alice, [1n])).exitCode).toBe(0);
    }
    expect(approved(world, bob, [1n, 2n, 3n])).toEqual([]);
  });

  it("that spends all gas takes the whole message with it, and nothing else", () => {
    const world = pooled();
    const receiver = Receiver.create(world, "burns all gas");
    const before = world.head();
    const outcome = world.raw(world.people.alice, world.actor, METHOD_NUMBERS.Transfer, encodeParams("Transfer", send(receiver.id, [1n])), 0n, 200_000_000n);
    expect(outcome.exitCode).toBe(7);
    expect(world.head()).toBe(before);
    world.must("alice", "Transfer", send(world.people.bob, [1n]));
  });
});
