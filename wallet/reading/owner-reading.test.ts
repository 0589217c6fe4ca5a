import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { cidOf, parseCid } from "../../filecoin/cid.ts";
import { attoFil } from "../../filecoin/units.ts";
import { decodeParams, encodeParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods, type OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { RELEASES } from "../../actor/abi/releases.ts";
import type { Fields, Kind, Schema } from "../../actor/abi/schema-kinds.ts";
import { schema } from "../../actor/abi/schema.ts";
import { fieldsOf } from "../../test/sdk/arbitrary-kind.ts";
import type { Phrase } from "../values.ts";
import type { Facts, ProposalFacts } from "./facts.ts";
import { ENDS } from "./past-epochs.ts";
import { meaningOf } from "./reading.ts";
import type { Reading } from "./reading-parts.ts";
import { facts, messageTo, MINER, miner, NOW, show } from "./test-facts.ts";

/** Every method of the owner actor, read for people: the whole schema is walked, so that a new method fails here until it has its words. */

const plain: Schema = schema;
const METHODS = Object.keys(plain.methods) as OwnerMethodName[];
const CHANGING = METHODS.filter((name) => plain.methods[name]?.view !== true);
const [anna, actor, someone] = [Address.id(100n), Address.id(1_000n), Address.id(1_005n)];

function read<M extends OwnerMethodName>(name: M, params: OwnerMethods[M]["params"], value = 0n, given: Partial<Facts> = {}): Reading {
  const message = messageTo(actor, METHOD_NUMBERS[name], encodeParams(name, params), { from: anna, value });
  return meaningOf(message, facts({ type: "owner", builtin: null }, { proposal: forgive, ...given }), show);
}

/** What proposals of these tests say: to forgive late sectors. */
const forgive: ProposalFacts = { action: { kind: 7, on: false, actor: Address.id(1_000n), code: null, limits: null }, final: true };

/** Random params; what is relayed is a random call that an account may sign, or one that nobody knows. */
function paramsOf(name: OwnerMethodName): fc.Arbitrary<OwnerMethods[OwnerMethodName]["params"]> {
  const some = fieldsOf(plain.methods[name]!.params);
  if (name !== "ExecuteWithAuth") return some as never;
  const signed = fc
    .constantFrom("Withdraw" as const, "Redeem" as const, "ClaimRedemption" as const, "Vote" as const, "Transfer" as const, "Approve" as const)
    .chain((method) =>
      fieldsOf(plain.methods[method]!.params).map((value) => ({ method: BigInt(METHOD_NUMBERS[method]), params: encodeParams(method, value as never) })),
    );
  const inner = fc.oneof(signed, fc.constant({ method: 12n, params: Uint8Array.of(1) }));
  return fc.tuple(some, inner).map(([value, call]) => ({ ...value, authorization: { ...(value["authorization"] as object), ...call } })) as never;
}

type Tree = { [key: string]: string | Tree };
/** The pages' words: the worker draws nothing, so it imports none of them. */
const [en, zh] = ["en", "zh"].map((language) => JSON.parse(readFileSync(`extension/popup/locales/${language}.json`, "utf8")) as { [part: string]: Tree }) as [
  { [part: string]: Tree },
  { [part: string]: Tree },
];
const textAt = (tree: Tree, path: string): string | Tree | undefined =>
  path.split(".").reduce<string | Tree | undefined>((at, part) => (typeof at === "object" ? at[part] : undefined), tree);

/** A phrase in both languages, whole: no text is missing and no hole stays open. */
function expectWords(phrase: Phrase): void {
  for (const tree of [en, zh]) {
    const text = textAt(tree, `phrase.${phrase.code}`);
    if (typeof text !== "string") throw new Error(`no text for ${phrase.code}`);
    for (const [, hole] of text.matchAll(/\{(\w+)\}/g)) expect(Object.keys(phrase.params), phrase.code).toContain(hole);
  }
}

/** All words of an approval stand in both catalogues, and what can hurt says what undoes it and why care is asked for. */
function expectWhole(reading: Reading): void {
  expectWords(reading.sentence);
  for (const reason of reading.reasons) expectWords(reason);
  for (const phrase of [reading.alarm, reading.about, reading.blocked]) if (phrase !== null) expectWords(phrase);
  if (reading.wayBack !== null) [reading.wayBack.now, reading.wayBack.after].forEach(expectWords);
  expect([en["verb"]?.[reading.verb], zh["verb"]?.[reading.verb]]).not.toContain(undefined);
  if (reading.tier > 1) expect([reading.wayBack === null, reading.reasons.length > 0], reading.name ?? "").toEqual([false, true]);
}

describe("every method that changes something", () => {
  it.each(CHANGING)("%s has its own sentence, care and way back in both languages, whatever its params", (name) => {
    fc.assert(
      fc.property(paramsOf(name), (value) => {
        const params = decodeParams(name, encodeParams(name, value));
        const reading = read(name, params);
        expect([reading.decodable, reading.name]).toEqual([true, name]);
        expect([reading.sentence.code, reading.alarm?.code]).not.toEqual(["sentence.call", "alarm.rare"]);
        expectWhole(reading);
      }),
      { numRuns: 50 },
    );
  });

  it("only asks for the password where a mistake cannot be mended or others get power over money", () => {
    const calls: Partial<Record<OwnerMethodName, Reading>> = {
      ApproveForAll: read("ApproveForAll", { operator: someone }),
      SetLeaving: read("SetLeaving", {}),
      AcceptOperator: read("AcceptOperator", {}),
      ProposeOperator: read("ProposeOperator", { operator: someone }),
      Approve: read("Approve", { operator: someone, tokens: [1n] }),
      Split: read("Split", { token: 1n, amount: attoFil(1n) }),
      ExitNow: read("ExitNow", { token: 1n, amount: attoFil(10n), least: attoFil(9n) }),
    };
    expect(Object.entries(calls).map(([name, { tier }]) => `${name} ${tier}`)).toEqual([
      "ApproveForAll 3",
      "SetLeaving 3",
      "AcceptOperator 3",
      "ProposeOperator 3",
      "Approve 2",
      "Split 1",
      "ExitNow 2",
    ]);
  });
});

describe("what only reads", () => {
  it.each(METHODS.filter((name) => !CHANGING.includes(name)))("%s is told as a question that costs gas", (name) => {
    const [params] = fc.sample(paramsOf(name), { numRuns: 1, seed: 7 });
    const reading = read(name, decodeParams(name, encodeParams(name, params as never)));
    expect([reading.sentence.code, reading.tier]).toEqual(["sentence.ownerView", 1]);
    expectWhole(reading);
  });
});

describe("an approval of others", () => {
  it("for all positions is said to be without limit, first and in plain words", () => {
    const reading = read("ApproveForAll", { operator: someone });
    expect(reading.alarm?.code).toBe("alarm.allPositions");
    expect(reading.reasons.map(({ code }) => code)).toContain("reason.unlimited");
    expect(textAt(en, "phrase.sentence.owner.ApproveForAll")).toContain("without limit");
    expect(reading.roles).toContainEqual({ role: "approved", address: someone });
  });

  it("for some names them, and leaves off after eight", () => {
    const named = (tokens: bigint[]): unknown => read("Approve", { operator: someone, tokens }).sentence.params["tokens"];
    expect(named([3n, 9n])).toEqual({ kind: "text", text: "3, 9" });
    expect(named([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n])).toEqual({ kind: "text", text: "1, 2, 3, 4, 5, 6, 7, 8, …" });
    expect(named([])).toEqual({ kind: "text", text: "–" });
  });
});

describe("an exit at any price", () => {
  it("is an alarm; one with a least amount is none", () => {
    expect(read("ExitNow", { token: 1n, amount: attoFil(10n), least: attoFil(0n) }).alarm?.code).toBe("alarm.exitAnyPrice");
    expect(read("ExitNow", { token: 1n, amount: attoFil(10n), least: attoFil(9n) }).alarm).toBeNull();
  });
});

describe("a proposal", () => {
  const propose = (kind: number, fields: Partial<OwnerStructs["Action"]>): Reading =>
    read("Propose", { token: 7n, action: { kind, on: false, actor: null, code: null, limits: null, ...fields } });
  const limits = { maxMiners: 3, maxPerMiner: attoFil(5n), maxForwardPerDay: attoFil(6n) };
  const released = parseCid(Object.values(RELEASES)[0] as string);

  it.each([
    ["sealingOn", 2, 0, { on: true }],
    ["sealingOff", 2, 0, {}],
    ["limits", 2, 1, { limits }],
    ["refuse", 2, 2, { actor: someone }],
    ["replace", 3, 3, { actor: someone }],
    ["allowCode", 3, 4, { code: cidOf(0x55, Uint8Array.of(1)) }],
    ["migrate", 3, 5, { actor: someone }],
    ["issuer", 2, 6, { actor: someone }],
    ["noIssuer", 2, 6, {}],
    ["clearFlag", 2, 7, { actor: someone }],
  ] as const)("of %s says so, at tier %i", (key, tier, kind, fields) => {
    const reading = propose(kind, fields);
    expect([reading.sentence.code, reading.tier, reading.kind]).toEqual([`sentence.propose.${key}`, tier, "ownerCall"]);
    expectWhole(reading);
  });

  it("to migrate names the heir as who will own the miners, and says that nobody brings them back", () => {
    const reading = propose(5, { actor: someone });
    expect(reading.roles).toContainEqual({ role: "newOwner", address: someone });
    expect(reading.reasons.map(({ code }) => code)).toEqual(["reason.migrate", "reason.otherCode"]);
  });

  it("to allow code tells a release from code that nobody knows", () => {
    expect([propose(4, { code: released }).alarm, propose(4, { code: released }).reasons[1]?.code]).toEqual([null, "reason.releaseCode"]);
    expect(propose(4, { code: cidOf(0x55, Uint8Array.of(1)) }).alarm?.code).toBe("alarm.unknownCode");
  });

  it.each([
    [9, {}],
    [3, { actor: someone, on: true }],
    [4, {}],
  ] as const)("of kind %i with fields that are not its own is an alarm", (kind, fields) => {
    const reading = propose(kind, fields);
    expect([reading.sentence.code, reading.kind, reading.tier, reading.alarm?.code]).toEqual(["sentence.propose.strange", "raw", 3, "alarm.proposalStrange"]);
  });
});

describe("a relayed request", () => {
  const authorization = { chainId: 1n, actor: 1_000n as never, account: 1_005n as never, nonce: 4n, validUntil: 9 as never, fee: attoFil(3n), relayer: null };
  const relay = (params: Uint8Array, method = BigInt(METHOD_NUMBERS.Redeem)): Reading =>
    read("ExecuteWithAuth", { authorization: { ...authorization, method, params }, signature: Uint8Array.of(1) });

  it("is told by the method that was signed; what cannot be read is an alarm", () => {
    expect(relay(encodeParams("Redeem", { token: 2n, amount: attoFil(5n) })).sentence).toMatchObject({
      code: "sentence.owner.ExecuteWithAuth",
      params: { method: { text: "Redeem" } },
    });
    expect(relay(new Uint8Array(), 12n).alarm?.code).toBe("alarm.relayStrange");
  });
});

describe("what is done to a proposal by its number", () => {
  const heavy = { action: { kind: 5, on: false, actor: someone, code: null, limits: null } } as const;
  const vote = (choice: number, proposal: Facts["proposal"]): Reading => read("Vote", { proposal: 2n, tokens: [1n], choice }, 0n, { proposal });

  it("says what the proposal would do, with all care where it moves the miners to other code", () => {
    expect([vote(1, forgive).about?.code, vote(1, forgive).tier]).toEqual(["action.clearFlag", 2]);
    expect([vote(1, { ...heavy, final: true }).about?.code, vote(1, { ...heavy, final: true }).tier]).toEqual(["action.migrate", 3]);
    // A vote against moves nothing.
    expect(vote(0, { ...heavy, final: true }).tier).toBe(2);
  });

  it.each(["Vote", "Execute", "CancelProposal"] as const)("is blocked until the proposal's creation is final, and where there is none: %s", (name) => {
    const params = { proposal: 2n, tokens: [1n], choice: 1 };
    expect(read(name, params as never, 0n, { proposal: { ...forgive, final: false } }).blocked?.code).toBe("blocked.proposalNotFinal");
    expect(read(name, params as never, 0n, { proposal: null }).blocked?.code).toBe("blocked.noProposal");
    expect(read(name, params as never).blocked).toBeNull();
  });
});

describe("a claim of redemptions", () => {
  const claim = (payees: Facts["payees"]): Reading => read("ClaimRedemption", { requests: [2n, 4n] }, 0n, { payees });

  it("is one's own where every request is the sender's, and else names who is paid", () => {
    const mine = anna;
    expect(claim([mine]).sentence.code).toBe("sentence.owner.ClaimRedemption");
    for (const payees of [[someone], [mine, someone], []]) {
      const { sentence, roles } = claim(payees);
      expect([sentence.code, roles.filter(({ role }) => role === "payee").map(({ address }) => address)]).toEqual(["sentence.claimFor", payees]);
      expectWords(sentence);
    }
  });

  it("names the owner of a request that is paid outside the queue", () => {
    expect(read("FinalizeSide", { request: 3n }, 0n, { payees: [someone] }).roles).toContainEqual({ role: "payee", address: someone });
  });
});

describe("a worker changed through the owner actor", () => {
  const waiting = { minerAt: () => miner({ pendingWorker: { newWorker: 400n as never, effectiveAt: NOW + 50 } }) };

  it("comes after the one who waits already, which is an alarm", () => {
    const change = (given: Partial<Facts>): Reading => read("ChangeWorker", { miner: MINER.id, worker: someone, controls: [] }, 0n, given);
    expect([change(waiting).alarm?.code, change({}).alarm]).toEqual(["alarm.workerLater", null]);
  });

  it("is not confirmed before its epoch", () => {
    expect(read("ConfirmWorker", { miner: MINER.id }, 0n, waiting).blocked?.code).toBe("blocked.workerEarly");
    expect(read("ConfirmWorker", { miner: MINER.id }).blocked).toBeNull();
  });
});

describe("an end that has come", () => {
  const room = (amount: bigint, until: number): Reading => read("OpenDeposits", { amount: attoFil(amount), until: until as never });

  it("is an alarm, before and at it; a room of nothing is one that closes", () => {
    expect([NOW - 1, NOW, NOW + 1].map((until) => room(5n, until).alarm?.code ?? null)).toEqual(["alarm.past", "alarm.past", null]);
    expect([room(0n, 0).alarm, room(0n, 0).sentence.code]).toEqual([null, "sentence.closeDeposits"]);
  });

  /** Every field of the methods' params that is an epoch is an end, or one of these. */
  const NO_END = ["delay", "period", "grace", "notice", "smoothing", "absence", "issued"];

  it("is known of every epoch that the actor's params hold", () => {
    const epochs = (kind: Kind): string[] => {
      if (typeof kind === "string" || "bounded" in kind) return [];
      if ("list" in kind) return epochs(kind.list);
      if ("nullable" in kind) return epochs(kind.nullable);
      return inFields(plain.structs[kind.tuple]?.fields ?? {});
    };
    const inFields = (fields: Fields): string[] => Object.entries(fields).flatMap(([label, kind]) => (kind === "epoch" ? [label] : epochs(kind)));
    const found = new Set(METHODS.flatMap((name) => inFields(plain.methods[name]?.params ?? {})));
    expect([...found].filter((label) => !ENDS.has(label) && !NO_END.includes(label))).toEqual([]);
    expect([...ENDS, ...NO_END].filter((label) => !found.has(label))).toEqual([]);
  });
});

describe("ids of 64 bits", () => {
  it("are written digit by digit, not rounded", () => {
    const large = 18_446_744_073_709_551_615n;
    expect(read("Split", { token: large, amount: attoFil(1n) }).sentence.params["token"]).toEqual({ kind: "number", value: large.toString() });
    expect(read("Execute", { proposal: large - 1n }).sentence.params["proposal"]).toEqual({ kind: "number", value: (large - 1n).toString() });
  });
});
