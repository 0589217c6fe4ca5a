/** Which exit codes a method of the owner actor ends with, as actor/abi/schema.ts declares them. */
import type { OwnerMethodName } from "./methods.generated.ts";
import { EXITS_OF_ALL, EXIT_WHILE_SHUT, type MethodSchema } from "./schema-kinds.ts";
import { schema } from "./schema.ts";

/** Codes below belong to the system: an actor cannot end with them. */
const FIRST_OF_ACTORS = 16;

/** True if a method may end with a code: by its own rules, by those of all methods, by a receiver's hook, or because the system ended it. */
export function mayEndWith(name: OwnerMethodName, code: number): boolean {
  const { exits, view }: MethodSchema = schema.methods[name];
  if (code < FIRST_OF_ACTORS || exits.includes("hook") || exits.includes(code)) return true;
  if (code === EXIT_WHILE_SHUT) return view !== true;
  return EXITS_OF_ALL.some((general) => general === code);
}
