/**
 * Blocks as Ethereum tools name them: by tag, number, hash, or the object of EIP-1898. Words of refusals are Lotus'.
 * Source: lotus node/impl/eth/tipsetresolver.go, chain/types/ethtypes EthBlockNumberOrHash.
 */
import { concatBytes, fromHex, toHex } from "../../filecoin/bytes.ts";
import { decodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, CidError, cidFromBytes } from "../../filecoin/cid.ts";
import type { Chain } from "../chain/chain.ts";
import type { Tipset } from "../chain/tipset.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";

const SAFE_DELAY = 30;
const TAGS = ["earliest", "pending", "latest", "safe", "finalized"] as const;
type Tag = (typeof TAGS)[number];
/** 0x and 32 bytes in hex. */
const HASH_LENGTH = 66;
/** Version 1, DAG-CBOR, blake2b-256 of 32 bytes: how the CID of a tipset key begins. */
const CID_HEAD = Uint8Array.of(0x01, 0x71, 0xa0, 0xe4, 0x02, 0x20);

/** What names a block. */
export type BlockParam =
  | { kind: "tag"; tag: Tag }
  /** epoch; a huge one is rounded, and lies in the future either way */
  | { kind: "number"; height: number }
  | { kind: "hash"; hash: string; requireCanonical: boolean }
  /** An object that names none. */
  | { kind: "nothing" };

/** The digest of a CID: its name in Ethereum. */
export const ethHash = (cid: Cid): string => `0x${toHex(cid.multihash.digest)}`;

/** The head's messages have no receipts on the chain yet: Ethereum's latest block is its parent. */
export const latestBlock = (chain: Chain): Tipset => chain.head.parent ?? chain.head;

/** Reads a tag, a number in hex or decimal, a hash of 32 bytes, or the object of EIP-1898. Throws RpcFault. */
export function readBlockParam(value: unknown): BlockParam {
  if (value === null) return { kind: "nothing" };
  if (typeof value === "object" && !Array.isArray(value)) return readObject(value as Record<string, unknown>);
  const tag = TAGS.find((known) => known === value);
  if (tag !== undefined) return { kind: "tag", tag };
  if (typeof value === "string" && value.length === HASH_LENGTH) return { kind: "hash", hash: readEthHash(value), requireCanonical: false };
  return readNumber(value);
}

function readObject({ blockNumber = null, blockHash = null, requireCanonical = false }: Record<string, unknown>): BlockParam {
  if (blockNumber !== null && blockHash !== null) throw unreadable("cannot specify both blockNumber and blockHash");
  if (typeof requireCanonical !== "boolean") throw unreadable("expected requireCanonical to be true or false");
  if (blockNumber !== null) return readNumber(blockNumber);
  if (blockHash === null) return { kind: "nothing" };
  return { kind: "hash", hash: readEthHash(blockHash), requireCanonical };
}

/** A block's hash, in lower case. Throws RpcFault. */
export function readEthHash(value: unknown): string {
  if (typeof value === "string" && value.length === HASH_LENGTH && /^0x[0-9a-f]+$/i.test(value)) return value.toLowerCase();
  throw unreadable(`expected a hash as 0x and 64 hex digits, got ${JSON.stringify(value)?.slice(0, 80) ?? "nothing"}`);
}

function readNumber(value: unknown): BlockParam {
  const height = typeof value === "string" ? heightOf(value) : typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (height === undefined) throw unreadable("expected a number, a hash, or latest, pending, safe, finalized");
  return { kind: "number", height };
}

/** Hex with 0x or decimal digits, of at most 64 bits. */
function heightOf(text: string): number | undefined {
  if (!/^(0x[0-9a-f]+|\d+)$/.test(text.toLowerCase())) return undefined;
  const value = BigInt(text);
  return value < 1n << 64n ? Number(value) : undefined;
}

/** The block of a parameter; null rounds lead to the last block before them. Throws RpcFault. */
export function blockOfParam(chain: Chain, param: BlockParam): Tipset {
  switch (param.kind) {
    case "tag":
      return blockOfTag(chain, param.tag);
    case "number":
      return blockAt(chain, param.height, false);
    case "hash": {
      const block = blockOfHash(chain, param.hash);
      if (param.requireCanonical && !chain.line.isCanonical(block)) throw refusal("tipset is not canonical");
      return block;
    }
    case "nothing":
      throw refusal("invalid block param");
  }
}

/** The block of a tag or number, for methods that take no other name. `strict`: a null round is an error. Throws RpcFault. */
export function blockByNumber(chain: Chain, text: string, strict: boolean): Tipset {
  const tag = TAGS.find((known) => known === text);
  if (tag !== undefined) return blockOfTag(chain, tag);
  const height = heightOf(text);
  if (height === undefined) throw refusal(`failed to parse block number: strconv.ParseUint: parsing "${text.replace(/^0x/, "").slice(0, 80)}": invalid syntax`);
  return blockAt(chain, height, strict);
}

function blockOfTag(chain: Chain, tag: Tag): Tipset {
  const { finalized } = chain.line;
  switch (tag) {
    case "earliest":
      throw refusal('block param "earliest" is not supported');
    case "pending":
      return chain.head;
    case "latest":
      return latestBlock(chain);
    case "safe":
      return chain.line.atOrBelow(Math.max(finalized.height, chain.head.height - SAFE_DELAY));
    case "finalized":
      return finalized;
  }
}

function blockAt(chain: Chain, height: number, strict: boolean): Tipset {
  if (height > chain.head.height - 1) throw refusal("requested a future epoch (beyond 'latest')");
  const block = chain.line.atOrBelow(height);
  if (strict && block.height !== height) throw new RpcFault(RpcCode.nullRound, `requested epoch was a null round (${height})`, height);
  return block;
}

/** The block of a hash, which is that of its tipset key; also one that was undone. Throws RpcFault. */
export function blockOfHash(chain: Chain, hash: string): Tipset {
  const keyCid = cidFromBytes(concatBytes(CID_HEAD, fromHex(hash.slice(2))));
  const stored = chain.blocks.get(keyCid);
  const block = stored === undefined ? undefined : blockOfKey(chain, stored);
  if (block === undefined) throw refusal(`failed to get tipset by hash: ipld: could not find ${keyCid.toString()}`);
  return block;
}

/** A tipset of this chain has one block, so its key is that block's CID in a byte string. */
function blockOfKey(chain: Chain, stored: Uint8Array): Tipset | undefined {
  const value = decodeCbor(stored);
  if (!(value instanceof Uint8Array)) return undefined;
  try {
    return chain.line.block(cidFromBytes(value));
  } catch (error) {
    // Any block of the store can be asked for, and need not be a key.
    if (error instanceof CidError) return undefined;
    throw error;
  }
}

const refusal = (words: string): RpcFault => new RpcFault(RpcCode.domain, words);

const unreadable = (words: string): RpcFault => new RpcFault(RpcCode.parse, `unmarshaling a block param: ${words}`);
