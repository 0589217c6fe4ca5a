/**
 * An actor's linear memory as syscalls see it: every range is checked, a bad one is SyscallError illegalArgument.
 * Source: ref-fvm fvm/src/syscalls/context.rs.
 */
import { Address } from "../../../filecoin/address.ts";
import { ErrorNumber, SyscallError } from "../runtime.ts";
import { type WireCid, readWireCid } from "../wire-cid.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** An f0 address of the longest form: protocol byte and ten LEB128 bytes. */
const LONGEST_ID_BYTES = 11;

export class ActorMemory {
  readonly #memory: WebAssembly.Memory | null;
  #bytes = new Uint8Array();
  #view = new DataView(this.#bytes.buffer);

  constructor(memory: WebAssembly.Memory | null = null) {
    this.#memory = memory;
    this.refresh();
  }

  /** Call after the actor ran: growing its memory replaces the buffer. */
  refresh(): void {
    const buffer = this.#memory?.buffer;
    if (buffer === undefined || buffer === this.#bytes.buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }

  get view(): DataView {
    return this.#view;
  }

  has(offset: number, length: number): boolean {
    return offset + length <= this.#bytes.length;
  }

  check(offset: number, length: number): void {
    if (!this.has(offset, length)) {
      throw new SyscallError(ErrorNumber.illegalArgument, `${String(length)} bytes at ${String(offset)} lie outside the actor's memory`);
    }
  }

  /** The bytes in place; valid until the actor runs again. */
  slice(offset: number, length: number): Uint8Array {
    this.check(offset, length);
    return this.#bytes.subarray(offset, offset + length);
  }

  copy(offset: number, length: number): Uint8Array {
    this.check(offset, length);
    return this.#bytes.slice(offset, offset + length);
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, offset);
  }

  text(offset: number, length: number): string {
    try {
      return utf8.decode(this.slice(offset, length));
    } catch (error) {
      if (error instanceof SyscallError) throw error;
      throw new SyscallError(ErrorNumber.illegalArgument, "expected text in UTF-8");
    }
  }

  /** A CID without a length: it ends where its digest ends. */
  cid(offset: number): WireCid {
    const cid = offset <= this.#bytes.length ? readWireCid(this.#bytes, offset) : null;
    if (cid === null) throw new SyscallError(ErrorNumber.illegalArgument, `no CID at ${String(offset)}`);
    return cid;
  }

  /** Writes a CID into `capacity` bytes at `offset`, which were checked; answers its length. */
  putCid(cid: Uint8Array, offset: number, capacity: number): number {
    if (cid.length > capacity) throw new SyscallError(ErrorNumber.bufferTooSmall, "the buffer is too small for the CID");
    this.write(offset, cid);
    return cid.length;
  }

  address(offset: number, length: number): Address {
    let bytes = this.slice(offset, length);
    if (length === LONGEST_ID_BYTES && bytes[0] === 0) {
      // The reference drops the bits of the tenth byte that a 64-bit id has no room for.
      bytes = bytes.slice();
      bytes[10] = (bytes[10] as number) & 0x81;
    }
    try {
      return Address.fromBytes(bytes);
    } catch (error) {
      throw new SyscallError(ErrorNumber.illegalArgument, (error as Error).message);
    }
  }

  /** attoFIL as 16 bytes. */
  putAmount(offset: number, amount: bigint): void {
    this.#view.setBigUint64(offset, BigInt.asUintN(64, amount), true);
    this.#view.setBigUint64(offset + 8, BigInt.asUintN(64, amount >> 64n), true);
  }
}
