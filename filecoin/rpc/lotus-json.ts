import * as v from "valibot";
import type { Cid } from "../cid.ts";
import { messageFromJson, messageJsonSchema, signedMessageFromJson, signedMessageJsonSchema, type Message, type SignedMessage } from "../message.ts";
import {
  addressJson,
  amountJson,
  bytesOrNullJson,
  cidJson,
  countJson,
  epochJson,
  integerJson,
  itemsJson,
  listJson,
  reading,
  wordsJson,
} from "./json-values.ts";

/** The chain as a node tells it: tipsets, messages, receipts, events. Fields we do not use are ignored; fields we use must be right. Source: lotus chain/types. */

export const messageJson = v.pipe(
  messageJsonSchema,
  reading<v.InferOutput<typeof messageJsonSchema>, Message>((json) => messageFromJson(json)),
);
/** What a node checks of a sender's waiting messages, a row of checks each: the messages' CIDs alone, of their unsigned forms. */
export const checkedMessagesJson = v.pipe(
  listJson(listJson(v.object({ Cid: cidJson }))),
  v.transform((rows): string[] => [...new Set(rows.flat().map(({ Cid }) => Cid.toString()))]),
);
export const signedMessageJson = v.pipe(
  signedMessageJsonSchema,
  reading<v.InferOutput<typeof signedMessageJsonSchema>, SignedMessage>((json) => signedMessageFromJson(json)),
);

const blockHeaderJson = v.pipe(
  v.object({
    Miner: addressJson,
    Parents: listJson(cidJson),
    ParentWeight: amountJson,
    Height: epochJson,
    ParentStateRoot: cidJson,
    ParentMessageReceipts: cidJson,
    Messages: cidJson,
    Timestamp: countJson,
    ParentBaseFee: amountJson,
  }),
  v.transform((o) => ({
    miner: o.Miner,
    parents: o.Parents,
    parentWeight: BigInt(o.ParentWeight),
    height: o.Height,
    parentStateRoot: o.ParentStateRoot,
    parentMessageReceipts: o.ParentMessageReceipts,
    messages: o.Messages,
    /** Unix seconds. */
    timestamp: o.Timestamp,
    /** attoFIL per unit of gas. */
    parentBaseFee: o.ParentBaseFee,
  })),
);

/** The CIDs of a tipset's blocks, in its order; [] stands for the head. */
export type TipSetKey = readonly Cid[];

export const tipSetJson = v.pipe(
  v.object({ Cids: listJson(cidJson), Blocks: listJson(blockHeaderJson), Height: epochJson }),
  v.check(
    ({ Cids, Blocks, Height }) => Cids.length > 0 && Cids.length === Blocks.length && Blocks.every((block) => block.height === Height),
    "expected as many blocks as CIDs, at least one, all of the tipset's height",
  ),
  v.transform((o) => ({ cids: o.Cids, blocks: o.Blocks, height: o.Height })),
);
export type TipSet = v.InferOutput<typeof tipSetJson>;

export const chainMessageJson = v.pipe(
  v.object({ Cid: cidJson, Message: messageJson }),
  v.transform((o) => ({ cid: o.Cid, message: o.Message })),
);
export type ChainMessage = v.InferOutput<typeof chainMessageJson>;

export const receiptJson = v.pipe(
  v.object({
    ExitCode: countJson,
    Return: bytesOrNullJson,
    GasUsed: integerJson,
    EventsRoot: v.nullish(cidJson, null),
  }),
  v.transform((o) => ({
    exitCode: o.ExitCode,
    return: o.Return,
    gasUsed: o.GasUsed,
    eventsRoot: o.EventsRoot,
  })),
);
export type Receipt = v.InferOutput<typeof receiptJson>;

export const blockMessagesJson = v.pipe(
  v.object({
    BlsMessages: itemsJson(messageJson),
    SecpkMessages: itemsJson(signedMessageJson),
    Cids: listJson(cidJson),
  }),
  v.transform((o) => ({ blsMessages: o.BlsMessages, secpkMessages: o.SecpkMessages, cids: o.Cids })),
);
export type BlockMessages = v.InferOutput<typeof blockMessagesJson>;

export const messageLookupJson = v.pipe(
  v.object({ Message: cidJson, Receipt: receiptJson, TipSet: listJson(cidJson), Height: epochJson }),
  v.transform((o) => ({
    /** The message that was executed: another than asked for when it was replaced. */
    message: o.Message,
    receipt: o.Receipt,
    /** The tipset that holds the receipt, one after the one that holds the message. */
    tipSet: o.TipSet,
    height: o.Height,
  })),
);
export type MessageLookup = v.InferOutput<typeof messageLookupJson>;

/** Longest key of an event entry on the chain (ref-fvm shared/src/event). */
const MOST_KEY = 31;

export const actorEventJson = v.pipe(
  v.object({
    entries: listJson(
      v.pipe(
        v.object({ Flags: countJson, Key: wordsJson(MOST_KEY), Codec: countJson, Value: bytesOrNullJson }),
        v.transform((o) => ({ flags: o.Flags, key: o.Key, codec: o.Codec, value: o.Value })),
      ),
    ),
    emitter: addressJson,
    reverted: v.boolean(),
    height: epochJson,
    tipsetKey: listJson(cidJson),
    msgCid: cidJson,
  }),
  v.transform((o) => ({
    entries: o.entries,
    emitter: o.emitter,
    reverted: o.reverted,
    height: o.height,
    tipSet: o.tipsetKey,
    messageCid: o.msgCid,
  })),
);
export type ActorEvent = v.InferOutput<typeof actorEventJson>;

export const headChangeJson = v.pipe(
  v.object({ Type: v.picklist(["current", "apply", "revert"]), Val: tipSetJson }),
  v.transform((o) => ({ type: o.Type, tipSet: o.Val })),
);
export type HeadChange = v.InferOutput<typeof headChangeJson>;
