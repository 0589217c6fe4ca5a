/** eth_*: as much as explorers ask for native events and heads. Source: lotus node/impl/eth, facts on native events. */
import { Address } from "../../filecoin/address.ts";
import { toHex } from "../../filecoin/bytes.ts";
import { addressOfEth } from "../../filecoin/address.ts";
import { type FoundEvent, eventsOf } from "../chain/actor-events.ts";
import type { Chain } from "../chain/chain.ts";
import { CHAIN_ID } from "../chain/chain-params.ts";
import type { EventEntry } from "../kernel/runtime.ts";
import type { Tipset } from "../chain/tipset.ts";
import { type RpcMethod, read } from "./method-table.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";

const MAX_RANGE = 2_880;
const RAW = 0x55;
const TOPICS = ["t1", "t2", "t3", "t4"];

const quantity = (value: number | bigint): string => `0x${value.toString(16)}`;
const lastBytes = (bytes: Uint8Array, count: number): string =>
  `0x${toHex(bytes.subarray(bytes.length - count))}`;

export function ethMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    chainId: read(0, () => quantity(CHAIN_ID)),
    blockNumber: read(0, () => quantity((chain.head.parent ?? chain.head).height)),
    gasPrice: read(0, () => quantity(chain.head.header.parentBaseFee + 100_000n)),
    getBalance: read([1, 2], (p) => {
      const state = chain.stateAt(chain.head);
      const id = state.resolve(addressOfEth(p.text()));
      return quantity((id === undefined ? undefined : state.getActor(id)?.balance) ?? 0n);
    }),
    getLogs: read(1, (p) => logs(chain, p.object())),
  };
}

function logs(chain: Chain, filter: Record<string, unknown>): unknown[] {
  const last = (chain.head.parent ?? chain.head).height;
  const [from, to] = [blockOf(filter.fromBlock, last), blockOf(filter.toBlock, last)];
  if (to - from > MAX_RANGE)
    throw new RpcFault(
      RpcCode.rangeExceeded,
      `block range exceeds maximum of ${MAX_RANGE} (got ${to - from})`,
    );
  const emitters = emittersOf(chain, filter.address);
  const topics = Array.isArray(filter.topics) ? filter.topics : [];
  return chain.line.between(from, Math.min(to, last)).flatMap((tipset) =>
    eventsOf(chain, tipset, { emitters, fields: new Map() })
      .map((found, index) => logJson(found, tipset, index))
      .filter((log) => log !== null && topicsFit(log.topics, topics)),
  );
}

function blockOf(value: unknown, last: number): number {
  if (value === undefined || value === null || value === "latest" || value === "pending") return last;
  if (value === "earliest") return 0;
  if (value === "safe" || value === "finalized") return Math.max(0, last - 5);
  if (typeof value !== "string" || !/^0x[0-9a-f]{1,12}$/i.test(value))
    throw new RpcFault(RpcCode.parse, "expected a block number in hex or a block tag");
  return Number.parseInt(value, 16);
}

function emittersOf(chain: Chain, value: unknown): ReturnType<typeof Address.id>["id"][] {
  if (value === undefined || value === null) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const state = chain.stateAt(chain.head);
  return list.map((text) => state.resolve(addressOfEth(String(text))) ?? Address.id((1n << 63n) - 1n).id);
}

interface LogJson {
  topics: string[];
  [field: string]: unknown;
}

/** null for an event that has no Ethereum form: another codec, gaps in the topics, a topic that is not 32 bytes. */
function logJson(found: FoundEvent, tipset: Tipset, index: number): LogJson | null {
  const { entries, emitter } = found.event;
  if (entries.some((e) => e.codec !== RAW)) return null;
  const topics = topicsOf(entries);
  if (topics === null) return null;
  const data = entries.find((e) => e.key === "d")?.value ?? new Uint8Array(0);
  const address =
    found.emitter.protocol === 4
      ? lastBytes(found.emitter.bytes, 20)
      : `0xff${"00".repeat(11)}${emitter.toString(16).padStart(16, "0")}`;
  return {
    address,
    topics,
    data: `0x${toHex(data)}`,
    removed: found.reverted,
    logIndex: quantity(index),
    transactionIndex: "0x0",
    transactionHash: lastBytes(found.messageCid.multihash.digest, 32),
    blockHash: lastBytes(tipset.keyCid.multihash.digest, 32),
    blockNumber: quantity(tipset.height),
  };
}

function topicsOf(entries: readonly EventEntry[]): string[] | null {
  const topics: string[] = [];
  for (const key of TOPICS) {
    const entry = entries.find((e) => e.key === key);
    if (entry === undefined) break;
    if (entry.value.length !== 32) return null;
    topics.push(`0x${toHex(entry.value)}`);
  }
  const given = entries.filter((e) => TOPICS.includes(e.key)).length;
  return given === topics.length ? topics : null;
}

function topicsFit(topics: readonly string[], wanted: readonly unknown[]): boolean {
  return wanted.every(
    (want, i) => want === null || (Array.isArray(want) ? want.includes(topics[i]) : want === topics[i]),
  );
}
