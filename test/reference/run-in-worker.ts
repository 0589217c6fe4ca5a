/** Runs a scenario or a recording in a worker thread, whose stack can be as large as 1,024 nested sends need. */
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { fileURLToPath, pathToFileURL } from "node:url";
import { DevnetWorld, type Line } from "./devnet-world.ts";
import { isRecording } from "./recording.ts";

const SELF = pathToFileURL(fileURLToPath(import.meta.url)).href;

/** `stackMb`: the worker's stack in MiB. */
export function runInWorker(file: string, stackMb: number, bundle?: string): Promise<Line[]> {
  return new Promise((resolve, reject) => {
    // A worker does not inherit the loader for TypeScript.
    const boot = `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(SELF)}); })`;
    const worker = new Worker(boot, {
      eval: true,
      workerData: { scenario: file, bundle },
      resourceLimits: { stackSizeMb: stackMb },
    });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

const job = workerData as { scenario?: string; bundle?: string } | null;
if (!isMainThread && job?.scenario !== undefined) {
  parentPort?.postMessage(await linesOf(job.scenario, job.bundle));
}

function linesOf(file: string, bundle: string | undefined): Promise<Line[]> {
  if (!isRecording(file)) return DevnetWorld.run(file, bundle);
  if (bundle === undefined) throw new Error(`${file} is a recording, which needs --bundle FILE.car`);
  return DevnetWorld.replay(file, bundle);
}
