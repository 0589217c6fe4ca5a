import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { deflateRawSync, gzipSync } from "node:zlib";
import { record, type Figure } from "../test/bench/record.ts";
import { buildAll } from "./build-all.ts";
import { findBrowser } from "./browser.ts";
import { METHOD_GAS_FILE, writeStaleFiles } from "./generate-abi.ts";
import { filesIn, workerGraph } from "./dist-files.ts";
import { gasBars, gasPlot, gasTables, measureGas, methodGas } from "./gas-page.ts";
import { root } from "./root.ts";
import { runTool } from "./run-tool.ts";

/**
 * `npm run bench [-- --json FILE --write --long --gas --bundle FILE.car]`: every figure that has a bar, measured now; with --long also what takes minutes, with --gas gas alone. Gas is that of the
 * reference FVM where there is a bundle of released actors (test/reference/README.md). --write puts the figures into docs/benchmarks.md; with --gas it leaves the others there as they are.
 */
const { values } = parseArgs({
  options: { json: { type: "string" }, write: { type: "boolean" }, long: { type: "boolean" }, gas: { type: "boolean" }, bundle: { type: "string" } },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const file = join(root, "build/bench.json");
const page = join(root, "docs/benchmarks.md");
const GAS_ROW = "| gas: ";
const GAS_SECTION = "## Gas\n";

/** Everything but gas; tells whether all of it ran. */
async function measureOthers(): Promise<boolean> {
  await buildAll(root, { say });
  const browser = findBrowser(root, say);
  rmSync(file, { force: true });
  const kilo = 1_000;
  const dist = join(root, "dist");
  const sizeOf = (files: readonly string[], squeeze: (bytes: Buffer) => Buffer): number =>
    files.reduce((sum, file) => sum + squeeze(readFileSync(file)).length, 0) / kilo;
  record("owner.wasm", { value: statSync(join(root, "build/owner.wasm")).size, unit: "B", bar: 60_000, sense: "most" });
  record("worker JavaScript, gzip", { value: sizeOf(workerGraph(dist), (bytes) => gzipSync(bytes)), unit: "kB", bar: 180, sense: "most" });
  record("dist/, each file deflated as in a zip", { value: sizeOf(filesIn(dist), (bytes) => deflateRawSync(bytes)), unit: "kB", bar: 5_000, sense: "most" });
  return runTool("vitest/vitest.mjs", ["run", "--config", "test/bench/vitest.config.ts", "--reporter=dot", "--exclude", "test/bench/gas.bench.ts"], {
    ...process.env,
    CHROME_PATH: browser,
    ...(values.long === true ? { PEGGY_LONG: "1" } : {}),
  });
}

const ran = values.gas === true || (await measureOthers());
const gas = await measureGas(values.bundle);
if (gas === null) {
  say("The step «measure gas» failed; its words stand above.");
  process.exit(1);
}
const others = values.gas === true ? {} : (JSON.parse(readFileSync(file, "utf8")) as Record<string, Figure>);
const figures: Record<string, Figure> = { ...others, ...gasBars(gas) };
const holds = ({ value, bar, sense }: Figure): boolean => (sense === "most" ? value <= bar : value >= bar);
const text = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3));

const HEAD = ["| what | measured | bar | |", "|---|---|---|---|"];
const rows = Object.entries(figures).map(
  ([name, figure]) =>
    `| ${name} | ${text(figure.value)} ${figure.unit} | ${figure.sense === "most" ? "≤" : "≥"} ${text(figure.bar)} ${figure.unit} | ${holds(figure) ? "holds" : "**missed**"} |`,
);
process.stdout.write(`${[...HEAD, ...rows].join("\n")}\n`);
if (values.json !== undefined) {
  const shape = Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [name, { value: figure.value, unit: figure.unit, bar: figure.bar, ok: holds(figure) }]),
  );
  writeFileSync(values.json, `${JSON.stringify(shape, null, 2)}\n`);
}

/** The page's beginning with new rows of gas at the table's end: all that stands before the section on gas. */
function withGasRows(before: string): string {
  const others = before.slice(0, before.indexOf(GAS_SECTION)).trimEnd().split("\n");
  return [...others.filter((line) => !line.startsWith(GAS_ROW)), ...rows].join("\n");
}

if (values.write === true) {
  const cpu = cpus();
  const day = new Date().toISOString().slice(0, 10);
  const written = `Written by \`npm run bench -- --write\` on ${day}; Node ${process.versions.node}, ${cpu.length} cores (${cpu[0]?.model ?? "unknown"}). Times are medians.`;
  const start = values.gas === true ? withGasRows(readFileSync(page, "utf8")) : ["# Benchmarks", "", written, "", ...HEAD, ...rows].join("\n");
  writeFileSync(page, `${start}\n\n${gasTables(gas, day)}`);
  writeFileSync(join(root, "docs/gas.svg"), gasPlot(gas));
  writeFileSync(join(root, METHOD_GAS_FILE), `${JSON.stringify(methodGas(gas), null, 2)}\n`);
  await writeStaleFiles();
}
process.exit(ran ? 0 : 1);
