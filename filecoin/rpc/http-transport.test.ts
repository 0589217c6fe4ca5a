import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  ActorNotFound,
  MethodNotFound,
  PermissionMissing,
  RpcBadReply,
  RpcBusy,
  RpcCancelled,
  RpcError,
  RpcFailure,
  RpcTimeout,
  RpcUnreachable,
} from "./errors.ts";
import { HttpTransport } from "./http-transport.ts";
import { isLoopback, NodeUrlError, parseNodeSocketUrl, parseNodeUrl } from "./node-url.ts";

/** A real HTTP server on this machine whose answer each test sets. */
type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;
let server: Server;
let url: string;
let handler: Handler;
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => handler(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rpc/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  vi.useRealTimers();
});

const once = { timeoutMs: 5000, retry: false };

function answer(status: number, reply: (id: number) => unknown): Handler {
  return (_, response, body) => {
    const { id } = JSON.parse(body) as { id: number };
    const text = reply(id);
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(typeof text === "string" ? text : JSON.stringify(text));
  };
}

async function failureOf(act: Promise<unknown>): Promise<RpcFailure> {
  try {
    await act;
  } catch (error) {
    if (error instanceof RpcFailure) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("a request", () => {
  test("is JSON-RPC 2.0 with the method's full name, positional parameters and the bearer token", async () => {
    const seen: { headers: IncomingMessage["headers"]; body: unknown }[] = [];
    handler = (request, response, body) => {
      seen.push({ headers: request.headers, body: JSON.parse(body) });
      answer(200, (id) => ({ jsonrpc: "2.0", id, result: 7 }))(request, response, body);
    };
    const transport = new HttpTransport({ url, token: "secret" });
    expect(await transport.call("ChainHead", [1, "a"], once)).toBe(7);
    expect(seen[0]?.body).toEqual({ jsonrpc: "2.0", id: 1, method: "Filecoin.ChainHead", params: [1, "a"] });
    expect(seen[0]?.headers.authorization).toBe("Bearer secret");
    expect(seen[0]?.headers.cookie).toBeUndefined();
  });
  test("asks fetch for no redirects, no credentials, no cache and no referrer", async () => {
    let init: RequestInit | undefined;
    const fetch = ((_: unknown, given: RequestInit) => {
      init = given;
      return Promise.resolve(new Response(JSON.stringify({ jsonrpc: "2.0", id: 1, result: null })));
    }) as typeof globalThis.fetch;
    await new HttpTransport({ url, fetch }).call("Version", [], once);
    expect(init).toMatchObject({
      method: "POST",
      redirect: "error",
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
  });
});

describe("a reply", () => {
  const transport = (): HttpTransport => new HttpTransport({ url, maxReplyBytes: 10_000 });
  test("without a result is undefined, not null", async () => {
    handler = answer(200, (id) => ({ jsonrpc: "2.0", id }));
    expect(await transport().call("StateSearchMsg", [], once)).toBeUndefined();
    handler = answer(200, (id) => ({ jsonrpc: "2.0", id, result: null }));
    expect(await transport().call("StateSearchMsg", [], once)).toBeNull();
  });
  test.each([
    [200, 1, "something", RpcError],
    [500, 11, "actor not found", ActorNotFound],
    [500, -32601, "method 'Filecoin.X' not found", MethodNotFound],
    [500, 1, "missing permission to invoke 'MpoolPush' (need 'write')", PermissionMissing],
    [500, 1, "server busy", RpcBusy],
    [400, -32600, "invalid request", RpcError],
  ])("with an error object is typed by its code and words (HTTP %i, %i %s)", async (status, code, message, type) => {
    handler = answer(status, (id) => ({ jsonrpc: "2.0", id, error: { code, message } }));
    const failure = await failureOf(transport().call("StateGetActor", [], once));
    expect(failure).toBeInstanceOf(type);
    expect(failure.message).toContain(message);
    if (failure instanceof RpcError) expect([failure.code, failure.detail]).toEqual([code, message]);
  });
  test("of HTTP 401 means the token", async () => {
    handler = answer(401, () => "");
    expect(await failureOf(transport().call("Version", [], once))).toBeInstanceOf(PermissionMissing);
  });
  test.each([404, 502])("of HTTP %i without JSON-RPC is a node not reached", async (status) => {
    handler = answer(status, () => "<html>");
    const failure = await failureOf(transport().call("Version", [], once));
    expect(failure).toBeInstanceOf(RpcUnreachable);
    expect((failure as RpcUnreachable).status).toBe(status);
  });
  test.each([
    ["no JSON", () => "hello"],
    ["nothing", () => ""],
    ["a list", () => []],
    ["another version", (id: number) => ({ jsonrpc: "1.0", id, result: 1 })],
    ["another id", (id: number) => ({ jsonrpc: "2.0", id: id + 1, result: 1 })],
    ["no id", () => ({ jsonrpc: "2.0", result: 1 })],
    ["deeply nested", () => `${"[".repeat(4000)}${"]".repeat(4000)}`],
    ["too large", (id: number) => ({ jsonrpc: "2.0", id, result: "x".repeat(10_000) })],
  ])("that is %s is bad", async (_, reply) => {
    handler = answer(200, reply);
    expect(await failureOf(transport().call("Version", [], once))).toBeInstanceOf(RpcBadReply);
  });
  test("too large is refused while it still streams, without a length", async () => {
    let ended = false;
    handler = (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("x".repeat(1000)), 1);
      response.on("close", () => {
        clearInterval(timer);
        ended = true;
      });
    };
    expect(await failureOf(transport().call("Version", [], once))).toBeInstanceOf(RpcBadReply);
    await vi.waitFor(() => expect(ended).toBe(true));
  });
  test("with a multi-byte character cut between chunks is put together", async () => {
    handler = (_, response, body) => {
      const { id } = JSON.parse(body) as { id: number };
      const bytes = Buffer.from(JSON.stringify({ jsonrpc: "2.0", id, result: "ä" }));
      const cut = bytes.indexOf(0xc3) + 1;
      response.writeHead(200);
      response.write(bytes.subarray(0, cut), () => response.end(bytes.subarray(cut)));
    };
    expect(await transport().call("Version", [], once)).toBe("ä");
  });
  test("that redirects is refused and not followed", async () => {
    const paths: (string | undefined)[] = [];
    handler = (request, response) => {
      paths.push(request.url);
      response.writeHead(307, { Location: "/elsewhere" });
      response.end();
    };
    expect(await failureOf(transport().call("Version", [], once))).toBeInstanceOf(RpcUnreachable);
    expect(paths).toEqual(["/rpc/v1"]);
  });
  test("of any bytes ends in a value or an RpcFailure", async () => {
    const fetchOf = (text: string, status: number): typeof fetch => (() => Promise.resolve(new Response(text, { status }))) as typeof fetch;
    const status = fc.constantFrom(200, 400, 401, 404, 429, 500);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), status, async (text, code) => {
        const subject = new HttpTransport({ url, fetch: fetchOf(text, code) });
        expect(await failureOf(subject.call("Version", [], once))).toBeInstanceOf(RpcFailure);
      }),
    );
  });
});

