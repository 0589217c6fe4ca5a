/** Runs a compiled test actor against the few syscalls that the sdk's data types need; blocks are kept between calls. */
import { keccak_256 } from "@noble/hashes/sha3.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { MemoryBlockstore } from "../../devnet/state/blockstore.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, EMPTY_ARRAY_CID, cidFromBytes, cidOf } from "../../filecoin/cid.ts";
import { fromHex } from "../../filecoin/bytes.ts";
import { SeenRefusals } from "../owner/seen-refusals.ts";
import { compiledActor } from "./compiled-actor.ts";

const refusals = SeenRefusals.fromEnvironment();

/** An actor ended its message on purpose. */
export class Exit extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface SentCall {
  to: Uint8Array;
  method: bigint;
  params: Uint8Array;
  value: bigint;
  flags: bigint;
  gasLimit: bigint;
}
export type Answer = { exit: number; ret: Uint8Array } | { error: number };
export interface EmittedEntry {
  flags: number;
  codec: number;
  key: string;
  value: CborValue;
}

/** A module and the world it runs in. */
export class ProbeHost {
  readonly blocks = new MemoryBlockstore();
  readonly module: WebAssembly.Module;
  root: Cid = EMPTY_ARRAY_CID;
  answer: (call: SentCall) => Answer = () => ({ error: 6 });
  sent: SentCall[] = [];
  events: EmittedEntry[][] = [];
  links = 0;
  caller = 1000n;
  self = 2000n;
  epoch = 5000n;
  value = 0n;

  constructor(module: WebAssembly.Module) {
    this.module = module;
    this.blocks.put(EMPTY_ARRAY_CID, fromHex("80"));
  }

  static async compile(entry: string): Promise<ProbeHost> {
    return new ProbeHost(await compiledActor(entry));
  }

  /** Runs a method on CBOR params; returns the decoded return. Throws Exit. */
  call(method: number, params: CborValue | Uint8Array): CborValue {
    const bytes = params instanceof Uint8Array ? params : encodeCbor(params);
    try {
      return new Run(this, method).invoke(bytes);
    } catch (error) {
      if (error instanceof Exit) refusals?.noteWords(error.code, error.message);
      throw error;
    }
  }

  /** The exit code and words of a call that must fail. */
  failure(method: number, params: CborValue | Uint8Array): { code: number; message: string } {
    try {
      this.call(method, params);
    } catch (error) {
      if (error instanceof Exit) return { code: error.code, message: error.message };
      throw error;
    }
    throw new Error("the call succeeded");
  }
}

/** One message: its own instance and block table. */
class Run {
  readonly host: ProbeHost;
  readonly method: number;
  table: { codec: number; bytes: Uint8Array }[] = [];
  memory!: WebAssembly.Memory;

  constructor(host: ProbeHost, method: number) {
    this.host = host;
    this.method = method;
  }

  invoke(params: Uint8Array): CborValue {
    this.table.push({ codec: 0x51, bytes: params });
    const instance = new WebAssembly.Instance(this.host.module, this.complete());
    this.memory = instance.exports["memory"] as WebAssembly.Memory;
    const id = (instance.exports["invoke"] as (id: number) => number)(1);
    return id === 0 ? null : decodeCbor(this.block(id).bytes);
  }

  /** The syscalls below, and for every other import one that tells on itself when called. */
  complete(): WebAssembly.Imports {
    const all = this.imports();
    for (const { module, name } of WebAssembly.Module.imports(this.host.module)) {
      const functions = (all[module] ??= {});
      functions[name] ??= () => {
        throw new Error(`${module}.${name} is not among the syscalls of this host; use the machine`);
      };
    }
    return all as WebAssembly.Imports;
  }

