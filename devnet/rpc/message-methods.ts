/** Filecoin.Mpool*, Gas*, StateCall, StateReplay, StateSearchMsg, StateWaitMsg: messages on their way and what became of them. */
import type { Address } from "../../filecoin/address.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { CHAIN_FINALITY } from "../../filecoin/epochs.ts";
import { type Message, messageCid, signedMessageCid, signedMessageToJson } from "../../filecoin/message.ts";
import { keyAddressOf } from "../chain/account-key.ts";
import type { Chain } from "../chain/chain.ts";
import { estimateFeeCap, estimateGasLimit, estimateMessageGas, estimatePremium, type SendSpec } from "../chain/gas-estimate.ts";
import type { FoundMessage } from "../chain/message-search.ts";
import { MessageSearchError, searchMessage } from "../chain/message-search.ts";
import { type Simulated, replay, stateCall } from "../chain/simulate.ts";
import { backtraceText } from "./backtrace.ts";
import { traceJson } from "./execution-trace-json.ts";
import { PREFIX, addressJson, cidJson, gasCostJson, keyJson, messageJson, receiptJson } from "./lotus-shapes.ts";
import { type CallContext, type RpcMethod, read } from "./method-table.ts";
import { Params } from "./params.ts";
import { returnJson } from "./return-json.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";
import { loadActor } from "./state-reader.ts";

const write = (params: RpcMethod["params"], call: RpcMethod["call"]): RpcMethod => ({
  permission: "write",
  params,
  call,
});

/** `untrusted`: pushes count as those of a gateway. */
export function messageMethods(chain: Chain, options: { untrusted: boolean }): Record<string, RpcMethod> {
  return {
    MpoolPush: write(1, (p) => cidJson(push(chain, p, options.untrusted))),
    MpoolPushUntrusted: write(1, (p) => cidJson(push(chain, p, true))),
    MpoolBatchPush: write(1, (p) => batchPush(chain, p)),
    MpoolGetNonce: read(1, (p) => nextNonce(chain, p.address())),
    MpoolPending: read(1, (p) => {
      chain.line.byKey(p.tipsetKey());
      return chain.pool.all().map((m) => signedMessageToJson(m.signed, PREFIX));
    }),
    MpoolCheckPendingMessages: read(1, (p) => checkedMessages(chain, p.address())),
    MpoolSelect: read(2, (p) => {
      chain.line.byKey(p.tipsetKey());
      return chain.pool.select(chain.nextBaseFee()).map((m) => signedMessageToJson(m.signed, PREFIX));
    }),
    GasEstimateMessageGas: read(3, (p) => messageJson(estimateMessageGas(chain, p.message(), sendSpec(p.any())))),
    GasEstimateGasLimit: read(2, (p) => estimateGasLimit(chain, p.message())),
    GasEstimateFeeCap: read(3, (p) => {
      const message = p.message();
      const blocks = p.count();
      return estimateFeeCap(chain.line.byKey(p.tipsetKey()), message.gasPremium, blocks).toString();
    }),
    GasEstimateGasPremium: read(4, (p) => {
      const blocks = p.count();
      p.address();
      p.integer();
      return estimatePremium(chain, blocks, chain.line.byKey(p.tipsetKey())).toString();
    }),
    StateCall: read(2, (p) => {
      const message = p.message();
      return invocationJson(stateCall(chain, message, chain.line.byKey(p.tipsetKey())), null);
    }),
    StateReplay: read(2, (p) => replayJson(chain, p.tipsetKey(), p.cid())),
  };
}

/** How far a search may go, where the node sets limits: epochs back, and confidence. */
export interface SearchLimits {
  lookback: number;
  confidence: number;
}

