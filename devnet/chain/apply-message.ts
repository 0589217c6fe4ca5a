/**
 * Applies one message to the state: checks of the sender, fees, nonce, the call, refunds. The order of the steps decides
 * which failures cost whom what.
 * Source: ref-fvm fvm/src/executor/default.rs, gas/outputs.rs.
 */
import { EAM_NAMESPACE } from "../../filecoin/address.ts";
import { CBOR, RAW } from "../../filecoin/cid.ts";
import { ExitCode } from "../../filecoin/exit-code.ts";
import { effectivePremium } from "../../filecoin/gas/base-fee.ts";
import { prepaidFee } from "../../filecoin/gas/fee.ts";
import { type GasOutputs, NO_GAS_OUTPUTS, gasOutputs } from "../../filecoin/gas/gas-outputs.ts";
import { divideUp } from "../../filecoin/integers.ts";
import type { Message } from "../../filecoin/message.ts";
import { type ActorId, actorId } from "../../filecoin/units.ts";
import type { ExecutionTrace } from "../kernel/call-trace.ts";
import type { CallOutcome, Machine } from "../kernel/machine.ts";
import { messageInclusion } from "../kernel/price-list.ts";
import type { StampedEvent } from "../../filecoin/chain/receipt.ts";
import type { Block } from "../kernel/runtime.ts";
import type { ActorState } from "../state/state-tree.ts";

const BURNT_FUNDS_ACTOR = actorId(99n);
const REWARD_ACTOR = actorId(2n);
const MILLIGAS = 1_000n;

export interface ApplyOptions {
  /** Implicit messages (cron, rewards, dry calls) have no nonce, no fees and need no account as sender. */
  readonly kind: "explicit" | "implicit";
  /** Bytes the message takes on chain: signed for secp256k1 and delegated, unsigned for BLS. */
  readonly onChainLength: number;
}

/** What a message did. */
export interface Applied {
  readonly exitCode: number;
  readonly ret: Uint8Array;
  /** codec of `ret`; undefined = no return block */
  readonly retCodec: number | undefined;
  /** whole gas */
  readonly gasUsed: number;
  readonly events: readonly StampedEvent[];
  readonly gasOutputs: GasOutputs;
  readonly trace?: ExecutionTrace;
  /** Why it failed, for people. */
  readonly error?: string;
  /** True when the message was refused before anything changed; it does not belong into a block. */
  readonly refused: boolean;
}

/** A message that no machine may be given: its gas limit is not 1..2^63 − 1. */
export class MessageError extends Error {
  override readonly name = "MessageError";
}

interface Sender {
  readonly id: ActorId;
  readonly state: ActorState;
}

/**
 * Applies `message`. Exit codes are values, 1 and 2 (sender refused) and an inclusion above the gas limit (7) included:
 * they leave the state as it was. Throws HostFault, with the state as it was, when the machine itself failed.
 */
export function applyMessage(machine: Machine, message: Message, options: ApplyOptions): Applied {
  if (!Number.isSafeInteger(message.gasLimit) || message.gasLimit < 1) {
    throw new MessageError(`expected a gas limit of at least 1; got ${String(message.gasLimit)}`);
  }
  machine.state.begin();
  let keep = false;
  try {
    const applied = options.kind === "implicit" ? applyImplicit(machine, message) : applyExplicit(machine, message, options);
    keep = true;
    return applied;
  } finally {
    if (keep) machine.state.commit();
    else machine.state.revert();
  }
}

function applyImplicit(machine: Machine, message: Message): Applied {
  const from = machine.state.resolve(message.from);
  if (from === undefined) return refusal(ExitCode.SYS_SENDER_INVALID, "the sender is nobody's address", 0n);
  return applied(call(machine, message, from, 0n), NO_GAS_OUTPUTS);
}

