/** What anybody may ask about a sector (FIP-0112). Source: actors/miner/src/lib.rs. */
import { CborError, type CborValue, decodeCbor, encodeCbor, TupleReader } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { chargeSectorSearch } from "../gas-figures.ts";
import { bare, readI64, readU64 } from "../params.ts";
import { WPOST_PERIOD_DEADLINES } from "../policy.ts";
import { Deadlines } from "./deadline-state.ts";
import { type Partition, Partitions } from "./partitions.ts";
import { getSector } from "./sectors.ts";
import { loadMinerState } from "./state.ts";

const DEAD = 0;
const ACTIVE = 1;
const FAULTY = 2;
/** Deadline and partition of a sector that is in none. */
const NOWHERE = -1n;
const MAX_SECTOR_NUMBER = (1n << 63n) - 1n;

export function decodeSectorNumber(value: CborValue): bigint {
  return readU64(bare(value, "sector number"));
}

export function decodeSectorTuple(value: CborValue): bigint {
  return readU64(new TupleReader(value, 1, "sector"));
}

/** Nominal expiration epoch; 17 when the sector is not in state. */
export function getNominalSectorExpiration(rt: Runtime, number: bigint): CborValue {
  const sector = getSector(rt, loadMinerState(rt), number);
  if (sector === undefined) return rt.abort(ExitCode.USR_NOT_FOUND, `sector ${number} not found`);
  return sector.expiration;
}

/** 17 unless the sector is in state. */
export function checkSectorProven(rt: Runtime, number: bigint): undefined {
  if (number > MAX_SECTOR_NUMBER) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "sector number out of range");
  if (getSector(rt, loadMinerState(rt), number) === undefined) {
    rt.abort(ExitCode.USR_NOT_FOUND, `sector ${number} not proven`);
  }
}

/** [status, CBOR of [deadline, partition]] */
export function generateSectorLocation(rt: Runtime, number: bigint): CborValue {
  const state = loadMinerState(rt);
  if (getSector(rt, state, number) === undefined) return [DEAD, encodeCbor([NOWHERE, NOWHERE])];
  const deadlines = new Deadlines(rt, state);
  for (let deadline = 0; deadline < WPOST_PERIOD_DEADLINES; deadline++) {
    const partitions = new Partitions(rt, deadlines.get(deadline).partitions).all();
    const partition = partitions.findIndex(({ sectors }) => sectors.includes(Number(number)));
    const found = partitions[partition];
    if (found === undefined) continue;
    chargeSectorSearch(rt, deadline + 1);
    return [statusIn(found, Number(number)), encodeCbor([deadline, partition])];
  }
  return rt.abort(ExitCode.USR_ILLEGAL_STATE, `sector ${number} not due at any deadline`);
}

function statusIn({ terminated, faults }: Partition, number: number): number {
  if (terminated.includes(number)) return DEAD;
  return faults.includes(number) ? FAULTY : ACTIVE;
}

export interface SectorStatusQuestion {
  readonly sector: bigint;
  readonly status: number;
  readonly aux: Uint8Array;
}

export function decodeSectorStatusQuestion(value: CborValue): SectorStatusQuestion {
  const reader = new TupleReader(value, 3, "ValidateSectorStatus");
  const question = { sector: readU64(reader), status: reader.uint(), aux: reader.bytes() };
  if (question.status > FAULTY) throw new CborError("shape", `${question.status} is no sector status`);
  return question;
}

/** Whether the sector has that status at that place. */
export function validateSectorStatus(rt: Runtime, question: SectorStatusQuestion): CborValue {
  const state = loadMinerState(rt);
  const { deadline, partition } = readLocation(rt, question.aux);
  const { sector, status } = question;
  if ((deadline === NOWHERE) !== (partition === NOWHERE)) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "deadline and partition must both be set or both be none");
  }
  if (deadline === NOWHERE) {
    if (getSector(rt, state, sector) === undefined) return status === DEAD;
    return rt.abort(ExitCode.USR_NOT_FOUND, `sector ${sector} is in state`);
  }
  const { partitions } = new Deadlines(rt, state).get(Number(deadline));
  const place = new Partitions(rt, partitions).get(Number(partition)) ?? rt.abort(ExitCode.USR_NOT_FOUND, `no partition ${partition}`);
  const number = Number(sector);
  if (!place.sectors.includes(number)) {
    return rt.abort(ExitCode.USR_NOT_FOUND, `sector ${sector} not found at ${deadline}, ${partition}`);
  }
  const terminated = place.terminated.includes(number);
  const faulty = place.faults.includes(number);
  if (status === DEAD) return terminated;
  return status === FAULTY ? faulty : !terminated && !faulty;
}

function readLocation(rt: Runtime, aux: Uint8Array): { deadline: bigint; partition: bigint } {
  try {
    const reader = new TupleReader(decodeCbor(aux), 2, "sector location");
    return { deadline: readI64(reader), partition: readI64(reader) };
  } catch (error) {
    if (error instanceof CborError) return rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, error.message);
    throw error;
  }
}