/** StateSearchMsg and StateWaitMsg, which take other parameters in v0. */
export function searchMethods(chain: Chain, version: 0 | 1, limits?: SearchLimits): Record<string, RpcMethod> {
  const capped = (limit: number): number => (limits === undefined || (limit >= 0 && limit <= limits.lookback) ? limit : limits.lookback);
  const search = (key: readonly Cid[] | null, cid: Cid, limit: number, allowReplaced: boolean): unknown =>
    searched(chain, key, cid, capped(limit), allowReplaced);
  const wait = (cid: Cid, options: WaitOptions, context: CallContext): Promise<unknown> => {
    if (limits !== undefined && options.confidence > limits.confidence) {
      throw new RpcFault(RpcCode.domain, `confidence ${options.confidence} exceeds gateway maximum ${limits.confidence}`);
    }
    return waitFor(chain, cid, { ...options, limit: capped(options.limit) }, context);
  };
  if (version === 0) {
    return {
      StateSearchMsg: read(1, (p) => search(null, p.cid(), -1, true)),
      StateSearchMsgLimited: read(2, (p) => search(null, p.cid(), p.integer(), true)),
      StateWaitMsg: read(2, (p, context) => wait(p.cid(), { confidence: p.count(), limit: -1, allowReplaced: true }, context)),
      StateWaitMsgLimited: read(3, (p, context) => wait(p.cid(), { confidence: p.count(), limit: p.integer(), allowReplaced: true }, context)),
      StateGetReceipt: read(2, (p) => {
        const cid = p.cid();
        const found = searchMessage(chain, cid, chain.line.byKey(p.tipsetKey()), {
          limit: capped(-1),
          allowReplaced: true,
        });
        return found === undefined ? null : receiptJson(found.receipt);
      }),
    };
  }
  return {
    StateSearchMsg: read(4, (p) => search(p.tipsetKey(), p.cid(), p.integer(), p.boolean())),
    StateWaitMsg: read(4, (p, context) => wait(p.cid(), { confidence: p.count(), limit: p.integer(), allowReplaced: p.boolean() }, context)),
  };
}

function push(chain: Chain, p: Params, untrusted: boolean): Cid {
  const signed = p.signedMessage();
  const { to, from, nonce } = signed.message;
  if (to.protocol === 4 && (to.bytes[1] !== 10 || to.bytes.length !== 22)) {
    throw new RpcFault(
      RpcCode.domain,
      `message ${signedMessageCid(signed).toString()} from ${addressJson(from)} with nonce ${nonce} failed sanity check: message recipient ${addressJson(to)} is a delegated address but not a valid Eth Address`,
    );
  }
  return chain.push(signed, { untrusted });
}

function batchPush(chain: Chain, p: Params): unknown {
  const list = p.any();
  if (!Array.isArray(list)) throw new RpcFault(RpcCode.parse, "unmarshaling params for 'Filecoin.MpoolBatchPush': expected an array of signed messages");
  return list.map((item) => cidJson(push(chain, new Params("Filecoin.MpoolBatchPush", [item]), false)));
}

/** The nonce of the next message of a sender, waiting ones counted. Throws RpcFault for nobody. */
export function nextNonce(chain: Chain, address: Address): number {
  // Messages wait under the key that signed them, also where the sender is asked for by its id.
  const key = address.protocol === 0 ? keyAddressOf(chain.stateAfter(chain.head), address.id, chain.builtins) : undefined;
  const nonce = chain.pool.nextNonce(key ?? address);
  if (nonce === undefined) {
    throw new RpcFault(RpcCode.domain, `resolution lookup failed (${addressJson(address)}): resolve address ${addressJson(address)}: actor not found`);
  }
  return nonce;
}

/** CheckStatusCode of lotus api/types.go: those checks that every message of the pool has passed. */
const PASSED_CHECKS = { stateNonce: 9, stateBalance: 11, serialize: 1, size: 2 };

/** A row of checks for each message of one sender that waits, in order of nonce; Cid is that of the unsigned message. Source: lotus chain/messagepool/check.go. */
function checkedMessages(chain: Chain, sender: Address): unknown {
  const rows = chain.pool
    .of(sender)
    .map(({ signed }) => Object.values(PASSED_CHECKS).map((code) => ({ Cid: cidJson(messageCid(signed.message)), Code: code, OK: true, Err: "", Hint: null })));
  return rows.length === 0 ? null : rows;
}

function sendSpec(json: unknown): SendSpec | null {
  if (json === null || json === undefined) return null;
  const { MaxFee, MaximizeFeeCap } = json as Record<string, unknown>;
  return {
    maxFee: typeof MaxFee === "string" && /^\d+$/.test(MaxFee) ? BigInt(MaxFee) : 0n,
    maximizeFeeCap: MaximizeFeeCap === true,
  };
}

function invocationJson({ message, applied, duration }: Simulated, chainCid: Cid | null): Record<string, unknown> {
  const cid = chainCid ?? messageCid(message);
  // A StateCall has no gas outputs: Lotus answers a GasCost of nulls.
  return {
    MsgCid: cidJson(cid),
    Msg: messageJson(message),
    MsgRct: receiptJson({
      exitCode: applied.exitCode,
      ret: applied.ret,
      gasUsed: Number(applied.gasUsed),
      eventsRoot: null,
    }),
    GasCost: chainCid === null ? EMPTY_GAS_COST : gasCostJson(message, cid, applied),
    ExecutionTrace: traceJson(applied.trace ?? null),
    Error: errorOf(applied),
    Duration: Math.round(duration * 1e6),
  };
}