describe("time and cancellation", () => {
  test("no answer in time is a time-out, and the request is aborted", async () => {
    let closed = false;
    handler = (_, response) => {
      response.on("close", () => (closed = true));
    };
    const failure = await failureOf(new HttpTransport({ url }).call("Version", [], { timeoutMs: 30, retry: false }));
    expect(failure).toBeInstanceOf(RpcTimeout);
    await vi.waitFor(() => expect(closed).toBe(true));
  });
  test("a reply whose body stalls is a time-out", async () => {
    handler = (_, response) => {
      response.writeHead(200);
      response.write("{");
    };
    const failure = await failureOf(new HttpTransport({ url }).call("Version", [], { timeoutMs: 50, retry: false }));
    expect(failure).toBeInstanceOf(RpcTimeout);
  });
  test("the caller's signal cancels before, during and between attempts", async () => {
    const stop = new AbortController();
    handler = () => stop.abort();
    const call = new HttpTransport({ url }).call("Version", [], {
      timeoutMs: 5000,
      retry: true,
      signal: stop.signal,
    });
    expect(await failureOf(call)).toBeInstanceOf(RpcCancelled);
    const again = new HttpTransport({ url }).call("Version", [], { ...once, signal: stop.signal });
    expect(await failureOf(again)).toBeInstanceOf(RpcCancelled);

    const between = new AbortController();
    const refused = (() => Promise.reject(new TypeError("refused"))) as typeof fetch;
    const waiting = new HttpTransport({ url, fetch: refused }).call("Version", [], {
      timeoutMs: 5000,
      retry: true,
      signal: between.signal,
    });
    setTimeout(() => between.abort(), 10);
    expect(await failureOf(waiting)).toBeInstanceOf(RpcCancelled);
  });
  test("a closed port is a node not reached, named without the token", async () => {
    const transport = new HttpTransport({ url: "http://127.0.0.1:9/rpc/v1?token=secret", token: "secret" });
    const failure = await failureOf(transport.call("Version", [], once));
    expect(failure).toBeInstanceOf(RpcUnreachable);
    expect(failure.message).not.toContain("secret");
    expect(failure.node).toBe("127.0.0.1:9");
  });
});

