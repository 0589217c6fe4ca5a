import { describe, expect, it } from "vitest";
import type { ActorId } from "../../../filecoin/units.ts";
import { blsAddress, idParam, OTHER, OTHER_WORKER, OWNER, secpAddress, TestWorld, THIRD, WORKER } from "../test-world.ts";

const CHANGE = "ChangeWorkerAddress";
const CONFIRM = "ConfirmChangeWorkerAddress";
const toWorker = (worker: ActorId, control: ActorId[] = []): [Uint8Array, Uint8Array[]] => [idParam(worker), control.map(idParam)];

describe("ChangeWorkerAddress", () => {
  it("schedules another worker for 900 epochs later and keeps a second request out", () => {
    const world = new TestWorld();
    world.epoch = 5;
    world.ok(OWNER, world.miner, CHANGE, toWorker(OTHER_WORKER));
    expect(world.minerInfo().pendingWorker).toEqual({ newWorker: OTHER_WORKER, effectiveAt: 905 });
    world.epoch = 50;
    world.ok(OWNER, world.miner, CHANGE, [idParam(WORKER), [idParam(THIRD)]]);
    expect(world.minerInfo()).toMatchObject({
      worker: WORKER,
      control: [THIRD],
      pendingWorker: { newWorker: OTHER_WORKER, effectiveAt: 905 },
    });
  });

  it("replaces the control addresses at once, resolved, and clears them", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, CHANGE, [blsAddress(1).bytes, [secpAddress(2).bytes, idParam(777)]]);
    expect(world.minerInfo()).toMatchObject({ control: [OTHER, 777n], pendingWorker: null });
    expect(world.ok(OTHER, world.miner, "IsControllingAddress", secpAddress(2).bytes)).toBe(true);
    world.ok(OWNER, world.miner, CHANGE, toWorker(WORKER));
    expect(world.minerInfo().control).toEqual([]);
  });

  it("takes an actor that is no account as control address, but not as worker", () => {
    const world = new TestWorld();
    const user = world.userActor();
    expect(world.exit(OWNER, world.miner, CHANGE, toWorker(WORKER, [user]))).toBe(0);
    expect(world.exit(OWNER, world.miner, CHANGE, toWorker(user))).toBe(16);
  });

  it("wants a BLS worker, and checks addresses before the caller", () => {
    const world = new TestWorld();
    const eleven = Array.from({ length: 11 }, () => idParam(THIRD));
    for (const caller of [OWNER, THIRD]) {
      expect(world.exit(caller, world.miner, CHANGE, [idParam(WORKER), eleven])).toBe(16);
      expect(world.exit(caller, world.miner, CHANGE, toWorker(OTHER))).toBe(16);
      expect(world.exit(caller, world.miner, CHANGE, [secpAddress(2).bytes, []])).toBe(16);
      expect(world.exit(caller, world.miner, CHANGE, [blsAddress(9).bytes, []])).toBe(16);
      expect(world.exit(caller, world.miner, CHANGE, [idParam(999_999), []])).toBe(16);
      expect(world.exit(caller, world.miner, CHANGE, [idParam(WORKER), [secpAddress(9).bytes]])).toBe(16);
    }
    expect(world.exit(THIRD, world.miner, CHANGE, toWorker(WORKER))).toBe(18);
    expect(world.exit(WORKER, world.miner, CHANGE, toWorker(WORKER))).toBe(18);
    expect(world.exit(world.userActor(), world.miner, 3, toWorker(WORKER))).toBe(18);
  });
});

describe("ConfirmChangeWorkerAddress", () => {
  it("puts the worker in charge from the epoch on, and not before", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, CHANGE, toWorker(OTHER_WORKER));
    world.epoch = 899;
    world.ok(OWNER, world.miner, CONFIRM);
    expect(world.minerInfo().worker).toBe(WORKER);
    world.epoch = 900;
    world.ok(OWNER, world.miner, CONFIRM);
    expect(world.minerInfo()).toMatchObject({ worker: OTHER_WORKER, pendingWorker: null });
  });

  it("does nothing when nothing is pending; only the owner may ask", () => {
    const world = new TestWorld();
    const before = world.minerInfo();
    world.ok(OWNER, world.miner, CONFIRM);
    expect(world.minerInfo()).toEqual(before);
    expect(world.exit(WORKER, world.miner, CONFIRM)).toBe(18);
    expect(world.exit(OWNER, world.miner, CONFIRM, [])).toBe(16);
  });
});

describe("where the miner is reached", () => {
  it("changes peer id and addresses for owner, worker and control", () => {
    const world = new TestWorld();
    world.ok(OWNER, world.miner, CHANGE, toWorker(WORKER, [THIRD]));
    for (const [i, caller] of [OWNER, WORKER, THIRD].entries()) {
      world.ok(caller, world.miner, "ChangePeerID", [Uint8Array.of(i)]);
      expect(world.ok(OTHER, world.miner, "GetPeerID")).toEqual([Uint8Array.of(i)]);
      world.ok(caller, world.miner, "ChangeMultiaddrs", [[Uint8Array.of(i, 1)]]);
      expect(world.ok(OTHER, world.miner, "GetMultiaddrs")).toEqual([[Uint8Array.of(i, 1)]]);
    }
    expect(world.exit(OTHER, world.miner, "ChangePeerID", [Uint8Array.of(1)])).toBe(18);
  });

  it("keeps the limits of 128 and 1,024 bytes and refuses empty addresses", () => {
    const world = new TestWorld();
    const bytes = (n: number): Uint8Array => new Uint8Array(n);
    expect(world.exit(OTHER, world.miner, "ChangePeerID", [bytes(129)])).toBe(16);
    expect(world.exit(OWNER, world.miner, "ChangePeerID", [bytes(128)])).toBe(0);
    expect(world.exit(OWNER, world.miner, "ChangeMultiaddrs", [[bytes(1000), bytes(25)]])).toBe(16);
    expect(world.exit(OWNER, world.miner, "ChangeMultiaddrs", [[bytes(1000), bytes(24)]])).toBe(0);
    expect(world.exit(OWNER, world.miner, "ChangeMultiaddrs", [[bytes(0)]])).toBe(16);
    expect(world.exit(OWNER, world.miner, "ChangeMultiaddrs", [[]])).toBe(0);
  });
});
