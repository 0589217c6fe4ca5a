/** Whole numbers of any size: what Math does for floats. */

/** The smaller one. */
export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The greater one. */
export const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** a − b, or 0 where b is greater: what is left. */
export const minus = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n);

/** ⌈a / b⌉ for a ≥ 0, b > 0. */
export const divideUp = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