  block(id: number): { codec: number; bytes: Uint8Array } {
    const block = this.table[id - 1];
    if (block === undefined) throw new Error(`no block ${id}`);
    return block;
  }
  view(): DataView {
    return new DataView(this.memory.buffer);
  }
  bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer).slice(at, at + length);
  }
  write(at: number, bytes: Uint8Array): void {
    new Uint8Array(this.memory.buffer).set(bytes, at);
  }
  u32(at: number, value: number): void {
    this.view().setUint32(at, value, true);
  }
  u64(at: number, value: bigint): void {
    this.view().setBigUint64(at, BigInt.asUintN(64, value), true);
  }
  cidAt(at: number): Cid {
    return cidFromBytes(this.bytes(at, 38));
  }
  push(codec: number, bytes: Uint8Array): number {
    this.table.push({ codec, bytes });
    return this.table.length;
  }

  imports(): Record<string, Record<string, (...args: never[]) => number>> {
    const { host } = this;
    return {
      vm: {
        exit: (code: number, _block: number, at: number, length: number) => {
          throw new Exit(code, new TextDecoder().decode(this.bytes(at, length)));
        },
        message_context: (out: number) => {
          this.write(out, new Uint8Array(80));
          this.u64(out, host.caller);
          this.u64(out + 16, host.caller);
          this.u64(out + 24, host.self);
          this.u64(out + 32, BigInt(this.method));
          this.u64(out + 40, host.value);
          return 0;
        },
      },
      network: {
        context: (out: number) => {
          this.write(out, new Uint8Array(44));
          this.u64(out, host.epoch);
          return 0;
        },
      },
      ipld: {
        block_open: (out: number, cid: number) => {
          const found = host.blocks.get(this.cidAt(cid));
          if (found === undefined) return 6;
          this.u64(out, 0x71n);
          this.u32(out + 8, this.push(0x71, found));
          this.u32(out + 12, found.length);
          return 0;
        },
        block_create: (out: number, codec: bigint, at: number, length: number) => {
          this.u32(out, this.push(Number(codec), this.bytes(at, length)));
          return 0;
        },
        block_read: (out: number, id: number, offset: number, at: number, length: number) => {
          this.write(at, this.block(id).bytes.subarray(offset, offset + length));
          this.u32(out, 0);
          return 0;
        },
        block_stat: (out: number, id: number) => {
          this.u64(out, BigInt(this.block(id).codec));
          this.u32(out + 8, this.block(id).bytes.length);
          return 0;
        },
        block_link: (out: number, id: number, _hash: bigint, _length: number, at: number) => {
          host.links++;
          const { bytes } = this.block(id);
          const cid = cidOf(0x71, bytes);
          host.blocks.put(cid, bytes);
          this.write(at, cid.bytes);
          this.u32(out, cid.bytes.length);
          return 0;
        },
      },
      self: {
        root: (out: number, at: number) => {
          this.write(at, host.root.bytes);
          this.u32(out, host.root.bytes.length);
          return 0;
        },
        set_root: (at: number) => {
          host.root = this.cidAt(at);
          return 0;
        },
      },
      actor: {
        resolve_address: (out: number, at: number, length: number) => {
          const bytes = this.bytes(at, length);
          if (bytes[0] !== 0) return 6;
          let id = 0n;
          bytes.subarray(1).forEach((b, i) => (id |= BigInt(b & 0x7f) << BigInt(7 * i)));
          this.u64(out, id);
          return 0;
        },
      },
      crypto: {
        hash: (out: number, code: bigint, at: number, length: number, to: number, capacity: number) => {
          const data = this.bytes(at, length);
          const digest = code === 0x12n ? sha256(data) : code === 0x1bn ? keccak_256(data) : blake2b(data, { dkLen: 32 });
          this.write(to, digest.subarray(0, capacity));
          this.u32(out, Math.min(capacity, digest.length));
          return 0;
        },
      },
      event: {
        emit_event: (entries: number, count: number, keys: number, _k: number, values: number) => this.emit(entries, count, keys, values),
      },
      send: {
        send: (out: number, to: number, toLength: number, method: bigint, params: number, high: bigint, low: bigint, gasLimit: bigint, flags: bigint) => {
          const call: SentCall = {
            to: this.bytes(to, toLength),
            method: BigInt.asUintN(64, method),
            params: params === 0 ? new Uint8Array() : this.block(params).bytes,
            value: (BigInt.asUintN(64, high) << 64n) | BigInt.asUintN(64, low),
            flags,
            gasLimit: BigInt.asUintN(64, gasLimit),
          };
          host.sent.push(call);
          const answer = host.answer(call);
          if ("error" in answer) return answer.error;
          this.u32(out, answer.exit);
          this.u32(out + 4, answer.ret.length === 0 ? 0 : this.push(0x51, answer.ret));
          return 0;
        },
      },
    };
  }

  emit(entries: number, count: number, keys: number, values: number): number {
    const event: EmittedEntry[] = [];
    for (let i = 0; i < count; i++) {
      const at = entries + 24 * i;
      const keyLength = this.view().getUint32(at + 16, true);
      const valueLength = this.view().getUint32(at + 20, true);
      event.push({
        flags: Number(this.view().getBigUint64(at, true)),
        codec: Number(this.view().getBigUint64(at + 8, true)),
        key: new TextDecoder().decode(this.bytes(keys, keyLength)),
        value: decodeCbor(this.bytes(values, valueLength)),
      });
      keys += keyLength;
      values += valueLength;
    }
    this.host.events.push(event);
    return 0;
  }
}
