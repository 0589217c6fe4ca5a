import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { blsPublicKey, secp256k1PublicKey, signBls, signSecp256k1 } from "../../filecoin/signature.ts";
import { type ActorId } from "../../filecoin/units.ts";
import { SYSTEM_ACTOR } from "./singletons.ts";
import { blsAddress, FIL, idParam, OTHER, OWNER, secpAddress, TestWorld } from "./test-world.ts";

const KEY = new Uint8Array(32).fill(7, 1);
const MESSAGE = new TextEncoder().encode("I own this miner");

/** An account that a transfer to a key address brings into being. */
function accountOf(world: TestWorld, address: Address): ActorId {
  world.ok(OWNER, address, 0, undefined, FIL);
  return world.tree.resolve(address) as ActorId;
}

describe("account", () => {
  it("answers the key address it stands for", () => {
    const world = new TestWorld();
    expect(world.ok(OWNER, OTHER, 2)).toEqual(secpAddress(2).bytes);
    expect(world.exit(world.userActor(), OTHER, 2)).toBe(18);
    expect(world.exit(OWNER, OTHER, 2, [])).toBe(16);
  });

  it("is constructed by the system actor, for key addresses only, once", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, OTHER, 1, secpAddress(9).bytes)).toBe(18);
    expect(world.exit(SYSTEM_ACTOR, OTHER, 1, idParam(9))).toBe(16);
    expect(world.exit(SYSTEM_ACTOR, OTHER, 1, blsAddress(9).bytes)).toBe(20);
  });

  it.each([
    ["secp256k1", Address.secp256k1(secp256k1PublicKey(KEY)), signSecp256k1(KEY, MESSAGE).data],
    ["BLS", Address.bls(blsPublicKey(KEY)), signBls(KEY, MESSAGE).data],
  ])("authenticates a message with a %s key", (_, address, signature) => {
    const world = new TestWorld();
    const account = accountOf(world, address);
    const caller = world.userActor();
    const check = (data: Uint8Array, message: Uint8Array): number => world.exit(caller, account, "AuthenticateMessage", [data, message]);
    expect(world.ok(caller, account, "AuthenticateMessage", [signature, MESSAGE])).toBe(true);
    expect(check(signature, MESSAGE.slice(1))).toBe(16);
    expect(check(signature.slice(1), MESSAGE)).toBe(16);
    expect(check(new Uint8Array(0), MESSAGE)).toBe(16);
    expect(world.exit(caller, account, "AuthenticateMessage", [signature])).toBe(21);
  });

  it("takes every other exported method, and no other internal one", () => {
    const world = new TestWorld();
    expect(world.exit(world.userActor(), OTHER, "Receive", [1])).toBe(0);
    expect(world.exit(OWNER, OTHER, 3)).toBe(22);
    expect(world.exit(OWNER, OTHER, 16777215)).toBe(22);
    expect(world.exit(OWNER, OTHER, 16777216)).toBe(0);
  });
});

describe("placeholder and Ethereum account", () => {
  it("a placeholder answers every call with nothing", () => {
    const world = new TestWorld();
    const address = Address.delegated(10n, new Uint8Array(20).fill(1));
    const id = accountOf(world, address);
    expect(world.balance(id)).toBe(FIL);
    for (const method of [2, "GetOwner", "Receive"]) {
      const { exitCode, ret } = world.call(OWNER, id, method, [1]);
      expect([exitCode, ret]).toEqual([0, null]);
    }
  });

  it("an Ethereum account takes exported methods only", () => {
    const world = new TestWorld();
    const id = accountOf(world, Address.delegated(10n, new Uint8Array(20).fill(2)));
    world.setCode(id, "ethaccount");
    expect(world.exit(world.userActor(), id, "AuthenticateMessage", [1])).toBe(0);
    expect(world.exit(OWNER, id, 2)).toBe(22);
    expect(world.exit(SYSTEM_ACTOR, id, 1)).toBe(0);
    expect(world.exit(OWNER, id, 1)).toBe(18);
  });
});
