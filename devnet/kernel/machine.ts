/**
 * The machine: runs one message's call on a state, at a moment of the chain. It changes the state tree's layers and
 * writes blocks; fees, nonces and receipts are the chain's.
 * Source: ref-fvm fvm/src/machine, executor/default.rs.
 */
import type { Address } from "../../filecoin/address.ts";
import { type Cid, cidKey } from "../../filecoin/cid.ts";
import { ExitCode } from "../../filecoin/exit-code.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { StateTree } from "../state/state-tree.ts";
import { CallStack } from "./call-stack.ts";
import type { MachineContext, MachineParts } from "./machine-context.ts";
import type { ExecutionTrace } from "./call-trace.ts";
import { FatalError, HostFault, OutOfGas, hostFault } from "./faults.ts";
import type { Ended } from "./calls.ts";
import type { BuiltinName } from "../../filecoin/methods/actor-type.ts";
import type { StampedEvent } from "../../filecoin/chain/receipt.ts";
import type { Block, BuiltinRegistry } from "./runtime.ts";
import { ErrorNumber, SyscallError } from "./runtime.ts";

export type { MachineContext } from "./machine-context.ts";

export interface MachineOptions {
  readonly state: StateTree;
  readonly context: MachineContext;
  readonly builtins: BuiltinRegistry;
  /** Record the tree of calls. Default false. */
  readonly trace?: boolean;
}

export interface TopCall {
  /** The sender's address as the message has it. */
  readonly origin: Address;
  readonly originNonce: number;
  readonly from: ActorId;
  readonly to: Address;
  readonly method: bigint | number;
  readonly params: Block | null;
  /** attoFIL */
  readonly value: bigint;
  readonly gasLimit: bigint;
  /** attoFIL per gas, as actors may see it */
  readonly gasPremium: bigint;
  /** milligas charged before the call (message inclusion) */
  readonly inclusion?: bigint;
}

export interface CallOutcome {
  readonly exitCode: number;
  readonly ret: Block | null;
  /** whole gas, rounded up */
  readonly gasUsed: bigint;
  readonly events: readonly StampedEvent[];
  readonly trace: ExecutionTrace | null;
  /** Why the message failed, for people; empty when it did not. */
  readonly error: string;
  /** Set when this machine, not the message, is to blame. */
  readonly hostFault: HostFault | null;
}

export class Machine implements MachineParts {
  readonly state: StateTree;
  readonly context: MachineContext;
  readonly builtins: BuiltinRegistry;
  readonly #traced: boolean;
  readonly #typeByCode = new Map<string, number>();

  constructor({ state, context, builtins, trace = false }: MachineOptions) {
    this.state = state;
    this.context = context;
    this.builtins = builtins;
    this.#traced = trace;
    builtins.manifest.forEach(({ code }, i) => this.#typeByCode.set(cidKey(code), i + 1));
  }

  codeOf(name: BuiltinName): Cid {
    const entry = this.builtins.manifest.find((e) => e.name === name);
    if (entry === undefined) throw new FatalError(`the manifest has no ${name} actor`);
    return entry.code;
  }

  typeOf(code: Cid): number {
    return this.#typeByCode.get(cidKey(code)) ?? 0;
  }

  /** Runs one call from outside. Failures are values: exit codes, with changes of state undone. Never throws. */
  call(top: TopCall): CallOutcome {
    const origin = { id: top.from, address: top.origin, nonce: top.originNonce, gasPremium: top.gasPremium };
    const calls = new CallStack(this, origin, top.gasLimit, this.#traced);
    try {
      calls.gas.charge("OnChainMessage", top.inclusion ?? 0n);
      const receiver = this.state.resolve(top.to);
      if (receiver !== undefined) calls.preloadReceiver(receiver);
      return outcome(calls, this.#send(calls, top), null);
    } catch (error) {
      return failed(calls, error, top.gasLimit);
    }
  }

  #send(calls: CallStack, top: TopCall): Ended {
    const params = top.params === null ? null : { ...top.params, links: [] };
    return calls.send({
      from: top.from,
      to: top.to,
      method: BigInt(top.method),
      params,
      value: top.value,
      gasLimit: undefined,
      readOnly: false,
    });
  }
}

function outcome(calls: CallStack, ended: Ended, fault: HostFault | null): CallOutcome {
  return {
    exitCode: ended.exitCode,
    ret: ended.ret === null ? null : { codec: ended.ret.codec, bytes: ended.ret.bytes },
    gasUsed: calls.gas.usedGas,
    events: calls.events,
    trace: calls.trace?.root ?? null,
    error: ended.exitCode === ExitCode.OK ? "" : (ended.message ?? ""),
    hostFault: fault,
  };
}

/** Exit codes of a call that did not come to its own end. */
function failed(calls: CallStack, error: unknown, gasLimit: bigint): CallOutcome {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof OutOfGas) {
    return outcome(calls, { exitCode: ExitCode.SYS_OUT_OF_GAS, ret: null, message }, null);
  }
  if (error instanceof SyscallError) {
    let exitCode: number = ExitCode.SYS_ASSERTION_FAILED;
    if (error.errno === ErrorNumber.insufficientFunds) exitCode = ExitCode.SYS_INSUFFICIENT_FUNDS;
    if (error.errno === ErrorNumber.notFound) exitCode = ExitCode.SYS_INVALID_RECEIVER;
    return outcome(calls, { exitCode, ret: null, message }, null);
  }
  const fatal = error instanceof FatalError ? error : hostFault(error, "running a message");
  const fault = fatal instanceof HostFault ? fatal : null;
  const ended = { exitCode: ExitCode.SYS_ASSERTION_FAILED, ret: null, message: fatal.message };
  return { ...outcome(calls, ended, fault), gasUsed: gasLimit };
}
