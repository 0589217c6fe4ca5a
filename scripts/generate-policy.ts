/** Writes the numbers of actor/abi/policy.ts, with their comments, as AssemblyScript constants for the actor. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as policy from "../actor/abi/policy.ts";

const SOURCE = "actor/abi/policy.ts";
const MARK = `// Written by scripts/generate-policy.ts from ${SOURCE}. Do not edit.\n`;

/** The comment of each export, by its name. */
const COMMENTED = /\/\*\* ([^*]+) \*\/\nexport const (\w+) = /g;

class PolicyError extends Error {
  override readonly name = "PolicyError";
}

/** The type in the actor that a number's name tells. */
const typeOf = (name: string): string => (/_EPOCHS?$/.test(name) ? "i64" : name.startsWith("MAX_") ? "i32" : "u64");

/** The actor's constants. Throws PolicyError for a number without a comment, or one that is none. */
export async function generatePolicy(root: string): Promise<string> {
  const source = await readFile(join(root, SOURCE), "utf8");
  const comments = new Map([...source.matchAll(COMMENTED)].map(([, comment, name]) => [name, comment]));
  const constants = Object.entries(policy).flatMap(([name, value]) => {
    const comment = comments.get(name);
    if (comment === undefined) throw new PolicyError(`${SOURCE}: expected a comment of one line before ${name}`);
    const rows = typeof value === "number" ? [[name, typeOf(name), value] as const] : Object.entries(value).map(([member, n]) => [member, "u64", n] as const);
    if (rows.some(([, , n]) => !Number.isSafeInteger(n))) throw new PolicyError(`${SOURCE}: ${name} is no whole number`);
    return [
      {
        place: source.indexOf(`export const ${name} =`),
        text: [`/** ${comment} */`, ...rows.map(([n, type, v]) => `export const ${n}: ${type} = ${v};`)].join("\n"),
      },
    ];
  });
  const inOrder = constants.sort((a, b) => a.place - b.place).map(({ text }) => text);
  return `${MARK}\n${inOrder.join("\n")}\n`;
}
