/** Dry runs: a message on a tipset's state, without a trace of it left. Source: lotus chain/stmgr/call.go callInternal, Replay. */
import { BLOCK_GAS_LIMIT } from "../../filecoin/gas/block-limits.ts";
import { chainLengthToBe } from "../../filecoin/gas/on-chain.ts";
import { type Message, encodeMessage } from "../../filecoin/message.ts";
import { Machine } from "../kernel/machine.ts";
import { StateTree } from "../state/state-tree.ts";
import { type Applied, applyMessage } from "./apply-message.ts";
import { keyAddressOf } from "./account-key.ts";
import type { Chain } from "./chain.ts";
import type { PooledMessage } from "./mempool.ts";
import { OverlayBlockstore } from "./staged-blockstore.ts";
import type { Tipset } from "./tipset.ts";

/** What a dry run saw. */
export interface Simulated {
  /** The message as run: nonce and limit filled in. */
  message: Message;
  applied: Applied;
  /** milliseconds; 0 where no clock was handed in */
  duration: number;
}

/** A dry run that could not even begin. */
export class SimulationError extends Error {
  override readonly name = "SimulationError";
  constructor(
    readonly reason: "sender-not-found" | "message-not-found",
    message: string,
  ) {
    super(message);
  }
}

/**
 * StateCall: on the state the tipset shows plus the messages in the tipset that come from the same sender. No fees, no nonce check,
 * and the sender may be any actor. Gas limit 0 = a block's, which is also the most: an endless loop must end.
 */
export function stateCall(chain: Chain, message: Message, tipset: Tipset): Simulated {
  const own = chain.messagesOf(tipset).filter((m) => m.signed.message.from.equals(message.from));
  return run(chain, tipset, own, { ...message, gasLimit: message.gasLimit === 0 ? BLOCK_GAS_LIMIT : Math.min(message.gasLimit, BLOCK_GAS_LIMIT) }, "implicit");
}

/** As it would run in the next block: after all messages of the tipset and `prior` ones, with fees. Nonce is filled in. */
export function callWithGas(chain: Chain, message: Message, tipset: Tipset, prior: readonly PooledMessage[]): Simulated {
  return run(chain, tipset, [...chain.messagesOf(tipset), ...prior], message, "explicit");
}

/** Runs a message of the chain again, in its place in its tipset, with a trace. Throws SimulationError when it is not there. */
export function replay(chain: Chain, included: Tipset, index: number): Simulated {
  const messages = chain.messagesOf(included);
  const target = messages[index];
  if (target === undefined) throw new SimulationError("message-not-found", `no message ${index} in tipset ${included.cid.toString()}`);
  const state = scratchState(chain, included);
  const machine = machineOn(chain, included, state, included.header.parentBaseFee);
  for (const earlier of messages.slice(0, index)) apply(machine, earlier);
  const traced = machineOn(chain, included, state, included.header.parentBaseFee);
  return { message: target.signed.message, applied: apply(traced, target), duration: 0 };
}

function run(chain: Chain, tipset: Tipset, prior: readonly PooledMessage[], message: Message, kind: "explicit" | "implicit"): Simulated {
  const state = scratchState(chain, tipset);
  const baseFee = tipset.header.parentBaseFee;
  const before = machineOn(chain, tipset, state, baseFee);
  for (const earlier of prior) apply(before, earlier);
  const id = state.resolve(message.from);
  const sender = id === undefined ? undefined : state.getActor(id);
  if (sender === undefined) {
    throw new SimulationError("sender-not-found", `sender ${message.from.toString("t")} not found on chain: sender validation failed`);
  }
  const filled = { ...message, nonce: sender.nonce };
  // With a fee cap of zero gas is free: the message runs at base fee 0.
  const machine = machineOn(chain, tipset, state, message.gasFeeCap === 0n ? 0n : baseFee);
  const applied = applyMessage(machine, filled, { kind, onChainLength: chainLengthOf(chain, filled, state) });
  return { message: filled, applied, duration: 0 };
}

function scratchState(chain: Chain, tipset: Tipset): StateTree {
  return StateTree.load(new OverlayBlockstore(chain.blocks), tipset.header.parentStateRoot);
}

function machineOn(chain: Chain, tipset: Tipset, state: StateTree, baseFee: bigint): Machine {
  const context = chain.contextAt(tipset.height, tipset, baseFee, state);
  return new Machine({ state, context, builtins: chain.builtins, trace: true });
}

function apply(machine: Machine, { signed, chainLength }: PooledMessage): Applied {
  return applyMessage(machine, signed.message, { kind: "explicit", onChainLength: chainLength });
}

/** The length the message will have on the chain, by the kind of key its sender signs with. */
function chainLengthOf(chain: Chain, message: Message, state: StateTree): number {
  const { from } = message;
  const key = from.protocol === 0 ? keyAddressOf(state, from.id, chain.builtins) : from;
  return chainLengthToBe(encodeMessage(message).length, key ?? null);
}
