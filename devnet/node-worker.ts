/** Entry of the worker thread in which a devnet runs: the thread has the large stack that nested actor calls need. */
import { parentPort, workerData } from "node:worker_threads";
import { type NodeOptions, runNode } from "./rpc/run-node.ts";

if (parentPort === null) throw new Error("this file is the entry of a worker thread; import devnet/node.ts instead");
const port = parentPort;

try {
  const node = await runNode(workerData as NodeOptions);
  port.on("message", (message) => {
    if (message !== "close") return;
    void node.close().then(() => {
      port.postMessage({ closed: true });
      port.close();
    });
  });
  port.postMessage({ ready: node.info });
} catch (error) {
  port.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  port.close();
}
