import { describe, expect, it } from "vitest";
import { encodeParams, encodeStruct } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { type Cid, EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { type ActorId, attoFil } from "../../filecoin/units.ts";
import { brokenInvariants } from "./invariants.ts";
import { DELAY, GRACE, KIND, SEAL_OFF, STATE, action, decide, earning, offer, pass, propose, stateOf } from "./voting.ts";
import { type World, defaultTerms, eventOf, fil } from "./world.ts";

const none = new Uint8Array();

/** An offer with one miner, pledge, rewards under way, claims, a request and an open proposal, whose holders have allowed this very code. */
function running(): World {
  const world = earning();
  decide(world, action(KIND.allow, { code: world.code }));
  world.must("bob", "Withdraw", { tokens: [2n], recipient: null });
  world.must("carol", "Redeem", { token: 3n, amount: fil(20) });
  return world;
}

const to = (id: ActorId) => action(KIND.migrate, { actor: Address.id(id) });

function at<T>(world: World, actor: ActorId, run: () => T): T {
  const present = world.actor;
  world.actor = actor;
  try {
    return run();
  } finally {
    world.actor = present;
  }
}

/** Everything that people see of an offer. */
const seen = (world: World): unknown => [
  world.pool(),
  world.minerView(),
  world.must("stranger", "ListMiners", {}),
  world.must("stranger", "GetTerms", {}),
  world.must("stranger", "ListRequests", { from: 0n, limit: 64 }),
  ...[1n, 2n, 3n, 4n].map((token) => world.position(token)),
  ...(["alice", "bob", "carol", "operator"] as const).map((who) => world.account(who)),
];

describe("Migrate", () => {
  it("hands over every miner, all money and all rights in one message, and the heir goes on as if nothing had happened", () => {
    const world = running();
    const old = world.actor;
    const heir = world.heir();
    const id = pass(world, to(heir));
    const other = propose(world, SEAL_OFF, "carol", 3n);
    const before = seen(world);
    const balance = world.balanceOf(old);
    const done = world.call("stranger", "Execute", { proposal: id });
    expect(done.error).toBe("");
    expect(eventOf(done, "migrated")).toEqual({ to: heir, amount: balance, miners: 1 });
    expect([world.balanceOf(old), world.balanceOf(heir)]).toEqual([0n, balance]);
    expect(world.builtin("stranger", world.miner, minerMethods.GetOwner, undefined as never)).toEqual({ owner: Address.id(heir), proposed: null });
    world.actor = heir;
    expect(seen(world)).toEqual(before);
    expect([stateOf(world, id), stateOf(world, other)]).toEqual([STATE.executed, STATE.ended]);
    expect(world.must("stranger", "GetGovernance", {})).toMatchObject({ open: [], codes: [world.code] });
    expect(brokenInvariants(world)).toEqual([]);
    world.reward(fil(8));
    expect(world.harvest()).toBeGreaterThan(0n);
    world.advance(1_000);
    expect(world.must("alice", "Withdraw", { tokens: [1n], recipient: null })).toBeGreaterThan(0n);
    world.deposit("bob", fil(10));
    world.forward(fil(5));
    expect(world.must("stranger", "Finalize", { max: 5 }).paid).toBeGreaterThan(0n);
    expect(brokenInvariants(world)).toEqual([]);
    decide(world, to(world.heir()));
  });

  it("takes a promised rate along, with what is due of it", () => {
    const world = offer({ terms: { custodyType: 1, annualRateBps: 800 } });
    decide(world, action(KIND.allow, { code: world.code }));
    const heir = world.heir();
    const id = pass(world, to(heir));
    const { couponDue } = world.pool();
    const { unpaidCoupon } = world.position(1n);
    world.must("stranger", "Execute", { proposal: id });
    world.actor = heir;
    expect(couponDue).toBeGreaterThan(0n);
    expect([world.pool().couponDue, world.position(1n).unpaidCoupon]).toEqual([couponDue, unpaidCoupon]);
    world.bareSend("stranger", heir, couponDue);
    world.must("stranger", "Sweep", {});
    expect([world.pool().couponDue, world.position(1n).reward > 0n]).toEqual([0n, true]);
    world.advance(1_000);
    expect(world.pool().couponDue).toBeGreaterThan(0n);
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("leaves an actor that does nothing but read and send on what reaches it", () => {
    const world = running();
    const old = world.actor;
    const heir = world.heir();
    decide(world, to(heir));
    const refused = `this actor has migrated to actor ${heir}`;
    world.refused("alice", "Withdraw", { tokens: [1n], recipient: null }, 20, refused);
    world.refused("alice", "Deposit", {}, 20, refused, fil(1));
    world.refused("operator", "Heartbeat", {}, 20, refused);
    world.refused("stranger", "Execute", { proposal: 2n }, 20, refused);
    world.refused("stranger", "Inherit", { root: EMPTY_ARRAY_CID, status: 0 }, 20, "this actor is no heir, or has inherited");
    world.bareSend("carol", old, fil(3));
    expect(world.pool()).toMatchObject({ status: 2, balance: fil(3), surplus: fil(3) });
    expect(world.must("stranger", "Sweep", {})).toBe(fil(3));
    expect(world.must("stranger", "Sweep", {})).toBe(0n);
    expect(at(world, heir, () => world.pool().surplus)).toBe(fil(3));
    expect(at(world, heir, () => world.must("stranger", "Sweep", {}))).toBe(fil(3));
  });

  it("refuses the right code in the wrong instance: one with terms and holders of its own, one of another predecessor, one that has inherited", () => {
    const world = running();
    const old = world.actor;
    world.construct();
    const foreign = world.actor;
    world.actor = old;
    const own = pass(world, to(foreign));
    world.refused("stranger", "Execute", { proposal: own }, 20, `f0${foreign} method ${METHOD_NUMBERS.Inherit} exit 20`);
    world.advance(GRACE);
    const others = world.heir(foreign);
    const wrong = pass(world, to(others));
    world.refused("stranger", "Execute", { proposal: wrong }, 20, `f0${others} method ${METHOD_NUMBERS.Inherit} exit 18`);
    expect(world.builtin("stranger", world.miner, minerMethods.GetOwner, undefined as never)).toEqual({ owner: Address.id(old), proposed: null });
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("refuses code that no vote has allowed, when it is proposed and again when it is carried out", () => {
    const world = offer();
    const heir = world.heir();
    world.refused("alice", "Propose", { token: 1n, action: to(heir) }, 20, `no vote has allowed the code of f0${heir}`);
    world.refused("alice", "Propose", { token: 1n, action: to(1_234_567n as ActorId) }, 16, "no actor has id 1234567");
    decide(world, action(KIND.allow, { code: world.code }));
    const id = pass(world, to(heir));
    const root = world.state();
    const changed = world.tree.getActor(heir)!;
    world.tree.setActor(heir, { ...changed, code: world.codeOf("account") });
    world.refused("stranger", "Execute", { proposal: id }, 20, "no vote has allowed the code of");
    expect(world.state()).toEqual(root);
  });

  /** A world whose holders have voted to migrate to an actor that behaves as the test says. */
  function toStrange(behave: Parameters<World["strange"]>[0]): { world: World; id: bigint; heir: ActorId } {
    const world = running();
    const heir = world.strange(behave);
    decide(world, action(KIND.allow, { code: world.tree.getActor(heir)!.code }));
    return { world, heir, id: pass(world, to(heir)) };
  }

  it("is undone whole when the heir takes the money and not the miners, or refuses", () => {
    const lazy = toStrange(() => null);
    lazy.world.refused("stranger", "Execute", { proposal: lazy.id }, 20, `owner and beneficiary did not change at miner f0${lazy.world.miner}`);
    const unwilling = toStrange((rt) => rt.abort(33, "no"));
    unwilling.world.refused("stranger", "Execute", { proposal: unwilling.id }, 20, "exit 33");
    expect(unwilling.world.must("alice", "Withdraw", { tokens: [1n], recipient: null })).toBeGreaterThan(0n);
  });

  it("lets the heir call back nothing that changes the predecessor", () => {
    const codes: number[] = [];
    const made = toStrange((rt) => {
      const call = (method: keyof typeof METHOD_NUMBERS, params: Uint8Array, value = 0n): void =>
        void codes.push(rt.send(Address.id(rt.caller), METHOD_NUMBERS[method], params.length === 0 ? null : { codec: 0x51, bytes: params }, value).exitCode);
      call("Deposit", none, 0n);
      call("Withdraw", encodeParams("Withdraw", { tokens: [1n], recipient: null }));
      call("Execute", encodeParams("Execute", { proposal: 1n }));
      call("Harvest", encodeParams("Harvest", { miner: made.world.miner }));
      call("GetPool", none);
      return null;
    });
    made.world.refused("stranger", "Execute", { proposal: made.id }, 20, "did not change");
    expect(codes).toEqual([20, 20, 20, 20, 0]);
  });

  it("moves 32 miners for less than 2 G gas", () => {
    const world = offer({ minerBalance: 0n, terms: { reserveBps: 0 } });
    world.takeOver();
    const { minerOwner, worker } = world.people;
    const template = world.tree.getActor(world.miner)!;
    const fresh = world.minerState();
    for (let i = 1; i < 32; i++) {
      const miner = world.plant(template.code, template.head, 0n);
      world.editMiner(miner, (state) => Object.assign(state, fresh));
      world.setBalance(miner, 0n);
      // A copy of the first miner belongs to this actor already: its owner is set back before it is handed over.
      world.raw(world.actor, miner, 1_010_589_339, encodeStruct("Heir", { predecessor: Address.id(minerOwner) }).subarray(1));
      world.raw(minerOwner, miner, 1_010_589_339, encodeStruct("Heir", { predecessor: Address.id(minerOwner) }).subarray(1));
      world.raw(minerOwner, miner, 1_010_589_339, encodeStruct("Heir", { predecessor: Address.id(world.actor) }).subarray(1));
      world.must("operator", "ApproveMiner", { miner, owner: Address.id(minerOwner), worker: Address.id(worker), controls: [] });
      world.must("minerOwner", "TakeOwner", { miner });
    }
    expect(world.must("stranger", "ListMiners", {})).toHaveLength(32);
    decide(world, action(KIND.allow, { code: world.code }));
    const id = pass(world, to(world.heir()));
    const done = world.call("stranger", "Execute", { proposal: id });
    expect(eventOf(done, "migrated")).toMatchObject({ miners: 32 });
    expect(done.gas).toBeLessThan(2_000_000_000);
  });
});

describe("an heir", () => {
  it("does nothing but wait for its predecessor", () => {
    const world = offer();
    const old = world.actor;
    const heir = world.heir();
    world.actor = heir;
    const refused = `an heir waits for its predecessor, actor ${old}`;
    world.refused("alice", "Deposit", {}, 20, refused, fil(1));
    world.refused("operator", "Heartbeat", {}, 20, refused);
    world.refused("operator", "OpenDeposits", { amount: fil(1), until: 500_000 as never }, 20, refused);
    world.refused("alice", "Propose", { token: 1n, action: SEAL_OFF }, 20, refused);
    world.refused("stranger", "Sweep", {}, 20, refused);
    world.refused("stranger", "Inherit", { root: EMPTY_ARRAY_CID, status: 0 }, 18, `only the predecessor may do this: f0${old}`);
    for (const view of ["GetTerms", "Name", "Symbol"] as const) world.refused("stranger", view, {}, 20, "an heir has no terms yet");
    world.refused("stranger", "GetAccount", { account: Address.id(world.people.alice) }, 20, "an heir has no terms yet");
    expect(world.pool()).toMatchObject({ status: 3, balance: 0n, tokens: 0n });
    expect(world.must("stranger", "Version", {}).name).toBe("FIL Peggy owner actor");
  });

  it("is constructed by Init, without value, of an actor the chain knows", () => {
    const world = offer();
    const params = encodeStruct("Heir", { predecessor: Address.id(world.actor) });
    expect(world.constructWith(params, 5n)).toMatchObject({ exitCode: 26 });
    expect(world.constructWith(Uint8Array.of(...params, 0))).toMatchObject({ exitCode: 21 });
    expect(world.constructWith(Uint8Array.of(0x81))).toMatchObject({ exitCode: 21 });
    expect(world.constructWith(encodeStruct("Heir", { predecessor: Address.actor(none) }))).toMatchObject({
      exitCode: 17,
      error: expect.stringContaining("no actor has address bytes"),
    });
    const planted = world.plant(world.code);
    expect(world.raw(world.people.alice, planted, 1, params)).toMatchObject({ exitCode: 18, error: expect.stringContaining("only Init may construct") });
    expect(world.construct({ ...defaultTerms(world.people) }).exitCode).toBe(0);
  });

  it("takes only a status that an actor in service can have, and a root that its predecessor can reach", () => {
    const world = offer();
    let inheritance: { root: Cid; status: number };
    const predecessor = world.strange((rt) => {
      const reply = rt.send(Address.id(heir), METHOD_NUMBERS.Inherit, { codec: 0x51, bytes: encodeParams("Inherit", inheritance) }, attoFil(0n));
      return reply.exitCode === 0 ? null : rt.abort(reply.exitCode, "inherit failed");
    });
    const heir = world.heir(predecessor);
    inheritance = { root: world.tree.getActor(world.actor)!.head, status: 2 };
    expect(world.raw(world.people.alice, predecessor, 20_000_000, none)).toMatchObject({ exitCode: 16 });
    inheritance = { ...inheritance, status: 0 };
    expect(world.raw(world.people.alice, predecessor, 20_000_000, none)).toMatchObject({ exitCode: 20 });
  });

  it("keeps the notice: holders who did not vote for it can leave first", () => {
    const world = running();
    const id = pass(world, to(world.heir()));
    world.advance(-DELAY);
    expect(stateOf(world, id)).toBe(STATE.waiting);
    const request = world.must("carol", "Redeem", { token: 3n, amount: fil(20) });
    expect(world.must("stranger", "ListRequests", { from: request, limit: 1 }).requests[0]).toMatchObject({ matures: world.epoch });
    expect(world.must("stranger", "Finalize", { max: 5 }).paid).toBe(fil(40));
  });
});
