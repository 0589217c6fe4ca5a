/** The allow list and limits of a public gateway, so that clients can be tested against what users really reach. Source: lotus gateway. */
import type { Chain } from "../chain/chain.ts";
import { CanonicalChain } from "../chain/canonical-chain.ts";
import type { Tipset } from "../chain/tipset.ts";
import { type BlockParam, blockOfHash, readBlockParam } from "./eth-blocks.ts";
import { lotusNameOf } from "./eth-methods.ts";
import type { SearchLimits } from "./message-methods.ts";
import { type MethodTable, type RpcMethod } from "./method-table.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";
import { cidFromJson } from "./params.ts";

const LOOKBACK_SECONDS = 24 * 3600;
const TOO_OLD = "lookbacks of more than 24h0m0s are disallowed";
/** How far StateSearchMsg and StateWaitMsg look, both versions: epochs back, and confidence. */
export const GATEWAY_SEARCH: SearchLimits = { lookback: 20, confidence: 20 };
/** Methods that name a height, from which tipset. */
const BY_HEIGHT = ["ChainGetTipSetByHeight", "ChainGetTipSetAfterHeight", "StateGetRandomnessDigestFromBeacon"].map((n) => `Filecoin.${n}`);
const BY_FILTER = ["GetActorEventsRaw", "SubscribeActorEventsRaw"].map((n) => `Filecoin.${n}`);
/** Methods that hand out what their key names, however old. */
const UNLIMITED = ["ChainGetTipSet", "ChainGetMessagesInTipset"].map((n) => `Filecoin.${n}`);

/** Methods of Ethereum that read at a block, and which parameter names it. Lotus' names of them follow from these. */
const ETHEREUM_AT: Record<string, number> = {
  eth_getBalance: 1,
  eth_getTransactionCount: 1,
  eth_getCode: 1,
  eth_getStorageAt: 2,
  eth_getBlockByNumber: 0,
  eth_getBlockByHash: 0,
  eth_getBlockTransactionCountByNumber: 0,
};
const BLOCK_AT = new Map(Object.entries(ETHEREUM_AT).flatMap(([name, at]) => [name, `Filecoin.${lotusNameOf(name)}`].map((each) => [each, at])));

const ALLOWED = `Version Discover ChainHead ChainGetBlock ChainGetBlockMessages ChainGetParentMessages ChainGetParentReceipts ChainGetPath
ChainGetTipSet ChainGetTipSetByHeight ChainGetTipSetAfterHeight ChainGetFinalizedTipSet ChainGetGenesis ChainGetMessage
ChainGetMessagesInTipset ChainReadObj ChainHasObj ChainGetEvents ChainNotify MpoolGetNonce MpoolPending MpoolPush GasEstimateMessageGas
GasEstimateGasPremium MsigGetAvailableBalance MsigGetPending StateAccountKey StateCall StateReplay StateDecodeParams StateGetActor
StateGetNetworkParams StateGetRandomnessDigestFromBeacon StateListMiners StateLookupID StateMinerInfo StateMinerPower StateMinerSectorCount
StateMinerProvingDeadline StateMinerDeadlines StateNetworkName StateNetworkVersion StateReadState StateSearchMsg StateWaitMsg
StateSectorGetInfo WalletBalance GetActorEventsRaw SubscribeActorEventsRaw EthAddressToFilecoinAddress FilecoinAddressToEthAddress`
  .split(/\s+/)
  .map((name) => `Filecoin.${name}`);
const ABSENT_IN_V0 = ["StateReadState", "StateMinerDeadlines", "GetActorEventsRaw", "SubscribeActorEventsRaw"].map((n) => `Filecoin.${n}`);

const ETHEREUM = /^(eth_|net_|web3_|Filecoin\.(Eth|Net(Version|Listening)$|Web3))/;

/** What a gateway lets through of these methods, with its limits. */
export function gatewayMethods(chain: Chain, methods: MethodTable, version: 0 | 1): Map<string, RpcMethod> {
  const allowed = new Set([...ALLOWED, ...(version === 0 ? ["Filecoin.StateGetReceipt"] : [])]);
  if (version === 0) for (const name of ABSENT_IN_V0) allowed.delete(name);
  const passed = new Map<string, RpcMethod>();
  for (const [name, method] of methods) {
    const keep = allowed.has(name) || ETHEREUM.test(name) || name.startsWith("Peggy.");
    if (keep) passed.set(name, name.startsWith("Peggy.") ? method : limited(chain, name, method));
  }
  return passed;
}

function limited(chain: Chain, name: string, method: RpcMethod): RpcMethod {
  return {
    ...method,
    call: (params, context) => {
      const values = params.rest();
      if (!UNLIMITED.includes(name)) for (const value of values) checkTipsetAge(chain, value);
      if (BY_HEIGHT.includes(name)) checkHeight(chain, values[0], values[1]);
      if (BY_FILTER.includes(name)) checkHeight(chain, (values[0] as { fromHeight?: unknown } | null)?.fromHeight, null);
      const blockAt = BLOCK_AT.get(name);
      if (blockAt !== undefined) checkBlock(chain, readBlockParam(values[blockAt]));
      return method.call(params.withRest(values), context);
    },
  };
}

/** Refuses a parameter that is the key of a tipset older than a day, judged by block timestamps. */
function checkTipsetAge(chain: Chain, value: unknown): void {
  if (!Array.isArray(value) || value.length === 0) return;
  const tipset = knownTipset(chain.line, value[0]);
  if (tipset !== undefined && isTooOld(chain, tipset.header.timestamp)) throw new RpcFault(RpcCode.domain, `bad tipset: ${TOO_OLD}`);
}

/** Refuses a height above the tipset it is asked from, or more than a day ago. */
function checkHeight(chain: Chain, height: unknown, key: unknown): void {
  if (typeof height !== "number") return;
  const from = (Array.isArray(key) ? knownTipset(chain.line, key[0]) : undefined) ?? chain.head;
  if (height > from.height) throw new RpcFault(RpcCode.domain, "tipset height in future");
  const { timestamp } = from.header;
  if (isTooOld(chain, timestamp - (from.height - height) * chain.blockDelay)) throw new RpcFault(RpcCode.domain, `bad tipset height: ${TOO_OLD}`);
}

/** Refuses a block of Ethereum's that is more than a day old, or a number above the head. */
function checkBlock(chain: Chain, param: BlockParam): void {
  if (param.kind === "number") checkHeight(chain, param.height, null);
  if (param.kind !== "hash") return;
  if (isTooOld(chain, blockOfHash(chain, param.hash).header.timestamp)) throw new RpcFault(RpcCode.domain, `bad tipset: ${TOO_OLD}`);
}

const isTooOld = (chain: Chain, timestamp: number): boolean => chain.head.header.timestamp - timestamp > LOOKBACK_SECONDS;

function knownTipset(line: CanonicalChain, json: unknown): Tipset | undefined {
  try {
    return line.block(cidFromJson(json));
  } catch {
    return undefined;
  }
}
