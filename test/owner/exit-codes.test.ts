/** Refusals that no other test of these methods meets, so that each code in the table of methods is seen (`npm run test:mutants -- --refusals`). */
import { describe, expect, it } from "vitest";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { encodeBitField, runsOf } from "../../filecoin/bit-field.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { attoFil } from "../../filecoin/units.ts";
import { KIND, action, offer, pass } from "./voting.ts";
import { World, fil } from "./world.ts";

const none = new Uint8Array();
/** No actor has it. */
const NOBODY = Address.actor(new Uint8Array(1));

/** An offer of two seniors and a junior with one miner in custody. */
function running(): World {
  const world = offer({ minerBalance: fil(100) });
  world.takeOver();
  world.confirm();
  return world;
}

describe("what is not there ends with 17", () => {
  type Asked = { [M in OwnerMethodName]: readonly [M, (world: World) => OwnerMethods[M]["params"], string] }[OwnerMethodName];
  const asked: readonly Asked[] = [
    ["Measure", (world) => ({ miner: world.otherMiner }), "not in custody: miner f0"],
    ["Recall", (world) => ({ miner: world.otherMiner, amount: fil(1) }), "not in custody: miner f0"],
    ["GetMiner", (world) => ({ miner: world.otherMiner }), "not in custody: miner f0"],
    ["GetAccount", () => ({ account: NOBODY }), "no actor has this address, protocol 2"],
    ["RevokeApproval", (world) => ({ operator: Address.id(world.people.bob), tokens: [99n] }), "no position has token id 99"],
    ["BurnFrom", (world) => ({ from: Address.id(world.people.alice), tokens: [99n] }), "no position has token id 99"],
    ["IsApproved", (world) => ({ operator: Address.id(world.people.bob), tokens: [99n] }), "no position has token id 99"],
    ["Execute", () => ({ proposal: 99n }), "no proposal has id 99"],
  ];
  it.each(asked)("%s", (method, params, words) => {
    const world = running();
    world.refused("stranger", method, params(world), 17, words);
  });
});

describe("an address that nobody has ends with 17", () => {
  it("CreateMiner", () => {
    running().refused("operator", "CreateMiner", { worker: NOBODY, proof: 10, peer: none, addresses: [] }, 17, "no actor has address bytes", fil(300));
  });

  it("ProposeOperator", () => {
    running().refused("operator", "ProposeOperator", { operator: NOBODY }, 17, "no actor has address bytes");
  });

  it("ReleaseMiner", () => {
    const world = running();
    world.refused("minerOwner", "ReleaseMiner", { miner: world.miner, token: 5n, to: NOBODY }, 17, "no actor has address bytes");
  });
});

describe("a set of 65 tokens ends with 16", () => {
  const many = encodeBitField(runsOf(Array.from({ length: 65 }, (_, i) => 2 * i)));
  const asked: readonly [OwnerMethodName, (world: World) => Uint8Array][] = [
    ["Burn", () => encodeCbor(many)],
    ["Owner", () => encodeCbor(many)],
    ["ClaimRedemption", () => encodeCbor(many)],
    ["IsApproved", (world) => encodeCbor([Address.id(world.people.bob).bytes, many])],
    ["Approve", (world) => encodeCbor([Address.id(world.people.bob).bytes, many])],
    ["RevokeApproval", (world) => encodeCbor([Address.id(world.people.bob).bytes, many])],
    ["BurnFrom", (world) => encodeCbor([Address.id(world.people.bob).bytes, many])],
    ["Withdraw", () => encodeCbor([many, null])],
  ];
  it.each(asked)("%s", (method, params) => {
    const world = running();
    const outcome = world.raw(world.people.stranger, world.actor, METHOD_NUMBERS[method], params(world));
    expect(outcome).toMatchObject({ exitCode: 16, error: "more ids in one set than 64" });
  });
});

describe("a miner in custody that is none any more ends with 16", () => {
  /** What the protocol does not allow: the code of an actor has changed. */
  const change = (world: World): void => world.tree.setActor(world.miner, { ...world.tree.getActor(world.miner)!, code: world.codeOf("multisig") });
  const words = "its code is not the built-in storageminer";

  it("in each method that calls it", () => {
    const world = running();
    change(world);
    const { miner } = world;
    const to = Address.id(world.people.minerOwner);
    const worker = Address.id(world.people.worker);
    world.refused("stranger", "ConfirmWorker", { miner }, 16, words);
    world.refused("operator", "ChangeWorker", { miner, worker, controls: [] }, 16, words);
    world.refused("operator", "ChangePeerID", { miner, peer: none }, 16, words);
    world.refused("operator", "ChangeMultiaddrs", { miner, addresses: [] }, 16, words);
    world.refused("stranger", "ReportOverExtension", { miner, sector: 0n }, 16, words);
    world.refused("minerOwner", "ReleaseMiner", { miner, token: 5n, to }, 16, words);
    world.refused("operator", "Recall", { miner, amount: fil(1) }, 16, words);
    world.refused("operator", "Forward", { miner, amount: fil(1), attestation: null }, 16, words);
    world.refused("stranger", "Finalize", { max: 1 }, 16, words);
    world.refused("alice", "ExitNow", { token: 1n, amount: fil(1), least: attoFil(0n) }, 16, words);
  });

  it("when an operator is replaced", () => {
    const world = running();
    const proposal = pass(world, action(KIND.replace, { actor: Address.id(world.people.stranger) }));
    const about = `the operator is about to be replaced by proposal ${proposal}`;
    world.refused("operator", "ChangePeerID", { miner: world.miner, peer: none }, 20, about);
    world.refused("operator", "ChangeMultiaddrs", { miner: world.miner, addresses: [] }, 20, about);
    change(world);
    world.refused("stranger", "Execute", { proposal }, 16, words);
  });
});

it("an amount near 2^256 ends with 20 instead of wrapping around", () => {
  const world = running();
  world.refused("operator", "Forward", { miner: world.miner, amount: attoFil((1n << 256n) - 1n), attestation: null }, 20, "number above 2^256");
});
