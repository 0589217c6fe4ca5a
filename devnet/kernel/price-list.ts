/**
 * Every price of the machine in one table, in milligas (1 gas = 1,000 milligas). Network versions 25 to 28.
 * Source: ref-fvm fvm/src/gas/price_list.rs (Watermelon and Teep lists); FIP-0032, FIP-0049, FIP-0057, FIP-0081.
 */
import { inclusionGas, returnGas } from "../../filecoin/gas/on-chain.ts";

const GAS = 1_000;
const BLAKE2B_BYTE = 10 * GAS;
const COPY_BYTE = 400;
const ALLOCATE_BYTE = 2 * GAS;
const RETAIN_BYTE = 10 * GAS;
const LINK_TRACKED = 300 * GAS;
const LINK_CHECKED = 300 * GAS;
const UINT64_MAX = (1n << 64n) - 1n;

/** Prices the instrumenter writes into modules. */
export const WASM_PRICES = {
  instruction: 4 * GAS,
  /** per page of memory.grow */
  memoryPage: COPY_BYTE * 65_536,
  memoryByte: COPY_BYTE,
  /** 8 bytes an element */
  tableElement: COPY_BYTE * 8,
} as const;

export const HOST_CALL = BigInt(14_000 * GAS);
export const VALUE_TRANSFER = BigInt(6_000 * GAS);
export const ACTOR_READ = BigInt(500_000 * GAS);
export const ACTOR_UPDATE = BigInt(475_000 * GAS);
export const ACTOR_CREATE = BigInt(650_000 * GAS);
/** An account or placeholder that a transfer brings into being: storage, a new id, its look-up. */
export const ACTOR_CREATE_WITH_ADDRESS = BigInt((650_000 + 1_000_000 + 1_050_000) * GAS);
export const GET_ROOT = BigInt(LINK_TRACKED);
export const SET_ROOT = BigInt(LINK_CHECKED);
export const BLOCK_OPEN_BASE = BigInt(LINK_CHECKED + 187_440 * GAS);
export const SCAN_FIELD = 35 * GAS;
export const SCAN_CID = 400 * GAS;
export const RECOVER_SECP = BigInt(1_637_292 * GAS);
export const CONSENSUS_FAULT = BigInt(516_422 * GAS);
export const REPLICA_UPDATE = BigInt(36_316_136 * GAS);
export const UNSEALED_CID = BigInt(98_647 * GAS);

/** Actors whose reading and writing is free: 0 to 7, 10 and 99. */
export const PRELOADED_ACTORS: readonly bigint[] = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 10n, 99n];

/** A message of `length` bytes (signed length for secp256k1) on chain, its sender's update included. */
export const messageInclusion = (length: number): bigint => BigInt(inclusionGas(length) * GAS);

/** A return value of the top call, `bytes` long. */
export const chainReturn = (bytes: number): bigint => BigInt(returnGas(bytes) * GAS);
export const innerReturn = (links: number): bigint => BigInt(LINK_TRACKED * links);
export const methodInvocation = (links: number): bigint => BigInt(75_000 * GAS + LINK_TRACKED * links);

/** Memory at instantiation; growth is priced by the module itself. */
export const initialMemory = (bytes: number): bigint => BigInt(COPY_BYTE * bytes);
export const initialTable = (elements: number): bigint => BigInt(WASM_PRICES.tableElement * elements);

export const blockOpen = (bytes: number, links: number): bigint =>
  BigInt(Math.max((COPY_BYTE + ALLOCATE_BYTE) * bytes + LINK_TRACKED * links, RETAIN_BYTE * bytes));
export const blockCreate = (bytes: number, links: number): bigint =>
  BigInt(Math.max((COPY_BYTE + ALLOCATE_BYTE) * bytes + LINK_CHECKED * links, RETAIN_BYTE * bytes));
