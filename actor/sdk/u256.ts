/**
 * Unsigned 256-bit integers. Whatever does not fit ends the message (20): no result is ever cut. Products and quotients go
 * through 512 bits in static memory as 32-bit limbs, so that one schoolbook routine serves mul, div and mulDiv.
 */
import { ILLEGAL_STATE, fail } from "./abort";

/** 16 limbs (u32) of a product or dividend, with one spare limb for normalisation. */
const wide = memory.data(72, 8);
/** 8 limbs of a divisor, normalised. */
const divisor = memory.data(32, 8);
/** 17 limbs of a quotient. */
const quotient = memory.data(72, 8);

// @ts-ignore: decorator
@inline
function limb(base: usize, i: i32): u64 {
  return <u64>load<u32>(base + (<usize>i << 2));
}

// @ts-ignore: decorator
@inline
function setLimb(base: usize, i: i32, value: u64): void {
  store<u32>(base + (<usize>i << 2), <u32>value);
}

/** Number of limbs of `base` below `n` that count, without leading zeros. */
function significant(base: usize, n: i32): i32 {
  while (n > 0 && limb(base, n - 1) == 0) n--;
  return n;
}

@final
export class U256 {
  constructor(
    public a: u64,
    public b: u64,
    public c: u64,
    public d: u64,
  ) {}

  static get zero(): U256 {
    return new U256(0, 0, 0, 0);
  }
  static from(low: u64): U256 {
    return new U256(low, 0, 0, 0);
  }

  get isZero(): bool {
    return (this.a | this.b | this.c | this.d) == 0;
  }
  /** The low 64 bits. */
  get low(): u64 {
    return this.a;
  }
  /** True if the value fits 128 bits, which the FVM's TokenAmount needs. */
  get fits128(): bool {
    return (this.c | this.d) == 0;
  }
  /** The value as u64; ends the message if it is larger. */
  toU64(): u64 {
    if ((this.b | this.c | this.d) != 0) overflow();
    return this.a;
  }

  /** −1, 0 or 1. */
  compare(o: U256): i32 {
    if (this.d != o.d) return this.d < o.d ? -1 : 1;
    if (this.c != o.c) return this.c < o.c ? -1 : 1;
    if (this.b != o.b) return this.b < o.b ? -1 : 1;
    return this.a == o.a ? 0 : this.a < o.a ? -1 : 1;
  }
  @operator("<") lt(o: U256): bool { return this.compare(o) < 0; }
  @operator("<=") le(o: U256): bool { return this.compare(o) <= 0; }
  @operator(">") gt(o: U256): bool { return this.compare(o) > 0; }
  @operator(">=") ge(o: U256): bool { return this.compare(o) >= 0; }
  @operator("==") eq(o: U256): bool { return this.compare(o) == 0; }
  @operator("!=") ne(o: U256): bool { return this.compare(o) != 0; }

  @operator("+")
  add(o: U256): U256 {
    const a = this.a + o.a;
    let carry = <u64>(a < o.a);
    const b0 = this.b + carry;
    carry = <u64>(b0 < carry);
    const b = b0 + o.b;
    carry += <u64>(b < o.b);
    const c0 = this.c + carry;
    carry = <u64>(c0 < carry);
    const c = c0 + o.c;
    carry += <u64>(c < o.c);
    const d0 = this.d + carry;
    carry = <u64>(d0 < carry);
    const d = d0 + o.d;
    if (carry + <u64>(d < o.d) != 0) overflow();
    return new U256(a, b, c, d);
  }

  /** Ends the message if `o` is larger. */
  @operator("-")
  sub(o: U256): U256 {
    if (this.compare(o) < 0) fail(ILLEGAL_STATE, utf8("amount below zero"));
    const a = this.a - o.a;
    let borrow = <u64>(this.a < o.a);
    const b = this.b - o.b - borrow;
    borrow = <u64>(this.b < o.b || (this.b == o.b && borrow != 0));
    const c = this.c - o.c - borrow;
    borrow = <u64>(this.c < o.c || (this.c == o.c && borrow != 0));
    return new U256(a, b, c, this.d - o.d - borrow);
  }

  /** this − o, or 0 if o is larger. */
  minus(o: U256): U256 {
    return this.compare(o) > 0 ? this.sub(o) : U256.zero;
  }

  @operator("*")
  mul(o: U256): U256 {
    multiply(this, o);
    if (significant(wide, 16) > 8) overflow();
    return read(wide);
  }

  /** Floor of this / o; ends the message if o = 0. */
  @operator("/")
  div(o: U256): U256 {
    if ((this.b | this.c | this.d | o.b | o.c | o.d) == 0 && o.a != 0) return U256.from(this.a / o.a);
    write(wide, this);
    memory.fill(wide + 32, 0, 36);
    divide(o);
    return read(quotient);
  }

  /** Rest of this / o; ends the message if o = 0. */
  @operator("%")
  rem(o: U256): U256 {
    return this.sub(this.div(o).mul(o));
  }

  /** Floor of this · o / by, exact over 512 bits. */
  mulDiv(o: U256, by: U256): U256 {
    multiply(this, o);
    divide(by);
    if (significant(quotient, 17) > 8) overflow();
    return read(quotient);
  }

  /** Ceiling of this · o / by, exact over 512 bits. */
  mulDivUp(o: U256, by: U256): U256 {
    const floor = this.mulDiv(o, by);
    // What division left in `wide` is the (shifted) remainder.
    return significant(wide, 17) == 0 ? floor : floor.add(U256.from(1));
  }

