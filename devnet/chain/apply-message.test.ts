import { describe, expect, test } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { ExitCode } from "../../filecoin/exit-code.ts";
import { actorId, attoFil } from "../../filecoin/units.ts";
import { HostFault } from "../kernel/faults.ts";
import { RICH, TestMachine } from "../kernel/test-machine.ts";
import { type Applied, applyMessage } from "./apply-message.ts";

const LENGTH = 100;
const explicit = { kind: "explicit", onChainLength: LENGTH } as const;
const ETH = Address.delegated(10n, new Uint8Array(20).fill(7));

/** Gas of a bare transfer between accounts: inclusion 690,663, moving money 6,000, the receiver's update 475,000. */
const TRANSFER_GAS = 1_171_663;

function total(world: TestMachine): bigint {
  return [2, 99, 100, 101, 1000].reduce((sum, id) => sum + world.balance(id), 0n);
}

describe("a transfer", () => {
  test("costs the reference's gas, moves the value, divides the fee and loses nothing", () => {
    const world = new TestMachine();
    const before = total(world);
    const applied = applyMessage(world.machine, world.message({ value: attoFil(5n), gasLimit: 2_000_000 }), explicit);
    expect(applied).toMatchObject({ exitCode: 0, gasUsed: TRANSFER_GAS, refused: false });
    expect(world.balance(101)).toBe(RICH + 5n);
    expect(world.balance(2)).toBe(10n * 2_000_000n);
    expect(world.balance(99)).toBe(applied.gasOutputs.baseFeeBurn + applied.gasOutputs.overEstimationBurn);
    expect(total(world)).toBe(before);
    expect(world.state.getActor(actorId(100))?.nonce).toBe(1);
  });

  test("of more than the sender has fails with 6; fee and nonce stay paid", () => {
    const world = new TestMachine();
    const applied = applyMessage(world.machine, world.message({ value: attoFil(RICH * 2n) }), explicit);
    expect(applied.exitCode).toBe(ExitCode.SYS_INSUFFICIENT_FUNDS);
    expect(world.state.getActor(actorId(100))?.nonce).toBe(1);
    expect(world.balance(101)).toBe(RICH);
    expect(world.balance(100)).toBeLessThan(RICH);
  });

  test("runs out of gas with 7 and uses the whole limit", () => {
    const world = new TestMachine();
    const applied = applyMessage(world.machine, world.message({ value: attoFil(5n), gasLimit: 1_000_000 }), explicit);
    expect(applied).toMatchObject({ exitCode: ExitCode.SYS_OUT_OF_GAS, gasUsed: 1_000_000 });
    expect(world.balance(101)).toBe(RICH);
  });
});

describe("a message that is refused leaves the state alone", () => {
  const refusals: [string, (world: TestMachine) => Applied, number][] = [
    ["wrong nonce", (w) => applyMessage(w.machine, w.message({ nonce: 7 }), explicit), ExitCode.SYS_SENDER_STATE_INVALID],
    ["fee not covered", (w) => applyMessage(w.machine, w.message({ gasFeeCap: attoFil(RICH) }), explicit), ExitCode.SYS_SENDER_STATE_INVALID],
    ["unknown sender", (w) => applyMessage(w.machine, w.message({ from: Address.id(55_555) }), explicit), ExitCode.SYS_SENDER_INVALID],
    ["sender that is no account", (w) => applyMessage(w.machine, w.message({ from: Address.id(2) }), explicit), ExitCode.SYS_SENDER_INVALID],
    ["limit below the inclusion", (w) => applyMessage(w.machine, w.message({ gasLimit: 1_000 }), explicit), ExitCode.SYS_OUT_OF_GAS],
  ];
  test.each(refusals)("%s", (_name, apply, exitCode) => {
    const world = new TestMachine();
    const root = world.state.flush().toString();
    const applied = apply(world);
    expect(applied).toMatchObject({ exitCode, refused: true, gasUsed: 0 });
    expect(applied.gasOutputs.minerPenalty).toBeGreaterThan(0n);
    expect(world.state.flush().toString()).toBe(root);
  });
});

describe("a placeholder with an Ethereum address", () => {
  test("becomes an ethaccount with its first message", () => {
    const world = new TestMachine();
    applyMessage(world.machine, world.message({ to: ETH, value: attoFil(RICH / 2n) }), explicit);
    const id = world.state.resolve(ETH);
    expect(id).toBe(5_000n);
    const placeholder = world.place(102, "placeholder", { balance: RICH, delegated: ETH });
    const applied = applyMessage(world.machine, world.message({ from: Address.id(102), value: attoFil(1n) }), explicit);
    expect(applied.exitCode).toBe(0);
    expect(world.state.getActor(placeholder)?.code.equals(world.machine.codeOf("ethaccount"))).toBe(true);
  });

  test("of another namespace may not send", () => {
    const world = new TestMachine();
    world.place(102, "placeholder", { balance: RICH, delegated: Address.delegated(32n, new Uint8Array(20)) });
    const applied = applyMessage(world.machine, world.message({ from: Address.id(102) }), explicit);
    expect(applied.exitCode).toBe(ExitCode.SYS_SENDER_INVALID);
  });
});

describe("an implicit message", () => {
  test("needs no nonce, pays no fee and may come from any actor", () => {
    const world = new TestMachine();
    world.place(2, "reward", { balance: 50n });
    const message = world.message({ from: Address.id(2), value: attoFil(50n), nonce: 33 });
    const applied = applyMessage(world.machine, message, { kind: "implicit", onChainLength: 0 });
    expect(applied.exitCode).toBe(0);
    expect(world.balance(101)).toBe(RICH + 50n);
    expect(applied.gasOutputs.minerTip).toBe(0n);
  });
});

describe("a fault of the host", () => {
  test("throws and leaves the state as it was", () => {
    const world = new TestMachine();
    world.placeNative(1000, () => {
      throw new TypeError("a bug");
    });
    const root = world.state.flush().toString();
    const message = world.message({ to: Address.id(1000), method: 2, value: attoFil(3n) });
    expect(() => applyMessage(world.machine, message, explicit)).toThrow(HostFault);
    expect(world.state.flush().toString()).toBe(root);
  });
});
