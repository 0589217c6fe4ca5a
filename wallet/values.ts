/**
 * The plain JSON values that cross between pages and worker, each with its schema.
 * Amounts are attoFIL in whole decimal digits ("1000000000000000000" is 1 FIL): typed FIL text is parsed where it was typed.
 * Times are milliseconds since 1970, epochs are chain heights.
 */
import * as v from "valibot";

export const atto = v.pipe(v.string(), v.regex(/^-?(0|[1-9][0-9]{0,77})$/, "attoFIL in whole decimal digits"));
export const positiveAtto = v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,77}$/, "attoFIL in whole decimal digits, above zero"));
export const unsignedAtto = v.pipe(v.string(), v.regex(/^(0|[1-9][0-9]{0,77})$/, "attoFIL in whole decimal digits, zero or more"));
/** An address as text, f or t prefix; the worker parses it and checks checksum and network. */
export const addressText = v.pipe(v.string(), v.minLength(3), v.maxLength(140));
export const cidText = v.pipe(v.string(), v.minLength(8), v.maxLength(120));
export const epochNumber = v.pipe(v.number(), v.safeInteger());
/** A whole number in a sentence, never rounded: a number where it is safe, beyond that its decimal digits (ids are u64, epochs i64). */
const wholeNumber = v.union([v.number(), v.pipe(v.string(), v.regex(/^-?(0|[1-9][0-9]{0,19})$/, "a whole number in decimal digits"))]);
export const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A token, request or actor id: decimal text, because ids are u64. */
export const idText = v.pipe(v.string(), v.regex(/^(0|[1-9][0-9]{0,19})$/));
/** A record id: approval, slot, network, key. */
export const key = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
export const labelText = v.pipe(v.string(), v.maxLength(40));
export const password = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));

/** Where a shown fact comes from. `signed`: read from the bytes to be signed; `agreed`: two nodes said the same at one tipset
 * key; `oneNode`: one node says so (its host is in `node`); `own`: this build or the vault knows it. */
export const sourceView = v.object({ kind: v.picklist(["signed", "agreed", "oneNode", "own"]), node: v.nullable(v.string()) });
export type SourceView = v.InferOutput<typeof sourceView>;

/** A value inside a sentence. Pages draw each kind with its own component; texts come from the catalogue by `code`. */
export const phraseValue = v.variant("kind", [
  v.object({ kind: v.literal("amount"), atto }),
  /** `typed`: what a person typed, where the address is the id that the chain has for it */
  v.object({ kind: v.literal("address"), address: v.string(), label: v.nullable(v.string()), typed: v.optional(v.string()) }),
  v.object({ kind: v.literal("text"), text: v.string() }),
  v.object({ kind: v.literal("number"), value: wholeNumber }),
  v.object({ kind: v.literal("epoch"), epoch: wholeNumber, time: v.nullable(v.number()) }),
  v.object({ kind: v.literal("time"), time: v.number() }),
  v.object({ kind: v.literal("bps"), bps: v.number() }),
]);
export type PhraseValue = v.InferOutput<typeof phraseValue>;

/** A text by its catalogue code, with what goes into it. */
export const phrase = v.object({ code: v.string(), params: v.record(v.string(), phraseValue) });
export type Phrase = v.InferOutput<typeof phrase>;

/** An amount with the moment it was read; `null` fields mean "not read yet" and never zero. */
export const readAmount = v.object({ atto: v.nullable(atto), epoch: v.nullable(epochNumber), time: v.nullable(time) });

/** Everything known of an address. `type` is the built-in actor name, `owner` for a known owner actor, `unknown` code, `none` not on chain. */
export const actorType = v.picklist([
  "account",
  "multisig",
  "storageminer",
  "ethaccount",
  "evm",
  "placeholder",
  "paymentchannel",
  "system",
  "owner",
  "unknown",
  "none",
]);
export type ActorType = v.InferOutput<typeof actorType>;

export const addressForms = v.object({
  /** as it was asked for, with the network's prefix */
  address: v.string(),
  id: v.nullable(v.string()),
  robust: v.nullable(v.string()),
  delegated: v.nullable(v.string()),
  eth: v.nullable(v.string()),
  /** false while the f0 id could still be given to another actor by a reorganisation */
  idFinal: v.boolean(),
  type: actorType,
  codeCid: v.nullable(v.string()),
  label: v.nullable(v.string()),
  /** the account's key is in this vault */
  own: v.boolean(),
  balance: v.nullable(atto),
});
export type AddressForms = v.InferOutput<typeof addressForms>;

/** The code of an actor, compared with the releases this build knows. */
export const codeIdentity = v.object({
  codeCid: v.string(),
  /** release version when the code is a known release, else null: "?" */
  release: v.nullable(v.string()),
  source: sourceView,
});
export type CodeIdentity = v.InferOutput<typeof codeIdentity>;

/** One checked statement: a gate row, a probe row, a dry-run check. */
export const checkRow = v.object({
  id: v.string(),
  state: v.picklist(["ok", "bad", "wait", "unknown", "warn"]),
  text: phrase,
  source: sourceView,
});
export type CheckRow = v.InferOutput<typeof checkRow>;

/** A Lotus message as JSON; a page turns it into bytes with filecoin/message.ts and recomputes the CID before it confirms. */
export const messageJson = v.object({
  Version: v.literal(0),
  To: v.string(),
  From: v.string(),
  Nonce: v.number(),
  Value: v.string(),
  GasLimit: v.number(),
  GasFeeCap: v.string(),
  GasPremium: v.string(),
  Method: v.number(),
  Params: v.nullable(v.string()),
});
export type MessageView = v.InferOutput<typeof messageJson>;
