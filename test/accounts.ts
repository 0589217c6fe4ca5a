/** The owner actor's table of accounts (`actor/owner/state.ts`, `positions.ts`), read and written by code of its own: a HAMT of width 3 by actor id, each account with its tokens. */
import { decodeStruct, encodeStruct } from "../actor/abi/codec.ts";
import type { OwnerStructs } from "../actor/abi/methods.generated.ts";
import type { Blockstore } from "../devnet/state/blockstore.ts";
import { Hamt } from "../devnet/state/hamt.ts";
import { decodeCbor, encodeCbor } from "../filecoin/cbor.ts";
import type { Cid } from "../filecoin/cid.ts";
import { decodeVarint, encodeVarint } from "../filecoin/varint.ts";
import { idsOf, putIds } from "./id-tree.ts";

type Account = OwnerStructs["Account"];

/** Bits of the key's hash that a level takes; the width does not stand in the blocks. */
export const ACCOUNT_BITS = 3;
/** So many tokens stand in the account itself, in no order; what more came in a tree. */
export const FEW_TOKENS = 8;

/** A table of accounts that can be changed; `flush` stores it. */
export const openAccounts = (blocks: Blockstore, link: Cid): Hamt => Hamt.load(blocks, link, { bitWidth: ACCOUNT_BITS });

/** Every account of a table, by actor id. */
export function accountsIn(blocks: Blockstore, link: Cid | null): (Account & { readonly id: bigint })[] {
  if (link === null) return [];
  return [...openAccounts(blocks, link).entries()].map(([key, value]) => ({ ...decodeStruct("Account", encodeCbor(value)), id: decodeVarint(key).value }));
}

/** The account of an actor id; an error if it was never used. */
export function accountIn(table: Hamt, id: bigint): Account {
  const value = table.get(encodeVarint(id));
  if (value === undefined) throw new Error(`actor ${id} has no account`);
  return decodeStruct("Account", encodeCbor(value));
}

/** Puts an account into a table. */
export function setAccount(table: Hamt, id: bigint, account: Account): void {
  table.set(encodeVarint(id), decodeCbor(encodeStruct("Account", account)));
}

/** The tokens of an account, ascending; an error if there are not so many as it says, or one stands in both places. */
export function tokensOf(blocks: Blockstore, { few, tokens, count }: Account): bigint[] {
  const ids = [...few, ...idsOf(blocks, tokens)];
  if (BigInt(new Set(ids).size) !== count || BigInt(ids.length) !== count || few.length > FEW_TOKENS) {
    throw new Error(`an account of ${count} tokens has ${few.length} in itself and ${ids.length - few.length} in its tree: ${ids.join(" ")}`);
  }
  return ids.sort((a, b) => (a < b ? -1 : 1));
}

/** An account with these tokens instead of its own: the first of them in itself. */
export function withTokens(blocks: Blockstore, account: Account, ids: readonly bigint[]): Account {
  return { ...account, few: ids.slice(0, FEW_TOKENS), tokens: putIds(blocks, ids.slice(FEW_TOKENS)), count: BigInt(ids.length) };
}
