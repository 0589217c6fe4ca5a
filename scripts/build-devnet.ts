import { join } from "node:path";
import { build } from "vite";

/** Bundles the devnet's thread into one file for Node; classic-level stays outside, since it loads a binary of its own. */
export async function buildDevnet(root: string): Promise<void> {
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: "warn",
    ssr: { noExternal: true, external: ["classic-level"] },
    build: {
      ssr: join(root, "devnet/node-worker.ts"),
      outDir: join(root, "build/devnet"),
      emptyOutDir: true,
      target: "node20",
      minify: false,
      rollupOptions: { output: { entryFileNames: "node-worker.js", codeSplitting: false } },
    },
  });
}
