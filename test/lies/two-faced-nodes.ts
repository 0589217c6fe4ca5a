import { DevnetWorker } from "../../extension/background/desk/devnet-worker.ts";
import { signedMessageCid, signedMessageFromJson } from "../../filecoin/message.ts";
import type { Answer, Call } from "./kinds.ts";

/** Two nodes of one chain between a wallet and its devnet, each of which may lie. What an honest node answers is asked of the devnet once while the chain rests. */

export type Host = "first" | "second";
export type Liar = (call: Call, answer: Answer, host: Host) => Answer | Promise<Answer>;

export const keyOf = ({ method, params }: Call): string => `${method} ${JSON.stringify(params)}`;

export class TwoFacedNodes {
  lie: Liar = (_call, answer) => answer;
  /** calls since it was last emptied, by their key */
  asked = new Map<string, { call: Call; answer: Answer; hosts: Set<Host> }>();
  /** while set, nothing is pushed and the chain does not move */
  #resting: Map<string, Answer> | null = null;
  readonly #honest: typeof fetch;

  /** Takes the place of the worker's way to the network; its wallet starts anew. */
  constructor(readonly worker: DevnetWorker) {
    this.#honest = worker.s.fetch;
    worker.s.fetch = (input, init) => this.#fetch(input, init);
    worker.restart();
  }

  rest(): void {
    this.#resting = new Map();
  }

  wake(): void {
    this.#resting = null;
    this.lie = (_call, answer) => answer;
  }

  async #fetch(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
    if (this.#resting === null) return this.#honest(input, init);
    const { id, method: name, params } = JSON.parse(String(init?.body)) as { id: number; method: string; params: unknown };
    const call: Call = { method: name.replace("Filecoin.", ""), params };
    const host: Host = new URL(String(input)).hostname === "localhost" ? "second" : "first";
    const answer = await this.truth(call);
    const seen = this.asked.get(keyOf(call)) ?? { call, answer, hosts: new Set<Host>() };
    seen.hosts.add(host);
    this.asked.set(keyOf(call), seen);
    const said = await this.lie(call, answer, host);
    return new Response(JSON.stringify({ jsonrpc: "2.0", id, ...said }), { headers: { "Content-Type": "application/json" } });
  }

  /** What an honest node answers. */
  async truth(call: Call): Promise<Answer> {
    if (this.#resting === null) throw new Error("expected a chain that rests");
    if (call.method === "MpoolPush") {
      const [signed] = call.params as [unknown];
      return { result: { "/": signedMessageCid(signedMessageFromJson(signed)).toString() } };
    }
    const key = keyOf(call);
    const known = this.#resting.get(key);
    if (known !== undefined) return known;
    const init = {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: `Filecoin.${call.method}`, params: call.params }),
    };
    const { result, error } = (await (await fetch(this.worker.devnet.rpc, init)).json()) as Answer;
    const answer: Answer = error === undefined ? { result } : { error };
    this.#resting.set(key, answer);
    return answer;
  }
}
