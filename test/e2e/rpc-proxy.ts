import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Call {
  id: number | string | null;
  method: string;
  params: unknown[];
}

/** What the proxy does with a call before or after the node sees it. */
export type Rule = {
  /** `Filecoin.MpoolPush` and the like. */
  method: string;
  /** Answers in the node's place; the result goes under `result`. */
  answer?: (call: Call) => unknown;
  /** Changes the node's true result. */
  change?: (result: unknown, call: Call) => unknown;
  /** An error in the node's place. */
  error?: { code: number; message: string };
};

/** Is this the moment to hold at; asked once for each call of the method. */
type Wanted = (call: Call) => boolean | Promise<boolean>;

interface Hold {
  method: string;
  after: boolean;
  wanted: Wanted;
  arrive: (call: Call) => void;
  gate: Promise<"release" | "drop">;
}

/** A call that the proxy holds back until it is released. */
export interface HeldCall {
  /** Resolves when the first such call has arrived (and, with `after`, the node has answered it). */
  arrived: Promise<Call>;
  release(): void;
  /** Drops the connection without an answer. */
  drop(): void;
}

function readBody(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    message.on("data", (part: Buffer) => parts.push(part));
    message.on("end", () => resolve(Buffer.concat(parts)));
    message.on("error", reject);
  });
}

/** A JSON-RPC proxy before the devnet: it can hold, change, refuse or lose named calls, so that a test is a precise moment. */
export class RpcProxy {
  readonly calls: Call[] = [];
  #rules: Rule[] = [];
  #holds: Hold[] = [];
  #down: "up" | "down" | "silent" | "garbage" = "up";
  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async before(rpc: string): Promise<RpcProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const proxy = new RpcProxy(server, new URL(rpc));
    server.on("request", (incoming: IncomingMessage, reply: ServerResponse) => {
      void proxy.serve(incoming, reply).catch(() => reply.destroy());
    });
    return proxy;
  }

  get rpc(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${this.target.pathname}`;
  }

  /** Adds a rule; the returned function takes it back. */
  rule(rule: Rule): () => void {
    this.#rules.push(rule);
    return () => void (this.#rules = this.#rules.filter((other) => other !== rule));
  }

  /** Holds the next (wanted) call of a method: before the node sees it, or `after` the node has answered. */
  hold(method: string, when: "before" | "after" = "before", wanted: Wanted = () => true): HeldCall {
    let arrive: (call: Call) => void = () => undefined;
    let open: (how: "release" | "drop") => void = () => undefined;
    const arrived = new Promise<Call>((resolve) => (arrive = resolve));
    const gate = new Promise<"release" | "drop">((resolve) => (open = resolve));
    this.#holds.push({ method, after: when === "after", wanted, arrive, gate });
    return { arrived, release: () => open("release"), drop: () => open("drop") };
  }

  /** down = connections are dropped; silent = never answered; garbage = not JSON. */
  set state(state: "up" | "down" | "silent" | "garbage") {
    this.#down = state;
  }

  count(method: string): number {
    return this.calls.filter((call) => call.method === method).length;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async serve(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    if (this.#down === "down") return void reply.destroy();
    if (this.#down === "silent") return;
    if (this.#down === "garbage") return void reply.writeHead(200, { "content-type": "application/json" }).end("<html>not a node</html>");
    const call = JSON.parse(body.toString("utf8")) as Call;
    this.calls.push(call);
    const hold = await this.holdFor(call);
    if (hold && !hold.after) {
      hold.arrive(call);
      if ((await hold.gate) === "drop") return void reply.destroy();
    }
    const text = await this.answer(call, body, incoming);
    if (hold?.after) {
      hold.arrive(call);
      if ((await hold.gate) === "drop") return void reply.destroy();
    }
    reply.writeHead(200, { "content-type": "application/json" }).end(text);
  }

  private async holdFor(call: Call): Promise<Hold | undefined> {
    const hold = this.#holds.find((each) => each.method === call.method);
    // Another call of the method may have taken it while this one was looked at.
    if (hold === undefined || !(await hold.wanted(call)) || !this.#holds.includes(hold)) return undefined;
    this.#holds = this.#holds.filter((each) => each !== hold);
    return hold;
  }

  private async answer(call: Call, body: Buffer, incoming: IncomingMessage): Promise<string> {
    const rule = this.#rules.find((each) => each.method === call.method);
    const wrap = (part: object): string => JSON.stringify({ jsonrpc: "2.0", id: call.id, ...part });
    if (rule?.error) return wrap({ error: rule.error });
    if (rule?.answer) return wrap({ result: rule.answer(call) });
    const text = await this.forward(body, incoming);
    if (!rule?.change) return text;
    const parsed = JSON.parse(text) as { result?: unknown };
    return "result" in parsed ? wrap({ result: rule.change(parsed.result, call) }) : text;
  }

  private forward(body: Buffer, incoming: IncomingMessage): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers: Record<string, string> = { "content-type": "application/json" };
      if (incoming.headers.authorization !== undefined) headers["authorization"] = incoming.headers.authorization;
      const outgoing = request(
        { host: this.target.hostname, port: this.target.port, path: this.target.pathname, method: "POST", headers },
        (answer) => void readBody(answer).then((bytes) => resolve(bytes.toString("utf8")), reject),
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}
