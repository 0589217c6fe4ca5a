import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Address } from "../address.ts";
import type { Message } from "../message.ts";
import { attoFil } from "../units.ts";
import { LotusClient } from "./client.ts";
import { ActorNotFound, MethodNotFound, PermissionMissing, RpcBadReply, RpcBusy, RpcError, RpcFailure } from "./errors.ts";
import { NODE_ANSWERS } from "./node-answers.ts";

/** What each known node software answers, from its source: one file a software. */

interface Case {
  name: string;
  method: string;
  about: string;
  status: number;
  /** "" is an empty body; null as id is what some gateways send with a refusal. */
  reply: object | "";
  id?: null;
  means: keyof typeof CLASS_OF;
  source: string;
}
const FOLDER = "filecoin/vectors/node-answers";
const files = readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")) as { software: string; cases: Case[] });

const CLASS_OF = {
  actorNotFound: ActorNotFound,
  methodNotFound: MethodNotFound,
  permissionMissing: PermissionMissing,
  busy: RpcBusy,
  badReply: RpcBadReply,
  refused: RpcError,
} as const;

const bare = (to: Address): Message => ({
  version: 0,
  to,
  from: to,
  nonce: 0,
  value: attoFil(0n),
  gasLimit: 0,
  gasFeeCap: attoFil(0n),
  gasPremium: attoFil(0n),
  method: 0,
  params: new Uint8Array(),
});
const ASK: Readonly<Record<string, (node: LotusClient, about: Address) => Promise<unknown>>> = {
  StateGetActor: (node, about) => node.stateGetActor(about),
  StateLookupID: (node, about) => node.stateLookupID(about),
  StateAccountKey: (node, about) => node.stateAccountKey(about),
  StateLookupRobustAddress: (node, about) => node.stateLookupRobustAddress(about),
  StateMinerInfo: (node, about) => node.stateMinerInfo(about),
  StateReadState: (node, about) => node.stateReadState(about),
  MpoolGetNonce: (node, about) => node.mpoolGetNonce(about),
  StateCall: (node, about) => node.stateCall(bare(about)),
};

/** What is thrown at the end: pauses pass at once. */
async function failureOf({ method, about, status, reply, id }: Case): Promise<RpcFailure> {
  vi.useFakeTimers();
  const fetch = ((_: unknown, init: RequestInit) => {
    const asked = JSON.parse(String(init.body)) as { id: number };
    const body = reply === "" ? "" : JSON.stringify({ jsonrpc: "2.0", id: id === null ? null : asked.id, ...reply });
    return Promise.resolve(new Response(body, { status }));
  }) as typeof globalThis.fetch;
  const ask = ASK[method];
  if (ask === undefined) throw new Error(`no question for ${method}`);
  const thrown = ask(new LotusClient({ url: "https://node.example/rpc/v1", fetch }), Address.parse(about)).then(
    () => new Error("nothing was thrown"),
    (error: unknown) => error,
  );
  await vi.runAllTimersAsync();
  const failure = await thrown;
  if (failure instanceof RpcFailure) return failure;
  throw failure;
}
afterEach(() => {
  vi.useRealTimers();
});

describe.each(files)("$software", ({ cases }) => {
  test.each(cases)("$name ($method, HTTP $status): $means", async (one) => {
    const failure = await failureOf(one);
    expect(failure.constructor).toBe(CLASS_OF[one.means]);
    if (failure instanceof ActorNotFound) expect(failure.address).toBe(one.about);
  });
});

test("each row of the list is seen in a fixture, or the fixture has no case for its software", () => {
  const cases = files.flatMap((file) => file.cases);
  for (const row of NODE_ANSWERS) {
    const fitting = cases.filter(({ reply, method, means }) => {
      const error = reply === "" ? undefined : (reply as { error?: { code: number; message: string } }).error;
      if (error === undefined || means !== row.meaning) return false;
      return row.methods?.includes(method) !== false && row.codes?.includes(error.code) !== false && row.words?.test(error.message) !== false;
    });
    expect([row.software, row.source, fitting.length > 0]).toEqual([row.software, row.source, true]);
  }
});
