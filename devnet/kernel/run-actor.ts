/**
 * Runs one method of a Wasm actor: pays for memory, instantiates, calls `invoke`, and tells apart the ways it can end.
 * Actors run one inside the other on one stack, so a single host serves them all and always points at the innermost.
 * Source: ref-fvm fvm/src/call_manager/default.rs, engine/mod.rs, syscalls/mod.rs.
 */
import { ExitCode } from "../../filecoin/exit-code.ts";
import type { Calls, Ended } from "./calls.ts";
import { FatalError, OutOfGas, hostFault } from "./faults.ts";
import type { Invocation } from "./invocation.ts";
import { HOST_CALL, initialMemory, initialTable } from "./price-list.ts";
import { ErrorNumber, SyscallError } from "./runtime.ts";
import { ActorExit } from "./syscalls/actor-exit.ts";
import { ActorMemory } from "./syscalls/actor-memory.ts";
import { type Syscall, SYSCALLS, findSyscall } from "./syscalls/table.ts";
import { GAS_COUNTER, MACHINE_MODULE, MEMORY_ROOM } from "./wasm/instrument.ts";
import type { LoadedCode } from "./wasm/load-code.ts";

type WasmValue = number | bigint;
type Entry = (params: number) => number;

const TABLE_ELEMENT_BYTES = 8;
const NO_MEMORY = new ActorMemory();

class WasmHost {
  readonly #counter = new WebAssembly.Global({ value: "i64", mutable: true }, 0n);
  readonly #room = new WebAssembly.Global({ value: "i64", mutable: true }, 0n);
  readonly #imports: WebAssembly.Imports;
  /** The innermost invocation and its memory; memory stays empty until the module is instantiated. */
  #call: Invocation | null = null;
  #memory: ActorMemory = NO_MEMORY;
  /** Milligas that the counter was last set to. */
  #snapshot = 0n;

  constructor() {
    const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {
      [MACHINE_MODULE]: { [GAS_COUNTER]: this.#counter, [MEMORY_ROOM]: this.#room },
    };
    for (const syscall of SYSCALLS) {
      const module = (imports[syscall.module] ??= {});
      module[syscall.name] = (...args: WasmValue[]): number => this.#syscall(syscall, args);
    }
    this.#imports = imports;
  }

  run(code: LoadedCode, call: Invocation): Ended {
    const outer = { call: this.#call, memory: this.#memory, snapshot: this.#snapshot };
    this.#call = call;
    this.#memory = NO_MEMORY;
    try {
      return this.#invoke(code, call);
    } finally {
      this.#call = outer.call;
      this.#memory = outer.memory;
      this.#snapshot = outer.snapshot;
    }
  }

  #invoke(code: LoadedCode, call: Invocation): Ended {
    const { calls } = call;
    if (code.memoryBytes === undefined) throw new FatalError("the actor exports no memory");
    if (code.tableElements > 0) calls.gas.charge("wasm_table_init", initialTable(code.tableElements));
    calls.gas.charge("wasm_memory_init", initialMemory(code.memoryBytes));
    const unlinkable = importFault(code);
    if (unlinkable !== "") throw new FatalError(unlinkable);
    const instance = this.#instantiate(code, calls);
    if (instance === null) {
      return { exitCode: ExitCode.SYS_ILLEGAL_INSTRUCTION, ret: null, message: "the module failed to start" };
    }
    if (code.invoke === "missing") {
      return { exitCode: ExitCode.SYS_INVALID_RECEIVER, ret: null, message: "the actor exports no invoke" };
    }
    if (code.invoke === "wrong type") throw new FatalError("invoke has another signature than (i32) → i32");
    this.#memory = new ActorMemory(instance.exports["memory"] as WebAssembly.Memory);
    return this.#enter(instance.exports["invoke"] as Entry, call);
  }

  /** null when the module trapped while starting or does not fit in memory. */
  #instantiate(code: LoadedCode, calls: Calls): WebAssembly.Instance | null {
    const needed = BigInt((code.memoryBytes ?? 0) + code.allTableElements * TABLE_ELEMENT_BYTES);
    if (needed > calls.memoryRoom) return null;
    this.#room.value = calls.memoryRoom - needed;
    this.#renew(calls);
    let instance: WebAssembly.Instance | null = null;
    try {
      instance = new WebAssembly.Instance(code.module, this.#imports);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw protocolFault(error, "starting an actor");
    }
    this.#book(calls);
    return instance;
  }

  #enter(entry: Entry, call: Invocation): Ended {
    const { calls } = call;
    this.#renew(calls);
    let exit: ActorExit | null = null;
    let trap: string | null = null;
    let handle = 0;
    try {
      handle = entry(call.paramsHandle);
    } catch (error) {
      if (error instanceof ActorExit) exit = error;
      else if (error instanceof WebAssembly.RuntimeError) trap = error.message;
      else throw protocolFault(error, "running an actor");
    }
    this.#book(calls);
    if (trap !== null) return { exitCode: ExitCode.SYS_ILLEGAL_INSTRUCTION, ret: null, message: trap };
    return exit === null ? returned(call, handle) : exited(call, exit);
  }

