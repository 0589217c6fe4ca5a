/** Actor events (FIP-0049): `$type` first, values in CBOR. */
import { ILLEGAL_STATE, failNumber } from "./abort";
import { Bytes, Text, at, newBytes } from "./bytes";
import { CBOR } from "./blocks";
import { Writer } from "./cbor-writer";
import { U256 } from "./u256";
import { event_emit_event } from "./syscalls";

const INDEXED: u64 = 3;
const ENTRY: i32 = 24;
const MAX_ENTRIES: i32 = 16;

/** One event: `new Event(utf8("deposit")).u64(utf8("token"), id, true)….emit()`. `indexed` entries can be searched for by key and value. */
@final
export class Event {
  private count: i32 = 0;
  private entries: Bytes = newBytes(ENTRY * MAX_ENTRIES);
  private keys: Bytes = newBytes(32 * MAX_ENTRIES);
  private keysLength: i32 = 0;
  private values: Writer = new Writer();

  constructor(type: Text) {
    const before = this.open(utf8("$type"));
    this.values.words(type);
    this.close(before, true);
  }

  private open(key: Text): i32 {
    const length = load<u8>(key);
    memory.copy(at(this.keys) + this.keysLength, key + 1, length);
    this.keysLength += length;
    store<u32>(at(this.entries) + this.count * ENTRY, length, 16);
    return this.values.length;
  }

  private close(before: i32, indexed: bool): Event {
    const entry = at(this.entries) + this.count++ * ENTRY;
    store<u64>(entry, indexed ? INDEXED : 0);
    store<u64>(entry, CBOR, 8);
    store<u32>(entry, this.values.length - before, 20);
    return this;
  }

  u64(key: Text, n: u64, indexed: bool = false): Event {
    const before = this.open(key);
    this.values.u64(n);
    return this.close(before, indexed);
  }
  amount(key: Text, v: U256): Event {
    const before = this.open(key);
    this.values.amount(v);
    return this.close(before, false);
  }
  signed(key: Text, negative: bool, v: U256): Event {
    const before = this.open(key);
    this.values.signed(negative, v);
    return this.close(before, false);
  }
  words(key: Text, t: Text): Event {
    const before = this.open(key);
    this.values.words(t);
    return this.close(before, false);
  }
  /** An item that is CBOR already. */
  raw(key: Text, item: Bytes, indexed: bool = false): Event {
    const before = this.open(key);
    this.values.raw(item);
    return this.close(before, indexed);
  }

  emit(): void {
    const values = this.values.finish();
    const error = event_emit_event(at(this.entries), this.count, at(this.keys), this.keysLength, at(values), values.length);
    if (error != 0) failNumber(ILLEGAL_STATE, utf8("event refused, error number"), error);
  }
}
