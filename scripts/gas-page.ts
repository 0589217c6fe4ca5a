/** Tables and a plot of what the owner actor's methods cost, from build/gas.json, for docs/benchmarks.md. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

type Costs = Record<string, number>;
interface Gas {
  small: Costs;
  grown: { count: number; few: Costs; own: Costs }[];
}

const MEGA = 1_000_000;
const mega = (gas: number | undefined): string => ((gas ?? Number.NaN) / MEGA).toFixed(1);
const counted = (n: number): string => n.toLocaleString("en-US");

export const readGas = (): Gas => JSON.parse(readFileSync(join(root, "build/gas.json"), "utf8")) as Gas;

/** Two tables in Markdown: every method on a small offer, and how those grow that depend on the number of positions. */
export function gasTables({ small, grown }: Gas): string {
  const names = Object.keys(grown[0]?.own ?? {});
  const of = (kind: "few" | "own"): string[] => names.map((name) => `| ${name} | ${grown.map((row) => mega(row[kind][name])).join(" | ")} |`);
  const head = [`| M gas at | ${grown.map(({ count }) => counted(count)).join(" | ")} |`, `|---|${grown.map(() => "---|").join("")}`];
  return [
    "## Gas by the number of positions",
    "",
    "As many requests as positions, and as many holders: the tree of accounts is as deep as that of positions.",
    "",
    ...head,
    ...of("own"),
    "",
    "![Gas by the number of positions](gas.svg)",
    "",
    "The same with ten holders:",
    "",
    ...head,
    ...of("few"),
    "",
    "## Gas of each method on a small offer",
    "",
    "One miner, ten positions.",
    "",
    "| method | M gas |",
    "|---|---|",
    ...Object.entries(small).map(([name, gas]) => `| ${name} | ${mega(gas)} |`),
    "",
  ].join("\n");
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [720, 380, 48, 190, 16, 40];

/** A plot of the same, with as many holders as positions: logarithmic growth is a straight line. */
export function gasPlot({ grown }: Gas): string {
  const names = Object.keys(grown[0]?.own ?? {});
  const counts = grown.map(({ count }) => Math.log10(count));
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
    ...names.map((name, at) => `<polyline points="${line(name)}" fill="none" stroke="${colours[at % colours.length]}" stroke-width="2"/>`),
    ...ends.map((end) => `<text x="${WIDTH - RIGHT + 8}" y="${(end.y + 4).toFixed(1)}" fill="${colours[end.at % colours.length]}">${end.name}</text>`),
    `<text x="${LEFT}" y="${HEIGHT - 6}">positions, requests and holders</text><text x="4" y="12">M gas</text>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11" fill="#222"><rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>\n`;
}
