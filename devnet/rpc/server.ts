/** The node's RPC over HTTP and WebSocket, on loopback alone, by the rules of Lotus' own transport (go-jsonrpc). Who may come in: doors.ts. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { Chain } from "../chain/chain.ts";
import { apiVersionOf, bearerOf, refusalOf } from "./doors.ts";
import { type Caller, type Dispatcher, type Response, answer, parseBody } from "./json-rpc.ts";
import type { FurtherNodes } from "./further-nodes.ts";
import { NodeStartError } from "./node-start-error.ts";
import { OPEN_PEGGY_METHODS } from "./peggy-methods.ts";
import type { RehearsalSetup } from "./rehearsal-info.ts";
import { RpcCode, RpcFault, errorJson, httpStatusOf } from "./rpc-error.ts";
import { rpcMethods } from "./rpc-methods.ts";
import { makeToken, permissionOf } from "./token.ts";
import { serveConnection } from "./websocket-connection.ts";

const LOOPBACK = "127.0.0.1";
/** Bytes of one request. The largest message is 64 KiB; a batch may hold many. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** Without a token: reading, and pushing signed messages, which needs nobody's leave on any network. */
const OPEN_METHODS = ["Filecoin.MpoolPush", "Filecoin.MpoolPushUntrusted", ...OPEN_PEGGY_METHODS];

export interface RpcServerOptions {
  chain: Chain;
  rehearsal: Omit<RehearsalSetup, "walletToken">;
  /** The loopback name under which its URLs have it; it listens on 127.0.0.1 either way. */
  host: "127.0.0.1" | "localhost";
  /** 0 = any free port */
  port: number;
  /** Key of the tokens, 32 bytes. */
  secret: Uint8Array;
  /** Offer only what a public gateway does. */
  gateway: boolean;
  /** As a node with default configuration: MpoolPush needs a token too. */
  strictTokens?: boolean;
  /** Opens and closes further nodes of the chain. */
  nodes: FurtherNodes;
  onFault(what: string, error: unknown): void;
}

export interface RpcServer {
  readonly port: number;
  /** http://host:port/rpc/v1 */
  readonly rpc: string;
  /** ws://host:port/rpc/v1 */
  readonly ws: string;
  /** All rights. */
  readonly token: string;
  close(): Promise<void>;
}

/** Resolves when the port is open. Rejects with NodeStartError when it cannot be. */
export async function startRpcServer(options: RpcServerOptions): Promise<RpcServer> {
  const dispatchers = { 0: dispatcherOf(options, 0), 1: dispatcherOf(options, 1) };
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 75_000 }, (request, response) => {
    void serveHttp(options, dispatchers, request, response);
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY_BYTES });
  server.on("upgrade", (request, socket, head) => {
    // Nobody else listens: a line torn before the answer would end the process.
    socket.on("error", () => socket.destroy());
    const entry = enter(options, request);
    if ("status" in entry) {
      const refusal = `HTTP/1.1 ${entry.status} ${entry.reason.slice(0, 40)}\r\nConnection: close\r\n\r\n`;
      socket.end(refusal, () => socket.destroy());
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => serveConnection(ws, dispatchers[entry.version], entry.caller));
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  const port = await listen(server, options.port);
  return {
    port,
    rpc: `http://${options.host}:${port}/rpc/v1`,
    ws: `ws://${options.host}:${port}/rpc/v1`,
    token: makeToken(options.secret, "admin"),
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function dispatcherOf(options: RpcServerOptions, version: 0 | 1): Dispatcher {
  const { chain, gateway, secret, nodes } = options;
  const rehearsal: RehearsalSetup = { ...options.rehearsal, walletToken: makeToken(secret, "write") };
  const open = options.strictTokens === true ? OPEN_PEGGY_METHODS : OPEN_METHODS;
  return {
    methods: rpcMethods({ chain, rehearsal, version, gateway, nodes }),
    open: new Set(open),
    settled: () => chain.settled(),
    onFault: options.onFault,
  };
}

type Entry = { version: 0 | 1; caller: Caller } | { status: number; reason: string };

function enter(options: RpcServerOptions, request: IncomingMessage): Entry {
  const refusal = refusalOf(request);
  if (refusal !== null) return { status: 403, reason: refusal };
  const version = apiVersionOf(request);
  if (version === undefined) return { status: 404, reason: "expected the path /rpc/v0 or /rpc/v1" };
  const token = bearerOf(request);
  const permission = token === undefined ? "read" : permissionOf(options.secret, token);
  if (permission === undefined) return { status: 401, reason: "the token is not one of this node" };
  return { version, caller: { permission } };
}

async function serveHttp(options: RpcServerOptions, dispatchers: Record<0 | 1, Dispatcher>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const entry = enter(options, request);
  if ("status" in entry) return sendText(response, entry.status, entry.reason);
  if (request.method !== "POST") return sendText(response, 405, "expected POST, or a WebSocket");
  const left = new AbortController();
  response.on("close", () => left.abort());
  try {
    const { batch, items } = parseBody(await readBody(request));
    const responses: Response[] = [];
    for (const item of items) {
      const one = await answer(dispatchers[entry.version], entry.caller, item, { signal: left.signal });
      if (one !== undefined) responses.push(one);
    }
    if (batch) sendJson(response, 200, responses);
    else sendJson(response, httpStatusOf(responses[0]?.error?.code ?? 0), responses[0]);
  } catch (error) {
    if (!(error instanceof RpcFault)) options.onFault("http", error);
    // What is left of a body that was too large is not read.
    if (!request.complete) response.setHeader("connection", "close");
    const fault = errorJson(error) ?? { code: 0, message: "fatal error" };
    sendJson(response, httpStatusOf(fault.code), { jsonrpc: "2.0", id: null, error: fault });
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new RpcFault(RpcCode.parse, `request bigger than maximum ${MAX_BODY_BYTES} allowed`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  if (response.destroyed) return;
  if (value === undefined) {
    response.writeHead(status).end();
    return;
  }
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(`${JSON.stringify(value)}\n`);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", connection: "close" }).end(`${text}\n`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new NodeStartError(whyNot(error, port))));
    server.listen(port, LOOPBACK, () => {
      server.removeAllListeners("error");
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Why the port cannot be opened. */
function whyNot({ code, message }: NodeJS.ErrnoException, port: number): string {
  if (code === "EADDRINUSE") return `port ${port} of ${LOOPBACK} is in use by another program: expected a free one; 0 takes any free one`;
  if (code === "EACCES") return `this user may not open port ${port}: expected one from 1024 on; 0 takes any free one`;
  return `port ${port} of ${LOOPBACK} cannot be opened: ${message}`;
}
