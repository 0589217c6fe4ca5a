/** Whatever an actor hands to the host: the message ends with an exit code, the host lives, and no money appears. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { concatBytes } from "../../filecoin/bytes.ts";
import { EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { actorId } from "../../filecoin/units.ts";
import type { CallOutcome } from "./machine.ts";
import { SYSCALLS, type Syscall } from "./syscalls/table.ts";
import { TestMachine } from "./test-machine.ts";
import { CALL, DROP, I32_CONST, I64_CONST, type WasmImport, type WasmType, assemble, signedLeb, unsignedLeb } from "./test-wasm.ts";

const PAGE = 65_536;
const typesOf = (s: Syscall): WasmType[] => s.signature.slice(0, s.signature.indexOf(":")).split("") as WasmType[];
const importOf = (s: Syscall): WasmImport => ({ module: s.module, name: s.name, params: typesOf(s), result: "i" });

/** What a careful attacker keeps in memory: addresses, a CID, CBOR that is none, keys, signatures of the right length. */
const ADDRESS_AT = 16;
const CID_AT = 64;
const CBOR_AT = 128;
const EVENT_AT = 256;
const FURNITURE = [
  [ADDRESS_AT, Address.id(1000).bytes],
  [ADDRESS_AT + 16, Address.id(101).bytes],
  [CID_AT, EMPTY_ARRAY_CID.bytes],
  [CBOR_AT, Uint8Array.of(0x9f, 0xd8, 0x2a, 0x58, 0x27, 0)],
  [EVENT_AT, concatBytes(Uint8Array.of(3), new Uint8Array(7), Uint8Array.of(0x55), new Uint8Array(7), Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0))],
] as const;

function memoryWith(noise: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(2_048);
  bytes.set(noise, 1_024);
  for (const [at, piece] of FURNITURE) bytes.set(piece, at);
  return bytes;
}

const pointer = fc.constantFrom(
  0,
  1,
  2,
  3,
  7,
  11,
  ADDRESS_AT,
  ADDRESS_AT + 16,
  CID_AT,
  CBOR_AT,
  EVENT_AT,
  32,
  38,
  65,
  96,
  300,
  1_024,
  PAGE - 1,
  PAGE,
  PAGE + 1,
  0x7fff_ffff,
  -1,
  -0x8000_0000,
);
const wide = fc.oneof(
  fc.constantFrom(0n, 1n, 2n, 99n, 100n, 1000n, 0x51n, 0x55n, 0x71n, 0xb220n, 0x12n, -1n, (1n << 63n) - 1n, -(1n << 63n)),
  fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
);

interface Step {
  syscall: Syscall;
  args: (number | bigint)[];
}

const step: fc.Arbitrary<Step> = fc
  .constantFrom(...SYSCALLS)
  .chain((syscall) =>
    fc.tuple(...typesOf(syscall).map((type): fc.Arbitrary<number | bigint> => (type === "i" ? pointer : wide))).map((args) => ({ syscall, args })),
  );

const constant = (arg: number | bigint): Uint8Array =>
  typeof arg === "number" ? concatBytes(Uint8Array.of(I32_CONST), signedLeb(BigInt(arg))) : concatBytes(Uint8Array.of(I64_CONST), signedLeb(arg));

function moduleOf(steps: readonly Step[], noise: Uint8Array): Uint8Array {
  const body = steps.map(({ args }, i) => concatBytes(...args.map(constant), Uint8Array.of(CALL), unsignedLeb(i), Uint8Array.of(DROP)));
  return assemble({
    imports: steps.map(({ syscall }) => importOf(syscall)),
    pages: 1,
    data: memoryWith(noise),
    body: concatBytes(...body, Uint8Array.of(I32_CONST, 0)),
  });
}

function run(wasm: Uint8Array, params: Uint8Array | null = null): { outcome: CallOutcome; world: TestMachine } {
  const world = new TestMachine();
  world.placeWasm(1000, wasm, { balance: 1_000n });
  const outcome = world.machine.call({
    origin: Address.id(100),
    originNonce: 0,
    from: actorId(100),
    to: Address.id(1000),
    method: 2n,
    params: params === null ? null : { codec: 0x51, bytes: params },
    value: 5n,
    gasLimit: 1_000_000_000n,
    gasPremium: 0n,
  });
  return { outcome, world };
}

