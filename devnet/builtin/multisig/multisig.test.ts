import { describe, expect, it } from "vitest";
import { Address } from "../../../filecoin/address.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, encodeCbor } from "../../../filecoin/cbor.ts";
import { type ActorId, actorId } from "../../../filecoin/units.ts";
import { decodeExecReturn } from "../init.ts";
import { INIT_ACTOR } from "../singletons.ts";
import { atto, FIL, idParam, OTHER, OWNER, secpAddress, TestWorld, THIRD, WORKER } from "../test-world.ts";
import { decodeMultisigState, type MultisigState } from "../../../filecoin/state/multisig.ts";

const EMPTY = new Uint8Array(0);

class MultisigWorld extends TestWorld {
  readonly msig: ActorId;

  constructor(threshold: number, signers: Uint8Array[], lock: { duration: number; value: bigint } | null = null) {
    super();
    const params = [signers, threshold, lock?.duration ?? 0, 0];
    this.msig = this.create(params, lock?.value ?? 0n);
  }

  create(params: CborValue, value = 0n): ActorId {
    return decodeExecReturn(encodeCbor(this.ok(OWNER, INIT_ACTOR, 2, this.exec(params), value))).id;
  }

  exec(params: CborValue): CborValue {
    const code = this.builtins.manifest.find(({ name }) => name === "multisig")?.code;
    if (code === undefined) throw new Error("no multisig");
    return [code, encodeCbor(params)];
  }

  msigState(): MultisigState {
    return decodeMultisigState(this.state(this.msig));
  }

  propose(from: ActorId, to: Address, value: bigint, method = 0, params: Uint8Array = EMPTY): CborValue {
    return this.ok(from, this.msig, 2, [to.bytes, encodeAmount(value), method, params]);
  }
}

const two = [idParam(OWNER), idParam(OTHER)];

describe("multisig creation", () => {
  it("resolves signers, and gives an unknown key an account", () => {
    const world = new MultisigWorld(1, [secpAddress(2).bytes, secpAddress(50).bytes]);
    expect(world.msigState().signers).toEqual([OTHER, world.tree.resolve(secpAddress(50))]);
  });

  it("refuses impossible constructors with 16", () => {
    const world = new MultisigWorld(1, two);
    const refused: CborValue[] = [
      [[], 1, 0, 0],
      [two, 3, 0, 0],
      [two, 0, 0, 0],
      [two, 1, -1, 0],
      [[idParam(OTHER), secpAddress(2).bytes], 1, 0, 0],
    ];
    for (const params of refused) expect(world.exit(OWNER, INIT_ACTOR, 2, world.exec(params))).toBe(16);
    expect(world.exit(OWNER, INIT_ACTOR, 2, world.exec([[idParam(999_999)], 1, 0, 0]))).toBe(17);
    expect(world.exit(OWNER, INIT_ACTOR, 2, world.exec([two, 1]))).toBe(21);
  });
});

