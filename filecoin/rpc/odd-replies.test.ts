import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Address } from "../address.ts";
import { fromHex } from "../bytes.ts";
import { EMPTY_ARRAY_CID } from "../cid.ts";
import { messageToJson, signedMessageToJson, type Message } from "../message.ts";
import { attoFil } from "../units.ts";
import { LotusClient } from "./client.ts";
import { ActorNotFound, RpcError, RpcFailure } from "./errors.ts";
import { isReadable, Unreadable } from "./json-values.ts";
import { MOST_WORDS, nodeWords, withoutSecrets } from "./node-words.ts";

/** Replies with something in them that is not ours: read as far as they can be, exactly, and never longer than a page can show. */

/** A client whose node gives this text as its result, or this error. */
function clientOf(result: string, error?: { code: number; message: string }, url = "http://127.0.0.1:1/rpc/v1", token?: string): LotusClient {
  const fetch = ((_: unknown, init: RequestInit) => {
    const { id } = JSON.parse(String(init.body)) as { id: number };
    return Promise.resolve(new Response(`{"jsonrpc":"2.0","id":${id},${error === undefined ? `"result":${result}` : `"error":${JSON.stringify(error)}`}}`));
  }) as typeof globalThis.fetch;
  return new LotusClient({ url, fetch, ...(token === undefined ? {} : { token }) });
}

const key = Address.parse("f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba");
const miner = Address.id(1000);
const CID = EMPTY_ARRAY_CID.toString();
const message: Message = {
  version: 0,
  to: miner,
  from: key,
  nonce: 3,
  value: attoFil(5n),
  gasLimit: 0,
  gasFeeCap: attoFil(0n),
  gasPremium: attoFil(0n),
  method: 23,
  params: fromHex("4300e807"),
};
const signed = { message, signature: { type: 1 as const, data: new Uint8Array(65) } };
const json = JSON.stringify(signedMessageToJson(signed));
const METHOD_U64 = '"Method":18446744073709551615';

describe("a list of what others made is read item by item", () => {
  test.each([
    ["a method number of 2^64 − 1", json.replace('"Method":23', METHOD_U64), "18446744073709551615"],
    ["an unknown signature type", json.replace('"Type":1', '"Type":7'), "signature"],
    ["an address that does not parse", json.replace(/"To":"[^"]*"/, '"To":"f9"'), "To"],
    ["null", "null", "its root"],
  ])("%s in the pool leaves the messages beside it", async (_, odd, reason) => {
    const pool = await clientOf(`[${json},${odd},${json}]`).mpoolPending();
    expect([pool[0], pool[2]]).toEqual([signed, signed]);
    expect(pool[1]).toBeInstanceOf(Unreadable);
    expect((pool[1] as Unreadable).reason).toContain(reason);
  });
  test("12,000 strangers' messages too", async () => {
    const odd = json.replace('"Method":23', METHOD_U64);
    const pool = await clientOf(`[${Array.from({ length: 12_000 }, () => odd).join()},${json}]`).mpoolPending();
    expect(pool).toHaveLength(12_001);
    expect(pool.filter(isReadable)).toEqual([signed]);
  });
  test("places stay, so that a receipt stands for its message", async () => {
    const chain = `{"Cid":{"/":"${CID}"},"Message":${JSON.stringify(messageToJson(message))}}`;
    const messages = await clientOf(`[${chain.replace('"Method":23', METHOD_U64)},${chain}]`).chainGetParentMessages(EMPTY_ARRAY_CID);
    const receipt = '{"ExitCode":0,"Return":null,"GasUsed":12,"EventsRoot":null}';
    const receipts = await clientOf(`[${receipt.replace("12", "1e30")},${receipt}]`).chainGetParentReceipts(EMPTY_ARRAY_CID);
    expect([messages, receipts].map((list) => list.map(isReadable))).toEqual([
      [false, true],
      [false, true],
    ]);
  });
  test("miners, actors and events likewise", async () => {
    const event = `{"entries":[],"emitter":"f01000","reverted":false,"height":9,"tipsetKey":[{"/":"${CID}"}],"msgCid":{"/":"${CID}"}}`;
    expect((await clientOf('["f01000","f9",7]').stateListMiners()).map(isReadable)).toEqual([true, false, false]);
    expect((await clientOf('["f9","f01000"]').stateListActors()).map(isReadable)).toEqual([false, true]);
    expect((await clientOf(`[{},${event}]`).getActorEventsRaw({})).map(isReadable)).toEqual([false, true]);
  });
  test("any JSON as an item is read or stands there as unreadable", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.json()), async (items) => {
        const list = await clientOf(`[${[...items, json].join()}]`).mpoolPending();
        expect(list).toHaveLength(items.length + 1);
        expect(list.at(-1)).toEqual(signed);
        for (const item of list) if (item instanceof Unreadable) expect(item.reason.length).toBeLessThanOrEqual(300);
      }),
    );
  });
});

