/** What the owner actor's methods cost: measured, held against the bars, and as tables and a plot for docs/benchmarks.md. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { METHOD_NUMBERS } from "../actor/abi/methods.generated.ts";
import type { Figure } from "../test/bench/record.ts";
import { COUNTS, type Costs, LARGE, SCATTERED_EACH, SMALL, costsOf, groupAt, scatteredAt } from "../test/owner/gas-figures.ts";
import { buildRunner, cache, findBundle, runner } from "./reference-runner.ts";
import { root } from "./root.ts";
import { runTool } from "./run-tool.ts";

const MEGA = 1_000_000;
const MOST = Math.max(...COUNTS);
const mega = (gas: number | undefined): string => ((gas ?? Number.NaN) / MEGA).toFixed(1);
const counted = (n: number): string => n.toLocaleString("en-US");

export interface Gas {
  readonly figures: Costs;
  /** On what it was measured, in Markdown. */
  readonly judge: string;
}

const readCosts = (file: string): Costs => JSON.parse(readFileSync(file, "utf8")) as Costs;

/** Version of the crate that the runner is built from. */
function crateVersion(): string {
  const lock = readFileSync(join(root, "test/reference/Cargo.lock"), "utf8");
  return /name = "fvm"\nversion = "([^"]+)"/.exec(lock)?.[1] ?? "unknown";
}

/**
 * Sends the messages of every figure on the devnet's machine and, where there is a bundle of released actors and the runner can be had, the same ones on the reference FVM: then its gas counts,
 * and the two must agree. Null when something failed; its words were printed.
 */
export async function measureGas(named: string | undefined): Promise<Gas | null> {
  const bench = ["run", "--config", "test/bench/vitest.config.ts", "--reporter=dot", "test/bench/gas.bench.ts"];
  const onDevnet = join(root, "build/gas.json");
  const bundle = findBundle(named);
  const missing =
    bundle === undefined
      ? `there is no bundle of the released built-in actors: name one with --bundle FILE.car, or keep it in ${cache}.`
      : buildRunner().missing;
  if (bundle === undefined || missing !== undefined) {
    process.stderr.write(`Gas is measured on the devnet alone; ${missing ?? ""}\n`);
    if (!(await runTool("vitest/vitest.mjs", bench))) return null;
    const judge =
      "Gas of whole messages on the devnet's machine. The owner actor's own code pays there what the reference FVM charges, to the unit; what the stand-ins of built-in actors add is an estimate, within 4 % (test/reference/README.md). With `--bundle FILE.car` it is measured on the reference FVM.";
    return { figures: readCosts(onDevnet), judge };
  }
  const folder = join(root, "build/reference/gas");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const figures = join(folder, "figures.json");
  const recorded = await runTool("vitest/vitest.mjs", bench, { ...process.env, REFERENCE_RECORDINGS: folder, ACTORS_BUNDLE: bundle });
  const recording = join(folder, "bench-gas.ndjson");
  const args = [join(root, "test/reference/compare.ts"), "--binary", runner, "--bundle", bundle, "--figures", figures, recording];
  if (!recorded || !(await runTool("tsx/dist/cli.mjs", args))) return null;
  const [devnet, reference] = [readCosts(onDevnet), readCosts(figures)];
  const parts = Object.entries(devnet).map(([name, gas]) => gas / (reference[name] ?? Number.NaN));
  const digest = createHash("sha256").update(readFileSync(bundle)).digest("hex").slice(0, 16);
  const judge =
    `Gas of whole messages on the reference FVM (crate \`fvm\` ${crateVersion()}, network version 28) with the released built-in actors (${basename(bundle)}, sha256 ${digest}…). ` +
    "Each message ran on the devnet's machine too, with the released actors (gas equal to the unit) and with its stand-ins " +
    `(${Math.min(...parts).toFixed(3)} to ${Math.max(...parts).toFixed(3)} times the gas); exit code, return, events and state root were equal everywhere.`;
  return { figures: reference, judge };
}

/** What has a bar, beside it. */
export function gasBars({ figures }: Gas): Record<string, Figure> {
  const bars: Record<string, Figure> = {};
  const most = (name: string, gas: number | undefined, bar: number): void => {
    bars[`gas: ${name}`] = { value: (gas ?? Number.NaN) / MEGA, unit: "M gas", bar, sense: "most" };
  };
  most("Deposit at 10 positions", costsOf(figures, SMALL)["Deposit"], 15);
  for (const [few, holders] of [
    [true, "ten holders"],
    [false, "as many holders"],
  ] as const) {
    const costs = costsOf(figures, groupAt(MOST, few));
    for (const name of ["Deposit", "Withdraw", "Withdraw after a Transfer", "Transfer", "Vote"])
      most(`${name} at ${counted(MOST)} positions, ${holders}`, costs[name], 45);
  }
  const harvests = COUNTS.flatMap((count) => [true, false].map((few) => costsOf(figures, groupAt(count, few))["Harvest"] ?? Number.NaN));
  const [least, dearest] = [Math.min(...harvests), Math.max(...harvests)];
  bars["gas: Harvest, at whatever number of positions"] = {
    value: (100 * (dearest - least)) / (dearest + least),
    unit: "% off the middle",
    bar: 5,
    sense: "most",
  };
  for (const name of ["ExitNow, 32 miners", "Migrate, 32 miners"]) most(name, costsOf(figures, LARGE)[name], 2_000);
  return bars;
}

