import { afterEach, describe, expect, it, vi } from "vitest";
import { toBase64 } from "../../filecoin/bytes.ts";
import { type Cid, cidOf, DAG_CBOR, parseCid, RAW } from "../../filecoin/cid.ts";
import { LotusClient } from "../../filecoin/rpc/client.ts";
import { RpcCancelled } from "../../filecoin/rpc/errors.ts";
import { type ProofNode, ProofBlocks } from "./proof-blocks.ts";
import type { ProofFailure } from "./proof-failure.ts";
import { newCache } from "./test-nodes.ts";

const bytes = Uint8Array.of(0x82, 1, 2);
const cid = cidOf(DAG_CBOR, bytes);
const right = toBase64(bytes);

/** A node that gives these answers in turn, the last one for ever: a result, an Error as JSON-RPC error, or a number as HTTP status. */
function node(host: string, ...answers: unknown[]): ProofNode & { asked: number } {
  const made = { host, asked: 0, client: undefined as unknown as LotusClient };
  made.client = new LotusClient({
    url: `https://${host}/rpc/v1`,
    fetch: (_url, init) => {
      const answer = answers[Math.min(made.asked++, answers.length - 1)];
      if (typeof answer === "number") return Promise.resolve(new Response("", { status: answer }));
      if (answer instanceof TypeError) return Promise.reject(answer);
      const { id } = JSON.parse(String(init?.body)) as { id: number };
      const error = answer instanceof Error ? { error: { code: Number(answer.cause ?? 1), message: answer.message } } : { result: answer };
      return Promise.resolve(Response.json({ jsonrpc: "2.0", id, ...error }));
    },
  });
  return made;
}

const read = (cidAsked: Cid, ...nodes: ProofNode[]): Promise<Uint8Array> => new ProofBlocks(nodes, newCache()).read(cidAsked);
const failureOf = (...nodes: ProofNode[]): Promise<unknown> => read(cid, ...nodes).catch((error: unknown) => error);

afterEach(() => vi.useRealTimers());

describe("a block", () => {
  it("is read at the first node, and at the next one what that cannot give", async () => {
    const [first, second] = [node("a", right), node("b", right)];
    expect(await read(cid, first, second)).toEqual(bytes);
    expect([first.asked, second.asked]).toEqual([1, 0]);
    for (const refusal of [null, "AAAA", "?", 7, new Error("could not find it"), 404]) {
      const other = node("b", right);
      expect(await read(cid, node("a", refusal), other)).toEqual(bytes);
      expect(other.asked).toBe(1);
    }
  });

  it("within a CID is read without a node", async () => {
    expect(await read(parseCid("bafkqaaik"))).toEqual(Uint8Array.of(10));
  });

  it("hashed otherwise than the chain's is refused without asking", async () => {
    const asked = node("a", right);
    const sha = parseCid("bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy");
    await expect(read(sha, asked)).rejects.toMatchObject({ why: "unreadable" });
    expect(asked.asked).toBe(0);
  });

  it("is checked with its codec: the same bytes under another codec are another block", async () => {
    await expect(read(cidOf(RAW, bytes), node("a", right))).resolves.toEqual(bytes);
    await expect(read(cidOf(DAG_CBOR, Uint8Array.of(1)), node("a", right))).rejects.toMatchObject({ why: "wrongBytes" });
  });
});

describe("a block that no node gives", () => {
  it.each<[string, unknown, string]>([
    ["has another hash", "AAAA", "wrongBytes"],
    ["is no base64", "!", "wrongBytes"],
    ["is no text", { Data: right }, "wrongBytes"],
    ["is null", null, "missing"],
    ["is not found", new Error("blockstore get: ipld: could not find it"), "missing"],
    ["is of a method that there is not", new Error("method 'Filecoin.ChainReadObj' not found", { cause: -32601 }), "noBlocks"],
    ["needs a token", 401, "noBlocks"],
    ["is larger than a block may be", "A".repeat(1_500_000), "tooLarge"],
  ])("fails with its reason, its node and its CID: it %s", async (_what, answer, why) => {
    expect(await failureOf(node("a", answer))).toMatchObject({ name: "ProofFailure", why, host: "a", cid });
  });

  it("names the node that lies rather than the one that does not have it", async () => {
    const failure = (await failureOf(node("a", null), node("b", "AAAA"))) as ProofFailure;
    expect([failure.why, failure.host]).toEqual(["wrongBytes", "b"]);
    expect(failure.message).toContain(cid.toString());
  });

  it("is asked for again where the node is only busy, and given up after some seconds", async () => {
    vi.useFakeTimers();
    const busyOnce = node("a", 429, right);
    const later = read(cid, busyOnce);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await later).toEqual(bytes);
    const busy = node("a", 429);
    const failing = failureOf(busy);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await failing).toMatchObject({ why: "busy" });
    expect(busy.asked).toBe(3);
    const gone = failureOf(node("a", new TypeError("fetch failed")));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await gone).toMatchObject({ why: "unreachable" });
  });
});

it("of many blocks some are on their way at once, and the same one is asked for once", async () => {
  let [atOnce, most] = [0, 0];
  const client = {
    call: async (_method: string, params: readonly unknown[] = []) => {
      most = Math.max(most, ++atOnce);
      await Promise.resolve();
      atOnce--;
      return stored.get((params[0] as { "/": string })["/"]);
    },
  } as unknown as LotusClient;
  const stored = new Map<string, string>();
  const cids = Array.from({ length: 100 }, (_, i) => {
    const block = Uint8Array.of(0x19, i, 255);
    stored.set(cidOf(DAG_CBOR, block).toString(), toBase64(block));
    return cidOf(DAG_CBOR, block);
  });
  const call = vi.spyOn(client, "call");
  const blocks = new ProofBlocks([{ host: "a", client }], newCache());
  await Promise.all([...cids, ...cids].map((each) => blocks.read(each)));
  expect([call.mock.calls.length, most]).toEqual([100, 32]);
});

it("what the caller stopped is no failure of a node", async () => {
  const client = { call: () => Promise.reject(new RpcCancelled("ChainReadObj", "a")) } as unknown as LotusClient;
  await expect(read(cid, { host: "a", client })).rejects.toBeInstanceOf(RpcCancelled);
  const fault = { call: () => Promise.reject(new RangeError("a fault of the program")) } as unknown as LotusClient;
  await expect(read(cid, { host: "a", client: fault })).rejects.toBeInstanceOf(RangeError);
});
