import fc from "fast-check";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { errorCodes } from "../../../wallet/error-codes.ts";
import type { MessageName, ReplyEnvelope } from "../../shared/messages.ts";
import { questions } from "../../shared/questions.ts";
import { DevnetWorker, PASSWORD } from "./devnet-worker.ts";

/** Whatever a page or a node says, the answer is a refusal with a code: no exception, no hang. fast-check prints seed and path of a failure. */

// The real scrypt costs 0.7 s a call by design; passwords are tried hundreds of times here.
vi.mock("@noble/hashes/scrypt.js", async () => {
  const { sha256 } = await import("@noble/hashes/sha2.js");
  return { scryptAsync: async (password: string, salt: Uint8Array) => sha256(new Uint8Array([...new TextEncoder().encode(password), ...salt])) };
});
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let worker: DevnetWorker;
let account: string;
let miner: string;

/** A wallet and a chain of its own for each part: what one part did to its wallet is nothing to the next. */
async function begin(): Promise<void> {
  worker = await DevnetWorker.start();
  const toDevnet = worker.s.fetch;
  worker.s.fetch = async (input, init) => (String(input) === worker.devnet.rpc ? toDevnet(input, init) : new Response("nobody is here", { status: 404 }));
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  account = worker.devnet.accounts[0]?.address as string;
  miner = worker.devnet.miners[0]?.address as string;
}
const end = (): Promise<void> => worker.devnet.close();

/** Known codes, and none that says "something threw". */
function isTyped(reply: ReplyEnvelope): true | string {
  if (reply.ok) return true;
  return Object.hasOwn(errorCodes, reply.code) && reply.code !== "internal" ? true : `${reply.code} ${JSON.stringify(reply.params)}`;
}

const texts = (): string[] => [
  account,
  miner,
  worker.devnet.accounts[1]?.address as string,
  worker.devnet.rpc,
  PASSWORD,
  "t01000",
  "t099999999",
  "f01000",
  "t0",
  "t00",
  "t018446744073709551615",
  "t018446744073709551616",
  "t1abc",
  "t410f",
  "0x0000000000000000000000000000000000000001",
  "0xff00000000000000000000000000000000000064",
  "",
  " ",
  "0",
  "1",
  "7",
  "1000000000000000000",
  "9".repeat(70),
  "-5",
  "1e3",
  "2,500",
  "１２",
  "devnet",
  "mainnet",
  "calibration",
  "__proto__",
  "constructor",
  "null",
  "\u0000",
  "\ud800",
  "javascript:alert(1)",
  "https://node.example/rpc/v1",
  "http://[::1]:1/",
  "https://u:p@node.example/",
  "m/44'/461'/0'/0/0",
  "m/44'/1'/0'/0/99999999999",
  "aGVsbG8=",
  "AAAA",
  "====",
  "7b7d",
  "peggy:t01000?network=x",
  "legal winner thank year wave sausage worth useful legal winner thank yellow",
  "x".repeat(100),
  `${"eyJhbGciOiJIUzI1NiJ9"}.eyJBbGxvdyI6WyJyZWFkIiwic2lnbiJdfQ.x`,
  '{"format":"fil-peggy-vault"}',
  "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a",
  "00".repeat(16),
];
const numbers = [0, 1, 2, 3, 12, 24, 60, 2_880, 1_000_000, 2 ** 31, Number.MAX_SAFE_INTEGER, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, -0];

interface AnySchema extends v.GenericSchema {
  entries?: Record<string, AnySchema>;
  wrapped?: AnySchema;
  item?: AnySchema;
  value?: AnySchema;
  literal?: unknown;
  options?: readonly unknown[];
}

/** Bodies of the declared form with hostile values, so that they come past the door and into the handler. */
function bodies(schema: AnySchema): fc.Arbitrary<unknown> {
  const those = (values: readonly unknown[]): fc.Arbitrary<unknown> => {
    const allowed = values.filter((value) => v.is(schema, value));
    return fc.constantFrom(...(allowed.length > 0 ? allowed : values));
  };
  switch (schema.type) {
    case "strict_object":
    case "object":
      return fc.record(Object.fromEntries(Object.entries(schema.entries ?? {}).map(([key, entry]) => [key, bodies(entry)])));
    case "nullable":
      return fc.oneof(fc.constant(null), bodies(schema.wrapped as AnySchema));
    case "optional":
      return fc.oneof(fc.constant(undefined), bodies(schema.wrapped as AnySchema));
    case "array":
      return fc.array(bodies(schema.item as AnySchema), { maxLength: 4 }).filter((list) => v.is(schema, list));
    case "record":
      return fc.dictionary(fc.constantFrom(...texts()), bodies(schema.value as AnySchema), { maxKeys: 3 });
    case "variant":
      return fc.oneof(...(schema.options as AnySchema[]).map(bodies));
    case "literal":
      return fc.constant(schema.literal);
    case "picklist":
      return fc.constantFrom(...(schema.options as unknown[]));
    case "boolean":
      return fc.boolean();
    case "number":
      return those(numbers);
    case "string":
      return those(texts());
    default:
      throw new Error(`the test makes no body of type ${schema.type}`);
  }
}

