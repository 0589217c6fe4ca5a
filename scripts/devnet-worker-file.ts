import { join } from "node:path";

/** Where the bundled node thread is; starting it needs no TypeScript loader. */
export const devnetWorkerFile = (root: string): string => join(root, "build/devnet/node-worker.js");
