/** Runs a tipset: cron of the null rounds before it, its messages, the block reward, its own cron. Source: lotus compute_state.go ApplyBlocks. */
import { Address } from "../../filecoin/address.ts";
import { encodeAmount } from "../../filecoin/amount.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import type { Message } from "../../filecoin/message.ts";
import { attoFil } from "../../filecoin/units.ts";
import { Machine, type MachineContext } from "../kernel/machine.ts";
import type { BuiltinRegistry } from "../kernel/runtime.ts";
import type { StateTree } from "../state/state-tree.ts";
import { type Applied, applyMessage } from "./apply-message.ts";
import { SYSTEM_GAS_LIMIT } from "./chain-params.ts";
import type { PooledMessage } from "./mempool.ts";
import type { Receipt } from "../../filecoin/chain/receipt.ts";
import { writeEvents } from "./receipts.ts";

const SYSTEM = Address.id(0);
const REWARD = Address.id(2);
const CRON = Address.id(3);
const EPOCH_TICK = 2;
const AWARD_BLOCK_REWARD = 2;
/** Ticks of null rounds after which intermediate states are given up. */
const TICKS_BETWEEN_SETTLEMENTS = 256;

/** A system message failed: the built-in actors and the chain disagree. Nothing a user sends may cause this. */
export class SystemMessageError extends Error {
  override readonly name = "SystemMessageError";
}

export interface TipsetRun {
  state: StateTree;
  builtins: BuiltinRegistry;
  /** The machine's surroundings at an epoch of this tipset's branch. */
  contextAt(epoch: number): MachineContext;
  parentHeight: number;
  height: number;
  messages: readonly PooledMessage[];
  /** Who gets the block reward of the reward actor; null = nobody, the tips stay with the reward actor. */
  winner: Address | null;
  /** Money that comes to miners without a block of theirs, before cron. A miner that cannot take it gets nothing. */
  gifts: readonly Message[];
  /** Called now and then in a long run, between messages: the state may be flushed and blocks it left behind dropped. */
  settle(): void;
  /** Epochs in which cron has work, strictly between the two given; absent = every null round is run. */
  cronWork?: ((state: StateTree, after: number, before: number) => number[]) | undefined;
}

export interface TipsetResult {
  receipts: Receipt[];
  eventCount: number;
}

/** The machine itself failed under a message (a host's stack overflow …): the message is to be left out of the block. */
export class MessageFault extends Error {
  override readonly name = "MessageFault";
  constructor(
    readonly pooled: PooledMessage,
    cause: unknown,
  ) {
    super(`the machine failed while running ${pooled.cid.toString()}: ${String(cause)}`, { cause });
  }
}

/** Changes `state`, unflushed. Throws SystemMessageError when cron or the reward fails. */
export function executeTipset(run: TipsetRun): TipsetResult {
  runNullRounds(run);
  const machine = new Machine({
    state: run.state,
    context: run.contextAt(run.height),
    builtins: run.builtins,
  });
  const receipts: Receipt[] = [];
  let [tips, penalties, eventCount] = [0n, 0n, 0];
  for (const message of run.messages) {
    const applied = applyOrBlame(machine, message);
    tips += applied.gasOutputs.minerTip;
    penalties += applied.gasOutputs.minerPenalty;
    eventCount += applied.events.length;
    receipts.push(receiptOf(run.state, applied));
  }
  if (run.winner !== null) awardBlock(machine, run.winner, penalties, tips);
  for (const gift of run.gifts) applyMessage(machine, gift, { kind: "implicit", onChainLength: 0 });
  tick(machine);
  return { receipts, eventCount };
}

function applyOrBlame(machine: Machine, pooled: PooledMessage): Applied {
  try {
    return applyMessage(machine, pooled.signed.message, {
      kind: "explicit",
      onChainLength: pooled.chainLength,
    });
  } catch (error) {
    throw new MessageFault(pooled, error);
  }
}

function receiptOf(state: StateTree, applied: Applied): Receipt {
  const eventsRoot = writeEvents(state.blockstore, applied.events);
  return { exitCode: applied.exitCode, ret: applied.ret, gasUsed: Number(applied.gasUsed), eventsRoot };
}

/** An implicit message: no nonce, no fee, the sender need not be an account. */
export function systemMessage(m: { from: Address; to: Address; method: number; params?: Uint8Array; value?: bigint }): Message {
  const free = attoFil(0n);
  const { from, to, method } = m;
  const [value, params] = [attoFil(m.value ?? 0n), m.params ?? new Uint8Array(0)];
  return {
    version: 0,
    to,
    from,
    nonce: 0,
    value,
    gasLimit: SYSTEM_GAS_LIMIT,
    gasFeeCap: free,
    gasPremium: free,
    method,
    params,
  };
}

/** Applies an implicit message that must succeed. */
export function applySystemMessage(machine: Machine, message: Message, what: string): Applied {
  const applied = applyMessage(machine, message, { kind: "implicit", onChainLength: 0 });
  if (applied.exitCode !== 0) {
    throw new SystemMessageError(`${what} failed with exit code ${applied.exitCode}: ${applied.error ?? "no reason given"}`);
  }
  return applied;
}

/** Each tick may order the next one: what a miner's deadline does lies an hour ahead. */
function runNullRounds(run: TipsetRun): void {
  if (run.parentHeight + 1 === run.height) return;
  let ticks = 0;
  for (let after = run.parentHeight; ;) {
    const next = run.cronWork === undefined ? after + 1 : run.cronWork(run.state, after, run.height)[0];
    if (next === undefined || next >= run.height) return;
    tick(new Machine({ state: run.state, context: run.contextAt(next), builtins: run.builtins }));
    after = next;
    if (++ticks % TICKS_BETWEEN_SETTLEMENTS === 0) run.settle();
  }
}

function tick(machine: Machine): void {
  applySystemMessage(machine, systemMessage({ from: SYSTEM, to: CRON, method: EPOCH_TICK }), "cron");
}

function awardBlock(machine: Machine, winner: Address, penalty: bigint, gasReward: bigint): void {
  const params = encodeCbor([winner.bytes, encodeAmount(penalty), encodeAmount(gasReward), 1]);
  applySystemMessage(machine, systemMessage({ from: SYSTEM, to: REWARD, method: AWARD_BLOCK_REWARD, params }), "block reward");
}