  #syscall(syscall: Syscall, args: WasmValue[]): number {
    const call = this.#call;
    if (call === null || this.#memory === NO_MEMORY) {
      throw new FatalError("a syscall was made before the actor was started");
    }
    const { calls } = call;
    this.#book(calls);
    calls.gas.charge("OnSyscall", HOST_CALL);
    const memory = this.#memory;
    memory.refresh();
    // The counter is not renewed in this one case: the gas is booked again at the next call, as in the reference.
    if (syscall.out > 0 && !memory.has(Number(args[0]) >>> 0, syscall.out)) return ErrorNumber.illegalArgument;
    calls.memoryRoom = this.#room.value as bigint;
    try {
      syscall.run(call, memory, args);
      return 0;
    } catch (error) {
      if (error instanceof SyscallError) return error.errno;
      throw error;
    } finally {
      this.#room.value = calls.memoryRoom;
      this.#renew(calls);
    }
  }

  /** Lets the module spend what is available. */
  #renew(calls: Calls): void {
    const available = calls.gas.available;
    this.#snapshot = available;
    this.#counter.value = available;
  }

  /** Charges what the module has spent since. */
  #book(calls: Calls): void {
    const left = this.#counter.value as bigint;
    const spent = this.#snapshot - left;
    calls.gas.charge("wasm_exec", spent < 0n ? 0n : spent);
  }
}

/** Errors of the protocol pass as they are; all others are this machine's. */
function protocolFault(error: unknown, doing: string): unknown {
  if (error instanceof OutOfGas || error instanceof FatalError || error instanceof SyscallError) return error;
  return hostFault(error, doing);
}

function returned(call: Invocation, handle: number): Ended {
  if (handle === 0) return { exitCode: ExitCode.OK, ret: null };
  const ret = call.blocks.find(handle >>> 0);
  if (ret !== undefined) return { exitCode: ExitCode.OK, ret };
  return {
    exitCode: ExitCode.SYS_MISSING_RETURN,
    ret: null,
    message: `returned block ${String(handle)} does not exist`,
  };
}

function exited(call: Invocation, exit: ActorExit): Ended {
  const { exitCode, handle, message } = exit;
  if (handle === 0) return { exitCode, ret: null, message };
  const ret = call.blocks.find(handle);
  if (ret === undefined) throw new FatalError(`the actor exited with block ${String(handle)}, which does not exist`);
  return { exitCode, ret, message };
}

const importFaults = new WeakMap<LoadedCode, string>();

/** Why the module cannot be linked; empty when it can. */
function importFault(code: LoadedCode): string {
  const known = importFaults.get(code);
  if (known !== undefined) return known;
  const wrong = code.imports.find(({ module, name, signature }) => findSyscall(module, name)?.signature !== signature);
  const fault = wrong === undefined ? "" : `the machine has no ${wrong.module}.${wrong.name} of type ${wrong.signature}`;
  importFaults.set(code, fault);
  return fault;
}

let host: WasmHost | null = null;

/** Runs a method of Wasm code. Throws OutOfGas, FatalError and HostFault; every other end is a value. */
export function runWasm(code: LoadedCode, call: Invocation): Ended {
  host ??= new WasmHost();
  return host.run(code, call);
}
