import type { Phrase, PhraseValue } from "./values.ts";

/** Short ways to write phrases: a catalogue code and what goes into it. */
export const say = (code: string, params: Record<string, PhraseValue> = {}): Phrase => ({ code, params });
export const amountOf = (atto: bigint | string): PhraseValue => ({ kind: "amount", atto: atto.toString() });
export const addressOf = (address: string, label: string | null = null): PhraseValue => ({ kind: "address", address, label });
export const textOf = (text: string): PhraseValue => ({ kind: "text", text });
export const numberOf = (value: number | bigint): PhraseValue => ({ kind: "number", value: Number(value) });
export const epochOf = (epoch: number, time: number | null = null): PhraseValue => ({ kind: "epoch", epoch, time });
export const bpsOf = (bps: number): PhraseValue => ({ kind: "bps", bps });
