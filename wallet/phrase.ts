import type { Phrase, PhraseValue } from "./values.ts";

/** Short ways to write phrases: a catalogue code and what goes into it. */
export const say = (code: string, params: Record<string, PhraseValue> = {}): Phrase => ({ code, params });
export const amountOf = (atto: bigint | string): PhraseValue => ({ kind: "amount", atto: atto.toString() });
/** `typed`: the address that was typed and that the chain has this id for. */
export const addressOf = (address: string, label: string | null = null, typed: string | null = null): PhraseValue =>
  typed === null ? { kind: "address", address, label } : { kind: "address", address, label, typed };
export const textOf = (text: string): PhraseValue => ({ kind: "text", text });
/** A count or an id. Beyond what a JavaScript number holds exactly (2^53) it goes as digits: an id is never rounded. */
export const numberOf = (value: number | bigint): PhraseValue => ({ kind: "number", value: exact(value) });
export const epochOf = (epoch: number | bigint, time: number | null = null): PhraseValue => ({ kind: "epoch", epoch: exact(epoch), time });
export const bpsOf = (bps: number): PhraseValue => ({ kind: "bps", bps });

const exact = (value: number | bigint): number | string =>
  typeof value === "number" || Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
