import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { actorId, attoFil, epoch } from "../../filecoin/units.ts";
import { encodeStruct } from "../../actor/abi/codec.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { putBlock } from "../../devnet/state/blockstore.ts";
import { CHOICE, offer, propose, SEAL_OFF, vote } from "../../test/owner/voting.ts";
import { fil, World } from "../../test/owner/world.ts";
import {
  proveOwner,
  proveOwnerAccount,
  proveOwnerGovernance,
  proveOwnerMiners,
  proveOwnerPosition,
  proveOwnerProposal,
  proveOwnerRequest,
  proveOwnerRequests,
  proveOwnerTerms,
} from "./owner.ts";
import type { ProofScope } from "./proof-scope.ts";
import { scopeOf } from "./test-nodes.ts";

/** What is proven by blocks against what the actor's own code answers in its views. */

const now = (world: World): Promise<ProofScope> => scopeOf(world.blocks, world.tree.flush(), world.epoch);
const view = "stranger" as const;

/** Every token of an account, as the actor lists them. */
function tokensOf(world: World, who: bigint): bigint[] {
  const tokens: bigint[] = [];
  for (let cursor = new Uint8Array(), more = true; more;) {
    const page = world.must(view, "ListOwnedTokens", { owner: Address.id(who), cursor, limit: 64 });
    tokens.push(...page.tokens);
    more = page.next !== null;
    cursor = (page.next ?? cursor) as Uint8Array<ArrayBuffer>;
  }
  return tokens;
}

async function expectAsTheActorSays(world: World): Promise<void> {
  const scope = await now(world);
  const { actor } = world;
  const owner = (await proveOwner(scope, actor)).value;
  const pool = world.pool();
  expect(owner).toMatchObject({ id: actor, inProgress: false, balance: pool.balance });
  expect(owner?.code.equals(world.code)).toBe(true);
  expect([owner?.root.liquid, owner?.root.finalized, owner?.root.supply, owner?.root.queued]).toEqual([pool.liquid, pool.finalized, pool.tokens, pool.queued]);
  expect((await proveOwnerTerms(scope, actor)).value).toEqual(world.must(view, "GetTerms", {}));
  const miners = (await proveOwnerMiners(scope, actor)).value?.list ?? [];
  expect(miners.map(({ id, principal }) => ({ id, principal }))).toEqual(world.must(view, "ListMiners", {}).map(({ id, principal }) => ({ id, principal })));
  for (let token = 0n; token < (owner?.root.nextToken ?? 0n) + 3n; token++) {
    const said = world.call(view, "GetPosition", { token });
    const proven = (await proveOwnerPosition(scope, actor, token)).value;
    if (said.exitCode !== 0) expect(proven).toBeNull();
    else expect(proven).toMatchObject({ owner: said.ret.owner, kind: BigInt(said.ret.kind), since: said.ret.since, miner: said.ret.miner });
  }
  for (const id of Object.values(world.people)) {
    const said = world.must(view, "GetAccount", { account: Address.id(id) });
    const proven = (await proveOwnerAccount(scope, actor, id)).value;
    expect([proven?.all ?? [], proven?.count ?? 0n, proven?.nonce ?? 0n]).toEqual([tokensOf(world, id), said.tokens, said.nonce]);
  }
  const said = world.must(view, "ListRequests", { from: 0n, limit: 64 }).requests;
  const proven = (await proveOwnerRequests(scope, actor)).value ?? [];
  expect(proven.map(({ id, request }) => [id, request.position.owner, request.paid, request.claimed]).sort(byId)).toEqual(
    said.map(({ id, owner: asker, paid, claimed }) => [id, asker, paid, claimed]),
  );
  for (const { id, request } of proven) expect((await proveOwnerRequest(scope, actor, id)).value).toEqual(request);
}

const byId = (a: unknown[], b: unknown[]): number => ((a[0] as bigint) < (b[0] as bigint) ? -1 : 1);

