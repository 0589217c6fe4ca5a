import { describe, expect, it } from "vitest";
import { METHOD_NUMBERS, type OwnerMethodName } from "../../actor/abi/methods.generated.ts";
import type { MethodSchema } from "../../actor/abi/schema-kinds.ts";
import { schema } from "../../actor/abi/schema.ts";
import { Address } from "../../filecoin/address.ts";
import { sampleParams } from "./sample-params.ts";
import { DAY, World, fil } from "./world.ts";

const methods: Record<string, MethodSchema> = schema.methods;
const names = Object.keys(METHOD_NUMBERS).filter((name) => name !== "Constructor") as OwnerMethodName[];
const none = new Uint8Array();

/** Params that decode, for each method. */
const sample = (world: World, name: OwnerMethodName): Uint8Array =>
  sampleParams(name, { miner: world.miner, someone: world.people.alice, worker: world.people.worker, operator: world.people.operator, actor: world.actor });

function running(): World {
  const world = World.create();
  world.takeOver();
  world.openDeposits();
  world.deposit("alice", fil(100));
  world.must("alice", "Redeem", { token: 2n, amount: fil(10) });
  world.advance(DAY);
  world.must("alice", "Propose", { token: 2n, action: { kind: 0, on: false, actor: null, code: null, limits: null } });
  return world;
}

const send = (world: World, name: OwnerMethodName, params: Uint8Array, value = 0n) =>
  world.raw(world.people.stranger, world.actor, METHOD_NUMBERS[name], params, value);

describe("every method", () => {
  it.each(names.filter((name) => methods[name]!.payable !== true))("%s refuses value with 26 and keeps none of it", (name) => {
    const world = running();
    const before = world.balanceOf(world.actor);
    const outcome = send(world, name, sample(world, name), 5n);
    expect(outcome).toMatchObject({ exitCode: 26, error: "this method takes no value, got 5" });
    expect(world.balanceOf(world.actor)).toBe(before);
  });

  it.each(names)("%s ends with 21 on garbage, and on params too short or too long", (name) => {
    const world = running();
    const good = sample(world, name);
    const bad: Uint8Array[] = [
      Uint8Array.of(0xff),
      Uint8Array.of(0x9f, 0xff),
      Uint8Array.of(0xa0),
      Uint8Array.of(0x98, 0x01, 0x00),
      Uint8Array.of(...good, 0x00),
    ];
    if (good.length > 0) bad.push(none, good.subarray(0, good.length - 1));
    const before = world.head();
    for (const params of bad) {
      const value = methods[name]!.payable === true ? fil(1) : 0n;
      expect({ params, exitCode: send(world, name, params, value).exitCode }).toEqual({ params, exitCode: 21 });
    }
    expect(world.head()).toBe(before);
  });

  it("params of another codec than CBOR end with 21", () => {
    const world = running();
    let exitCode = -1;
    const caller = world.strange((rt) => {
      exitCode = rt.send(Address.id(world.actor), METHOD_NUMBERS.GetPosition, { codec: 0x55, bytes: Uint8Array.of(2) }, 0n, {}).exitCode;
      return null;
    });
    world.raw(world.people.stranger, caller, 20_000_000, none);
    expect(exitCode).toBe(21);
  });

  it.each(names)("%s works read-only exactly if it only reads", (name) => {
    const world = running();
    const before = world.head();
    let exitCode = -1;
    const caller = world.strange((rt) => {
      const params = sample(world, name);
      exitCode = rt.send(Address.id(world.actor), METHOD_NUMBERS[name], params.length === 0 ? null : { codec: 0x51, bytes: params }, 0n, {
        readOnly: true,
      }).exitCode;
      return null;
    });
    world.raw(world.people.stranger, caller, 20_000_000, none);
    if (methods[name]!.view === true) expect(exitCode).toBe(0);
    else expect(exitCode).not.toBe(0);
    expect(world.head()).toBe(before);
  });

  it.each([0x1000000, 2, 16, 23, 4_294_967_295])("an unknown number (%d) ends with 22", (number) => {
    const world = running();
    expect(world.raw(world.people.stranger, world.actor, number, none)).toMatchObject({ exitCode: 22, error: `unknown method ${number}` });
    expect(world.raw(world.people.stranger, world.actor, number, none, 5n)).toMatchObject({ exitCode: 22 });
  });

  it("Receive refuses tokens of others with 18", () => {
    const world = running();
    world.refused("stranger", "Receive", { type: 4_186_685_305n, payload: none }, 18, "this actor has no use for tokens");
  });

  it("Version says which code it is", () => {
    expect(running().must("stranger", "Version", {})).toEqual({ name: "FIL Peggy owner actor", version: "0.1.0" });
  });

  it("Heartbeat is the operator's alone", () => {
    const world = running();
    world.refused("stranger", "Heartbeat", {}, 18, "only the operator");
    world.advance(77);
    world.must("operator", "Heartbeat", {});
    expect(world.pool()).toMatchObject({ accepted: true, lastSeen: world.epoch });
  });
});
