/** A record of what a message did, for explorers and tests: the tree of calls with the gas each paid. */
import type { Address } from "../../filecoin/address.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { GasTracker } from "./gas-tracker.ts";
import type { CallRequest, Ended } from "./calls.ts";
import { type Block, SyscallError } from "./runtime.ts";

export interface ExecutionTrace {
  readonly from: ActorId;
  readonly to: Address;
  readonly method: bigint;
  readonly params: Block | null;
  /** attoFIL */
  readonly value: bigint;
  /** gas */
  readonly gasLimit: bigint;
  readonly readOnly: boolean;
  exitCode: number;
  ret: Block | null;
  error: string;
  /** milligas, in order */
  readonly gasCharges: { readonly name: string; readonly milligas: bigint }[];
  readonly subcalls: ExecutionTrace[];
}

const EXIT_OUT_OF_GAS = 7;
const EXIT_ASSERTION = 10;

export class CallTrace {
  root: ExecutionTrace | null = null;
  readonly #open: ExecutionTrace[] = [];
  /** Charges before the first call: the message's place on chain. */
  readonly #early: { readonly name: string; readonly milligas: bigint }[] = [];
  readonly #gas: GasTracker;

  constructor(gas: GasTracker) {
    this.#gas = gas;
    gas.onCharge = (charge) => (this.#open.at(-1)?.gasCharges ?? this.#early).push(charge);
  }

  enter(request: CallRequest): void {
    const { from, to, method, params, value, gasLimit, readOnly } = request;
    const left = this.#gas.availableGas;
    const call: ExecutionTrace = {
      from,
      to,
      method,
      params: params === null ? null : { codec: params.codec, bytes: params.bytes },
      value,
      gasLimit: gasLimit === undefined || gasLimit > left ? left : gasLimit,
      readOnly,
      exitCode: 0,
      ret: null,
      error: "",
      gasCharges: this.root === null ? this.#early : [],
      subcalls: [],
    };
    const around = this.#open.at(-1);
    if (around === undefined) this.root = call;
    else around.subcalls.push(call);
    this.#open.push(call);
  }

  leave(ended: Ended | null, failure: unknown): void {
    const call = this.#open.pop();
    if (call === undefined) return;
    if (ended !== null) {
      call.exitCode = ended.exitCode;
      call.ret = ended.ret === null ? null : { codec: ended.ret.codec, bytes: ended.ret.bytes };
      call.error = ended.exitCode === 0 ? "" : (ended.message ?? "");
      return;
    }
    call.error = failure instanceof Error ? failure.message : String(failure);
    if (failure instanceof SyscallError) call.exitCode = failure.errno;
    else call.exitCode = failure instanceof Error && failure.name === "OutOfGas" ? EXIT_OUT_OF_GAS : EXIT_ASSERTION;
  }
}