const PEOPLE = ["alice", "bob", "carol"] as const;
const step = fc.record({ what: fc.nat(6), who: fc.nat(2), to: fc.nat(2), token: fc.nat(30), size: fc.integer({ min: 1, max: 50 }) });

describe("an owner actor", () => {
  it("is proven as its own code describes it, after any history", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = World.inCustody({ minerBalance: fil(300) });
        for (let i = 0; i < 12; i++) world.deposit("alice", fil(10 + i));
        for (const { what, who, to, token, size } of steps) {
          const [person, tokens] = [PEOPLE[who] as (typeof PEOPLE)[number], [BigInt(token)]];
          const acts = [
            () => world.call(person, "Deposit", {}, fil(size)),
            () => world.call(person, "Transfer", { to: Address.id(world.people[PEOPLE[to] as "bob"]), tokens, operatorData: new Uint8Array() }),
            () => world.call(person, "Split", { token: BigInt(token), amount: fil(1) }),
            () => world.call(person, "Redeem", { token: BigInt(token), amount: fil(size) }),
            () => world.call(person, "Burn", { tokens }),
            () => world.call(view, "Finalize", { max: 3 }),
            () => world.advance(size * 500),
          ];
          acts[what]?.();
        }
        await expectAsTheActorSays(world);
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  it("is proven with its governance and each proposal, and without those that are none", async () => {
    const world = offer();
    expect((await proveOwnerGovernance(await now(world), world.actor)).value).toBeNull();
    expect((await proveOwnerProposal(await now(world), world.actor, 1n)).value).toBeNull();
    const proposal = propose(world, SEAL_OFF);
    vote(world, proposal, "bob", [2n], CHOICE.for);
    const scope = await now(world);
    expect((await proveOwnerGovernance(scope, world.actor)).value).toEqual(world.must(view, "GetGovernance", {}));
    expect((await proveOwnerProposal(scope, world.actor, proposal)).value).toEqual(world.must(view, "GetProposal", { proposal }).proposal);
    expect((await proveOwnerProposal(scope, world.actor, proposal + 1n)).value).toBeNull();
  });

  it("has no terms while it is an heir", async () => {
    const world = offer();
    const heir = world.heir();
    const scope = await now(world);
    expect((await proveOwnerTerms(scope, heir)).value).toBeNull();
    expect((await proveOwner(scope, heir)).value?.root).toMatchObject({ status: 3n, successor: world.actor });
  });

  it("is told apart while another actor is called: its root stands behind a lock", async () => {
    const world = offer();
    const plain = world.state();
    world.setRoot(encodeCbor([putBlock(world.blocks, 0x71, encodeStruct("Root", plain))]));
    expect((await proveOwner(await now(world), world.actor)).value).toMatchObject({ root: plain, inProgress: true });
  });

  it("is proven absent where there is no actor or a built-in one, and unreadable where other code keeps another state", async () => {
    const world = offer();
    const strange = world.plant(world.code);
    const scope = await now(world);
    for (const id of [actorId(123_456_789n), actorId(1n), world.miner, world.people.alice]) {
      expect((await proveOwner(scope, id)).value).toBeNull();
      expect((await proveOwnerPosition(scope, id, 1n)).value).toBeNull();
    }
    await expect(proveOwner(scope, strange)).rejects.toMatchObject({ name: "ProofFailure", why: "unreadable" });
  });
});

it("positions with approvals keep them", async () => {
  const world = offer();
  world.must("alice", "Approve", { operator: Address.id(world.people.carol), tokens: [1n] });
  const { value } = await proveOwnerPosition(await now(world), world.actor, 1n);
  expect(value).toMatchObject({ owner: world.people.alice, operators: [world.people.carol], frozenUntil: epoch(0), kind: 0n });
  expect(value?.shares).toBeGreaterThan(attoFil(0n));
});