function applyExplicit(machine: Machine, message: Message, options: ApplyOptions): Applied {
  const { baseFee } = machine.context;
  const inclusion = messageInclusion(options.onChainLength);
  const inclusionGas = divideUp(inclusion, MILLIGAS);
  const gasLimit = BigInt(message.gasLimit);
  if (inclusionGas > gasLimit) {
    const error = `the message's place on chain costs ${String(inclusionGas)} gas, its limit is ${String(gasLimit)}`;
    return refusal(ExitCode.SYS_OUT_OF_GAS, error, baseFee * inclusionGas);
  }
  const sender = findSender(machine, message);
  if ("exitCode" in sender) return refusal(sender.exitCode, sender.error, baseFee * gasLimit);
  const { id, state } = sender;
  machine.state.setActor(id, { ...state, nonce: state.nonce + 1, balance: state.balance - prepaidFee(message) });
  const outcome = call(machine, message, id, inclusion);
  const outputs = gasOutputs({
    used: outcome.gasUsed,
    limit: gasLimit,
    baseFee,
    feeCap: message.gasFeeCap,
    premium: message.gasPremium,
  });
  deposit(machine, BURNT_FUNDS_ACTOR, outputs.baseFeeBurn + outputs.overEstimationBurn);
  deposit(machine, REWARD_ACTOR, outputs.minerTip);
  deposit(machine, id, outputs.refund);
  return applied(outcome, outputs);
}

/** The sender ready to pay: an account, an ethaccount, or an f410 placeholder that becomes one with its first message. */
function findSender(machine: Machine, message: Message): Sender | { exitCode: number; error: string } {
  const refuse = (exitCode: number, error: string): { exitCode: number; error: string } => ({
    exitCode,
    error,
  });
  const id = machine.state.resolve(message.from);
  const state = id === undefined ? undefined : machine.state.getActor(id);
  if (id === undefined || state === undefined) {
    return refuse(ExitCode.SYS_SENDER_INVALID, `the sender ${message.from.toString()} does not exist`);
  }
  const sender = asAccount(machine, state);
  if (sender === null) return refuse(ExitCode.SYS_SENDER_INVALID, "the sender is not an account");
  if (message.nonce !== state.nonce) {
    return refuse(ExitCode.SYS_SENDER_STATE_INVALID, `expected nonce ${String(state.nonce)}; got ${String(message.nonce)}`);
  }
  const needed = prepaidFee(message);
  if (state.balance < needed) {
    const error = `the sender holds ${String(state.balance)} attoFIL; fee cap × gas limit is ${String(needed)}`;
    return refuse(ExitCode.SYS_SENDER_STATE_INVALID, error);
  }
  return { id, state: sender };
}

function asAccount(machine: Machine, state: ActorState): ActorState | null {
  if (state.code.equals(machine.codeOf("account"))) return state;
  const ethAccount = machine.codeOf("ethaccount");
  if (state.code.equals(ethAccount)) return state;
  const isFresh = state.code.equals(machine.codeOf("placeholder")) && state.nonce === 0;
  const isEth = state.delegated?.delegated.namespace === EAM_NAMESPACE;
  return isFresh && isEth ? { ...state, code: ethAccount } : null;
}

function call(machine: Machine, message: Message, from: ActorId, inclusion: bigint): CallOutcome {
  const outcome = machine.call({
    origin: message.from,
    originNonce: message.nonce,
    from,
    to: message.to,
    method: message.method,
    params: paramsBlock(message),
    value: message.value,
    gasLimit: BigInt(message.gasLimit),
    gasPremium: effectivePremium(message, machine.context.baseFee),
    inclusion,
  });
  if (outcome.hostFault !== null) throw outcome.hostFault;
  return outcome;
}

/** Params from outside are opaque: links in them are not reachable. */
function paramsBlock(message: Message): Block | null {
  if (message.params.length === 0) return null;
  return { codec: message.method === 0 ? RAW : CBOR, bytes: message.params };
}

function deposit(machine: Machine, id: ActorId, amount: bigint): void {
  if (amount === 0n) return;
  const actor = machine.state.getActor(id);
  if (actor === undefined) throw new MessageError(`expected actor f0${String(id)} to take its share of the fee`);
  machine.state.setActor(id, { ...actor, balance: actor.balance + amount });
}

function applied(outcome: CallOutcome, outputs: GasOutputs): Applied {
  return {
    exitCode: outcome.exitCode,
    ret: outcome.ret?.bytes ?? new Uint8Array(),
    retCodec: outcome.ret?.codec,
    gasUsed: Number(outcome.gasUsed),
    events: outcome.events,
    gasOutputs: outputs,
    refused: false,
    ...(outcome.trace === null ? {} : { trace: outcome.trace }),
    ...(outcome.error === "" ? {} : { error: outcome.error }),
  };
}

function refusal(exitCode: number, error: string, minerPenalty: bigint): Applied {
  const outputs = { ...NO_GAS_OUTPUTS, minerPenalty };
  return {
    exitCode,
    ret: new Uint8Array(),
    retCodec: undefined,
    gasUsed: 0,
    events: [],
    gasOutputs: outputs,
    error,
    refused: true,
  };
}
