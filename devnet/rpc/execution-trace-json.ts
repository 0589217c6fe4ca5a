/** The tree of calls of a message in Lotus' shape. Source: lotus chain/types/execresult.go. */
import { Address } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import type { ExecutionTrace } from "../kernel/call-trace.ts";
import { addressJson } from "./lotus-shapes.ts";

const MILLI = 1000n;

export function traceJson(trace: ExecutionTrace | null): Record<string, unknown> | null {
  if (trace === null) return null;
  return {
    Msg: {
      From: addressJson(Address.id(trace.from)),
      To: addressJson(trace.to),
      Value: trace.value.toString(),
      Method: Number(trace.method),
      Params: trace.params === null ? null : toBase64(trace.params.bytes),
      ParamsCodec: trace.params?.codec ?? 0,
      GasLimit: Number(trace.gasLimit),
      ReadOnly: trace.readOnly,
    },
    MsgRct: {
      ExitCode: trace.exitCode,
      Return: trace.ret === null ? null : toBase64(trace.ret.bytes),
      ReturnCodec: trace.ret?.codec ?? 0,
    },
    GasCharges: trace.gasCharges.map(({ name, milligas }) => {
      const gas = Number((milligas + MILLI - 1n) / MILLI);
      return { Name: name, tg: gas, cg: gas, sg: 0, tt: 0 };
    }),
    Subcalls: trace.subcalls.length === 0 ? null : trace.subcalls.map(traceJson),
  };
}
