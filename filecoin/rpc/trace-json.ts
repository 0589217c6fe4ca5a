import * as v from "valibot";
import type { Address } from "../address.ts";
import type { Cid } from "../cid.ts";
import { actorId, type ActorId, type AttoFil } from "../units.ts";
import { addressJson, amountJson, bytesOrNullJson, cidJson, countJson, wordsJson } from "./json-values.ts";
import { messageJson, receiptJson } from "./lotus-json.ts";
import { MOST_BACKTRACE } from "./node-words.ts";

/** What a dry run tells: the receipt and every call that was made. Source: lotus chain/types/execresult.go, api/types.go. */

export interface ExecutionTrace {
  message: {
    from: Address;
    to: Address;
    value: AttoFil;
    /** bigint beyond 2^53: whoever is called may call on with any 64 bits */
    method: number | bigint;
    params: Uint8Array;
    paramsCodec: number;
    gasLimit: number;
    readOnly: boolean;
  };
  receipt: { exitCode: number; return: Uint8Array; returnCodec: number };
  /** The called actor before the call; null when nothing was called. */
  invokedActor: { id: ActorId; code: Cid } | null;
  subcalls: ExecutionTrace[];
}

const U64_MAX = 0xffff_ffff_ffff_ffffn;
const anyMethodJson = v.union([countJson, v.pipe(v.bigint(), v.minValue(0n), v.maxValue(U64_MAX))]);
const anyIdJson = v.pipe(anyMethodJson, v.transform(actorId));

/** Calls nest up to 1,024 deep on chain; deeper ones exhaust the stack, which the client reports as a bad reply. */
const traceJson: v.GenericSchema<unknown, ExecutionTrace> = v.pipe(
  v.object({
    Msg: v.object({
      From: addressJson,
      To: addressJson,
      Value: amountJson,
      Method: anyMethodJson,
      Params: bytesOrNullJson,
      ParamsCodec: v.optional(countJson, 0),
      // Forest gives null for what it does not know.
      GasLimit: v.nullish(v.union([v.number(), v.pipe(v.bigint(), v.transform(Number))]), 0),
      ReadOnly: v.nullish(v.boolean(), false),
    }),
    MsgRct: v.object({
      ExitCode: countJson,
      Return: bytesOrNullJson,
      ReturnCodec: v.optional(countJson, 0),
    }),
    InvokedActor: v.nullish(v.object({ Id: anyIdJson, State: v.object({ Code: cidJson }) }), null),
    Subcalls: v.nullish(v.array(v.lazy((): v.GenericSchema<unknown, ExecutionTrace> => traceJson)), []),
  }),
  v.transform((o): ExecutionTrace => ({
    message: {
      from: o.Msg.From,
      to: o.Msg.To,
      value: o.Msg.Value,
      method: o.Msg.Method,
      params: o.Msg.Params,
      paramsCodec: o.Msg.ParamsCodec,
      gasLimit: o.Msg.GasLimit,
      readOnly: o.Msg.ReadOnly,
    },
    receipt: { exitCode: o.MsgRct.ExitCode, return: o.MsgRct.Return, returnCodec: o.MsgRct.ReturnCodec },
    invokedActor: o.InvokedActor === null ? null : { id: o.InvokedActor.Id, code: o.InvokedActor.State.Code },
    subcalls: o.Subcalls ?? [],
  })),
);

/** What Lotus gives for a message that failed before it ran: nothing, or a trace between undefined addresses. */
const noTraceJson = v.pipe(
  v.nullish(v.object({ Msg: v.object({ From: v.literal("<empty>") }) })),
  v.transform(() => null),
);

export const invocResultJson = v.pipe(
  v.object({
    MsgCid: cidJson,
    Msg: messageJson,
    MsgRct: v.nullable(receiptJson),
    GasCost: v.nullish(
      v.pipe(
        v.object({
          GasUsed: amountJson,
          BaseFeeBurn: amountJson,
          OverEstimationBurn: amountJson,
          MinerPenalty: amountJson,
          MinerTip: amountJson,
          Refund: amountJson,
          TotalCost: amountJson,
        }),
        v.transform((o) => ({
          gasUsed: BigInt(o.GasUsed),
          baseFeeBurn: o.BaseFeeBurn,
          overEstimationBurn: o.OverEstimationBurn,
          minerPenalty: o.MinerPenalty,
          minerTip: o.MinerTip,
          refund: o.Refund,
          totalCost: o.TotalCost,
        })),
      ),
      null,
    ),
    ExecutionTrace: v.union([noTraceJson, traceJson]),
    Error: v.optional(wordsJson(MOST_BACKTRACE), ""),
  }),
  v.transform((o) => ({
    messageCid: o.MsgCid,
    message: o.Msg,
    receipt: o.MsgRct,
    gasCost: o.GasCost,
    /** null when the message failed before it ran. */
    trace: o.ExecutionTrace,
    /** The node's words; "" when the call went through. */
    error: o.Error,
  })),
);
export type InvocResult = v.InferOutput<typeof invocResultJson>;
