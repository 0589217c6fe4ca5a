/** eth_*: as much as explorers and Ethereum tools ask for heads, balances and native events. Source: lotus node/impl/eth, api/eth_aliases.go. */
import { Address } from "../../filecoin/address.ts";
import { addressOfEth, ethAddressOf } from "../../filecoin/address.ts";
import { toHex } from "../../filecoin/bytes.ts";
import { EPOCHS_PER_DAY } from "../../filecoin/epochs.ts";
import { BLOCK_GAS_LIMIT } from "../../filecoin/gas/block-limits.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { type FoundEvent, eventsOf } from "../chain/actor-events.ts";
import { tipsetKeyCid } from "../../filecoin/chain/block-header.ts";
import type { Chain } from "../chain/chain.ts";
import { CHAIN_ID } from "../chain/chain-params.ts";
import type { EventEntry } from "../../filecoin/chain/receipt.ts";
import type { Tipset } from "../chain/tipset.ts";
import { NODE_VERSION } from "./common-methods.ts";
import { addressJson } from "./lotus-shapes.ts";
import { type RpcMethod, read } from "./method-table.ts";
import type { Params } from "./params.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";

const MAX_RANGE = EPOCHS_PER_DAY;
const MAX_RESULTS = 10_000;
const SAFE_DELAY = 30;
const MIN_PREMIUM = 100_000n;
const RAW = 0x55;
const TOPICS = ["t1", "t2", "t3", "t4"];
/** keccak-256 of an RLP list without and string without content: what tools take as «no uncles», «no transactions». */
const NO_UNCLES = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";
const EMPTY_ROOT = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";
const zeros = (bytes: number): string => `0x${"00".repeat(bytes)}`;

const quantity = (value: number | bigint): string => `0x${value.toString(16)}`;
const hashOf = (cid: { multihash: { digest: Uint8Array } }): string => `0x${toHex(cid.multihash.digest)}`;

/** By their Ethereum names. */
export function ethMethods(chain: Chain): Record<string, RpcMethod> {
  const accountAt = (p: Params): ReturnType<typeof accountOf> => {
    const address = addressOfEth(p.text());
    return accountOf(chain, address, p.absent() ? latest(chain) : blockNamed(chain, p.any()));
  };
  return {
    eth_chainId: read(0, () => quantity(CHAIN_ID)),
    eth_protocolVersion: read(0, () => "0x41"),
    eth_syncing: read(0, () => false),
    eth_accounts: read(0, () => []),
    eth_blockNumber: read(0, () => quantity(latest(chain).height)),
    eth_gasPrice: read(0, () => quantity(chain.head.header.parentBaseFee + MIN_PREMIUM)),
    eth_maxPriorityFeePerGas: read(0, () => quantity(MIN_PREMIUM)),
    eth_getBalance: read([1, 2], (p) => quantity(accountAt(p)?.balance ?? 0n)),
    eth_getTransactionCount: read([1, 2], (p) => quantity(accountAt(p)?.nonce ?? 0)),
    eth_getCode: read([1, 2], (p) => codeOf(chain, accountAt(p))),
    eth_getBlockByNumber: read(2, (p) => blockJson(chain, blockNamed(chain, p.any()), p.boolean())),
    eth_getBlockByHash: read(2, (p) => blockJson(chain, blockOfHash(chain, p.text()), p.boolean())),
    eth_getLogs: read(1, (p) => logs(chain, p.object())),
    net_version: read(0, () => String(CHAIN_ID)),
    net_listening: read(0, () => true),
    web3_clientVersion: read(0, () => NODE_VERSION),
  };
}

/** Addresses between both worlds, by their Lotus names. */
export function ethAddressMethods(): Record<string, RpcMethod> {
  return {
    EthAddressToFilecoinAddress: read(1, (p) => addressJson(addressOfEth(p.text()))),
    FilecoinAddressToEthAddress: read([1, 2], (p) => {
      const address = p.address();
      const eth = ethAddressOf(address);
      if (eth === null) throw new RpcFault(RpcCode.domain, `${addressJson(address)} has no Ethereum form: expected an f410 or f0 address`);
      return eth;
    }),
  };
}

