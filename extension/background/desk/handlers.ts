import type { Body, MessageName, Reply } from "../../shared/messages.ts";

/** Answers to messages, one per name. A body has been checked against its schema. */
export type Handlers<N extends MessageName = MessageName> = { [K in N]: (body: Body<K>) => Promise<Reply<K>> };
