/** The allow list and limits of a public gateway, so that clients can be tested against what users really reach. Source: lotus gateway. */
import type { Chain } from "../chain/chain.ts";
import { CanonicalChain } from "../chain/canonical-chain.ts";
import { type MethodTable, type RpcMethod } from "./method-table.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";
import { cidFromJson } from "./params.ts";

const LOOKBACK_SECONDS = 24 * 3600;
const MESSAGE_LOOKBACK = 20;
const MAX_CONFIDENCE = 20;

const ALLOWED =
  `Version Discover ChainHead ChainGetBlock ChainGetBlockMessages ChainGetParentMessages ChainGetParentReceipts ChainGetPath
ChainGetTipSet ChainGetTipSetByHeight ChainGetTipSetAfterHeight ChainGetFinalizedTipSet ChainGetGenesis ChainGetMessage
ChainGetMessagesInTipset ChainReadObj ChainHasObj ChainGetEvents ChainNotify MpoolGetNonce MpoolPending MpoolPush GasEstimateMessageGas
GasEstimateGasPremium MsigGetAvailableBalance MsigGetPending StateAccountKey StateCall StateReplay StateDecodeParams StateGetActor
StateGetNetworkParams StateGetRandomnessDigestFromBeacon StateListMiners StateLookupID StateMinerInfo StateMinerPower StateMinerSectorCount
StateMinerProvingDeadline StateMinerDeadlines StateNetworkName StateNetworkVersion StateReadState StateSearchMsg StateWaitMsg
StateSectorGetInfo WalletBalance GetActorEventsRaw SubscribeActorEventsRaw`
    .split(/\s+/)
    .map((name) => `Filecoin.${name}`);
const ABSENT_IN_V0 = [
  "StateReadState",
  "StateMinerDeadlines",
  "GetActorEventsRaw",
  "SubscribeActorEventsRaw",
].map((n) => `Filecoin.${n}`);

/** What a gateway lets through of these methods, with its limits. */
export function gatewayMethods(chain: Chain, methods: MethodTable, version: 0 | 1): Map<string, RpcMethod> {
  const allowed = new Set([...ALLOWED, ...(version === 0 ? ["Filecoin.StateGetReceipt"] : [])]);
  if (version === 0) for (const name of ABSENT_IN_V0) allowed.delete(name);
  const passed = new Map<string, RpcMethod>();
  for (const [name, method] of methods) {
    const keep = allowed.has(name) || /^(eth_|Peggy\.)/.test(name);
    if (keep) passed.set(name, name.startsWith("Filecoin.") ? limited(chain, name, method) : method);
  }
  return passed;
}

function limited(chain: Chain, name: string, method: RpcMethod): RpcMethod {
  return {
    ...method,
    call: (params, context) => {
      const values = params.rest();
      for (const value of values) checkTipsetAge(chain, value);
      return method.call(params.withRest(limitedValues(name, values)), context);
    },
  };
}

function limitedValues(name: string, values: readonly unknown[]): unknown[] {
  const limits = [...values];
  if (name === "Filecoin.StateSearchMsg" && limits.length === 4) limits[2] = cappedLookback(limits[2]);
  if (name === "Filecoin.StateWaitMsg") {
    const confidence = limits[1];
    if (typeof confidence === "number" && confidence > MAX_CONFIDENCE) {
      throw new RpcFault(
        RpcCode.domain,
        `confidence of ${confidence} is too high; maximum ${MAX_CONFIDENCE}`,
      );
    }
    if (limits.length === 4) limits[2] = cappedLookback(limits[2]);
  }
  return limits;
}

function cappedLookback(limit: unknown): unknown {
  return typeof limit === "number" && (limit < 0 || limit > MESSAGE_LOOKBACK) ? MESSAGE_LOOKBACK : limit;
}

/** Refuses a parameter that is the key of a tipset older than a day, judged by block timestamps. */
function checkTipsetAge(chain: Chain, value: unknown): void {
  if (!Array.isArray(value) || value.length === 0) return;
  const tipset = knownTipset(chain.line, value[0]);
  if (tipset !== undefined && chain.head.header.timestamp - tipset > LOOKBACK_SECONDS) {
    throw new RpcFault(RpcCode.domain, "bad tipset: lookbacks of more than 24h0m0s are disallowed");
  }
}

function knownTipset(line: CanonicalChain, json: unknown): number | undefined {
  try {
    return line.block(cidFromJson(json))?.header.timestamp;
  } catch {
    return undefined;
  }
}
