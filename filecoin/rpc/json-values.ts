import * as v from "valibot";
import { Address } from "../address.ts";
import { fromBase64 } from "../bytes.ts";
import { parseCid, type Cid } from "../cid.ts";
import { attoFil, epoch, type ActorId, type AttoFil, type Epoch } from "../units.ts";
import { nodeWords } from "./node-words.ts";

/**
 * The values of Lotus JSON (v1), read strictly into our types: each schema checks the shape and converts. Source: lotus api/types.go, go-jsonrpc.
 * Integers beyond 2^53 arrive as bigint (exact-json.ts) and are refused where a number is meant, never rounded.
 */

/** Runs a reader that throws and turns what it throws into an issue at this place. */
export function reading<I, O>(read: (input: I) => O): v.RawTransformAction<I, O> {
  return v.rawTransform<I, O>(({ dataset, addIssue, NEVER }) => {
    try {
      return read(dataset.value);
    } catch (error) {
      addIssue({ message: (error as Error).message });
      return NEVER;
    }
  });
}

export const addressJson = v.pipe(
  v.string(),
  reading<string, Address>((text) => Address.parse(text)),
);
export const cidJson = v.pipe(
  v.object({ "/": v.string() }),
  reading<{ "/": string }, Cid>((link) => parseCid(link["/"])),
);
export const bytesJson = v.pipe(v.string(), reading<string, Uint8Array>(fromBase64));
/** Go writes empty bytes as null or "". */
export const bytesOrNullJson = v.pipe(
  v.nullable(v.string()),
  reading<string | null, Uint8Array>((text) => fromBase64(text ?? "")),
);
/** Far above all the FIL there will ever be, in attoFIL (28 digits), and above powers and weights. */
const MOST_DIGITS = 64;
export const amountJson = v.pipe(
  v.string(),
  v.regex(/^(0|-?[1-9]\d*)$/, "expected a decimal integer"),
  v.maxLength(MOST_DIGITS),
  v.transform((text): AttoFil => attoFil(BigInt(text))),
);
export const countJson = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const integerJson = v.pipe(v.number(), v.safeInteger());
export const epochJson = v.pipe(
  integerJson,
  v.transform((height): Epoch => epoch(height)),
);
/** Text that a node writes, cut and printable. */
export const wordsJson = (most: number): v.GenericSchema<unknown, string> =>
  v.pipe(
    v.string(),
    v.transform((text) => nodeWords(text, most)),
  );
/** A Go slice: null when empty. */
export function listJson<S extends v.GenericSchema>(item: S): v.GenericSchema<unknown, v.InferOutput<S>[]> {
  return v.pipe(
    v.nullable(v.array(item)),
    v.transform((items) => items ?? []),
  ) as v.GenericSchema<unknown, v.InferOutput<S>[]>;
}

/** What stands in a list and is not as it should be: a stranger's message with an unknown signature, say. */
export class Unreadable {
  constructor(
    /** Where and why, at most 300 printed characters. */
    readonly reason: string,
  ) {}
}

export const isReadable = <T>(item: T | Unreadable): item is T => !(item instanceof Unreadable);

const MOST_REASON = 300;

/** The first thing that is wrong, with its place. */
export function reasonOf(issue: v.BaseIssue<unknown>): string {
  return nodeWords(`${v.getDotPath(issue) ?? "its root"}: ${issue.message}`, MOST_REASON);
}

/** A Go slice of what others made, read item by item: one odd item stands at its place as unreadable and the others are read. */
export function itemsJson<T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, (T | Unreadable)[]> {
  const read = (one: unknown): T | Unreadable => {
    const result = v.safeParse(item, one);
    return result.success ? result.output : new Unreadable(reasonOf(result.issues[0]));
  };
  return v.pipe(
    v.nullable(v.array(v.unknown())),
    v.transform((items) => (items ?? []).map(read)),
  );
}

export const idJson = v.pipe(
  addressJson,
  reading<Address, ActorId>((address) => address.id),
);
/** Go writes the undefined address as "<empty>". */
export const addressOrEmptyJson = v.union([
  v.pipe(
    v.literal("<empty>"),
    v.transform(() => null),
  ),
  addressJson,
]);
