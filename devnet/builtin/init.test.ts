import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { type CborValue, decodeCbor, encodeCbor, TupleReader } from "../../filecoin/cbor.ts";
import { type Cid, cidOf, RAW } from "../../filecoin/cid.ts";
import { fromHex } from "../../filecoin/bytes.ts";
import type { BuiltinName } from "../../filecoin/methods/actor-type.ts";
import { decodeExecReturn } from "./init.ts";
import { INIT_ACTOR } from "./singletons.ts";
import { FIL, idParam, OTHER, OWNER, TestWorld, USER_CODE } from "./test-world.ts";

const EMPTY = new Uint8Array(0);

/** (module (memory (export "memory") 0) (func (export "invoke") (param i32) (result i32) i32.const 0)) */
const NOOP_WASM = fromHex("0061736d0100000001060160017f017f030201000503010000071302066d656d6f7279020006696e766f6b6500000a0601040041000b");

const codeOf = (world: TestWorld, name: BuiltinName): Cid => {
  const code = world.builtins.manifest.find((entry) => entry.name === name)?.code;
  if (code === undefined) throw new Error(`no ${name}`);
  return code;
};

const install = (world: TestWorld, code: Uint8Array): CborValue => world.ok(OWNER, INIT_ACTOR, 4, [code]);

describe("InstallCode", () => {
  it("keeps code under its raw CID, once, for any built-in caller", () => {
    const world = new TestWorld();
    const cid = cidOf(RAW, NOOP_WASM);
    expect(install(world, NOOP_WASM)).toEqual([cid, true]);
    expect(install(world, NOOP_WASM)).toEqual([cid, false]);
    const [, , , list] = world.state(INIT_ACTOR) as [Cid, number, string, Cid];
    expect(decodeCbor(world.blocks.get(list) as Uint8Array)).toEqual([cid]);
  });

  it("refuses what is no actor with 16, and other parameters", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, INIT_ACTOR, 4, [Uint8Array.of(1, 2, 3)])).toBe(16);
    expect(world.exit(OWNER, INIT_ACTOR, 4, NOOP_WASM)).toBe(21);
    expect(world.exit(OWNER, INIT_ACTOR, 4)).toBe(16);
    expect(world.exit(world.userActor(), INIT_ACTOR, 4, [NOOP_WASM])).toBe(18);
  });
});

describe("Exec", () => {
  it("creates an actor of installed code, with the value for its constructor", () => {
    const world = new TestWorld();
    const [code] = install(world, NOOP_WASM) as [Cid, boolean];
    const ret = encodeCbor(world.ok(OWNER, INIT_ACTOR, 2, [code, EMPTY], FIL));
    const { id, robust } = decodeExecReturn(ret);
    expect(world.tree.resolve(robust)).toBe(id);
    expect(world.balance(id)).toBe(FIL);
    expect(world.tree.getActor(id)?.code).toEqual(code);
    expect(new TupleReader(decodeCbor(ret), 2, "return").address()).toEqual(Address.id(id));
  });

  it("gives each actor of one message's sender its own address", () => {
    const world = new TestWorld();
    const [code] = install(world, NOOP_WASM) as [Cid, boolean];
    const [a, b] = [0, 1].map(() => decodeExecReturn(encodeCbor(world.ok(OWNER, INIT_ACTOR, 2, [code, EMPTY]))));
    expect(b?.id).toBe((a?.id ?? 0n) + 1n);
    expect(a?.robust.equals(b?.robust as Address)).toBe(false);
  });

  it("refuses code nobody installed, and built-in code that is not for everyone", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, INIT_ACTOR, 2, [USER_CODE, EMPTY])).toBe(18);
    for (const name of ["storageminer", "account", "reward", "evm", "init"] as const) {
      expect(world.exit(OWNER, INIT_ACTOR, 2, [codeOf(world, name), EMPTY])).toBe(18);
    }
  });

  it("undoes the creation when the constructor fails", () => {
    const world = new TestWorld();
    const before = world.state(INIT_ACTOR);
    expect(world.exit(OWNER, INIT_ACTOR, 2, [codeOf(world, "multisig"), EMPTY], FIL)).toBe(16);
    expect(world.state(INIT_ACTOR)).toEqual(before);
  });

  it("is closed to user actors by its number, as every internal method", () => {
    const world = new TestWorld();
    expect(world.exit(world.userActor(), INIT_ACTOR, 2, [USER_CODE, EMPTY])).toBe(18);
    expect(world.exit(OWNER, INIT_ACTOR, 99)).toBe(22);
  });
});

describe("Exec4", () => {
  it("is for the Ethereum address manager, whatever else is asked", () => {
    const world = new TestWorld();
    expect(world.exit(OWNER, INIT_ACTOR, 3, [USER_CODE, EMPTY, EMPTY])).toBe(18);
    expect(world.exit(OWNER, INIT_ACTOR, 3, [idParam(OTHER)])).toBe(21);
  });
});
