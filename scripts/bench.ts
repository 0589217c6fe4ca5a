import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { deflateRawSync, gzipSync } from "node:zlib";
import { record, type Figure } from "../test/bench/record.ts";
import { buildAll } from "./build-all.ts";
import { findBrowser } from "./browser.ts";
import { filesIn, workerGraph } from "./dist-files.ts";
import { gasPlot, gasTables, readGas } from "./gas-page.ts";
import { root } from "./root.ts";
import { runTool } from "./run-tool.ts";

/** `npm run bench [-- --json FILE --write --long]`: every figure that has a bar, measured now; with --long also what takes minutes. */
const { values } = parseArgs({ options: { json: { type: "string" }, write: { type: "boolean" }, long: { type: "boolean" } } });
const say = (line: string): void => void process.stderr.write(`${line}\n`);
await buildAll(root, { say });
const browser = findBrowser(root, say);
const file = join(root, "build/bench.json");
rmSync(file, { force: true });

const kilo = 1_000;
const dist = join(root, "dist");
const sizeOf = (files: readonly string[], squeeze: (bytes: Buffer) => Buffer): number =>
  files.reduce((sum, file) => sum + squeeze(readFileSync(file)).length, 0) / kilo;
record("owner.wasm", { value: statSync(join(root, "build/owner.wasm")).size, unit: "B", bar: 60_000, sense: "most" });
record("worker JavaScript, gzip", { value: sizeOf(workerGraph(dist), (bytes) => gzipSync(bytes)), unit: "kB", bar: 180, sense: "most" });
record("dist/, each file deflated as in a zip", { value: sizeOf(filesIn(dist), (bytes) => deflateRawSync(bytes)), unit: "kB", bar: 5_000, sense: "most" });

const ran = await runTool("vitest/vitest.mjs", ["run", "--config", "test/bench/vitest.config.ts", "--reporter=dot"], {
  ...process.env,
  CHROME_PATH: browser,
  ...(values.long === true ? { PEGGY_LONG: "1" } : {}),
});
const figures = JSON.parse(readFileSync(file, "utf8")) as Record<string, Figure>;
const holds = ({ value, bar, sense }: Figure): boolean => (sense === "most" ? value <= bar : value >= bar);
const GAS =
  "Gas is that of whole messages on the devnet's machine. The owner actor's own code pays there what the reference FVM charges, to the unit: `npm run test:reference` compares every message of its tests, and with `--gas` prints what each costs on the reference. What the stand-ins of built-in actors add is an estimate: the owner actor's messages come out within 4 % of what they cost on the released actors (test/reference/README.md).";
const text = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3));

const lines = [
  "| what | measured | bar | |",
  "|---|---|---|---|",
  ...Object.entries(figures).map(
    ([name, figure]) =>
      `| ${name} | ${text(figure.value)} ${figure.unit} | ${figure.sense === "most" ? "≤" : "≥"} ${text(figure.bar)} ${figure.unit} | ${holds(figure) ? "holds" : "**missed**"} |`,
  ),
];
process.stdout.write(`${lines.join("\n")}\n`);
if (values.json !== undefined) {
  const shape = Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [name, { value: figure.value, unit: figure.unit, bar: figure.bar, ok: holds(figure) }]),
  );
  writeFileSync(values.json, `${JSON.stringify(shape, null, 2)}\n`);
}
if (values.write === true) {
  const gas = readGas();
  const day = new Date().toISOString().slice(0, 10);
  const cpu = cpus();
  writeFileSync(
    join(root, "docs/benchmarks.md"),
    `# Benchmarks\n\nWritten by \`npm run bench -- --write\` on ${day}; Node ${process.versions.node}, ${cpu.length} cores (${cpu[0]?.model ?? "unknown"}). Times are medians.\n\n${lines.join("\n")}\n\n${GAS}\n\n${gasTables(gas)}`,
  );
  writeFileSync(join(root, "docs/gas.svg"), gasPlot(gas));
}
process.exit(ran ? 0 : 1);