describe("numbers beyond 2^53", () => {
  const call = (id: string, method: string): string =>
    `{"Msg":{"From":"f01","To":"f02","Value":"0","Method":${method},"Params":null,"GasLimit":null,"ReadOnly":null},"MsgRct":{"ExitCode":0,"Return":null},` +
    `"InvokedActor":{"Id":${id},"State":{"Code":{"/":"${CID}"}}},"GasCharges":[{"odd":1}],"Subcalls":null}`;
  const reply = (trace: string): string =>
    `{"MsgCid":{"/":"${CID}"},"Msg":${JSON.stringify(messageToJson(message))},"MsgRct":null,"ExecutionTrace":${trace},"Error":"${"x".repeat(30_000)}"}`;
  test("are exact in a dry run's calls, whoever made them", async () => {
    const { trace } = await clientOf(reply(call("18446744073709551615", "18446744073709551615"))).stateCall(message);
    expect([trace?.invokedActor?.id, trace?.message.method]).toEqual([18446744073709551615n, 18446744073709551615n]);
    const small = await clientOf(reply(call("7", "7"))).stateCall(message);
    expect([small.trace?.invokedActor?.id, small.trace?.message.method]).toEqual([7n, 7]);
  });
  test("are refused where a number is meant, with the digits that came", async () => {
    await expect(clientOf("9007199254740993").mpoolGetNonce(key)).rejects.toThrow("9007199254740993");
  });
  test("a call's words are cut", async () => {
    expect((await clientOf(reply("null")).stateCall(message)).error).toHaveLength(20_000);
  });
});

describe("a node's words", () => {
  test("are at most 1,000 printed characters", async () => {
    const failure = (await clientOf("", { code: 1, message: `\u202ea\u0000b\n${"c".repeat(1e6)}` })
      .version()
      .catch((error: unknown) => error)) as RpcError;
    expect(failure).toBeInstanceOf(RpcError);
    expect(failure.detail).toHaveLength(MOST_WORDS);
    expect(failure.detail.startsWith(" a b\nccc")).toBe(true);
    expect(failure.detail.endsWith("…")).toBe(true);
  });
  test("hold no control or direction sign, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 50 }), (text, most) => {
        const words = nodeWords(text, most);
        expect(words.length).toBeLessThanOrEqual(most);
        expect(words).not.toMatch(/[^\P{C}\n]/u);
      }),
    );
  });
  test("names of the node and its chain are cut too", async () => {
    const long = JSON.stringify("n".repeat(10_000));
    expect(await clientOf(long).stateNetworkName()).toHaveLength(100);
    expect((await clientOf(`{"Version":${long},"APIVersion":1,"BlockDelay":30,"Agent":${long}}`).version()).agent).toHaveLength(100);
  });
});

describe("a failure names the node by its host", () => {
  const SECRET = "0123456789abcdef0123";
  const urls = [`https://rpc.example/filecoin/${SECRET}`, `https://rpc.example/rpc/v1?apikey=${SECRET}`, `https://rpc.example/rpc/v1?token=${SECRET}`];
  test.each(urls)("and never shows what stands behind it: %s", async (url) => {
    const failure = (await clientOf("", { code: 1, message: `no route ${new URL(url).pathname}${new URL(url).search} for ${SECRET}` }, url)
      .version()
      .catch((error: unknown) => error)) as RpcFailure;
    expect(failure.node).toBe("rpc.example");
    expect(`${failure.message} ${failure.stack}`).not.toContain(SECRET);
  });
  test("nor the token, when the node repeats it", async () => {
    const node = clientOf("", { code: 1, message: `bad token ${SECRET}!` }, "http://127.0.0.1:1/rpc/v1", SECRET);
    await expect(node.version()).rejects.toThrow("bad token …!");
  });
  test("names of a path stay readable", () => {
    expect(withoutSecrets(new URL("https://rpc.example/filecoin/rpc/v1"), undefined)("no /filecoin/rpc/v1 here")).toBe("no /filecoin/rpc/v1 here");
  });
  test("what was not found is the address that was asked about", async () => {
    const failure = (await clientOf("", { code: 1, message: "actor not found" })
      .stateGetActor(miner)
      .catch((error: unknown) => error)) as ActorNotFound;
    expect([failure.constructor, failure.address]).toEqual([ActorNotFound, "f01000"]);
  });
});