describe("multisig proposals", () => {
  it("makes the call at once when one approval suffices", () => {
    const world = new MultisigWorld(1, two);
    world.ok(OWNER, world.msig, 0, undefined, FIL);
    const before = world.balance(THIRD);
    expect(world.propose(OWNER, Address.id(THIRD), FIL)).toEqual([0, true, 0, EMPTY]);
    expect(world.balance(THIRD) - before).toBe(FIL);
  });

  it("waits for the threshold, checks the hash, and forgets the proposal", () => {
    const world = new MultisigWorld(2, two);
    world.ok(OWNER, world.msig, 0, undefined, FIL);
    expect(world.propose(OWNER, Address.id(THIRD), FIL)).toEqual([0, false, 0, EMPTY]);
    expect(world.exit(OWNER, world.msig, 3, [0, EMPTY])).toBe(18);
    expect(world.exit(THIRD, world.msig, 3, [0, EMPTY])).toBe(18);
    expect(world.exit(OTHER, world.msig, 3, [1, EMPTY])).toBe(17);
    expect(world.exit(OTHER, world.msig, 3, [0, new Uint8Array(32)])).toBe(16);
    expect(world.ok(OTHER, world.msig, 3, [0, EMPTY])).toEqual([true, 0, EMPTY]);
    expect(world.exit(OTHER, world.msig, 3, [0, EMPTY])).toBe(17);
  });

  it("reports the exit code and return of the call it made", () => {
    const world = new MultisigWorld(1, two);
    const owner = encodeCbor([idParam(OWNER), null]);
    expect(world.propose(OWNER, Address.id(world.miner), 0n, 3275365574)).toEqual([0, true, 0, owner]);
    expect(world.propose(OWNER, Address.id(world.miner), 0n, 23, encodeCbor(idParam(world.msig)))).toEqual([1, true, 18, EMPTY]);
    expect(world.propose(OWNER, Address.id(actorId(999_999)), 0n)).toEqual([2, true, 23, EMPTY]);
  });

  it("ends with 19 when the money is not there or held back", () => {
    const world = new MultisigWorld(1, two, { duration: 100, value: 100n });
    const spend = (amount: bigint): number => world.exit(OWNER, world.msig, 2, [idParam(THIRD), encodeAmount(amount), 0, EMPTY]);
    expect(spend(1n)).toBe(19);
    world.epoch = 50;
    expect(spend(51n)).toBe(19);
    expect(spend(50n)).toBe(0);
    world.epoch = 100;
    expect(spend(51n)).toBe(19);
    expect(spend(50n)).toBe(0);
  });

  it("lets only the proposer cancel", () => {
    const world = new MultisigWorld(2, two);
    world.propose(OWNER, Address.id(THIRD), 0n);
    expect(world.exit(OTHER, world.msig, 4, [0, EMPTY])).toBe(18);
    expect(world.exit(OWNER, world.msig, 4, [0, new Uint8Array(32)])).toBe(20);
    expect(world.exit(OWNER, world.msig, 4, [0, EMPTY])).toBe(0);
    expect(world.exit(OWNER, world.msig, 4, [0, EMPTY])).toBe(17);
  });

  it("refuses strangers and negative values", () => {
    const world = new MultisigWorld(1, two);
    expect(world.exit(THIRD, world.msig, 2, [idParam(THIRD), atto(0n), 0, EMPTY])).toBe(18);
    expect(world.exit(OWNER, world.msig, 2, [idParam(THIRD), atto(-1n), 0, EMPTY])).toBe(16);
  });
});

describe("a multisig decides about itself", () => {
  const self = (world: MultisigWorld, method: number, params: CborValue): CborValue =>
    world.propose(OWNER, Address.id(world.msig), 0n, method, encodeCbor(params));

  it("adds, swaps and removes signers and moves the threshold", () => {
    const world = new MultisigWorld(1, two);
    self(world, 5, [idParam(THIRD), false]);
    self(world, 7, [idParam(OTHER), idParam(WORKER)]);
    expect(world.msigState().signers).toEqual([OWNER, THIRD, WORKER]);
    self(world, 6, [idParam(THIRD), false]);
    expect(world.msigState()).toMatchObject({ signers: [OWNER, WORKER], threshold: 1n });
    self(world, 8, [2]);
    expect(world.msigState().threshold).toBe(2n);
  });

  it("answers the released codes for what is not allowed", () => {
    const world = new MultisigWorld(1, two);
    const code = (method: number, params: CborValue): unknown => (self(world, method, params) as unknown[])[2];
    expect(code(5, [idParam(OTHER), false])).toBe(18);
    expect(code(6, [idParam(THIRD), false])).toBe(18);
    expect(code(6, [idParam(OTHER), true])).toBe(16);
    expect(code(7, [idParam(OTHER), idParam(OWNER)])).toBe(16);
    expect(code(8, [3])).toBe(16);
    expect(code(9, [0, 0, atto(1n)])).toBe(16);
    expect(world.exit(OWNER, world.msig, 5, [idParam(THIRD), false])).toBe(18);
  });

  it("takes a removed signer's approvals back", () => {
    const world = new MultisigWorld(2, [...two, idParam(THIRD)]);
    world.propose(OWNER, Address.id(WORKER), 0n);
    world.propose(OTHER, Address.id(world.msig), 0n, 6, encodeCbor([idParam(OWNER), false]));
    world.ok(THIRD, world.msig, 3, [1, EMPTY]);
    expect(world.exit(OTHER, world.msig, 3, [0, EMPTY])).toBe(17);
  });
});

describe("a multisig receives", () => {
  it("takes token notices and every other exported method", () => {
    const world = new MultisigWorld(1, two);
    expect(world.exit(world.userActor(), world.msig, "Receive", [7, EMPTY])).toBe(0);
    expect(world.exit(world.userActor(), world.msig, "Receive", [7])).toBe(21);
    expect(world.exit(world.userActor(), world.msig, "AnythingElse")).toBe(0);
    expect(world.exit(OWNER, world.msig, 10)).toBe(22);
  });
});