function total(world: TestMachine): bigint {
  world.state.flush();
  return [...world.state.actors()].reduce((sum, [, { balance }]) => sum + balance, 0n);
}

describe("an actor with any arguments to any syscalls", () => {
  test("cannot make the host fail, and moves money only within what there is", () => {
    const before = total(new TestMachine()) + 1_000n;
    const seen = new Set<number>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), fc.uint8Array({ maxLength: 256 }), (steps, noise) => {
        const { outcome, world } = run(moduleOf(steps, noise), Uint8Array.of(0x80));
        expect(outcome.hostFault).toBeNull();
        seen.add(outcome.exitCode);
        // Success, a trap of memory, out of gas, a forbidden code of its own, fatal, a handle that is none, or a code it chose.
        expect([0, 4, 7, 9, 10, 11].includes(outcome.exitCode) || outcome.exitCode >= 16).toBe(true);
        expect(outcome.gasUsed).toBeLessThanOrEqual(1_000_000_000n);
        expect(total(world)).toBe(before);
      }),
      { numRuns: 1_000 },
    );
    // Otherwise the arguments were all refused at the door and nothing was tried.
    expect([...seen]).toEqual(expect.arrayContaining([0, 7, 10]));
  });

  test("each syscall is reached with each kind of argument", () => {
    for (const syscall of SYSCALLS) {
      fc.assert(
        fc.property(fc.tuple(...typesOf(syscall).map((type): fc.Arbitrary<number | bigint> => (type === "i" ? pointer : wide))), (args) => {
          expect(run(moduleOf([{ syscall, args }], new Uint8Array())).outcome.hostFault).toBeNull();
        }),
        { numRuns: 25 },
      );
    }
  });
});

describe("code with bytes changed", () => {
  const whole = moduleOf(
    SYSCALLS.slice(0, 6).map((syscall) => ({ syscall, args: typesOf(syscall).map((type) => (type === "i" ? 64 : 1n)) })),
    new Uint8Array(16),
  );

  test("is refused or runs: the host never fails", () => {
    const seen = new Set<number>();
    const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), fc.option(fc.nat({ max: whole.length })), (changes, cut) => {
        const bytes = whole.slice(0, cut ?? whole.length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const { outcome } = run(bytes);
        expect(outcome.hostFault).toBeNull();
        seen.add(outcome.exitCode);
      }),
      { numRuns: 1_500 },
    );
    // Some changes must be refused and others run, or nothing was tried.
    expect(seen.size).toBeGreaterThan(1);
  });
});

describe("imports", () => {
  const call = (imported: WasmImport): CallOutcome => {
    const args = imported.params.map((type) => constant(type === "i" ? 0 : 0n));
    const after = imported.result === null ? [] : [Uint8Array.of(DROP)];
    const body = concatBytes(...args, Uint8Array.of(CALL, 0), ...after, Uint8Array.of(I32_CONST, 0));
    return run(assemble({ imports: [imported], pages: 1, body })).outcome;
  };

  test.each(SYSCALLS.map((s) => [`${s.module}.${s.name}`, s] as const))(
    "%s with another signature ends the message with 10 and takes all gas",
    (_name, syscall) => {
      const right = importOf(syscall);
      const candidates: WasmImport[] = [
        { ...right, params: [...right.params, "i"] },
        { ...right, params: right.params.slice(1) },
        { ...right, params: right.params.map((type): WasmType => (type === "i" ? "I" : "i")) },
        { ...right, result: "I" },
        { ...right, result: null },
      ];
      const wrong = candidates.filter(({ params, result }) => result !== "i" || params.join("") !== right.params.join(""));
      for (const imported of wrong) {
        const { exitCode, gasUsed } = call(imported);
        expect({ exitCode, gasUsed }, JSON.stringify(imported)).toEqual({ exitCode: 10, gasUsed: 1_000_000_000n });
      }
    },
  );

  test.each([
    ["env", "abort"],
    ["ipld", "block_opn"],
    ["IPLD", "block_open"],
    ["", ""],
    ["__proto__", "toString"],
    ["constructor", "constructor"],
    ["actor", "upgrade_actor"],
    ["gas", "gas_counter"],
  ])("%s.%s is unknown: 10 and all gas", (module, name) => {
    expect(call({ module, name, params: [], result: "i" })).toMatchObject({ exitCode: 10, gasUsed: 1_000_000_000n });
  });
});
