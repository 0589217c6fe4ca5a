import { OwnerCallError } from "../actor/abi/describe.ts";
import { AddressError } from "../filecoin/address.ts";
import { AmountError } from "../filecoin/amount.ts";
import { CborError } from "../filecoin/cbor.ts";
import { CidError } from "../filecoin/cid.ts";
import { DecodeCallError } from "../filecoin/methods/decode.ts";
import { MethodShapeError } from "../filecoin/methods/method.ts";
import { RpcFailure } from "../filecoin/rpc/errors.ts";
import { UnitError } from "../filecoin/units.ts";
import { VarintError } from "../filecoin/varint.ts";
import { Refusal } from "./refusal.ts";
import { GetterFailed } from "./told/getter.ts";

/** What stops a read that is a help and no more: the node is away or refuses, a getter aborts, the answer is not in the agreed form. A fault of this program is none of these. */
const UNREAD = [
  RpcFailure,
  Refusal,
  GetterFailed,
  CborError,
  MethodShapeError,
  DecodeCallError,
  OwnerCallError,
  UnitError,
  AmountError,
  AddressError,
  CidError,
  VarintError,
];

/** True for what a read fails with because of who was asked, or what came. */
export const isUnread = (error: unknown): boolean => UNREAD.some((kind) => error instanceof kind);

/** The answer, or null when it could not be read. Any other error goes on. @example await ifRead(getMiner(reader, miner)) */
export async function ifRead<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isUnread(error)) return null;
    throw error;
  }
}
