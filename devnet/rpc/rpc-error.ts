/** Errors as a Lotus node sends them. Sources: go-jsonrpc errors.go and handler.go, lotus api/api_errors.go. */
import { AddressError } from "../../filecoin/address.ts";
import { BitFieldError } from "../../filecoin/bit-field.ts";
import { ByteTextError, toHex } from "../../filecoin/bytes.ts";
import { CborError } from "../../filecoin/cbor.ts";
import { CidError } from "../../filecoin/cid.ts";
import { MessageError } from "../../filecoin/message.ts";
import { ChainError } from "../chain/chain-options.ts";
import { ChainLookupError } from "../chain/canonical-chain.ts";
import { ExecutionReverted, OutOfGas } from "../chain/gas-estimate.ts";
import { MempoolError } from "../chain/mempool.ts";
import { MessageSearchError } from "../chain/message-search.ts";
import { SystemMessageError } from "../chain/execute-tipset.ts";
import { SimulationError } from "../chain/simulate.ts";
import { AmtError } from "../../filecoin/ipld/amt.ts";
import { MissingBlock } from "../state/blockstore.ts";
import { HamtError } from "../../filecoin/ipld/hamt.ts";

export const RpcCode = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  rangeExceeded: -32005,
  /** any error of a method that has no code of its own */
  domain: 1,
  outOfGas: 2,
  executionReverted: 3,
  actorNotFound: 11,
  nullRound: 12,
} as const;

/** An error for the caller: exactly what goes onto the wire. */
export class RpcFault extends Error {
  override readonly name = "RpcFault";
  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
  ) {
    super(message);
  }
}

export interface ErrorJson {
  code: number;
  message: string;
  data?: unknown;
}

/** The wire form of whatever a method threw, or null when it is a fault of the node itself. */
export function errorJson(error: unknown): ErrorJson | null {
  if (error instanceof RpcFault) {
    return {
      code: error.code,
      message: error.message,
      ...(error.data === undefined ? {} : { data: error.data }),
    };
  }
  if (error instanceof ExecutionReverted) {
    return { code: RpcCode.executionReverted, message: error.message, data: `0x${toHex(error.applied.ret)}` };
  }
  if (error instanceof OutOfGas) return { code: RpcCode.outOfGas, message: error.message };
  return isDomainError(error) ? { code: RpcCode.domain, message: error.message } : null;
}

/** Protocol errors travel with their own HTTP status, errors of methods with 200. */
export function httpStatusOf(code: number): number {
  if (code === RpcCode.invalidRequest) return 400;
  return isProtocolError(code) ? 500 : 200;
}

/** An error of the request itself, not of the method it named. */
export function isProtocolError(code: number): boolean {
  const { parse, invalidRequest, methodNotFound, invalidParams } = RpcCode;
  return [parse, invalidRequest, methodNotFound, invalidParams].some((known) => known === code);
}

/** Refusals, and values from the caller or from an actor's state that do not read. */
const DOMAIN_ERRORS = [
  MempoolError,
  ChainLookupError,
  MessageSearchError,
  SimulationError,
  SystemMessageError,
  ChainError,
  MessageError,
  AddressError,
  CidError,
  BitFieldError,
  ByteTextError,
  CborError,
  HamtError,
  AmtError,
  MissingBlock,
];

function isDomainError(error: unknown): error is Error {
  return DOMAIN_ERRORS.some((kind) => error instanceof kind);
}
