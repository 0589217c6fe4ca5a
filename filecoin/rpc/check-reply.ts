import * as v from "valibot";
import { RpcBadReply, RpcFailure } from "./errors.ts";
import { reasonOf } from "./json-values.ts";

/** The reply as the schema reads it. Throws RpcBadReply naming the first place that is wrong. */
export function checkReply<T>(method: string, node: string, schema: v.GenericSchema<unknown, T>, raw: unknown): T {
  try {
    const result = v.safeParse(schema, raw);
    if (result.success) return result.output;
    throw new RpcBadReply(method, node, `the reply is not as expected at ${reasonOf(result.issues[0])}`);
  } catch (error) {
    if (error instanceof RpcFailure) throw error;
    // What a schema itself throws: nested deeper than the stack.
    throw new RpcBadReply(method, node, `the reply cannot be read (${(error as Error).message})`);
  }
}
