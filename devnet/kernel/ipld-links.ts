/**
 * The links of a block. Only the shape of the CBOR is looked at, item by item, and each item is paid for.
 * Source: ref-fvm fvm/src/ipld/{mod,cbor}.rs.
 */
import { CBOR, DAG_CBOR, RAW } from "../../filecoin/cid.ts";
import type { GasTracker } from "./gas-tracker.ts";
import { OutOfGas } from "./faults.ts";
import { SCAN_CID, SCAN_FIELD } from "./price-list.ts";
import { ErrorNumber, SyscallError } from "./runtime.ts";
import { BLAKE2B_256, IDENTITY, type WireCid, readWireCid } from "./wire-cid.ts";

const SEALED = 0xf102;
const UNSEALED = 0xf101;
const LINK_TAG = 42;
const NO_LINKS: readonly WireCid[] = [];
const UINT64_LIMIT = 1n << 64n;

export function isBlockCodec(codec: number): boolean {
  return codec === CBOR || codec === DAG_CBOR || codec === RAW;
}

/** Links of a block, paid for with `gas`. Throws SyscallError serialization or notFound, OutOfGas. */
export function scanLinks(codec: number, bytes: Uint8Array, gas: GasTracker): readonly WireCid[] {
  if (codec !== DAG_CBOR) return NO_LINKS;
  const available = gas.available;
  const scan = new LinkScan(available > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(available));
  let failure: unknown = null;
  try {
    scan.block(bytes);
  } catch (error) {
    failure = error;
  }
  gas.charge("OnScanIpldLinks", failure instanceof OutOfGas ? available : BigInt(scan.used));
  if (failure !== null) throw failure;
  return scan.links;
}

/** Links of a block of trusted code, free of charge. */
export function linksOf(codec: number, bytes: Uint8Array): readonly WireCid[] {
  if (codec !== DAG_CBOR) return NO_LINKS;
  const scan = new LinkScan(Infinity);
  scan.block(bytes);
  return scan.links;
}

function malformed(text: string): SyscallError {
  return new SyscallError(ErrorNumber.serialization, text);
}

class LinkScan {
  used = 0;
  readonly links: WireCid[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  block(bytes: Uint8Array): void {
    const head: Head = { at: 0, major: 0, value: 0, wide: 0n };
    let remaining = 1;
    // Counts no block can hold; kept apart and exact, since their overflow is an error of its own.
    let wide = 0n;
    while (remaining > 0 || wide > 0n) {
      if (remaining > 0) remaining -= 1;
      else wide -= 1n;
      this.#pay(SCAN_FIELD);
      readHead(bytes, head);
      if (head.major === 2 || head.major === 3) {
        if (head.value > bytes.length - head.at) throw malformed("a CBOR text or byte string ends early");
        head.at += head.value;
      } else if (head.major === 4 || head.major === 5) {
        const times = head.major - 3;
        if (head.wide === 0n) remaining += times * head.value;
        else wide += BigInt(times) * head.wide;
        if (wide > 0n && wide + BigInt(remaining) >= UINT64_LIMIT) throw malformed("too many CBOR items");
      } else if (head.major === 6) {
        if (head.value === LINK_TAG) this.#link(bytes, head);
        else remaining += 1;
      }
    }
    if (head.at !== bytes.length) throw malformed("bytes behind the CBOR item");
  }

  #link(bytes: Uint8Array, head: Head): void {
    this.#pay(SCAN_CID);
    readHead(bytes, head);
    if (head.major !== 2) throw malformed("a CID must be a byte string");
    if (head.value > bytes.length - head.at) throw malformed("a CID ends early");
    if (head.value < 1 || bytes[head.at] !== 0) throw malformed("a CID must begin with a zero byte");
    const end = head.at + head.value;
    const cid = readWireCid(bytes.subarray(head.at + 1, end), 0);
    if (cid === null || cid.bytes.length !== head.value - 1) throw malformed("a malformed CID");
    head.at = end;
    this.#visit(cid);
  }

  /** Sector commitments are passed over; blocks inside a CID are scanned; all other links must be to state blocks. */
  #visit(cid: WireCid): void {
    if (cid.codec === SEALED || cid.codec === UNSEALED) return;
    if (!isBlockCodec(cid.codec)) {
      throw new SyscallError(ErrorNumber.notFound, `a link of codec 0x${cid.codec.toString(16)} cannot be reached`);
    }
    if (cid.hash === IDENTITY) {
      if (cid.codec === DAG_CBOR) this.block(cid.digest);
      return;
    }
    if (cid.hash !== BLAKE2B_256 || cid.digest.length !== 32) {
      throw new SyscallError(ErrorNumber.notFound, `a link hashed with 0x${cid.hash.toString(16)} cannot be reached`);
    }
    this.links.push(cid);
  }

  #pay(milligas: number): void {
    if (this.used + milligas > this.#limit) throw new OutOfGas("out of gas at OnScanIpldLinks");
    this.used += milligas;
  }
}

interface Head {
  at: number;
  major: number;
  /** The argument; beyond 53 bits only near its size. */
  value: number;
  /** The argument exactly when it is beyond 53 bits, else 0. */
  wide: bigint;
}

function readHead(bytes: Uint8Array, head: Head): void {
  const first = bytes[head.at];
  if (first === undefined) throw malformed("the CBOR ends early");
  head.major = first >> 5;
  const low = first & 0x1f;
  head.at += 1;
  head.wide = 0n;
  if (low < 24) {
    head.value = low;
    return;
  }
  if (low > 27) throw malformed("an indefinite or reserved CBOR head");
  const width = 1 << (low - 24);
  if (head.at + width > bytes.length) throw malformed("the CBOR ends early");
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (bytes[head.at + i] as number);
  if (value > Number.MAX_SAFE_INTEGER) {
    head.wide = new DataView(bytes.buffer, bytes.byteOffset + head.at, 8).getBigUint64(0);
  }
  head.value = value;
  head.at += width;
}
