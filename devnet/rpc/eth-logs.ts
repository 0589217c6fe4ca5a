/** Native events as Ethereum logs. Source: lotus node/impl/eth/events.go. */
import { Address } from "../../filecoin/address.ts";
import { addressOfEth, ethAddressOf } from "../../filecoin/eth-address.ts";
import { toHex } from "../../filecoin/bytes.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { type FoundEvent, eventsOf } from "../chain/actor-events.ts";
import type { Chain } from "../chain/chain.ts";
import type { Tipset } from "../chain/tipset.ts";
import type { EventEntry } from "../../filecoin/chain/receipt.ts";
import { blockOfHash, ethHash, latestBlock, readEthHash } from "./eth-blocks.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";

const MAX_RANGE = 2_880;
const MAX_RESULTS = 10_000;
const RAW = 0x55;
const TOPICS = ["t1", "t2", "t3", "t4"];

const quantity = (value: number): string => `0x${value.toString(16)}`;

/** Logs that fit a filter of eth_getLogs. Throws RpcFault. */
export function ethLogs(chain: Chain, filter: Record<string, unknown>): unknown[] {
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
  const last = latestBlock(chain).height;
  if (blockHash !== undefined && blockHash !== null) {
    if ((fromBlock ?? toBlock ?? null) !== null) throw new RpcFault(RpcCode.domain, "must not specify block hash and from/to block");
    return [blockOfHash(chain, readEthHash(blockHash))];
  }
  const from = rangeEnd("FromBlock", fromBlock) ?? last;
  const to = rangeEnd("ToBlock", toBlock);
  if (to !== undefined && from > to) throw new RpcFault(RpcCode.domain, `invalid epoch range: to block (${to}) must be after from block (${from})`);
  const span = (to ?? last) - from;
  if (span > MAX_RANGE) throw new RpcFault(RpcCode.rangeExceeded, `block range exceeds maximum of ${MAX_RANGE} (got ${span})`);
  return chain.line.between(from, Math.min(to ?? last, last));
}

/** One end of a range, in hex; undefined for the latest block. */
function rangeEnd(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === "" || value === "latest") return undefined;
  if (value === "earliest") return 0;
  if (typeof value !== "string") throw new RpcFault(RpcCode.parse, `expected ${name} as a string`);
  if (!value.startsWith("0x")) throw new RpcFault(RpcCode.domain, `${name} is not a hex`);
  if (!/^0x[0-9a-f]{1,12}$/i.test(value)) throw new RpcFault(RpcCode.domain, "invalid epoch");
  return Number.parseInt(value, 16);
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
    transactionHash: ethHash(found.messageCid),
    blockHash: ethHash(tipset.keyCid),
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
