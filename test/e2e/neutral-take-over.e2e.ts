import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowser } from "../../scripts/browser.ts";
import { root } from "../../scripts/root.ts";

const owner = JSON.parse(readFileSync(join(root, "build/owner.json"), "utf8")) as { codeCid: string };

/** The worker and all it stands on in one file for a browser. A module of Node ends the build. */
async function bundledWorker(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), "fil-peggy-worker-"));
  try {
    await build({
      configFile: false,
      root,
      publicDir: false,
      logLevel: "silent",
      plugins: [
        {
          name: "no-node",
          enforce: "pre",
          resolveId(id, importer) {
            if (/^node:/.test(id)) throw new Error(`${importer ?? "the worker"} imports ${id}: the rooms below must run in a browser`);
          },
        },
      ],
      build: {
        outDir,
        target: "chrome120",
        modulePreload: false,
        lib: { entry: join(root, "test/e2e/neutral-take-over.worker.ts"), formats: ["es"], fileName: () => "worker.js" },
        rollupOptions: { output: { codeSplitting: false } },
      },
    });
    return readFileSync(join(outDir, "worker.js"), "utf8");
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** A plain page of this machine, as any web site is: no extension, no privileges. */
async function serve(files: Record<string, { type: string; body: string | Uint8Array }>): Promise<Server> {
  const server = createServer((request, response) => {
    const file = files[request.url ?? ""];
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": file.type }).end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

describe("the chain in a web worker of a page", () => {
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    server = await serve({
      "/": { type: "text/html", body: "<!doctype html><title>a page</title>" },
      "/worker.js": { type: "text/javascript", body: await bundledWorker() },
      "/owner.wasm": { type: "application/wasm", body: readFileSync(join(root, "build/owner.wasm")) },
    });
    browser = await chromium.launch({
      executablePath: findBrowser(root, (line) => process.stderr.write(`${line}\n`)),
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => (server === undefined ? resolve(null) : server.close(resolve)));
  });

  it("runs from genesis to a miner that code owns, without Node and without a node", async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const answer = await page.evaluate(async () => {
      const wasm = new Uint8Array(await (await fetch("/owner.wasm")).arrayBuffer());
      const worker = new Worker("/worker.js", { type: "module" });
      return new Promise<{ done?: Record<string, unknown>; failed?: string }>((resolve) => {
        worker.onmessage = ({ data }: MessageEvent<{ done?: Record<string, unknown>; failed?: string }>) => resolve(data);
        worker.onerror = ({ message }) => resolve({ failed: message });
        worker.postMessage(wasm);
      });
    });
    expect(answer.failed).toBeUndefined();
    const actor = String(answer.done?.["actor"]);
    expect(actor).toMatch(/^f0\d+$/);
    // Five messages of two tipsets each, on the founded chain's first.
    expect(answer.done).toEqual({ owner: actor, beneficiary: actor, actor, code: owner.codeCid, height: 11 });
  });
});