/** What the method table says of each method: its gas on a small offer, and with a million positions, each of its holder. */
export function methodGas({ figures }: Gas): { small: Costs; million: Costs } {
  const million = Object.entries(costsOf(figures, groupAt(MOST, false))).map(([name, gas]) => [name.replace(", one request", ""), gas] as const);
  return { small: costsOf(figures, SMALL), million: Object.fromEntries(million.filter(([name]) => name in METHOD_NUMBERS)) };
}

/** The page's section on gas. */
export function gasTables({ figures, judge }: Gas, day: string): string {
  const names = Object.keys(costsOf(figures, groupAt(MOST, false)));
  const rows = (few: boolean): string[] => {
    const columns = COUNTS.map((count) => costsOf(figures, groupAt(count, few)));
    return names.map((name) => `| ${name} | ${columns.map((costs) => mega(costs[name])).join(" | ")} |`);
  };
  const head = [`| M gas at | ${COUNTS.map(counted).join(" | ")} |`, `|---|${COUNTS.map(() => "---|").join("")}`];
  const listed = (costs: Costs): string[] => ["| method | M gas |", "|---|---|", ...Object.entries(costs).map(([name, gas]) => `| ${name} | ${mega(gas)} |`)];
  return [
    "## Gas",
    "",
    `Written by \`npm run bench -- --gas --write\` on ${day}. ${judge}`,
    "",
    "### By the number of positions",
    "",
    "As many requests as positions, and each position has a holder of its own: the tree of accounts is as deep as that of positions. In that tree the paths of those who act are whole and the rest is outlined; whole trees cost the same within a tenth (`test/owner/gas.test.ts`). Vote is one for other code, which freezes the position, and all others have voted.",
    "",
    ...head,
    ...rows(false),
    "",
    "![Gas by the number of positions](gas.svg)",
    "",
    "What grows most rewrites two accounts: Transfer stores the paths of both in the accounts' tree, each node once, and storage is what it pays for, 3,340 gas a byte. The same with ten holders, of whom the two that act have half of the tokens each, so that their sets of tokens (a bit a token, 256 in a row) are as deep as they can be:",
    "",
    ...head,
    ...rows(true),
    "",
    `Between the two both trees are deep. With ${counted(MOST)} positions and a hundredth as many holders, each of whom has ${SCATTERED_EACH} positions as far apart as can be, where up to 8 stand in the account and the others in a tree of its own, the calls that move tokens between accounts are above 45 M:`,
    "",
    ...listed(costsOf(figures, scatteredAt(MOST))),
    "",
    "### With as many miners or open proposals as there may be, and as much vesting",
    "",
    ...listed(costsOf(figures, LARGE)),
    "",
    "### Each method",
    "",
    "On an offer of one miner and about ten positions: the column *M gas* of [owner-actor-methods.md](owner-actor-methods.md).",
    "",
  ].join("\n");
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [760, 520, 48, 230, 16, 40];

/** A plot of the same, each position with its holder: logarithmic growth is a straight line. What stays within 5 % is left out. */
export function gasPlot({ figures }: Gas): string {
  const grown = COUNTS.map((count) => ({ count, own: costsOf(figures, groupAt(count, false)) }));
  const [fewest, most] = [grown[0]!.own, grown.at(-1)!.own];
  const names = Object.keys(most).filter((name) => most[name]! > 1.05 * fewest[name]!);
  const counts = COUNTS.map((count) => Math.log10(count));
  const [first, last] = [Math.min(...counts), Math.max(...counts)];
  const top = Math.ceil(Math.max(...grown.flatMap(({ own }) => Object.values(own))) / (10 * MEGA)) * 10;
  const x = (count: number): number => LEFT + ((Math.log10(count) - first) / (last - first)) * (WIDTH - LEFT - RIGHT);
  const y = (gas: number): number => HEIGHT - BOTTOM - (gas / MEGA / top) * (HEIGHT - TOP - BOTTOM);
  const colours = ["#1f5fa8", "#b3541e", "#2e7d4f", "#7b4ba0", "#9a7d0a", "#a8324a", "#3d8b8b", "#555555", "#c2185b", "#5d7a1f"];
  // Labels at the right edge, apart from each other, beside where their lines end.
  const ends = names.map((name, at) => ({ name, at, y: y(grown.at(-1)?.own[name] ?? 0) })).sort((a, b) => a.y - b.y);
  ends.forEach((end, i) => (end.y = Math.max(end.y, (ends[i - 1]?.y ?? -Infinity) + 14)));
  const line = (name: string): string => grown.map(({ count, own }) => `${x(count).toFixed(1)},${y(own[name] ?? 0).toFixed(1)}`).join(" ");
  const parts = [
    ...Array.from({ length: top / 10 + 1 }, (_, i) => i * 10).map(
      (gas) =>
        `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(gas * MEGA)}" y2="${y(gas * MEGA)}" stroke="#ccc"/><text x="${LEFT - 8}" y="${y(gas * MEGA) + 4}" text-anchor="end">${gas}</text>`,
    ),
    ...grown.map(({ count }) => `<text x="${x(count)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${counted(count)}</text>`),
    ...names.map(
      (name, at) =>
        `<polyline points="${line(name)}" fill="none" stroke="${colours[at % colours.length]}" stroke-width="2"${at < colours.length ? "" : ' stroke-dasharray="6 3"'}/>`,
    ),
    ...ends.map((end) => `<text x="${WIDTH - RIGHT + 8}" y="${(end.y + 4).toFixed(1)}" fill="${colours[end.at % colours.length]}">${end.name}</text>`),
    `<text x="${LEFT}" y="${HEIGHT - 6}">positions, requests and holders</text><text x="4" y="12">M gas</text>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11" fill="#222"><rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>\n`;
}