/** Words only where it failed; a message that never ran has no calls to name. */
function errorOf({ exitCode, error, trace }: Simulated["applied"]): string {
  if (error === undefined) return "";
  return exitCode !== 0 && trace !== undefined ? backtraceText(trace) : error;
}

const EMPTY_GAS_COST = {
  Message: null,
  GasUsed: "0",
  BaseFeeBurn: "0",
  OverEstimationBurn: "0",
  MinerPenalty: "0",
  MinerTip: "0",
  Refund: "0",
  TotalCost: "0",
};

function replayJson(chain: Chain, key: Cid[] | null, cid: Cid): Record<string, unknown> {
  if (key !== null && key.length > 0) {
    const tipset = chain.line.byKey(key);
    const index = chain.messagesOf(tipset).findIndex((m) => m.cid.equals(cid));
    if (index < 0) throw new RpcFault(RpcCode.domain, `given message not found in tipset`);
    return invocationJson(replay(chain, tipset, index), cid);
  }
  const found = searchMessage(chain, cid, chain.head, { limit: -1, allowReplaced: true });
  if (found === undefined) throw new RpcFault(RpcCode.domain, `didn't find msg ${cid.toString()}`);
  return invocationJson(replay(chain, found.heldIn, found.index), found.cid);
}

function searched(chain: Chain, key: readonly Cid[] | null, cid: Cid, limit: number, allowReplaced: boolean): unknown {
  try {
    const found = searchMessage(chain, cid, chain.line.byKey(key), { limit, allowReplaced });
    return found === undefined ? null : lookupJson(found);
  } catch (error) {
    if (error instanceof MessageSearchError && error.reason === "replaced" && !allowReplaced) return null;
    throw error;
  }
}

function lookupJson({ cid, receipt, shownIn }: FoundMessage): Record<string, unknown> {
  return {
    Message: cidJson(cid),
    Receipt: receiptJson(receipt),
    ReturnDec: null,
    TipSet: keyJson(shownIn.key),
    Height: shownIn.height,
  };
}

interface WaitOptions {
  confidence: number;
  limit: number;
  allowReplaced: boolean;
}

/** Answers when the message has run and `confidence` epochs have passed since; never, if neither happens and the caller stays. */
async function waitFor(chain: Chain, cid: Cid, options: WaitOptions, context: CallContext): Promise<unknown> {
  if (options.confidence > CHAIN_FINALITY) {
    throw new RpcFault(RpcCode.domain, `message confidence exceeds maximum: ${options.confidence} > ${CHAIN_FINALITY}`);
  }
  const begun = chain.head.height;
  const settled = (): FoundMessage | undefined => {
    // The limit counts back from the head as it was: what was in reach then stays so while confidence grows.
    const limit = options.limit < 0 ? -1 : options.limit + Math.max(0, chain.head.height - begun);
    const found = searchMessage(chain, cid, chain.head, { ...options, limit });
    return found !== undefined && chain.head.height - found.shownIn.height >= options.confidence ? found : undefined;
  };
  const found = settled() ?? (await whenSettled(chain, settled, context.signal));
  return { ...lookupJson(found), ReturnDec: decodedReturn(chain, found) };
}

function whenSettled(chain: Chain, settled: () => FoundMessage | undefined, signal: AbortSignal): Promise<FoundMessage> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void): void => {
      stop();
      act();
    };
    const stop = chain.subscribe(() => {
      try {
        const found = settled();
        if (found !== undefined) finish(() => resolve(found));
      } catch (error) {
        finish(() => reject(error as Error));
      }
    });
    signal.addEventListener("abort", () => finish(() => reject(new RpcFault(RpcCode.domain, "context canceled"))), { once: true });
  });
}

function decodedReturn(chain: Chain, { receipt, heldIn, index }: FoundMessage): unknown {
  const message: Message | undefined = chain.messagesOf(heldIn)[index]?.signed.message;
  if (message === undefined || receipt.exitCode !== 0 || receipt.ret.length === 0) return null;
  return returnJson(loadActor(chain, message.to, null).type, message.method, receipt.ret);
}
