import { describe, expect, test } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { CBOR, DAG_CBOR } from "../../filecoin/cid.ts";
import { actorId } from "../../filecoin/units.ts";
import type { CallOutcome } from "./machine.ts";
import { type NativeActor, SyscallError } from "./runtime.ts";
import { TestMachine } from "./test-machine.ts";

const UNKNOWN = Address.id(77_777);

function run(actor: NativeActor, other?: NativeActor): CallOutcome {
  const world = new TestMachine();
  world.placeNative(1000, actor, { balance: 1_000n });
  if (other !== undefined) world.placeNative(1001, other);
  return callActor(world);
}

function callActor(world: TestMachine): CallOutcome {
  return world.machine.call({
    origin: Address.id(100),
    originNonce: 4,
    from: actorId(100),
    to: Address.id(1000),
    method: 2n,
    params: { codec: CBOR, bytes: Uint8Array.of(0x80) },
    value: 5n,
    gasLimit: 1_000_000_000n,
    gasPremium: 0n,
  });
}

const number = (value: number): { codec: number; bytes: Uint8Array } => ({
  codec: CBOR,
  bytes: encodeCbor(value),
});

describe("a TypeScript actor", () => {
  test("sees its message and answers a block", () => {
    const outcome = run((rt) => {
      expect([rt.origin, rt.caller, rt.receiver, rt.method, rt.value]).toEqual([100n, 100n, 1000n, 2n, 5n]);
      expect(rt.balance()).toBe(1_005n);
      expect(rt.nonce).toBe(4);
      return number(7);
    });
    expect(outcome).toMatchObject({ exitCode: 0, ret: number(7), hostFault: null });
  });

  test("keeps its state and events when it succeeds, loses them when it aborts", () => {
    const change: NativeActor = (rt) => {
      rt.setRoot(rt.put(DAG_CBOR, encodeCbor([1, 2])));
      rt.emit([{ flags: 3, key: "k", codec: 0x55, value: Uint8Array.of(1) }]);
      return null;
    };
    const world = new TestMachine();
    world.placeNative(1000, change);
    const before = world.state.getActor(actorId(1000))?.head.toString();
    expect(callActor(world).events.length).toBe(1);
    const after = world.state.getActor(actorId(1000))?.head.toString();
    expect(after).not.toBe(before);
    const aborting = new TestMachine();
    aborting.placeNative(1000, (rt) => {
      change(rt);
      return rt.abort(33, "no", number(1));
    });
    const outcome = callActor(aborting);
    expect(outcome).toMatchObject({ exitCode: 33, ret: number(1), events: [], error: "no" });
    expect(aborting.state.getActor(actorId(1000))?.head.toString()).toBe(before);
  });

  test("sends: exits of the callee are values, a send that cannot be made is a SyscallError", () => {
    const outcome = run(
      (rt) => {
        expect(rt.send(Address.id(1001), 9, number(3), 10n)).toEqual({ exitCode: 44, ret: number(3) });
        expect(() => rt.send(UNKNOWN, 0, null, 1n)).toThrow(SyscallError);
        expect(() => rt.send(Address.id(1001), 0, null, 10n ** 30n)).toThrow(/hold/);
        expect(rt.balance()).toBe(1_005n);
        return null;
      },
      (rt) => rt.abort(44, "refused", rt.params ?? undefined),
    );
    expect(outcome.exitCode).toBe(0);
  });

  test("cannot write in a read-only call, nor can anyone below", () => {
    const outcome = run(
      (rt) => number(rt.send(Address.id(1001), 2, null, 0n, { readOnly: true }).exitCode),
      (rt) => {
        expect(rt.readOnly).toBe(true);
        expect(() => rt.setRoot(rt.root())).toThrow(SyscallError);
        expect(() => rt.emit([])).toThrow(SyscallError);
        expect(() => rt.send(Address.id(100), 0, null, 1n)).toThrow(SyscallError);
        return rt.abort(25, "read-only");
      },
    );
    expect(outcome.ret).toEqual(number(25));
  });

  test("out of gas under a limit of its own is exit 7 for the sender, and the rest goes on", () => {
    const outcome = run(
      (rt) => number(rt.send(Address.id(1001), 2, null, 0n, { gasLimit: 600_000n }).exitCode),
      (rt) => {
        rt.charge("work", 10_000_000);
        return null;
      },
    );
    expect(outcome).toMatchObject({ exitCode: 0, ret: number(7) });
    expect(outcome.gasUsed).toBeLessThan(1_300_000n);
  });

  test("a SyscallError it does not handle is exit 24, a bug of its own a fault of the host", () => {
    expect(run((rt) => rt.send(UNKNOWN, 0, null, 1n).ret).exitCode).toBe(24);
    const outcome = run(() => {
      throw new TypeError("a bug");
    });
    expect(outcome.exitCode).toBe(10);
    expect(outcome.hostFault?.message).toContain("a bug");
  });

  test("an endless recursion of sends ends; the state stays whole", () => {
    const world = new TestMachine();
    world.placeNative(1000, (rt) => number(rt.send(Address.id(1000), 2, null, 0n).exitCode));
    const root = world.state.flush().toString();
    const outcome = callActor(world);
    // With room on the host's stack the limit of 1,024 calls answers the innermost send; without, the host's stack ends it.
    expect([0, 10, 24]).toContain(outcome.exitCode);
    expect(world.state.flush().toString()).toBe(root);
    world.placeNative(1000, () => number(1));
    expect(callActor(world).exitCode).toBe(0);
  });

  test("the trace holds the tree of calls with what each paid", () => {
    const { trace } = run(
      (rt) => rt.send(Address.id(1001), 5, null, 0n).ret,
      () => null,
    );
    expect(trace?.subcalls.map((c) => [c.from, c.method, c.exitCode])).toEqual([[1000n, 5n, 0]]);
    expect(trace?.subcalls[0]?.gasCharges.map((c) => c.name)).toContain("OnMethodInvocation");
  });
});