export const blockRead = (bytes: number): bigint => BigInt(COPY_BYTE * bytes);
/** Hashing, deferred writing (172,000) and storage (334,000 + 3,340 a byte). */
export const blockLink = (bytes: number): bigint =>
  BigInt((COPY_BYTE + ALLOCATE_BYTE + BLAKE2B_BYTE) * bytes + LINK_TRACKED + (172_000 + 334_000 + 3_340 * bytes) * GAS);

/** Milligas a byte, by multihash code. */
export const HASH_BYTE: ReadonlyMap<number, number> = new Map([
  [0x12, 7 * GAS],
  [0xb220, BLAKE2B_BYTE],
  [0xb240, BLAKE2B_BYTE],
  [0x1b, 33 * GAS],
  [0x1053, 35 * GAS],
]);

/** `type` 1 secp256k1, 2 BLS */
export const verifySignature = (type: 1 | 2, bytes: number): bigint => BigInt(type === 1 ? (1_637_292 + 10 * bytes) * GAS : (16_598_605 + 26 * bytes) * GAS);
export const verifyBlsAggregate = (signers: number, bytes: number): bigint => BigInt(((signers + 1) * 8_299_302 + 7 * bytes) * GAS);

/** Randomness and tipset CIDs; a look into the future wraps to a huge distance and uses up all gas. */
export const lookback = (epochs: bigint): bigint => BigInt(146_200 * GAS) + BigInt(75 * GAS) * (epochs & UINT64_MAX);

export function actorEvent(entries: number, keyBytes: number, valueBytes: number): bigint {
  const estimated = 12 + 9 * entries + keyBytes + valueBytes;
  const copies = 3 * (COPY_BYTE + ALLOCATE_BYTE) * estimated;
  const validation = 2_000 * GAS + 1_400 * GAS * entries + 500 * GAS + 16 * GAS * keyBytes;
  return BigInt(validation + copies + BLAKE2B_BYTE * estimated);
}

/** A window proof of `sectors` challenged sectors, the same for all sizes. */
export const verifyPost = (sectors: number): bigint => BigInt((117_680_921 + 43_780 * sectors) * GAS);

interface AggregatePrice {
  readonly perSeal: number;
  /** [from this number of seals, gas] */
  readonly steps: readonly (readonly [number, number])[];
}

const STEPS_32 = [103_994_170, 112_356_810, 122_912_610, 137_559_930, 162_039_100, 210_960_780, 318_351_180, 528_274_980];
const STEPS_64 = [102_581_240, 110_803_030, 120_803_700, 134_642_130, 157_357_890, 203_017_690, 304_253_590, 509_880_640];
const INTERACTIVE_FROM = [4, 7, 13, 26, 52, 103, 205, 410];
const NON_INTERACTIVE_FROM = [1, 2, 3, 5, 9, 17, 33];

function steps(from: readonly number[], gas: readonly number[]): (readonly [number, number])[] {
  return from.map((n, i) => [n, gas[i] as number] as const);
}

/** By registered seal proof: 32 and 64 GiB of type 1 (3, 4) and non-interactive (18, 19); all others as 3. */
const AGGREGATE: ReadonlyMap<number, AggregatePrice> = new Map([
  [3, { perSeal: 449_900, steps: steps(INTERACTIVE_FROM, STEPS_32) }],
  [4, { perSeal: 359_272, steps: steps(INTERACTIVE_FROM, STEPS_64) }],
  [18, { perSeal: 44_990 * 126, steps: steps(NON_INTERACTIVE_FROM, STEPS_32.slice(1)) }],
  [19, { perSeal: 35_928 * 126, steps: steps(NON_INTERACTIVE_FROM, STEPS_64.slice(1)) }],
]);

/** Checking one aggregate of `seals` seals. */
export function verifyAggregateSeals(proofType: number, seals: number): bigint {
  const entry = AGGREGATE.get(proofType) ?? (AGGREGATE.get(3) as AggregatePrice);
  const step = entry.steps.findLast(([from]) => seals >= from)?.[1] ?? 0;
  return BigInt((entry.perSeal * seals + step) * GAS);
}
