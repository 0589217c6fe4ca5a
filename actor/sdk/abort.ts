/** Ends the message with an exit code and words that name the value and the rule. Nothing of the message is kept. */
import { Bytes, Text, at } from "./bytes";
import { U256 } from "./u256";
import { vm_exit } from "./syscalls";

export const ILLEGAL_ARGUMENT: u32 = 16;
export const NOT_FOUND: u32 = 17;
export const FORBIDDEN: u32 = 18;
export const INSUFFICIENT_FUNDS: u32 = 19;
export const ILLEGAL_STATE: u32 = 20;
export const SERIALIZATION: u32 = 21;
export const UNHANDLED_MESSAGE: u32 = 22;
export const ASSERTION_FAILED: u32 = 24;
export const NOT_PAYABLE: u32 = 26;

const CAPACITY: u32 = 512;
const words = memory.data(512);
let used: u32 = 0;

function sayByte(byte: u8): void {
  if (used < CAPACITY) store<u8>(words + used++, byte);
}

/** Appends a text to the words of the coming abort. */
export function say(text: Text): void {
  const length = <u32>load<u8>(text);
  for (let i: u32 = 1; i <= length; i++) sayByte(load<u8>(text + i));
}

/** Appends a decimal number. */
export function sayNumber(n: u64): void {
  if (n >= 10) sayNumber(n / 10);
  sayByte(<u8>(48 + (n % 10)));
}

/** Appends an amount in attoFIL, decimal. */
export function sayAmount(v: U256): void {
  const rest = v.div(U256.from(10_000_000_000));
  if (!rest.isZero) {
    sayAmount(rest);
    const low = v.sub(rest.mul(U256.from(10_000_000_000))).low;
    for (let unit: u64 = 1_000_000_000; unit > 0; unit /= 10) sayByte(<u8>(48 + ((low / unit) % 10)));
  } else sayNumber(v.low);
}

/** Appends bytes as hex, at most 64 of them. */
export function sayHex(bytes: Bytes): void {
  for (let i = 0, n = min(bytes.length, 64); i < n; i++) {
    const b = load<u8>(at(bytes) + i);
    sayByte(digit(b >> 4));
    sayByte(digit(b & 15));
  }
}

function digit(n: u8): u8 {
  return n < 10 ? 48 + n : 87 + n;
}

/** Ends the message with what was said. */
export function stop(code: u32): void {
  vm_exit(code, 0, words, used);
  unreachable();
}

/** Ends the message: `text`. */
export function fail(code: u32, text: Text): void {
  say(text);
  stop(code);
}

/** Ends the message: `text` n. */
export function failNumber(code: u32, text: Text, n: u64): void {
  say(text);
  sayByte(32);
  sayNumber(n);
  stop(code);
}

/** Ends the message: `text` v, in attoFIL. */
export function failAmount(code: u32, text: Text, v: U256): void {
  say(text);
  sayByte(32);
  sayAmount(v);
  stop(code);
}

/** Ends the message unless the rule holds. */
export function check(holds: bool, code: u32, text: Text): void {
  if (!holds) fail(code, text);
}

/** What AssemblyScript calls instead of its own abort (asconfig `use`): bounds, null and `throw`. Exit 24. */
export function trap(message: string | null, _file: string | null, line: u32, _column: u32): void {
  if (message !== null) for (let i = 0, n = message.length; i < n; i++) sayByte(<u8>message.charCodeAt(i));
  say(utf8(" at line "));
  sayNumber(line);
  stop(ASSERTION_FAILED);
}
