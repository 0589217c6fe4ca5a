/** What a node suggests for gas limit, premium and fee cap. Source: lotus node/impl/gasutils, messagepool CapGasFee. */
import { ExitCode } from "../../filecoin/exit-code.ts";
import { risenBaseFee } from "../../filecoin/gas/base-fee.ts";
import { BLOCK_GAS_LIMIT, BLOCK_GAS_TARGET } from "../../filecoin/gas/block-limits.ts";
import { DEFAULT_MAX_FEE, LEAST_SUGGESTED_PREMIUM, suggestedGasLimit } from "../../filecoin/gas/fee.ts";
import { least } from "../../filecoin/integers.ts";
import type { Message } from "../../filecoin/message.ts";
import { attoFil } from "../../filecoin/units.ts";
import type { Applied } from "./apply-message.ts";
import type { Chain } from "./chain.ts";
import { callWithGas } from "./simulate.ts";
import { goExitText } from "./go-exit-text.ts";
import type { Tipset } from "./tipset.ts";

const MAX_HISTORY = 128;
const MESSAGE_GAS_BLOCKS = 10;
const FEE_CAP_BLOCKS = 20;

/** The message would not succeed: its dry run ended with another exit code than 0. */
export class ExecutionReverted extends Error {
  override readonly name = "ExecutionReverted";
  constructor(
    readonly applied: Applied,
    message: string,
  ) {
    super(message);
  }
}

/** The message would not succeed within a whole block's gas. */
export class OutOfGas extends Error {
  override readonly name = "OutOfGas";
}

export interface SendSpec {
  /** attoFIL; 0 = the node's default */
  maxFee: bigint;
  maximizeFeeCap: boolean;
}

/** Gas used by a dry run after everything that waits from the same sender with a lower nonce. Throws ExecutionReverted, OutOfGas, SimulationError. */
export function estimateGasLimit(chain: Chain, message: Message): number {
  const prior = [];
  for (const pooled of chain.pool.of(message.from)) {
    if (pooled.signed.message.nonce === message.nonce) break;
    prior.push(pooled);
  }
  const asked = { ...message, gasLimit: BLOCK_GAS_LIMIT, gasFeeCap: attoFil(0n), gasPremium: attoFil(0n) };
  const { applied } = callWithGas(chain, asked, chain.head, prior);
  if (applied.exitCode === ExitCode.SYS_OUT_OF_GAS) throw new OutOfGas("call ran out of gas");
  if (applied.exitCode !== ExitCode.OK) {
    throw new ExecutionReverted(applied, `message execution failed (exit=[${goExitText(applied.exitCode)}], vm error=[${applied.error ?? ""}])`);
  }
  return Number(applied.gasUsed);
}

/** attoFIL per gas: the base fee if it rose for `blocks` tipsets, plus the premium. */
export function estimateFeeCap(tipset: Tipset, premium: bigint, blocks: number): bigint {
  return risenBaseFee(tipset.header.parentBaseFee, blocks) + premium;
}

/** attoFIL per gas: what landed in the last tipsets, a little below the middle. The noise of Lotus is left out: answers repeat. */
export function estimatePremium(chain: Chain, blocks: number, from: Tipset): bigint {
  const window = Math.min(Math.max(blocks, 1), MAX_HISTORY);
  const landed: { price: bigint; limit: number }[] = [];
  let seen = 0;
  for (let tipset = from.parent; tipset !== null && seen < window * 2; tipset = tipset.parent) {
    seen++;
    for (const { signed } of chain.messagesOf(tipset)) landed.push({ price: signed.message.gasPremium, limit: signed.message.gasLimit });
  }
  const premium = weightedMiddle(landed, seen);
  if (premium >= LEAST_SUGGESTED_PREMIUM) return premium;
  return window === 1 ? LEAST_SUGGESTED_PREMIUM * 2n : window === 2 ? (LEAST_SUGGESTED_PREMIUM * 3n) / 2n : LEAST_SUGGESTED_PREMIUM;
}

/** Fills what is zero of limit, premium and cap, then caps the fee. Throws as estimateGasLimit. */
export function estimateMessageGas(chain: Chain, message: Message, spec: SendSpec | null): Message {
  const gasLimit = message.gasLimit !== 0 ? message.gasLimit : suggestedGasLimit(estimateGasLimit(chain, message));
  const gasPremium = message.gasPremium !== 0n ? message.gasPremium : attoFil(estimatePremium(chain, MESSAGE_GAS_BLOCKS, chain.head));
  const gasFeeCap = message.gasFeeCap !== 0n ? message.gasFeeCap : attoFil(estimateFeeCap(chain.head, gasPremium, FEE_CAP_BLOCKS));
  return capFee({ ...message, gasLimit, gasPremium, gasFeeCap }, spec);
}

function capFee(message: Message, spec: SendSpec | null): Message {
  const maxFee = spec === null || spec.maxFee === 0n ? DEFAULT_MAX_FEE : spec.maxFee;
  const limit = BigInt(message.gasLimit);
  const tooDear = spec?.maximizeFeeCap === true || message.gasFeeCap * limit > maxFee;
  const gasFeeCap = tooDear && limit > 0n ? attoFil(maxFee / limit) : message.gasFeeCap;
  return {
    ...message,
    gasFeeCap,
    gasPremium: attoFil(least(message.gasPremium, gasFeeCap)),
  };
}

function weightedMiddle(landed: { price: bigint; limit: number }[], blocks: number): bigint {
  const sorted = [...landed].sort((a, b) => (a.price === b.price ? 0 : a.price > b.price ? -1 : 1));
  let at = (BLOCK_GAS_TARGET * blocks) / 2 + (BLOCK_GAS_TARGET * blocks) / 40;
  let [last, previous] = [0n, 0n];
  for (const { price, limit } of sorted) {
    [last, previous] = [price, last];
    at -= limit;
    if (at < 0) break;
  }
  return previous === 0n ? last : (last + previous) / 2n;
}