  /** this · 2ⁿ; ends the message if bits are lost. */
  @operator("<<")
  shl(n: i32): U256 {
    const out = this.shifted(n);
    if (out.shr(n).compare(this) != 0) overflow();
    return out;
  }

  private shifted(n: i32): U256 {
    const out = U256.zero;
    write(wide, this);
    const limbs = n >> 5;
    const bits = <u64>(n & 31);
    write(quotient, out);
    for (let i = limbs; i < 8; i++) {
      const low = i > limbs ? limb(wide, i - limbs - 1) : 0;
      setLimb(quotient, i, (((limb(wide, i - limbs) << 32) | low) << bits) >> 32);
    }
    return read(quotient);
  }

  /** Floor of this / 2ⁿ. */
  @operator(">>")
  shr(n: i32): U256 {
    write(wide, this);
    store<u32>(wide + 32, 0);
    const limbs = n >> 5;
    const bits = <u64>(n & 31);
    write(quotient, U256.zero);
    for (let i = 0; i < 8 - limbs; i++) setLimb(quotient, i, ((limb(wide, i + limbs + 1) << 32) | limb(wide, i + limbs)) >> bits);
    return read(quotient);
  }

  min(o: U256): U256 {
    return this.compare(o) < 0 ? this : o;
  }
  max(o: U256): U256 {
    return this.compare(o) > 0 ? this : o;
  }
}

function overflow(): void {
  fail(ILLEGAL_STATE, utf8("number above 2^256"));
}

function write(base: usize, v: U256): void {
  store<u64>(base, v.a);
  store<u64>(base, v.b, 8);
  store<u64>(base, v.c, 16);
  store<u64>(base, v.d, 24);
}

function read(base: usize): U256 {
  return new U256(load<u64>(base), load<u64>(base, 8), load<u64>(base, 16), load<u64>(base, 24));
}

/** wide = x · y, 16 limbs and a zero on top. */
function multiply(x: U256, y: U256): void {
  memory.fill(wide, 0, 68);
  const left = changetype<usize>(x);
  const right = changetype<usize>(y);
  const n = significant(right, 8);
  for (let i = 0, m = significant(left, 8); i < m; i++) {
    const factor = limb(left, i);
    let carry: u64 = 0;
    for (let j = 0; j < n; j++) {
      carry += factor * limb(right, j) + limb(wide, i + j);
      setLimb(wide, i + j, carry);
      carry >>= 32;
    }
    setLimb(wide, i + n, carry);
  }
}

/**
 * quotient = wide / by; wide keeps the remainder, shifted by the normalisation (Knuth, The Art of Computer Programming 2,
 * 4.3.1, algorithm D, with 32-bit limbs).
 */
function divide(by: U256): void {
  const given = changetype<usize>(by);
  const n = significant(given, 8);
  if (n == 0) fail(ILLEGAL_STATE, utf8("division by zero"));
  memory.fill(quotient, 0, 68);
  const shift = clz(<u32>limb(given, n - 1));
  shiftLeft(divisor, given, n, shift);
  const m = significant(wide, 17);
  if (m < n) return;
  // The 17th limb is zero before the shift and takes what overflows the 16th.
  const top = shiftLeft(wide, wide, m, shift);
  setLimb(wide, m, top);
  const first = limb(divisor, n - 1);
  const second = n > 1 ? limb(divisor, n - 2) : 0;
  for (let j = m - n; j >= 0; j--) {
    const high = (limb(wide, j + n) << 32) | limb(wide, j + n - 1);
    let guess = high / first;
    let rest = high - guess * first;
    while (guess >> 32 != 0 || (n > 1 && guess * second > ((rest << 32) | limb(wide, j + n - 2)))) {
      guess--;
      rest += first;
      if (rest >> 32 != 0) break;
    }
    if (subtractMultiple(j, n, guess)) {
      guess--;
      addBack(j, n);
    }
    setLimb(quotient, j, guess);
  }
}

/** Writes n limbs shifted left by fewer than 32 bits and returns what left at the top. May work in place. */
function shiftLeft(to: usize, from: usize, n: i32, shift: u32): u64 {
  let carry: u64 = 0;
  for (let i = 0; i < n; i++) {
    const value = (limb(from, i) << shift) | carry;
    setLimb(to, i, value);
    carry = value >> 32;
  }
  return carry;
}

/** wide[j…] −= guess · divisor; true if it fell below zero. */
function subtractMultiple(j: i32, n: i32, guess: u64): bool {
  let borrow: i64 = 0;
  let carry: u64 = 0;
  for (let i = 0; i < n; i++) {
    carry += guess * limb(divisor, i);
    const left = <i64>limb(wide, i + j) - <i64>(carry & 0xffffffff) + borrow;
    setLimb(wide, i + j, left);
    borrow = left >> 32;
    carry >>= 32;
  }
  const left = <i64>limb(wide, j + n) - <i64>carry + borrow;
  setLimb(wide, j + n, left);
  return left < 0;
}

function addBack(j: i32, n: i32): void {
  let carry: u64 = 0;
  for (let i = 0; i < n; i++) {
    carry += limb(wide, i + j) + limb(divisor, i);
    setLimb(wide, i + j, carry);
    carry >>= 32;
  }
  setLimb(wide, j + n, limb(wide, j + n) + carry);
}