async function awake(): Promise<void> {
  worker.s.clock.now += 31_000;
  await worker.answer("wallet.unlock", { password: PASSWORD });
  await worker.answer("networks.select", { id: "devnet" });
}

describe("a page", () => {
  beforeAll(begin);
  afterAll(end);

  it("with a body of any form gets an answer with a code", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...(Object.keys(questions) as MessageName[])), fc.anything({ withBigInt: false }), async (name, body) => {
        if (v.is(questions[name].body as v.GenericSchema, body)) return;
        expect([name, await worker.answer(name, body)]).toMatchObject([name, { ok: false, code: "badRequest" }]);
      }),
      { numRuns: 400 },
    );
  });

  it.each(Object.keys(questions) as MessageName[])("with hostile values in a right body gets an answer with a code: %s", async (name) => {
    await fc.assert(
      fc.asyncProperty(bodies(questions[name].body as unknown as AnySchema), async (body) => {
        await awake();
        expect(isTyped(await worker.answer(name, body))).toBe(true);
      }),
      { numRuns: 4 },
    );
  });
});

describe("a node", () => {
  beforeAll(begin);
  afterAll(end);

  const asked: [MessageName, () => unknown][] = [
    ["home.get", () => ({})],
    ["accounts.refresh", () => ({})],
    ["miner.get", () => ({ miner })],
    ["miners.find", () => ({})],
    ["takeover.get", () => ({ miner, account })],
    ["address.inspect", () => ({ text: worker.devnet.accounts[2]?.address })],
    ["send.quote", () => ({ from: account, to: worker.devnet.accounts[2]?.address, amount: "5", speed: "usual" })],
    ["send.review", () => ({ from: account, to: worker.devnet.accounts[2]?.address, amount: "5", speed: "usual" })],
    ["miner.withdraw", () => ({ miner, from: account, amount: null })],
    ["owners.list", () => ({})],
    ["positions.list", () => ({ account: null })],
    ["networks.probe", () => ({ url: worker.devnet.rpc, token: null, against: null })],
  ];

  /** A reply with something of it changed: a field gone or of another type, at any depth. */
  const change = (value: unknown, path: readonly number[], junk: unknown): unknown => {
    const [at, ...rest] = path;
    if (at === undefined || value === null || typeof value !== "object" || Object.keys(value).length === 0) return junk;
    const keys = Object.keys(value);
    const key = keys[at % keys.length] as string;
    const changed = change((value as Record<string, unknown>)[key], rest, junk);
    return Array.isArray(value) ? value.map((item: unknown, i) => (String(i) === key ? changed : item)) : { ...value, [key]: changed };
  };
  const junk = fc.oneof(
    fc.constantFrom<unknown>(
      undefined,
      null,
      "",
      "-1",
      "1e9",
      "0x10",
      "nonsense",
      -1,
      1.5,
      2 ** 60,
      true,
      [],
      {},
      [[]],
      { "/": "bafy" },
      "AA==",
      "9".repeat(200),
    ),
    fc.jsonValue(),
  );

  it.each(asked)("that answers %s with garbage is refused by name, and nothing waits for ever", async (name, body) => {
    await awake();
    worker.asked.length = 0;
    worker.app.nodes.forget();
    expect(isTyped(await worker.answer(name, body()))).toBe(true);
    const methods = [...new Set(worker.asked)];
    expect(methods.length).toBeGreaterThan(1);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...methods), fc.array(fc.nat(20), { maxLength: 4 }), junk, async (method, path, value) => {
        await awake();
        worker.app.nodes.forget();
        worker.lie = (each, reply) => (each === method ? { ...reply, result: change(reply["result"], path, value) } : reply);
        const answer = await worker.answer(name, body());
        worker.lie = (_method, reply) => reply;
        expect([method, path, value, isTyped(answer)]).toEqual([method, path, value, true]);
      }),
      { numRuns: 8 },
    );
  });
});
