/** Sectors in a miner's state: an AMT by number. Those of this devnet hold no deals. Source: actors/miner/src/{types,sectors}.rs. */
import { encodeAmount } from "../../../filecoin/amount.ts";
import { CborError, type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import type { Cid } from "../../../filecoin/cid.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { Amt } from "../../state/amt.ts";
import { meteredStore } from "../gas-figures.ts";
import { readBig } from "../params.ts";
import { SECTORS_AMT_WIDTH } from "./deadlines.ts";

export interface Sector {
  readonly number: number;
  readonly sealProof: number;
  readonly sealedCid: Cid;
  readonly activation: number;
  readonly expiration: number;
  /** attoFIL */
  readonly pledge: bigint;
  /** attoFIL a day (FIP-0100) */
  readonly dailyFee: bigint;
}

const SECTORS = { bitWidth: SECTORS_AMT_WIDTH };
const SIMPLE_QA_POWER = 1;

export function getSector(rt: Runtime, state: MinerState, number: bigint | number): Sector | undefined {
  const value = Amt.load(meteredStore(rt), state.sectors, SECTORS).get(number);
  return value === undefined ? undefined : decodeSector(value);
}

/** Sectors that a partition names, in the order of their numbers. */
export function mustSectors(rt: Runtime, state: MinerState, numbers: readonly number[]): Sector[] {
  if (numbers.length === 0) return [];
  const sectors = Amt.load(meteredStore(rt), state.sectors, SECTORS);
  return numbers.map((number) => {
    const value = sectors.get(number);
    if (value === undefined) throw new CborError("shape", `f0${rt.receiver} has no sector ${number}`);
    return decodeSector(value);
  });
}

export function putSectors(rt: Runtime, state: MinerState, sectors: readonly Sector[]): void {
  const amt = Amt.load(meteredStore(rt), state.sectors, SECTORS);
  for (const sector of sectors) amt.set(sector.number, encodeSector(sector));
  state.sectors = amt.flush();
}

function decodeSector(value: CborValue): Sector {
  const reader = new TupleReader(value, [15, 16], "sector");
  const [number, sealProof, sealedCid] = [reader.int(), reader.int(), reader.cid()];
  reader.value();
  const [activation, expiration] = [reader.int(), reader.int()];
  reader.bytes();
  reader.bytes();
  const pledge = readBig(reader);
  for (let unused = 0; unused < 6; unused++) reader.value();
  return { number, sealProof, sealedCid, activation, expiration, pledge, dailyFee: reader.remaining > 0 ? readBig(reader) : 0n };
}

/** A sector without deals, as FIP-0100 stores it. */
function encodeSector(sector: Sector): CborValue {
  const none = encodeAmount(0n);
  return [
    sector.number,
    sector.sealProof,
    sector.sealedCid,
    [],
    sector.activation,
    sector.expiration,
    none,
    none,
    encodeAmount(sector.pledge),
    null,
    null,
    sector.activation,
    null,
    null,
    SIMPLE_QA_POWER,
    encodeAmount(sector.dailyFee),
  ];
}