/** "eth_getLogs" → "EthGetLogs", the name under which Lotus has the same method. */
export function lotusNameOf(name: string): string {
  const [group = "", method = ""] = name.split("_");
  return `${group.charAt(0).toUpperCase()}${group.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}

/** The head's messages have no receipts on the chain yet: Ethereum's latest block is its parent. */
const latest = (chain: Chain): Tipset => chain.head.parent ?? chain.head;

/** State after a tipset, as Ethereum counts; that of the child on Filecoin. */
function accountOf(chain: Chain, address: Address, block: Tipset): { balance: bigint; nonce: number; code: { toString(): string } } | undefined {
  const state = chain.stateAt(chain.line.childOf(block) ?? block);
  const id = state.resolve(address);
  return id === undefined ? undefined : state.getActor(id);
}

/** No contract runs on this devnet; other native code shows itself as one invalid instruction, as with Lotus. */
function codeOf(chain: Chain, actor: ReturnType<typeof accountOf>): string {
  const name = chain.builtins.manifest.find((entry) => entry.code.toString() === actor?.code.toString())?.name;
  return actor === undefined || name === "account" || name === "ethaccount" || name === "placeholder" ? "0x" : "0xfe";
}

function blockNamed(chain: Chain, value: unknown): Tipset {
  const last = latest(chain);
  const height = heightOf(value, chain);
  if (height > last.height && height !== chain.head.height) throw new RpcFault(RpcCode.domain, "requested a future epoch (beyond 'latest')");
  const tipset = chain.line.atOrBelow(height);
  const byNumber = typeof value === "string" && value.startsWith("0x");
  if (byNumber && tipset.height !== height) throw new RpcFault(RpcCode.nullRound, `requested epoch was a null round (${height})`, height);
  return tipset;
}

function heightOf(value: unknown, chain: Chain): number {
  const last = latest(chain).height;
  switch (value) {
    case undefined:
    case null:
    case "":
    case "latest":
      return last;
    case "pending":
      return chain.head.height;
    case "earliest":
      return 0;
    case "safe":
      return Math.max(chain.line.finalized.height, last - SAFE_DELAY, 0);
    case "finalized":
      return chain.line.finalized.height;
    default:
      if (typeof value !== "string" || !/^0x[0-9a-f]{1,12}$/i.test(value))
        throw new RpcFault(RpcCode.parse, "expected a block number in hex, or latest, pending, earliest, safe, finalized");
      return Number.parseInt(value, 16);
  }
}

function blockOfHash(chain: Chain, text: string): Tipset {
  // Newest first: what is asked for is nearly always recent.
  for (let tipset: Tipset | null = latest(chain); tipset !== null; tipset = tipset.parent) if (hashOf(tipset.keyCid) === text.toLowerCase()) return tipset;
  throw new RpcFault(RpcCode.domain, `cannot get tipset by hash: no block ${text.slice(0, 80)} on this chain`);
}

function blockJson(chain: Chain, tipset: Tipset, whole: boolean): Record<string, unknown> {
  if (whole) throw new RpcFault(RpcCode.domain, "whole transactions are not served here: ask with false, and read messages by Filecoin.ChainGetMessage");
  const messages = chain.messagesOf(tipset);
  const gasUsed = chain.receiptsOf(tipset).reduce((sum, receipt) => sum + receipt.gasUsed, 0);
  return {
    hash: hashOf(tipset.keyCid),
    parentHash: hashOf(tipsetKeyCid(tipset.header.parents)),
    sha3Uncles: NO_UNCLES,
    miner: zeros(20),
    stateRoot: zeros(32),
    transactionsRoot: messages.length === 0 ? EMPTY_ROOT : zeros(32),
    receiptsRoot: zeros(32),
    logsBloom: `0x${"ff".repeat(256)}`,
    difficulty: "0x0",
    totalDifficulty: "0x0",
    number: quantity(tipset.height),
    gasLimit: quantity(BLOCK_GAS_LIMIT),
    gasUsed: quantity(gasUsed),
    timestamp: quantity(tipset.header.timestamp),
    extraData: "0x",
    mixHash: zeros(32),
    nonce: zeros(8),
    baseFeePerGas: quantity(tipset.header.parentBaseFee),
    size: "0x0",
    transactions: messages.map((m) => hashOf(m.cid)),
    uncles: [],
  };
}

function logs(chain: Chain, filter: Record<string, unknown>): unknown[] {
  const emitters = emittersOf(chain, filter.address);
  const topics = topicsOf(filter.topics);
  const found = tipsetsOf(chain, filter).flatMap((tipset) =>
    eventsOf(chain, tipset, { emitters, fields: new Map() })
      .map(logJson)
      .filter((log) => log !== null && topicsFit(log.topics, topics)),
  );
  if (found.length > MAX_RESULTS) throw new RpcFault(RpcCode.domain, "filter matches too many events, try a more restricted filter");
  return found;
}

/** Tipsets whose receipts are on the chain. */
function tipsetsOf(chain: Chain, { blockHash, fromBlock, toBlock }: Record<string, unknown>): Tipset[] {
  const last = latest(chain).height;
  if (blockHash !== undefined && blockHash !== null) {
    if ((fromBlock ?? toBlock ?? null) !== null) throw new RpcFault(RpcCode.domain, "must not specify block hash and from/to block");
    return [blockOfHash(chain, String(blockHash))];
  }
  const [from, to] = [heightOf(fromBlock, chain), heightOf(toBlock, chain)];
  if (from > to && toBlock !== undefined && toBlock !== null && toBlock !== "latest")
    throw new RpcFault(RpcCode.domain, `invalid epoch range: to block (${to}) must be after from block (${from})`);
  if (to - from > MAX_RANGE) throw new RpcFault(RpcCode.rangeExceeded, `block range exceeds maximum of ${MAX_RANGE} (got ${to - from})`);
  return chain.line.between(from, Math.min(to, last));
}

function emittersOf(chain: Chain, value: unknown): ActorId[] {
  if (value === undefined || value === null) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const state = chain.stateAt(chain.head);
  // An address without an actor has emitted nothing; no actor has this id.
  return list.map((text) => state.resolve(addressOfEth(String(text))) ?? Address.id((1n << 63n) - 1n).id);
}

interface LogJson {
  topics: string[];
  [field: string]: unknown;
}

/** null for an event that has no Ethereum form: another codec, gaps in the topics, a topic twice or not of 32 bytes. */
function logJson(found: FoundEvent): LogJson | null {
  const { tipset, emitter } = found;
  const { entries } = found.event;
  if (entries.some((e) => e.codec !== RAW)) return null;
  const topics = topicsOfEvent(entries);
  const data = entries.filter((e) => e.key === "d");
  if (topics === null || data.length > 1) return null;
  return {
    address: ethAddressOf(emitter) ?? ethAddressOf(Address.id(found.event.emitter)),
    topics,
    data: `0x${toHex(data[0]?.value ?? new Uint8Array(0))}`,
    removed: found.reverted,
    logIndex: quantity(found.eventIndex),
    transactionIndex: quantity(found.messageIndex),
    transactionHash: hashOf(found.messageCid),
    blockHash: hashOf(tipset.keyCid),
    blockNumber: quantity(tipset.height),
  };
}

function topicsOfEvent(entries: readonly EventEntry[]): string[] | null {
  const given = entries.filter((e) => TOPICS.includes(e.key));
  const topics = TOPICS.slice(0, given.length).map((key) => given.find((e) => e.key === key)?.value);
  return topics.every((value) => value?.length === 32) ? topics.map((value) => `0x${toHex(value ?? new Uint8Array(0))}`) : null;
}

/** Per position the topics that fit; none listed = any, also none at all. */
function topicsOf(value: unknown): string[][] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > TOPICS.length) throw new RpcFault(RpcCode.parse, "expected at most 4 topics as an array");
  return value.map((at: unknown) => {
    const list: unknown[] = at === null ? [] : Array.isArray(at) ? at : [at];
    return list.map((topic) => {
      if (typeof topic !== "string" || !/^0x[0-9a-f]{64}$/i.test(topic)) throw new RpcFault(RpcCode.parse, "expected a topic as 0x and 64 hex digits");
      return topic.toLowerCase();
    });
  });
}

function topicsFit(topics: readonly string[], wanted: readonly string[][]): boolean {
  return wanted.every((list, i) => list.length === 0 || list.includes(topics[i] ?? ""));
}
