import type { Phrase, PhraseValue } from "./values.ts";

/** Short ways to write phrases: a catalogue code and what goes into it. */
export const say = (code: string, params: Record<string, PhraseValue> = {}): Phrase => ({ code, params });
export const amountOf = (atto: bigint | string): PhraseValue => ({ kind: "amount", atto: atto.toString() });
/** `typed`: the address that was typed and that the chain has this id for. */
export const addressOf = (address: string, label: string | null = null, typed: string | null = null): PhraseValue =>
  typed === null ? { kind: "address", address, label } : { kind: "address", address, label, typed };
export const textOf = (text: string): PhraseValue => ({ kind: "text", text });
/** A count, or an id of any size: what comes as a bigint is written digit by digit, for no number holds all of 64 bits. */
export const numberOf = (value: number | bigint): PhraseValue => (typeof value === "bigint" ? textOf(value.toString()) : { kind: "number", value });
export const epochOf = (epoch: number, time: number | null = null): PhraseValue => ({ kind: "epoch", epoch, time });
export const bpsOf = (bps: number): PhraseValue => ({ kind: "bps", bps });
