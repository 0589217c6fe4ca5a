import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { record, type Figure } from "../test/bench/record.ts";
import { buildAll } from "./build-all.ts";
import { findBrowser } from "./browser.ts";
import { CommandMistake } from "./command-line.ts";
import { filesIn, workerGraph } from "./dist-files.ts";
import { type Gas, gasBars, gasPlot, gasTables, measureGas, methodGas } from "./gas-page.ts";
import { findBundle } from "./reference-runner.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";
import { runTool } from "./run-tool.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const file = join(root, "build/bench.json");
const page = join(root, "docs/benchmarks.md");
const GAS_ROW = "| gas: ";
const GAS_SECTION = "## Gas\n";

/** Everything but gas; tells whether all of it ran. */
async function measureOthers(long: boolean): Promise<boolean> {
  await buildAll(root, { say });
  const browser = findBrowser(root, say);
  rmSync(file, { force: true });
  const kilo = 1_000;
  const dist = join(root, "dist");
  const sizeOf = (files: readonly string[], squeeze: (bytes: Buffer) => Buffer): number =>
    files.reduce((sum, file) => sum + squeeze(readFileSync(file)).length, 0) / kilo;
  record("owner.wasm", { value: statSync(join(root, "build/owner.wasm")).size, unit: "B", bar: 60_000, sense: "most" });
  record("worker JavaScript, gzip", { value: sizeOf(workerGraph(dist), (bytes) => gzipSync(bytes)), unit: "kB", bar: 190, sense: "most" });
  record("dist/, each file deflated as in a zip", { value: sizeOf(filesIn(dist), (bytes) => deflateRawSync(bytes)), unit: "kB", bar: 5_000, sense: "most" });
  return runTool("vitest/vitest.mjs", ["run", "--config", "test/bench/vitest.config.ts", "--reporter=dot", "--exclude", "test/bench/gas.bench.ts"], {
    ...process.env,
    CHROME_PATH: browser,
    ...(long ? { PEGGY_LONG: "1" } : {}),
  });
}

const HEAD = ["| what | measured | bar | |", "|---|---|---|---|"];
const holds = ({ value, bar, sense }: Figure): boolean => (sense === "most" ? value <= bar : value >= bar);
const text = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3));
const row = ([name, figure]: [string, Figure]): string =>
  `| ${name} | ${text(figure.value)} ${figure.unit} | ${figure.sense === "most" ? "≤" : "≥"} ${text(figure.bar)} ${figure.unit} | ${holds(figure) ? "holds" : "**missed**"} |`;

/** The page's beginning with new rows of gas at the table's end: all that stands before the section on gas. */
function withGasRows(before: string, rows: readonly string[]): string {
  const others = before.slice(0, before.indexOf(GAS_SECTION)).trimEnd().split("\n");
  return [...others.filter((line) => !line.startsWith(GAS_ROW)), ...rows].join("\n");
}

/** Writes docs/benchmarks.md and what is made from gas; with `gasAlone` the other figures stay as they are there. */
async function writePage(rows: readonly string[], gas: Gas, gasAlone: boolean): Promise<void> {
  const { METHOD_GAS_FILE, writeStaleFiles } = await import("./generate-abi.ts");
  const cpu = cpus();
  const day = new Date().toISOString().slice(0, 10);
  const written = `Written by \`npm run bench -- --write\` on ${day}; Node ${process.versions.node}, ${cpu.length} cores (${cpu[0]?.model ?? "unknown"}). Times are medians.`;
  const start = gasAlone ? withGasRows(readFileSync(page, "utf8"), rows) : ["# Benchmarks", "", written, "", ...HEAD, ...rows].join("\n");
  writeFileSync(page, `${start}\n\n${gasTables(gas, day)}`);
  writeFileSync(join(root, "docs/gas.svg"), gasPlot(gas));
  writeFileSync(join(root, METHOD_GAS_FILE), `${JSON.stringify(methodGas(gas), null, 2)}\n`);
  await writeStaleFiles();
}

/** `npm run bench`: every figure that has a bar, measured now. Gas is that of the reference FVM where there is a bundle of released actors (test/reference/README.md). */
await runCommand("bench", async ({ values }) => {
  const gasAlone = values.gas === true;
  if (gasAlone && values.long === true) throw new CommandMistake("--gas measures gas alone and --long measures more: expected one of them.");
  findBundle(values.bundle);
  const ran = gasAlone || (await measureOthers(values.long === true));
  const gas = await measureGas(values.bundle);
  if (gas === null) {
    say("The step «measure gas» failed; its words stand above.");
    process.exit(1);
  }
  const others = gasAlone ? {} : (JSON.parse(readFileSync(file, "utf8")) as Record<string, Figure>);
  const figures: Record<string, Figure> = { ...others, ...gasBars(gas) };
  const rows = Object.entries(figures).map(row);
  process.stdout.write(`${[...HEAD, ...rows].join("\n")}\n`);
  if (values.json !== undefined) {
    const shape = Object.entries(figures).map(([name, figure]) => [name, { value: figure.value, unit: figure.unit, bar: figure.bar, ok: holds(figure) }]);
    writeFileSync(values.json, `${JSON.stringify(Object.fromEntries(shape), null, 2)}\n`);
  }
  if (values.write === true) await writePage(rows, gas, gasAlone);
  process.exit(ran ? 0 : 1);
});