describe("repetition", () => {
  /** Counts attempts and the pauses between them under fake time. */
  async function attempts(reply: () => Promise<Response>, retry: boolean): Promise<number[]> {
    vi.useFakeTimers();
    const times: number[] = [];
    const fetch = (() => {
      times.push(Date.now());
      return reply();
    }) as typeof globalThis.fetch;
    const call = failureOf(new HttpTransport({ url, fetch }).call("Version", [], { timeoutMs: 10_000, retry }));
    await vi.runAllTimersAsync();
    await call;
    return times.slice(1).map((time, i) => time - (times[i] as number));
  }
  const json = (status: number, code: number, message: string): Promise<Response> =>
    Promise.resolve(new Response(JSON.stringify({ jsonrpc: "2.0", id: 1, error: { code, message } }), { status }));

  test("a read is repeated after 1, 2 and 4 s when the node is not reached", async () => {
    expect(await attempts(() => Promise.reject(new TypeError("refused")), true)).toEqual([1000, 2000, 4000]);
    expect(await attempts(() => Promise.resolve(new Response("", { status: 502 })), true)).toEqual([1000, 2000, 4000]);
  });
  test("a busy node is given 5, 10 and 20 s", async () => {
    expect(await attempts(() => Promise.resolve(new Response("", { status: 429 })), true)).toEqual([5000, 10_000, 20_000]);
    expect(await attempts(() => json(500, 1, "server busy"), true)).toEqual([5000, 10_000, 20_000]);
  });
  test.each([
    [1, [5000, 10_000, 20_000]],
    [12, [12_000, 12_000, 20_000]],
    [30, [30_000, 30_000, 30_000]],
    // Longer than a page is kept waiting: said at once.
    [31, []],
  ])("a node that asks for %i s of rest gets them", async (seconds, waits) => {
    expect(await attempts(() => Promise.resolve(new Response("", { status: 429, headers: { "Retry-After": String(seconds) } })), true)).toEqual(waits);
  });
  test("a date to come back at is read too", async () => {
    const inTwelve = (): Response => new Response("", { status: 429, headers: { "Retry-After": new Date(Date.now() + 12_999).toUTCString() } });
    const waits = await attempts(() => Promise.resolve(inTwelve()), true);
    expect(waits.map((wait) => Math.round(wait / 1000))).toEqual(
      [12, 12, 20].map((seconds) => expect.toSatisfy((wait: number) => Math.abs(wait - seconds) <= 1)),
    );
  });
  test("a node that limits every third question still answers all of them", async () => {
    vi.useFakeTimers();
    let asked = 0;
    const fetch = ((_: unknown, init: RequestInit) => {
      const { id } = JSON.parse(String(init.body)) as { id: number };
      const limited = ++asked % 3 === 0;
      const error = { code: -32005, message: "rate limit exceeded" };
      return Promise.resolve(new Response(JSON.stringify({ jsonrpc: "2.0", id, ...(limited ? { error } : { result: id }) }), { status: limited ? 429 : 200 }));
    }) as typeof globalThis.fetch;
    const transport = new HttpTransport({ url, fetch });
    const answers = Promise.all(Array.from({ length: 30 }, () => transport.call("ChainHead", [], { timeoutMs: 10_000, retry: true })));
    await vi.runAllTimersAsync();
    expect(await answers).toHaveLength(30);
  });
  test("nothing that is no read is repeated", async () => {
    expect(await attempts(() => Promise.reject(new TypeError("refused")), false)).toEqual([]);
    expect(await attempts(() => Promise.resolve(new Response("", { status: 429 })), false)).toEqual([]);
  });
  test("an answer is an answer: errors of the node and bad replies are not repeated", async () => {
    expect(await attempts(() => json(500, 1, "no"), true)).toEqual([]);
    expect(await attempts(() => Promise.resolve(new Response("x")), true)).toEqual([]);
    expect(await attempts(() => Promise.resolve(new Response("", { status: 404 })), true)).toEqual([]);
  });
});

describe("node addresses", () => {
  test.each(["https://node.example/rpc/v1", "http://127.0.0.1:1234/rpc/v1", "http://localhost:1", "http://[::1]:80/"])("%s is allowed", (text) => {
    expect(parseNodeUrl(text).href).toContain("//");
  });
  test.each([
    "http://node.example/rpc/v1",
    "http://127.0.0.1.example/",
    "http://localhost.example/",
    "http://10.0.0.1/",
    "ftp://127.0.0.1/",
    "wss://node.example/",
    "https://user:pass@node.example/",
    "javascript:alert(1)",
    "node.example",
    "",
  ])("%j is refused", (text) => {
    expect(() => parseNodeUrl(text)).toThrow(NodeUrlError);
  });
  test("WebSocket follows the same rule", () => {
    expect(parseNodeSocketUrl("wss://node.example/rpc/v1").protocol).toBe("wss:");
    expect(isLoopback(parseNodeSocketUrl("ws://127.0.0.1:1/"))).toBe(true);
    expect(() => parseNodeSocketUrl("ws://node.example/")).toThrow(NodeUrlError);
  });
});
