/** The devnet as a Node program uses it. */
import { Worker } from "node:worker_threads";
import { cidOf, RAW } from "../filecoin/cid.ts";
import { NodeStartError } from "./rpc/node-start-error.ts";
import type { NodeInfo, NodeOptions } from "./rpc/run-node.ts";

/** Native stack of the thread that runs actors: 1,024 nested calls of Wasm need several times Node's default. */
const STACK_MIB = 64;

/** Beside this file: as TypeScript in the repository, as JavaScript when bundled. */
const WORKER_URL = new URL(`./node-worker${/\.\w+$/.exec(import.meta.url)?.[0] ?? ".js"}`, import.meta.url);
const AS_TYPESCRIPT = WORKER_URL.pathname.endsWith(".ts");
/** A worker does not inherit the loader that runs this file: it registers its own first. */
const LOAD_TYPESCRIPT = `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(WORKER_URL.href)}); });`;

export interface DevnetOptions extends NodeOptions {
  /** Run in this thread instead of one of its own: starts faster, carries fewer nested calls. For tests. */
  inProcess?: boolean;
  /** A bundled node-worker: starts several times faster than the TypeScript beside this file. */
  workerFile?: string;
}

export interface Devnet extends NodeInfo {
  /** CID of the first code of `installed`; null when there was none. */
  ownerActorCode: string | null;
  close(): Promise<void>;
}

export type { NodeInfo, NodeOptions };

/** Starts a devnet on 127.0.0.1. Rejects with NodeStartError, saying why, when it cannot. */
export async function startDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  const { inProcess = false, workerFile, ...nodeOptions } = options;
  const { info, close } = inProcess ? await runHere(nodeOptions) : await startWorker(nodeOptions, workerFile);
  const wasm = options.installed?.[0];
  return { ...info, ownerActorCode: wasm === undefined ? null : cidOf(RAW, wasm).toString(), close };
}

/** Loaded only when used: the thread that merely starts a worker does not need the machine. */
async function runHere(options: NodeOptions): Promise<{ info: NodeInfo; close: () => Promise<void> }> {
  const { runNode } = await import("./rpc/run-node.ts");
  return runNode(options);
}

type FromWorker = { ready: NodeInfo } | { failed: string } | { closed: true };

function startWorker(options: NodeOptions, workerFile: string | undefined): Promise<{ info: NodeInfo; close: () => Promise<void> }> {
  const limits = { workerData: options, resourceLimits: { stackSizeMb: STACK_MIB } };
  const worker =
    workerFile === undefined && AS_TYPESCRIPT
      ? new Worker(LOAD_TYPESCRIPT, { ...limits, eval: true })
      : // Flags of this process, a TypeScript loader above all, are not for JavaScript.
        new Worker(workerFile ?? WORKER_URL, { ...limits, execArgv: [] });
  const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const close = async (): Promise<void> => {
    worker.postMessage("close");
    await exited;
  };
  return new Promise((resolve, reject) => {
    worker.once("error", (error) => reject(new NodeStartError(`the devnet's thread ended: ${error.message}`)));
    worker.once("message", (message: FromWorker) => {
      if ("ready" in message) resolve({ info: message.ready, close });
      else reject(new NodeStartError("failed" in message ? message.failed : "the devnet ended before it was ready"));
    });
  });
}
