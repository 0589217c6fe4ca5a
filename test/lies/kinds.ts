import type { Random } from "./random.ts";

/** What a node may answer instead of the truth. */

export interface Call {
  /** the method's bare name */
  readonly method: string;
  readonly params: unknown;
}

/** A JSON-RPC reply without its envelope. */
export type Answer = { result?: unknown; error?: unknown };

/** Values of the scene that pass for others of their kind. */
export interface Plausible {
  readonly ids: readonly string[];
  readonly robust: readonly string[];
  readonly cids: readonly string[];
  /** base64 of blocks */
  readonly blocks: readonly string[];
}

/** Kinds that fit every answer; "changed" alters one value in it, as plausibly as its place allows. */
export const KINDS = ["changed", "null", "error", "shape", "late"] as const;
export type Kind = (typeof KINDS)[number];

const REFUSAL = { code: 1, message: "not today" };

/** The lie instead of an answer; "late" is the same answer, for which the clock moves. */
export function lieInstead(kind: Kind, answer: Answer, plausible: Plausible, random: Random): Answer {
  switch (kind) {
    case "null":
      return { result: null };
    case "error":
      return { error: REFUSAL };
    case "shape":
      return { result: random.oneOf<unknown>(["a lie", 7, [], {}, [[{}]], { "/": "nothing" }, true]) };
    case "late":
      return answer;
    case "changed":
      return "result" in answer ? { result: changed(answer.result, plausible, random) } : { result: random.oneOf<unknown>([plausible.ids[0], "0", {}, null]) };
  }
}

type Path = readonly (string | number)[];

function changed(result: unknown, plausible: Plausible, random: Random): unknown {
  const path = random.oneOf(placesOf(result, []));
  const copy: unknown = structuredClone(result);
  if (path.length === 0) return other(copy, plausible, random);
  const parent = path.slice(0, -1).reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], copy) as Record<string | number, unknown>;
  const last = path.at(-1) as string | number;
  parent[last] = other(parent[last], plausible, random);
  return copy;
}

/** Where single values stand; a list may also be another one as a whole. */
function placesOf(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, part]) => placesOf(part, [...path, Array.isArray(value) ? Number(name) : name]));
  return Array.isArray(value) || inner.length === 0 ? [path, ...inner] : inner;
}

function other(value: unknown, plausible: Plausible, random: Random): unknown {
  if (value === null) return random.oneOf<unknown>([plausible.ids[0], "1", 0]);
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return random.oneOf([0, value + 1, Math.max(0, value - 1), value + 1_000].filter((number) => number !== value));
  if (Array.isArray(value)) return value.length === 0 ? [random.oneOf(plausible.ids)] : value.slice(1);
  if (typeof value === "object") return {};
  return otherText(String(value), plausible, random);
}

function otherText(text: string, plausible: Plausible, random: Random): string {
  const not = (list: readonly string[]): readonly string[] => list.filter((one) => one !== text);
  if (/^[tf]0\d+$/.test(text)) return random.oneOf(not(plausible.ids));
  if (/^[tf][1-4][a-z2-7]+$/.test(text)) return random.oneOf(not(plausible.robust));
  if (/^ba[a-z2-7]{20,}$/.test(text)) return random.oneOf(not(plausible.cids));
  if (/^-?\d+$/.test(text)) return random.oneOf([(BigInt(text) * 2n + 1n).toString(), "0", (BigInt(text) + 1n).toString()].filter((one) => one !== text));
  if (text.length > 40) return random.oneOf(not([...plausible.blocks, `${text.slice(0, 8)}AAAA${text.slice(12)}`]));
  return text === "" ? "AA==" : `${text}A`;
}
