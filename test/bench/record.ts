import { mkdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/root.ts";

/** One measured figure beside its bar; `most` for times and sizes, `least` for rates. */
export interface Figure {
  value: number;
  unit: string;
  bar: number;
  sense: "most" | "least";
}

const file = join(root, "build/bench.json");

/** Adds a figure to build/bench.json, from which the table is made. */
export function record(name: string, figure: Figure): void {
  mkdirSync(join(root, "build"), { recursive: true });
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, Figure>) : {};
  writeFileSync(file, JSON.stringify({ ...before, [name]: figure }, null, 2));
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
