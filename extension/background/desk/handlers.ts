import type { Checked, MessageName, Reply } from "../../shared/messages.ts";

/** Answers to messages, one per name. A body has been checked against its schema, and has its defaults. */
export type Handlers<N extends MessageName = MessageName> = { [K in N]: (body: Checked<K>) => Promise<Reply<K>> };
