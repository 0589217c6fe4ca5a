/** Power in both measures, as a miner's state adds it up. Source: actors/miner/src/partition_state.rs PowerPair. */
import { encodeAmount } from "../../../filecoin/amount.ts";
import type { CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import type { PowerPair } from "../../../filecoin/state/deadline.ts";
import { readBig } from "../params.ts";

export const NO_POWER_PAIR: PowerPair = { raw: 0n, qa: 0n };

export function addPower(a: PowerPair, b: PowerPair): PowerPair {
  return { raw: a.raw + b.raw, qa: a.qa + b.qa };
}

export function takePower(a: PowerPair, b: PowerPair): PowerPair {
  return { raw: a.raw - b.raw, qa: a.qa - b.qa };
}

export function negatePower(power: PowerPair): PowerPair {
  return takePower(NO_POWER_PAIR, power);
}

/** Power of sectors without deals: their size in both measures. */
export function powerOf({ sectorSize }: { readonly sectorSize: number }, sectors: number): PowerPair {
  const bytes = BigInt(sectorSize) * BigInt(sectors);
  return { raw: bytes, qa: bytes };
}

export const encodePower = ({ raw, qa }: PowerPair): CborValue => [encodeAmount(raw), encodeAmount(qa)];

export const readPower = (reader: TupleReader): PowerPair => reader.tuple(2, (pair) => ({ raw: readBig(pair), qa: readBig(pair) }));
