import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WebSocket } from "ws";
import type { Session } from "./session.ts";

interface Target {
  type: string;
  url: string;
  webSocketDebuggerUrl: string;
}

/** What Chrome's debugging port lists for this browser: pages and service workers. */
export async function listTargets(session: Session): Promise<Target[]> {
  const port = readFileSync(join(session.profile, "DevToolsActivePort"), "utf8").split("\n")[0];
  return (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[];
}

/** One debugging connection to one page or worker, for what the page driver does not reach: a worker's heap and console. */
export class DevtoolsTarget {
  #next = 1;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  readonly #listeners = new Map<string, (params: Record<string, unknown>) => void>();
  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data) => this.#receive(String(data)));
  }

  static async connect(target: Pick<Target, "webSocketDebuggerUrl">): Promise<DevtoolsTarget> {
    const socket = new WebSocket(target.webSocketDebuggerUrl, { maxPayload: 2 ** 29 });
    await new Promise<void>((resolve, reject) => socket.once("open", () => resolve()).once("error", reject));
    return new DevtoolsTarget(socket);
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as { id?: number; result?: unknown; error?: { message: string }; method?: string; params?: Record<string, unknown> };
    if (message.id === undefined) return void this.#listeners.get(message.method ?? "")?.(message.params ?? {});
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result);
  }

  send<T>(method: string, params: object = {}): Promise<T> {
    const id = this.#next++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  on(event: string, listener: (params: Record<string, unknown>) => void): void {
    this.#listeners.set(event, listener);
  }

  /** Everything alive on the heap after a collection. */
  async heap(): Promise<HeapSnapshot> {
    const chunks: string[] = [];
    this.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(String(chunk)));
    await this.send("HeapProfiler.enable");
    await this.send("HeapProfiler.collectGarbage");
    await this.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false, captureNumericValue: false });
    return new HeapSnapshot(JSON.parse(chunks.join("")) as RawSnapshot);
  }

  close(): void {
    this.socket.close();
  }
}

interface RawSnapshot {
  snapshot: { meta: { node_fields: string[]; edge_fields: string[]; edge_types: [string[], ...unknown[]] } };
  nodes: number[];
  edges: number[];
  strings: string[];
}

/** A Map's table has three places for each entry, a Set's two. */
const WIDEST_STEP = 3;

/** Splits items in order of their places wherever the next one stands further away than the next entry would. */
function besideEachOther<T extends { readonly at: number }>(items: readonly T[]): T[][] {
  const runs: T[][] = [];
  for (const item of items) {
    const run = runs.at(-1);
    if (run !== undefined && item.at - run.at(-1)!.at <= WIDEST_STEP) run.push(item);
    else runs.push([item]);
  }
  return runs;
}

/** Strings of a heap, and lists of strings in it (Chrome's heap snapshot format: flat tuples of numbers). */
export class HeapSnapshot {
  constructor(private readonly raw: RawSnapshot) {}

  get strings(): readonly string[] {
    return this.raw.strings;
  }

  /**
   * Those of the `wanted` strings that stand side by side in an array, a Set or a Map, in order: lists of two and more. Single ones far apart, as in a dictionary that has
   * them all, make no list: there any few words come in the order of the alphabet, and one run in thirteen three of them in the order in which they were drawn.
   */
  lists(wanted: ReadonlySet<string>): string[][] {
    const { meta } = this.raw.snapshot;
    const [nodeSize, edgeSize] = [meta.node_fields.length, meta.edge_fields.length];
    const [name, edgeCount] = [meta.node_fields.indexOf("name"), meta.node_fields.indexOf("edge_count")];
    const [type, index, to] = [meta.edge_fields.indexOf("type"), meta.edge_fields.indexOf("name_or_index"), meta.edge_fields.indexOf("to_node")];
    const names = new Map(this.raw.strings.flatMap((text, i) => (wanted.has(text) ? [[i, text] as const] : [])));
    // Elements of an array hang on its backing store as internal or element edges, both numbered.
    const numbered = new Set(["element", "internal", "hidden"].map((kind) => meta.edge_types[0].indexOf(kind)));
    const found: string[][] = [];
    let edge = 0;
    for (let node = 0; node < this.raw.nodes.length; node += nodeSize) {
      const items: { at: number; text: string }[] = [];
      for (let left = this.raw.nodes[node + edgeCount] ?? 0; left > 0; left--, edge += edgeSize) {
        const text = names.get(this.raw.nodes[(this.raw.edges[edge + to] ?? 0) + name] ?? -1);
        if (text !== undefined && numbered.has(this.raw.edges[edge + type] ?? -1)) items.push({ at: this.raw.edges[edge + index] ?? 0, text });
      }
      found.push(...besideEachOther(items.sort((a, b) => a.at - b.at)).map((run) => run.map(({ text }) => text)));
    }
    return found.filter((list) => list.length > 1);
  }
}
