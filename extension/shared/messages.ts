/**
 * How pages and the worker speak. Envelope: {v, requestId, name, body} -> {ok: true, body} or {ok: false, code, params}. What may be asked stands in
 * shared/questions.ts, what is answered in shared/replies.ts; nothing else crosses.
 */
import * as v from "valibot";
import type { ErrorCode, ErrorParams } from "../../wallet/error-codes.ts";
import { key } from "../../wallet/values.ts";
import type { questions } from "./questions.ts";
import type { Replies } from "./replies.ts";

export const PROTOCOL_VERSION = 1;

export type MessageName = keyof typeof questions;
export type Body<N extends MessageName> = v.InferInput<(typeof questions)[N]["body"]>;
/** A body as its schema reads it, with what was left out. */
export type Checked<N extends MessageName> = v.InferOutput<(typeof questions)[N]["body"]>;
export type Reply<N extends MessageName> = v.InferOutput<Replies[N]>;

export const requestEnvelope = v.strictObject({
  v: v.literal(PROTOCOL_VERSION),
  requestId: v.pipe(v.string(), v.regex(/^[0-9a-zA-Z-]{8,64}$/)),
  name: v.pipe(v.string(), v.maxLength(60)),
  body: v.unknown(),
  /** id of the network that the page shows: what speaks of the selected network is refused when that is another one */
  network: v.optional(key),
});

/** The network that an answer speaks of; the genesis of a devnet that was never asked is not known. */
export interface SpokenOf {
  id: string;
  genesis: string | null;
}

export type ReplyEnvelope = { ok: true; body: unknown; network?: SpokenOf } | { ok: false; code: ErrorCode; params: ErrorParams };

/** What the worker tells open pages, unasked: read again what you show of these. Sent by runtime.sendMessage with `event`. */
export const workerEvent = v.object({
  v: v.literal(PROTOCOL_VERSION),
  event: v.literal("changed"),
  topics: v.array(v.picklist(["wallet", "accounts", "networks", "approvals", "activity", "miners", "takeover", "owners", "positions", "settings", "head"])),
});
export type WorkerEvent = v.InferOutput<typeof workerEvent>;

/** Groups whose answers are the same whatever network is selected, or say themselves which one they mean. */
const OF_NO_NETWORK: readonly string[] = ["wallet", "secret", "keys", "networks", "approvals", "settings", "diagnostics"];

/** Does the answer speak of the selected network: its accounts, miners, money. */
export const isOfNetwork = (name: MessageName): boolean => !OF_NO_NETWORK.includes(name.split(".")[0] ?? "");

/** Messages only secret.html may send. */
export const isSecretMessage = (name: MessageName): boolean => name.startsWith("secret.");

/** Open pages keep a port of this name (runtime.connect): while one is open the worker asks the chain at the short interval. */
export const PAGE_PORT = "page";
